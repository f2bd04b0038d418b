// SnapshotKeeper: saves what the store holds once a refresh has ended that learned something.

import type { Disposable } from '../lifetime.ts';
import type { Entry, RegionReading, Scope, Snapshot } from '../model.ts';
import type { SnapshotStorage } from '../ports.ts';
import { EMPTY_SNAPSHOT, type SnapshotStore } from '../state/store.ts';
import { LatestOnly } from './latestOnly.ts';

export class SnapshotKeeper implements Disposable {
  private readonly storage: SnapshotStorage;
  private readonly subscription: Disposable;
  private readonly saves = new LatestOnly<Snapshot>((snapshot) => this.save(snapshot));
  private isRefreshing = false;
  /** What the storage holds. */
  private kept = EMPTY_SNAPSHOT;
  private loading: Promise<Snapshot | undefined> | undefined;

  /** `inBackground` is handed the work that nobody waits for. */
  constructor(store: SnapshotStore, storage: SnapshotStorage, inBackground: (work: Promise<void>) => void) {
    this.storage = storage;
    this.subscription = store.onDidChange((snapshot) => {
      const { activity } = snapshot;
      const hasEnded = this.isRefreshing && activity.kind === 'idle';
      this.isRefreshing = activity.kind === 'refreshing';
      if (hasEnded) {
        inBackground(this.saves.request(snapshot));
      }
    });
  }

  /** What was saved before the program started, loaded once; to be called before the first refresh. */
  load(): Promise<Snapshot | undefined> {
    this.loading ??= this.storage.load().then((snapshot) => {
      this.kept = snapshot ?? this.kept;
      return snapshot;
    });
    return this.loading;
  }

  /** A save under way comes to its end or not: what is kept is whole. */
  dispose(): void {
    this.subscription.dispose();
    this.saves.forget();
  }

  private async save(snapshot: Snapshot): Promise<void> {
    if (hasRead(snapshot) && !keepsTheSame(this.kept, snapshot)) {
      await this.storage.save(snapshot);
      this.kept = snapshot;
    }
  }
}

/** A snapshot in which nothing is known is no reason to forget what was. */
function hasRead({ readings }: Snapshot): boolean {
  return readings.some(({ entries }) => entries.some(({ kind }) => kind === 'read'));
}

function keepsTheSame(a: Snapshot, b: Snapshot): boolean {
  return (
    a.scopes.length === b.scopes.length &&
    a.scopes.every((scope, index) => isSameScope(scope, b.scopes[index])) &&
    a.readings.length === b.readings.length &&
    a.readings.every((reading, index) => isSameReading(reading, b.readings[index]))
  );
}

function isSameScope(a: Scope, b: Scope | undefined): boolean {
  return (
    a === b ||
    (a.name === b?.name &&
      a.profile === b.profile &&
      a.accounts.length === b.accounts.length &&
      a.accounts.every(({ id }, index) => id === b.accounts[index]?.id) &&
      getListedAt(a) === getListedAt(b))
  );
}

function getListedAt({ members }: Scope): number | undefined {
  return members?.kind === 'read' ? members.readAt : undefined;
}

function isSameReading(a: RegionReading, b: RegionReading | undefined): boolean {
  return (
    a.scope.name === b?.scope.name &&
    a.region === b.region &&
    a.endpointUrl === b.endpointUrl &&
    a.readAt === b.readAt &&
    (a.entries === b.entries || a.entries.every((entry, index) => isSameEntry(entry, b.entries[index])))
  );
}

function isSameEntry(a: Entry, b: Entry | undefined): boolean {
  return a.kind === 'read' && b?.kind === 'read'
    ? a.answer === b.answer && a.takenAt === b.takenAt
    : a.kind !== 'read' && b?.kind !== 'read';
}
