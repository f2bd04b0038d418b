// SnapshotStore: the one cell that holds what is known. Views read it; only the refresh engine replaces it.

import { type Disposable, Emitter } from '../lifetime.ts';
import type { Snapshot } from '../model.ts';
import { type Summary, Tally } from './tally.ts';

export const EMPTY_SNAPSHOT: Snapshot = { scopes: [], readings: [], activity: { kind: 'idle' } };

export class SnapshotStore implements Disposable {
  private snapshot = EMPTY_SNAPSHOT;
  private readonly tally = new Tally();
  private readonly changeEmitter = new Emitter<Snapshot>();

  readonly onDidChange = this.changeEmitter.event;

  get current(): Snapshot {
    return this.snapshot;
  }

  /** Over all scopes; counted when somebody asks, once for what has changed. */
  get summary(): Summary {
    return this.tally.summarize(this.snapshot);
  }

  replace(next: Snapshot): void {
    if (next !== this.snapshot) {
      this.snapshot = next;
      this.changeEmitter.fire(next);
    }
  }

  dispose(): void {
    this.changeEmitter.dispose();
  }
}
