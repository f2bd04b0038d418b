// ShownChanges: the recent changes of what is shown: those of the accounts of the settings or, while somebody looks at
// it, those of the sample, which are in a list of their own and never kept.

import { type Disposable, DisposableStore, Emitter } from '../lifetime.ts';
import type { Change } from './change.ts';
import { type ChangeList, type ListedChange, RecentChanges } from './recentChanges.ts';

/** What views and commands may do with a list. */
type ListOnShow = Pick<
  RecentChanges,
  'current' | 'unseenCount' | 'getUnseen' | 'markSeen' | 'markAllSeen' | 'clear' | 'onDidChange'
>;

export interface ShownChangesParts {
  /** Those of the accounts of the settings. */
  readonly own: RecentChanges;
  /** Adds to the list what refreshes of the sample change, until it is disposed of. */
  readonly followSample: (changes: RecentChanges) => Disposable;
}

export class ShownChanges implements Disposable, ListOnShow {
  private readonly parts: ShownChangesParts;
  private readonly changeEmitter = new Emitter<readonly Change[]>();
  private list: RecentChanges;
  /** What belongs to the list that is shown. */
  private following = new DisposableStore();

  readonly onDidChange = this.changeEmitter.event;

  constructor(parts: ShownChangesParts) {
    this.parts = parts;
    this.list = parts.own;
    this.follow();
  }

  get current(): ChangeList {
    return this.list.current;
  }

  get unseenCount(): number {
    return this.list.unseenCount;
  }

  getUnseen(scope: string, profile: string, id: string): readonly ListedChange[] {
    return this.list.getUnseen(scope, profile, id);
  }

  markSeen(changes: readonly Change[]): void {
    this.list.markSeen(changes);
  }

  markAllSeen(): void {
    this.list.markAllSeen();
  }

  clear(): () => void {
    return this.list.clear();
  }

  /** To be called when the sample is shown, or is not any more, before anything of it is read. */
  switchTo(isSample: boolean): void {
    this.following.dispose();
    this.following = new DisposableStore();
    this.list = this.parts.own;
    if (isSample) {
      this.list = this.following.add(new RecentChanges(undefined, () => undefined));
      this.following.add(this.parts.followSample(this.list));
    }
    this.follow();
    this.changeEmitter.fire(this.list.current.flatMap(({ changes }) => changes));
  }

  dispose(): void {
    this.following.dispose();
    this.changeEmitter.dispose();
  }

  private follow(): void {
    this.following.add(this.list.onDidChange((changes) => this.changeEmitter.fire(changes)));
  }
}
