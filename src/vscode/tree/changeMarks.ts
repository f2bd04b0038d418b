// ChangeMarks: which rows of the accounts have changed since somebody last looked at them.

import type { MarkdownString, TreeView } from 'vscode';
import { isToldAt } from '../../core/changes/changeRows.ts';
import type { ListedChange } from '../../core/changes/recentChanges.ts';
import type { ShownChanges } from '../../core/changes/shownChanges.ts';
import { type Disposable, DisposableStore } from '../../core/lifetime.ts';
import type { Clock } from '../../core/ports.ts';
import {
  type AccountRow,
  getReadings,
  isAccountRow,
  parseRowKey,
  type RowKey,
} from '../../core/rows/rows.ts';
import type { SnapshotStore } from '../../core/state/store.ts';
import { describeMark } from '../wording/changes.ts';
import { toInertMarkdown } from '../wording/inert.ts';

/** Longer than a hover is read. */
const READING_MS = 20_000;

export interface ChangeMarksParts {
  readonly changes: ShownChanges;
  readonly store: SnapshotStore;
  readonly clock: Clock;
  readonly view: Pick<TreeView<RowKey>, 'onDidChangeSelection' | 'onDidCollapseElement'>;
}

/**
 * A row is looked at when it is selected, and all that stands under it when its hover tells of it, or when it was
 * unfolded and is folded again. That the mouse went over it, or that it was on the screen, is not enough.
 */
export class ChangeMarks implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly changes: ShownChanges;
  private readonly store: SnapshotStore;
  private readonly clock: Clock;
  private told: readonly ListedChange[] = [];
  private reading: Disposable | undefined;

  /** Fires with what is marked now, or no more. */
  readonly onDidChange: ShownChanges['onDidChange'];

  constructor({ changes, store, clock, view }: ChangeMarksParts) {
    this.changes = changes;
    this.store = store;
    this.clock = clock;
    this.onDidChange = changes.onDidChange;
    this.disposables.add(
      view.onDidChangeSelection(({ selection }) => {
        changes.markSeen(toAccountRows(selection).flatMap((row) => this.getOwn(row)));
      }),
    );
    this.disposables.add(
      view.onDidCollapseElement(({ element }) => {
        changes.markSeen(toAccountRows([element]).flatMap((row) => this.getAll(row)));
      }),
    );
  }

  /** What a mark at the row says; undefined where it needs none. A folded row speaks for those under it. */
  describe(row: AccountRow, now: number): string | undefined {
    const all = this.getAll(row);
    if (all.length === 0) {
      return undefined;
    }
    const own = new Set(this.getOwn(row));
    return describeMark(all, (change) => own.has(change as ListedChange), now);
  }

  /** Tells of all of it in the row's hover. What the hover before told of has been looked at. */
  tellIn(hover: MarkdownString, row: AccountRow, now: number): void {
    this.takeTold();
    const news = this.describe(row, now);
    if (news !== undefined) {
      // Right below a line of text, the rule would make a heading of it.
      hover.appendMarkdown(`\n\n---\n\n${toInertMarkdown(news)}\n`);
    }
    const all = this.getAll(row);
    if (all.length > 0) {
      this.told = all;
      // To take the mark away draws the row anew, which would close the hover under the eyes of who reads it.
      this.reading = this.clock.startTimer(READING_MS, () => this.takeTold());
    }
  }

  dispose(): void {
    this.reading?.dispose();
    this.disposables.dispose();
  }

  private takeTold(): void {
    this.reading?.dispose();
    this.reading = undefined;
    const { told } = this;
    this.told = [];
    this.changes.markSeen(told);
  }

  private getAll(row: AccountRow): readonly ListedChange[] {
    const profile = this.store.current.scopes.find(({ name }) => name === row.scope)?.profile;
    return profile === undefined
      ? []
      : this.changes.getUnseen(row.scope, profile, row.id).filter((change) => isToldAt(change, row));
  }

  /** What no row under this one says. */
  private getOwn(row: AccountRow): readonly ListedChange[] {
    const all = this.getAll(row);
    if (row.kind === 'scanType' || all.length === 0) {
      return all;
    }
    const hasRegionRows = row.kind === 'account' && getReadings(this.store.current, row.scope).length > 1;
    return all.filter(
      ({ region, scanType }) => scanType === undefined && (region === undefined || !hasRegionRows),
    );
  }
}

function toAccountRows(keys: readonly RowKey[]): AccountRow[] {
  return keys.map(parseRowKey).filter(isAccountRow);
}
