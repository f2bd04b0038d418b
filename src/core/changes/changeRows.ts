// Rows of the list of recent changes: their keys; and which rows of the accounts a change is told at.

import { type AccountRow, type RowKey, toRowKey } from '../rows/rows.ts';
import type { Change } from './change.ts';
import type { ChangedRefresh, ChangeList, ListedChange } from './recentChanges.ts';

/** A refresh, one of its changes by its place, or the row that speaks for those that are not in the list. */
export type ChangeRow =
  | { readonly kind: 'refresh'; readonly endedAt: number }
  | { readonly kind: 'change'; readonly endedAt: number; readonly place: number }
  | { readonly kind: 'more'; readonly endedAt: number };

/** No key of a row of the accounts begins like these. */
export type ChangeKey = string;

const PATTERN = /^(refresh|change|more)\/([0-9]{1,16}(?:\.[0-9]{1,16})?)(?:\/([0-9]{1,3}))?$/;

export function toChangeKey(row: ChangeRow): ChangeKey {
  return row.kind === 'change' ? `change/${row.endedAt}/${row.place}` : `${row.kind}/${row.endedAt}`;
}

/** The row of a key, or undefined for anything else. */
export function parseChangeKey(key: unknown): ChangeRow | undefined {
  const [, kind, endedAt, place] = (typeof key === 'string' ? PATTERN.exec(key) : undefined) ?? [];
  const row: ChangeRow | undefined =
    kind === 'change'
      ? { kind, endedAt: Number(endedAt), place: Number(place) }
      : kind === 'refresh' || kind === 'more'
        ? { kind, endedAt: Number(endedAt) }
        : undefined;
  return row !== undefined && toChangeKey(row) === key ? row : undefined;
}

export function findRefresh(list: ChangeList, row: ChangeRow): ChangedRefresh | undefined {
  return list.find(({ endedAt }) => endedAt === row.endedAt);
}

export function findChange(list: ChangeList, row: ChangeRow): ListedChange | undefined {
  return row.kind === 'change' ? findRefresh(list, row)?.changes[row.place] : undefined;
}

/** Whether the row is of what has changed, or stands above it; it is of the change's account. */
export function isToldAt({ region, scanType }: Change, row: AccountRow): boolean {
  switch (row.kind) {
    case 'account':
      return true;
    case 'region':
      return region === undefined || region === row.region;
    case 'scanType':
      return scanType === row.scanType && (row.region === undefined || row.region === region);
  }
}

/** The rows that could be of what has changed, the one that says most of it first. */
export function toAccountKeys({ scope, account: { id }, region, scanType }: Change): readonly RowKey[] {
  return [
    ...(scanType === undefined ? [] : [toRowKey({ kind: 'scanType', scope, id, region, scanType })]),
    ...(region === undefined ? [] : [toRowKey({ kind: 'region', scope, id, region })]),
    toRowKey({ kind: 'account', scope, id }),
  ];
}
