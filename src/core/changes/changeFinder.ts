// ChangeFinder: compares what the store holds after each refresh with what it held before. Never draws.

import type { Disposable } from '../lifetime.ts';
import type { Clock } from '../ports.ts';
import type { SnapshotStore } from '../state/store.ts';
import { type FoundChanges, findChanges } from './findChanges.ts';

export interface ChangeFinderParts {
  readonly store: SnapshotStore;
  readonly clock: Pick<Clock, 'now'>;
  /** Takes the steps in turns, between which there is time for something else, in the order of the calls. */
  readonly inTurns: <Result>(steps: Generator<void, Result, void>) => Promise<Result>;
  /** Handed the work that nobody waits for. */
  readonly inBackground: (work: Promise<void>) => void;
  /** Told what the refresh that ended at this time has changed, unless that is nothing. */
  readonly onDidFind: (found: FoundChanges, endedAt: number) => void;
}

/**
 * Whatever comes while no refresh runs is not a reading: what was kept at a restart, or other settings. It is what the
 * next refresh is compared with. What changes back and forth within a refresh has not changed.
 */
export class ChangeFinder implements Disposable {
  private readonly subscription: Disposable;
  private isDisposed = false;

  constructor({ store, clock, inTurns, inBackground, onDidFind }: ChangeFinderParts) {
    let before = store.current;
    let isRefreshing = false;
    this.subscription = store.onDidChange((snapshot) => {
      const hasEnded = isRefreshing && snapshot.activity.kind === 'idle';
      isRefreshing = snapshot.activity.kind === 'refreshing';
      if (isRefreshing) {
        return;
      }
      const earlier = before;
      before = snapshot;
      if (hasEnded) {
        const now = clock.now();
        const work = inTurns(findChanges(earlier, snapshot, now)).then((found) => {
          if (found.total > 0 && !this.isDisposed) {
            onDidFind(found, now);
          }
        });
        inBackground(work);
      }
    });
  }

  dispose(): void {
    this.isDisposed = true;
    this.subscription.dispose();
  }
}
