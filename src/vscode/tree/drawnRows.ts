// DrawnRows: what VS Code has drawn of the accounts, and which rows say something else by now.

import type { Change } from '../../core/changes/change.ts';
import type { Entry, RegionReading, Snapshot } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import type { ArrangedRows } from '../../core/rows/arrangedRows.ts';
import {
  type AccountRow,
  getReadings,
  isAccountRow,
  parseRowKey,
  type Row,
  type RowKey,
  toRowKey,
} from '../../core/rows/rows.ts';
import { diffSnapshots, saysTheSame } from '../../core/state/diff.ts';

type ScopeRow = Extract<Row, { kind: 'scope' }>;
type OneAccount = Pick<AccountRow, 'scope' | 'id'>;

/** The rows to draw anew. */
export type Outdated =
  | { readonly kind: 'all' }
  | { readonly kind: 'rows'; readonly keys: readonly RowKey[] }
  /** All, but they were drawn a moment ago. */
  | { readonly kind: 'later' };

/** Above so many changed rows, asking for all of them at once is cheaper than one by one. */
const MAX_SINGLE_ROWS = 100;

/**
 * Least time between two drawings of all rows while a refresh runs. Drawing 10,000 rows takes the extension host
 * a quarter of a second, in which no answer is taken and no call is made.
 */
function toPauseMs(rows: number): number {
  return Math.min(rows / 5, 5000);
}

export class DrawnRows {
  private readonly rows: ArrangedRows;
  private readonly clock: Clock;
  private snapshot: Snapshot;
  private layout: ArrangedRows['current'];
  private isAllOld = true;
  /** When all rows were last drawn in the refresh that runs, or when it began. */
  private pausedAt: number | undefined;
  /** Accounts with a mark that has come or gone since they were drawn. */
  private readonly remarked = new Map<string, OneAccount>();
  /** Rows whose hover VS Code keeps: it has to be told when only the time in it has changed. */
  private readonly hovered = new Set<RowKey>();

  constructor(rows: ArrangedRows, snapshot: Snapshot, clock: Clock) {
    this.rows = rows;
    this.clock = clock;
    this.snapshot = snapshot;
    this.layout = rows.current;
  }

  /** Everything is to be drawn anew. */
  forget(): void {
    this.isAllOld = true;
  }

  noteMarks(changes: readonly Change[]): void {
    for (const { account, scope } of changes) {
      this.remarked.set(`${account.id}/${scope}`, { scope, id: account.id });
    }
  }

  noteHover(row: AccountRow | ScopeRow): void {
    this.hovered.add(row.kind === 'scope' ? toRowKey(row) : this.toDrawnKey(row));
  }

  /** Once the rows are arranged as the snapshot wants it. */
  findOutdated(snapshot: Snapshot): Outdated {
    const change = diffSnapshots(this.snapshot, snapshot);
    if (this.isAllOld || change.kind === 'structure') {
      return { kind: 'all' };
    }
    const groups = this.rows.diff(this.layout);
    const keys = new Set([
      ...groups.flatMap((key) => key ?? []),
      ...change.changed.flatMap((account) => this.getChangedRows(account, snapshot)),
      ...this.getHoveredWithNewTime(snapshot),
      ...[...this.remarked.values()].flatMap((account) => this.getOuterRows(account, snapshot)),
    ]);
    if (!groups.includes(undefined) && keys.size <= MAX_SINGLE_ROWS) {
      return { kind: 'rows', keys: [...keys] };
    }
    return this.isTooSoon(snapshot) ? { kind: 'later' } : { kind: 'all' };
  }

  /** Says whether the rows stand in another order, or others are there, than those drawn before. */
  noteDrawn(snapshot: Snapshot, drawn: Exclude<Outdated, { readonly kind: 'later' }>): boolean {
    const isArrangedAnew = this.isAllOld || this.layout !== this.rows.current;
    this.snapshot = snapshot;
    this.layout = this.rows.current;
    this.isAllOld = false;
    this.remarked.clear();
    if (drawn.kind === 'all') {
      this.hovered.clear();
    } else {
      for (const key of drawn.keys) {
        this.hovered.delete(key);
      }
    }
    return isArrangedAnew;
  }

  /** While a refresh runs, all rows are drawn now and then only; when it has ended, at once. */
  private isTooSoon({ activity, scopes }: Snapshot): boolean {
    if (activity.kind === 'idle') {
      this.pausedAt = undefined;
      return false;
    }
    const now = this.clock.now();
    // A clock that is set back must not hold the rows up.
    this.pausedAt = Math.min(this.pausedAt ?? now, now);
    const rows = scopes.reduce((sum, { accounts }) => sum + accounts.length, 0);
    if (now - this.pausedAt < toPauseMs(rows)) {
      return true;
    }
    this.pausedAt = now;
    return false;
  }

  /** The row of the account, or where the rows are grouped by Region, those of its Regions that say something else. */
  private getChangedRows(account: Pick<AccountRow, 'scope' | 'id'>, snapshot: Snapshot): RowKey[] {
    if (!this.rows.isByRegion) {
      return [toRowKey({ kind: 'account', ...account })];
    }
    return this.getNews(
      { kind: 'account', ...account },
      snapshot,
      (entry, before) => !saysTheSame(entry, before),
    ).map(({ region }) => toRowKey({ kind: 'region', ...account, region: region ?? '' }));
  }

  /** The rows of the account that stand under no other row of it. */
  private getOuterRows(account: Pick<AccountRow, 'scope' | 'id'>, snapshot: Snapshot): RowKey[] {
    return this.rows.isByRegion
      ? getReadings(snapshot, account.scope).map(({ region = '' }) =>
          toRowKey({ kind: 'region', ...account, region }),
        )
      : [toRowKey({ kind: 'account', ...account })];
  }

  private getHoveredWithNewTime(snapshot: Snapshot): RowKey[] {
    return [...this.hovered].filter((key) => {
      const row = parseRowKey(key);
      if (row?.kind === 'scope') {
        return snapshot.readings.some(
          ({ scope, readAt }, at) =>
            scope.name === row.scope && readAt !== this.snapshot.readings[at]?.readAt,
        );
      }
      return isAccountRow(row) && this.getNews(row, snapshot, (entry, before) => entry !== before).length > 0;
    });
  }

  /** The Regions in which the account is not as it was drawn. */
  private getNews(
    row: AccountRow,
    { readings }: Snapshot,
    isNews: (entry: Entry, before: Entry | undefined) => boolean,
  ): RegionReading[] {
    const index = this.rows.findAccount(row) ?? -1;
    return readings.filter(({ scope, entries }, at) => {
      const entry = entries[index];
      return (
        scope.name === row.scope &&
        entry !== undefined &&
        isNews(entry, this.snapshot.readings[at]?.entries[index])
      );
    });
  }

  /** The key of the account's outermost row that this one is, or stands under. */
  private toDrawnKey({ scope, id, ...row }: AccountRow): RowKey {
    return this.rows.isByRegion && row.kind !== 'account'
      ? toRowKey({ kind: 'region', scope, id, region: row.region ?? '' })
      : toRowKey({ kind: 'account', scope, id });
  }
}
