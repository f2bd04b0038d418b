// Ageing: sees to it that what was read more than a day ago counts as old, also where nothing is read any more.

import type { Disposable } from '../lifetime.ts';
import type { Snapshot } from '../model.ts';
import type { Clock } from '../ports.ts';
import type { SnapshotStore } from '../state/store.ts';
import { OLD_AFTER_MS } from './readings.ts';
import type { RefreshEngine } from './refresh.ts';

export interface AgeingParts {
  readonly store: SnapshotStore;
  readonly clock: Clock;
  readonly engine: Pick<RefreshEngine, 'markOld'>;
}

export class Ageing implements Disposable {
  private readonly parts: AgeingParts;
  private readonly subscription: Disposable;
  private timer: Disposable | undefined;

  constructor(parts: AgeingParts) {
    this.parts = parts;
    // What a refresh reads is not old before it ends, and the timer of before still runs.
    this.subscription = parts.store.onDidChange(({ activity }) => {
      if (activity.kind === 'idle') {
        this.startTimer();
      }
    });
  }

  /** To be called, too, when time may have passed that the timer did not see: it stands still while the computer sleeps. */
  look(): void {
    this.parts.engine.markOld();
    this.startTimer();
  }

  dispose(): void {
    this.subscription.dispose();
    this.timer?.dispose();
    this.timer = undefined;
  }

  /** For the value that is the next to become old. */
  private startTimer(): void {
    this.timer?.dispose();
    this.timer = undefined;
    const { store, clock } = this.parts;
    const oldestAt = findOldest(store.current);
    if (oldestAt !== undefined) {
      const leftMs = oldestAt + OLD_AFTER_MS + 1 - clock.now();
      // A clock that was set back must not put it off.
      this.timer = clock.startTimer(Math.max(1, Math.min(leftMs, OLD_AFTER_MS)), () => this.look());
    }
  }
}

/** When the oldest was read of the values that do not count as old yet. */
function findOldest({ readings }: Snapshot): number | undefined {
  let oldestAt = Number.POSITIVE_INFINITY;
  for (const { entries } of readings) {
    for (const entry of entries) {
      if (entry.kind === 'read' && entry.old === undefined && entry.takenAt < oldestAt) {
        oldestAt = entry.takenAt;
      }
    }
  }
  return oldestAt === Number.POSITIVE_INFINITY ? undefined : oldestAt;
}
