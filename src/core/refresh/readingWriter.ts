// ReadingWriter: writes what a refresh learns of one Region into the store; of a long list, some answers together.

import type { AccountIndex } from '../accountIndex.ts';
import type { Disposable } from '../lifetime.ts';
import type { AccountId, Entry, RegionReading } from '../model.ts';
import type { Clock } from '../ports.ts';
import type { SnapshotStore } from '../state/store.ts';

/** A copy of so many entries costs nothing beside the call that it is made for. Of 50,000 it costs more than that. */
const SHORT_LIST = 5000;
/** How long answers wait for others, so that there is one copy for all of them: nobody sees it. */
const WRITE_EVERY_MS = 100;

export interface ReadingWriterParts {
  readonly store: SnapshotStore;
  readonly clock: Clock;
  /** Index into the snapshot's readings. */
  readonly reading: number;
  readonly accountIndex: AccountIndex;
}

/**
 * A snapshot never changes, so that each one with other entries has a copy of the list. Whoever reads or replaces the
 * entries in the store by another way calls `flush` before that, and nothing is lost or written late.
 */
export class ReadingWriter {
  private readonly parts: ReadingWriterParts;
  /** A copy of the entries that nobody else has seen yet, with what is to be written. */
  private draft: Entry[] | undefined;
  private timer: Disposable | undefined;

  constructor(parts: ReadingWriterParts) {
    this.parts = parts;
  }

  /** With all that has been learned. */
  get reading(): RegionReading | undefined {
    this.flush();
    return this.written;
  }

  get offeredScanTypes(): readonly string[] {
    return this.written?.offeredScanTypes ?? [];
  }

  update(change: Partial<RegionReading>): void {
    this.flush();
    this.write(change);
  }

  updateEntries(ids: readonly AccountId[], change: (entry: Entry, id: AccountId) => Entry): void {
    const { written } = this;
    if (written === undefined || ids.length === 0) {
      return;
    }
    const entries = this.draft ?? written.entries.slice();
    this.draft = entries;
    const { accounts } = written.scope;
    let next = -1;
    for (const id of ids) {
      // Most stand behind one another, as in the list.
      const index = accounts[next]?.id === id ? next : this.parts.accountIndex.find(accounts, id);
      next = (index ?? -2) + 1;
      const entry = index === undefined ? undefined : entries[index];
      if (index !== undefined && entry !== undefined) {
        entries[index] = change(entry, id);
      }
    }
    if (entries.length <= SHORT_LIST) {
      this.flush();
    } else {
      this.timer ??= this.parts.clock.startTimer(WRITE_EVERY_MS, () => this.flush());
    }
  }

  /** Writes what waits for more. */
  flush(): void {
    this.timer?.dispose();
    this.timer = undefined;
    const entries = this.draft;
    if (entries !== undefined) {
      this.draft = undefined;
      this.write({ entries });
    }
  }

  private get written(): RegionReading | undefined {
    return this.parts.store.current.readings[this.parts.reading];
  }

  private write(change: Partial<RegionReading>): void {
    const { store } = this.parts;
    store.replace({
      ...store.current,
      readings: store.current.readings.map((reading, at) =>
        at === this.parts.reading ? { ...reading, ...change } : reading,
      ),
    });
  }
}
