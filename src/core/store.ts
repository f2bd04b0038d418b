// SnapshotStore: the one cell that holds what is known. Views read it; only the refresh engine replaces it.

import { type Disposable, Emitter } from './lifetime.ts';
import type { Snapshot } from './model.ts';
import { type Summary, summarize } from './summary.ts';

export const EMPTY_SNAPSHOT: Snapshot = { accounts: [], readings: [], activity: { kind: 'idle' } };

export class SnapshotStore implements Disposable {
  private snapshot = EMPTY_SNAPSHOT;
  private summaryOfSnapshot: Summary | undefined;
  private readonly changeEmitter = new Emitter<Snapshot>();

  readonly onDidChange = this.changeEmitter.event;

  get current(): Snapshot {
    return this.snapshot;
  }

  /** Counted once for each snapshot, when somebody asks. */
  get summary(): Summary {
    this.summaryOfSnapshot ??= summarize(this.snapshot);
    return this.summaryOfSnapshot;
  }

  replace(next: Snapshot): void {
    if (next !== this.snapshot) {
      this.snapshot = next;
      this.summaryOfSnapshot = undefined;
      this.changeEmitter.fire(next);
    }
  }

  dispose(): void {
    this.changeEmitter.dispose();
  }
}
