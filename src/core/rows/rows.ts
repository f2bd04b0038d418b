// The rows of the accounts view: their keys, and those under an account as a function of the snapshot.

import {
  type Account,
  type AccountId,
  type Entry,
  KNOWN_SCAN_TYPES,
  type Region,
  type RegionReading,
  type Snapshot,
  toAccountId,
} from '../model.ts';
import { ACCOUNT_STATES, type AccountState } from '../state/accountStates.ts';

/** A person's own choice goes before any state. */
export const GROUP_STATES = ['pinned', ...ACCOUNT_STATES] as const;
export type GroupState = 'pinned' | AccountState;

/**
 * A row by what it stands for; `scope` is the name of one. Its key, the same text for the same thing in every
 * snapshot, is what views hold.
 */
export type Row =
  | { readonly kind: 'problem'; readonly index: number }
  | { readonly kind: 'trouble'; readonly scope: string; readonly troubleKey: string }
  | GroupRow
  | AccountRow;

/** A row with accounts under it. */
export type GroupRow =
  | { readonly kind: 'scope'; readonly scope: string }
  /** The accounts in a Region; empty for one that is not known yet. */
  | { readonly kind: 'regionGroup'; readonly region: string }
  /** The accounts in a state, or those pinned: of a scope, or of all where it is empty; over all Regions, or in one. */
  | {
      readonly kind: 'stateGroup';
      readonly scope: string;
      readonly state: GroupState;
      readonly region: string | undefined;
    };

/** A row of an account, of one of its Regions (empty for one that is not known yet), or of a scan type there. */
export type AccountRow =
  | { readonly kind: 'account'; readonly scope: string; readonly id: AccountId }
  | { readonly kind: 'region'; readonly scope: string; readonly id: AccountId; readonly region: Region }
  | {
      readonly kind: 'scanType';
      readonly scope: string;
      readonly id: AccountId;
      readonly region: Region | undefined;
      readonly scanType: string;
    };

export type RowKey = string;

/** One account in one Region. */
export interface Place {
  readonly account: Account;
  readonly reading: RegionReading;
  readonly entry: Entry;
}

/** Each account in each Region once, however many of the lists have it. */
export function* takeOnce(lists: readonly Iterable<Place>[]): Generator<Place, void, void> {
  const seen = new Map<unknown, Set<unknown>>();
  for (const list of lists) {
    for (const place of list) {
      const ofReading = seen.get(place.reading) ?? new Set();
      seen.set(place.reading, ofReading);
      if (!ofReading.has(place.account)) {
        ofReading.add(place.account);
        yield place;
      }
    }
  }
}

export function isAccountRow(row: Row | undefined): row is AccountRow {
  return row?.kind === 'account' || row?.kind === 'region' || row?.kind === 'scanType';
}

export function isGroupRow(row: Row | undefined): row is GroupRow {
  return row?.kind === 'scope' || row?.kind === 'regionGroup' || row?.kind === 'stateGroup';
}

export function toRowKey(row: Row): RowKey {
  switch (row.kind) {
    case 'problem':
      return `problem/${row.index}`;
    case 'scope':
      return `scope/${toPart(row.scope)}`;
    case 'regionGroup':
      return `regionGroup/${row.region}`;
    case 'stateGroup':
      return `stateGroup/${toPart(row.scope)}/${row.state}${row.region === undefined ? '' : `/${row.region}`}`;
    case 'trouble':
      return `trouble/${toPart(row.scope)}/${row.troubleKey}`;
    case 'account':
      return `account/${toPart(row.scope)}/${row.id}`;
    case 'region':
      return `region/${toPart(row.scope)}/${row.id}/${row.region}`;
    case 'scanType':
      return `scanType/${toPart(row.scope)}/${row.id}/${row.region ?? ''}/${row.scanType}`;
  }
}

/** A name as a part of a key, which has no slash in it. */
function toPart(name: string): string {
  return name === '' ? '' : encodeURIComponent(name.toWellFormed());
}

