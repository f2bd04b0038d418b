// The rows of the accounts view as a function of the snapshot: which there are, under which, and which changed.

import { type AccountId, KNOWN_SCAN_TYPES, type Region, type Snapshot, toAccountId } from './model.ts';
import { getTroubles } from './troubles.ts';

/**
 * A row by what it stands for. Its key, the same text for the same thing in every snapshot, is what views hold.
 */
export type Row =
  | { readonly kind: 'problem'; readonly index: number }
  | { readonly kind: 'trouble'; readonly troubleKey: string }
  | { readonly kind: 'account'; readonly id: AccountId }
  | { readonly kind: 'region'; readonly id: AccountId; readonly region: Region }
  | {
      readonly kind: 'scanType';
      readonly id: AccountId;
      readonly region: Region | undefined;
      readonly scanType: string;
    };

export type RowKey = string;

export function toRowKey(row: Row): RowKey {
  switch (row.kind) {
    case 'problem':
      return `problem/${row.index}`;
    case 'trouble':
      return `trouble/${row.troubleKey}`;
    case 'account':
      return `account/${row.id}`;
    case 'region':
      return `region/${row.id}/${row.region}`;
    case 'scanType':
      return `scanType/${row.id}/${row.region ?? ''}/${row.scanType}`;
  }
}

/** The row of a key, or undefined for anything else. */
export function parseRowKey(key: unknown): Row | undefined {
  // By far the most rows, and asked for by the thousand.
  if (typeof key === 'string' && key.startsWith('account/')) {
    const id = toAccountId(key.slice('account/'.length));
    return id && { kind: 'account', id };
  }
  const row = typeof key === 'string' ? readRowKey(key) : undefined;
  return row !== undefined && toRowKey(row) === key ? row : undefined;
}

/** Forgiving: what is too much in a key is left out. */
function readRowKey(key: RowKey): Row | undefined {
  const [kind, first = '', second = '', ...rest] = key.split('/');
  const id = toAccountId(first);
  switch (kind) {
    case 'problem':
      return /^[0-9]{1,6}$/.test(first) ? { kind, index: Number(first) } : undefined;
    case 'trouble':
      return { kind, troubleKey: [first, second, ...rest].join('/') };
    case 'region':
      return id && { kind, id, region: second };
    case 'scanType':
      return id && { kind, id, region: second === '' ? undefined : second, scanType: rest.join('/') };
    default:
      return undefined;
  }
}

/** Most problems of the settings that get a row each; the last row then speaks for the rest. */
export const MAX_PROBLEM_ROWS = 50;

/** Problems of the settings, troubles of Regions, then a row for each account. */
export function getRootRows(snapshot: Snapshot, problemCount: number): RowKey[] {
  const rows: RowKey[] = [];
  for (let index = 0; index < Math.min(problemCount, MAX_PROBLEM_ROWS); index++) {
    rows.push(toRowKey({ kind: 'problem', index }));
  }
  for (const { key } of getTroubles(snapshot)) {
    rows.push(toRowKey({ kind: 'trouble', troubleKey: key }));
  }
  for (const { id } of snapshot.accounts) {
    rows.push(toRowKey({ kind: 'account', id }));
  }
  return rows;
}

/** Whether there is anything under the row, without making what is. */
export function hasChildRows(snapshot: Snapshot, row: Row, accountIndex: number | undefined): boolean {
  if (accountIndex === undefined || (row.kind !== 'account' && row.kind !== 'region')) {
    return false;
  }
  const [first, second] = snapshot.readings;
  if (row.kind === 'account' && second !== undefined) {
    return snapshot.readings.some(({ region }) => region !== undefined);
  }
  const reading =
    row.kind === 'account' ? first : snapshot.readings.find((each) => each.region === row.region);
  const entry = reading?.entries[accountIndex];
  return entry?.kind === 'read' && entry.answer.kind === 'status' && entry.answer.scanTypes.length > 0;
}

/** Under an account: its scan types, or with several Regions the Regions and the scan types under those. */
export function getChildRows(snapshot: Snapshot, row: Row, accountIndex: number | undefined): RowKey[] {
  if (accountIndex === undefined) {
    return [];
  }
  if (row.kind === 'account' && snapshot.readings.length > 1) {
    return snapshot.readings.flatMap(({ region }) =>
      region === undefined ? [] : [toRowKey({ kind: 'region', id: row.id, region })],
    );
  }
  if (row.kind !== 'account' && row.kind !== 'region') {
    return [];
  }
  const region = row.kind === 'region' ? row.region : snapshot.readings[0]?.region;
  const entry = snapshot.readings.find((each) => each.region === region)?.entries[accountIndex];
  const answer = entry?.kind === 'read' ? entry.answer : undefined;
  // An account of which nothing is known about any scan type has nothing to unfold.
  if (answer?.kind !== 'status' || answer.scanTypes.length === 0) {
    return [];
  }
  const known: readonly string[] = KNOWN_SCAN_TYPES;
  const newer = answer.scanTypes.map((each) => each.scanType).filter((each) => !known.includes(each));
  return [...known, ...newer].map((scanType) => toRowKey({ kind: 'scanType', id: row.id, region, scanType }));
}
