// RecentChanges: the one cell that holds what has changed lately, refresh by refresh, and what of it has been looked at.

import { LatestOnly } from '../kept/latestOnly.ts';
import { type Disposable, Emitter } from '../lifetime.ts';
import type { KeptStorage } from '../ports.ts';
import type { Change } from './change.ts';
import { type FoundChanges, MAX_CHANGES } from './findChanges.ts';

export interface ListedChange extends Change {
  readonly isSeen: boolean;
}

/** What one refresh has changed. */
export interface ChangedRefresh {
  /** When it ended, in milliseconds since 1970; no two of the list have the same. */
  readonly endedAt: number;
  /** The worse ones first; not empty. */
  readonly changes: readonly ListedChange[];
  /** Of all its changes, also those that are not in the list. */
  readonly total: number;
}

/** The latest refresh first; at most `MAX_CHANGES` changes in all. */
export type ChangeList = readonly ChangedRefresh[];

export class RecentChanges implements Disposable {
  private readonly storage: KeptStorage<ChangeList> | undefined;
  private readonly inBackground: (work: Promise<void>) => void;
  private readonly saves: LatestOnly<ChangeList>;
  private readonly changeEmitter = new Emitter<readonly Change[]>();
  private list: ChangeList = [];
  private unseen: ReadonlyMap<string, readonly ListedChange[]> = new Map();
  private loading: Promise<void> | undefined;

  /** Fires with those that are new in the list, not in it any more, or looked at now. */
  readonly onDidChange = this.changeEmitter.event;

  /** Without a storage, nothing is kept. `inBackground` is handed the work that nobody waits for. */
  constructor(storage: KeptStorage<ChangeList> | undefined, inBackground: (work: Promise<void>) => void) {
    this.storage = storage;
    this.inBackground = inBackground;
    this.saves = new LatestOnly((list) => storage?.save(list) ?? Promise.resolve());
  }

  get current(): ChangeList {
    return this.list;
  }

  get unseenCount(): number {
    return [...this.unseen.values()].reduce((sum, changes) => sum + changes.length, 0);
  }

  /** Those of the account, read with this profile, that nobody has looked at; the latest first. */
  getUnseen(scope: string, profile: string, id: string): readonly ListedChange[] {
    const found = this.unseen.get(toAccountKey(scope, id)) ?? NONE;
    return found.length === 0 ? NONE : found.filter((change) => change.profile === profile);
  }

  /** Takes in what was kept before the program started, once; to be called before the first refresh. */
  load(): Promise<void> {
    this.loading ??= (this.storage?.load() ?? Promise.resolve(undefined)).then((kept = []) => {
      this.list = trim([...this.list, ...kept]);
      this.tell(this.list.flatMap(({ changes }) => changes));
    });
    return this.loading;
  }

  /** Adds what a refresh has changed. Says whether any of it is news. */
  add({ changes, total }: Pick<FoundChanges, 'changes' | 'total'>, endedAt: number): boolean {
    // After an end between two saves, the next start finds the same again.
    const known = new Set(this.list.flatMap((refresh) => refresh.changes.map(toIdentity)));
    const added = changes.filter((change) => !known.has(toIdentity(change)));
    if (added.length > 0) {
      const listed = added.map((change): ListedChange => ({ ...change, isSeen: false }));
      const refresh: ChangedRefresh = {
        endedAt: toUnused(endedAt, this.list),
        changes: listed,
        total: total - (changes.length - added.length),
      };
      this.replace(trim([refresh, ...this.list]), listed);
    }
    return added.length > 0;
  }

  /** Somebody has looked at these, whatever of them is in the list. */
  markSeen(changes: readonly Change[]): void {
    const meant = new Set<Change>(changes);
    const seen: Change[] = [];
    const list = this.list.map((refresh) => {
      const isNews = refresh.changes.some((change) => !change.isSeen && meant.has(change));
      const mark = (change: ListedChange): ListedChange => {
        if (change.isSeen || !meant.has(change)) {
          return change;
        }
        seen.push(change);
        return { ...change, isSeen: true };
      };
      return isNews ? { ...refresh, changes: refresh.changes.map(mark) } : refresh;
    });
    if (seen.length > 0) {
      this.replace(list, seen);
    }
  }

  markAllSeen(): void {
    this.markSeen(this.list.flatMap(({ changes }) => changes));
  }

  /** Empties the list. The result puts back what was in it, below what has come since. */
  clear(): () => void {
    const cleared = this.list;
    const restore = (list: ChangeList) =>
      this.replace(
        list,
        cleared.flatMap(({ changes }) => changes),
      );
    restore([]);
    return () => restore(trim([...this.list, ...cleared]));
  }

  /** A save under way comes to its end or not: what is kept is whole. */
  dispose(): void {
    this.saves.forget();
    this.changeEmitter.dispose();
  }

  private replace(list: ChangeList, changed: readonly Change[]): void {
    this.list = list;
    this.tell(changed);
    this.inBackground(this.saves.request(list));
  }

  private tell(changed: readonly Change[]): void {
    const unseen = new Map<string, ListedChange[]>();
    for (const change of this.list.flatMap(({ changes }) => changes)) {
      if (!change.isSeen) {
        const key = toAccountKey(change.scope, change.account.id);
        const ofAccount = unseen.get(key) ?? [];
        ofAccount.push(change);
        unseen.set(key, ofAccount);
      }
    }
    this.unseen = unseen;
    this.changeEmitter.fire(changed);
  }
}

const NONE: readonly ListedChange[] = [];

function toAccountKey(scope: string, id: string): string {
  return `${id}/${scope}`;
}

/** The oldest go. */
function trim(list: ChangeList): ChangeList {
  let room = MAX_CHANGES;
  return list.flatMap((refresh) => {
    const changes = refresh.changes.length > room ? refresh.changes.slice(0, room) : refresh.changes;
    room -= changes.length;
    return changes.length === 0 ? [] : [changes === refresh.changes ? refresh : { ...refresh, changes }];
  });
}

/** Two refreshes may end at the same time by a clock that was set. */
function toUnused(endedAt: number, list: ChangeList): number {
  return list.some((refresh) => refresh.endedAt === endedAt) ? toUnused(endedAt + 1, list) : endedAt;
}

function toIdentity({ scope, profile, account, region, scanType, from, fromAt, to }: Change): string {
  return JSON.stringify([scope, profile, account.id, region, scanType, from, fromAt, to]);
}