/** The row of a key, or undefined for anything else. */
export function parseRowKey(key: unknown): Row | undefined {
  const row = typeof key === 'string' ? readRowKey(key) : undefined;
  return row !== undefined && toRowKey(row) === key ? row : undefined;
}

/** Forgiving: what is too much in a key is left out. */
function readRowKey(key: RowKey): Row | undefined {
  const [kind, first = '', second = '', third, ...rest] = key.split('/');
  if (kind === 'problem') {
    return /^[0-9]{1,6}$/.test(first) ? { kind, index: Number(first) } : undefined;
  }
  if (kind === 'regionGroup') {
    return { kind, region: first };
  }
  const scope = readPart(first);
  if (scope === undefined) {
    return undefined;
  }
  const state = GROUP_STATES.find((each) => each === second);
  const id = toAccountId(second);
  switch (kind) {
    case 'scope':
      return { kind, scope };
    case 'stateGroup':
      return state && { kind, scope, state, region: third };
    case 'trouble':
      return { kind, scope, troubleKey: [second, third ?? '', ...rest].join('/') };
    case 'account':
      return id && { kind, scope, id };
    case 'region':
      return id && { kind, scope, id, region: third ?? '' };
    case 'scanType':
      return id && { kind, scope, id, region: third || undefined, scanType: rest.join('/') };
    default:
      return undefined;
  }
}

function readPart(text: string): string | undefined {
  try {
    return text.includes('%') ? decodeURIComponent(text) : text;
  } catch {
    return undefined;
  }
}

/** Most problems of the settings that get a row each; the last row then speaks for the rest. */
export const MAX_PROBLEM_ROWS = 50;

/** The readings of the scope that has this name. */
export function getReadings(snapshot: Snapshot, scope: string): readonly RegionReading[] {
  return snapshot.readings.filter((reading) => reading.scope.name === scope);
}

/** Whether there is anything under the row of an account, without making what is. */
export function hasChildRows(snapshot: Snapshot, row: AccountRow, accountIndex: number | undefined): boolean {
  if (accountIndex === undefined || row.kind === 'scanType') {
    return false;
  }
  const readings = getReadings(snapshot, row.scope);
  const [first, second] = readings;
  if (row.kind === 'account' && second !== undefined) {
    return readings.some(({ region }) => region !== undefined);
  }
  const reading = row.kind === 'account' ? first : readings.find(isOf(row.region));
  const entry = reading?.entries[accountIndex];
  return entry?.kind === 'read' && entry.answer.kind === 'status' && entry.answer.scanTypes.length > 0;
}

/** Under an account: its scan types, or with several Regions the Regions and the scan types under those. */
export function getChildRows(
  snapshot: Snapshot,
  row: AccountRow,
  accountIndex: number | undefined,
): RowKey[] {
  if (accountIndex === undefined || row.kind === 'scanType') {
    return [];
  }
  const { scope, id } = row;
  const readings = getReadings(snapshot, scope);
  if (row.kind === 'account' && readings.length > 1) {
    return readings.flatMap(({ region }) =>
      region === undefined ? [] : [toRowKey({ kind: 'region', scope, id, region })],
    );
  }
  const reading = row.kind === 'region' ? readings.find(isOf(row.region)) : readings[0];
  const entry = reading?.entries[accountIndex];
  const answer = entry?.kind === 'read' ? entry.answer : undefined;
  // An account of which nothing is known about any scan type has nothing to unfold.
  if (answer?.kind !== 'status' || answer.scanTypes.length === 0) {
    return [];
  }
  const region = reading?.region;
  const known: readonly string[] = KNOWN_SCAN_TYPES;
  const newer = answer.scanTypes.map((each) => each.scanType).filter((each) => !known.includes(each));
  return [...known, ...newer].map((scanType) => toRowKey({ kind: 'scanType', scope, id, region, scanType }));
}

function isOf(region: string) {
  return (reading: RegionReading): boolean => (reading.region ?? '') === region;
}
