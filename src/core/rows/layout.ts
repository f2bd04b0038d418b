// createLayout: which accounts stand under which rows, for an arrangement of the accounts in an AccountTable.

import { type StateCode, stateOfCode } from '../state/accountStates.ts';
import { type Member, placeOf, scopeOf, toMember } from './accountOrder.ts';
import type { Columns, RegionColumns, ScopeColumns } from './accountTable.ts';
import type { Arrangement } from './arrangement.ts';
import { GROUP_STATES, type GroupRow, type GroupState, type RowKey, toRowKey } from './rows.ts';

/** More accounts than that under one row are grouped by state, unless somebody wants it otherwise. */
export const MAX_UNGROUPED = 300;

/** A row with accounts under it; the root has no row and no key. */
export interface Group {
  readonly row: GroupRow | undefined;
  readonly key: RowKey | undefined;
  /** Undefined for the root, and for what stands under it. */
  readonly parent: RowKey | undefined;
  /** Undefined where the accounts stand directly under it. */
  readonly groups: readonly Group[] | undefined;
  /** In their order, without those that the filter takes away. */
  readonly members: readonly Member[];
  /** What they are, for each scope; the table's own. */
  readonly columns: readonly (Columns | undefined)[];
  /** The Region that they are shown in, empty for one not known yet; undefined for all together. */
  readonly region: string | undefined;
  readonly counts: GroupCounts;
}

export interface GroupCounts {
  /** With those that the filter takes away. */
  readonly all: number;
  readonly shown: number;
  /** Of those that are shown: with a value that is out of date. */
  readonly stale: number;
  /** Of those that are shown: what the badge counts. */
  readonly needAttention: number;
  /** Of those that are shown: not read, or not to be taken for what was read. */
  readonly unknown: number;
  /** Of those that are shown; undefined for none. */
  readonly worst: StateCode | undefined;
}

export interface Layout {
  readonly root: Group;
  readonly groups: ReadonlyMap<RowKey, Group>;
  /** They have a group of their own before those of the states, and stand on top of a list without groups. */
  readonly pinned: ReadonlySet<Member>;
}

export const EMPTY_LAYOUT: Layout = {
  root: {
    row: undefined,
    key: undefined,
    parent: undefined,
    groups: undefined,
    members: [],
    columns: [],
    region: undefined,
    counts: { all: 0, shown: 0, stale: 0, needAttention: 0, unknown: 0, worst: undefined },
  },
  groups: new Map(),
  pinned: new Set(),
};

/** `order`: all accounts, in the order of names or ids. Pauses after each group, which may be one of many Regions. */
export function* createLayout(
  scopes: readonly ScopeColumns[],
  order: readonly Member[],
  { grouping, sorting }: Arrangement,
  pinned: ReadonlySet<Member>,
  isFiltered: boolean,
): Generator<void, Layout, void> {
  const groups = new Map<RowKey, Group>();
  const isSplit = grouping === 'automatic' || grouping === 'region';

  const build = function* (part: Part, row?: GroupRow, parent?: RowKey): Generator<void, Group, void> {
    const key = row && toRowKey(row);
    const parts = getParts(part, row);
    const inside: Group[] = [];
    for (const each of parts ?? []) {
      yield;
      inside.push(yield* build(each.toPart(), each.row, key));
    }
    const { members, columns, region } = part;
    const group: Group = {
      row,
      key,
      parent,
      groups: parts && inside,
      members,
      columns,
      region,
      counts: count(part),
    };
    if (key !== undefined) {
      groups.set(key, group);
    }
    return group;
  };

  const getParts = (part: Part, row: GroupRow | undefined): readonly RowPart[] | undefined => {
    if (row === undefined) {
      if (grouping === 'region') {
        return toRegionParts(part, scopes).map(({ row: own, toPart }) => ({
          row: own,
          toPart: () => sortMembers(toPart()),
        }));
      }
      if (grouping === 'state') {
        return toStateParts(part, '', pinned);
      }
      // What a filter leaves is seen at once where it is little.
      const isLittle = grouping === 'automatic' && isFiltered && part.members.length <= MAX_UNGROUPED;
      if (scopes.length > 1 && grouping !== 'none' && !isLittle) {
        return toScopeParts(part, scopes);
      }
    }
    return isSplit && row?.kind !== 'stateGroup' && part.members.length > MAX_UNGROUPED
      ? toStateParts(part, row?.kind === 'scope' ? row.scope : '', pinned)
      : undefined;
  };

  const sortMembers = (part: Part): Part => {
    const members = sorting === 'state' ? sortByCode(part) : part.members;
    return { ...part, members: putFirst(members, pinned) };
  };

  const all = scopes.reduce((sum, { scope }) => sum + scope.accounts.length, 0);
  const members = order.filter((member) => scopes[scopeOf(member)]?.shown[placeOf(member)] === 1);
  const root = yield* build(sortMembers({ columns: scopes, members, all, region: undefined }));
  return { root, groups, pinned };
}

/** The group that an account stands directly under; undefined when it is not shown. */
export function findGroup(
  { root, pinned }: Layout,
  scopes: readonly ScopeColumns[],
  scope: number,
  place: number,
  region: string | undefined,
): Group | undefined {
  const isIn = ({ row, columns }: Group): boolean => {
    switch (row?.kind) {
      case 'scope':
        return row.scope === scopes[scope]?.scope.name;
      case 'regionGroup':
        return row.region === region;
      case 'stateGroup':
        return row.state === toGroupState(columns[scope]?.codes[place] ?? 0, toMember(scope, place), pinned);
      case undefined:
        return false;
    }
  };
  const find = (group: Group): Group | undefined => {
    const next = group.groups?.find(isIn);
    return group.groups === undefined ? group : next && find(next);
  };
  const group = find(root);
  return group?.region === region && group?.columns[scope]?.shown[place] === 1 ? group : undefined;
}

/** Accounts, and the columns that say what they are: those of the scopes, or of one Region of each. */
interface Part {
  /** Parallel to the scopes. */
  readonly columns: readonly (Columns | undefined)[];
  readonly members: readonly Member[];
  readonly all: number;
  readonly region: string | undefined;
}

interface RowPart {
  readonly row: GroupRow;
  /** Takes a while where there are many accounts. */
  readonly toPart: () => Part;
}

/** Scopes stay even where nothing of them is shown: their troubles stand under them. */
function toScopeParts(part: Part, scopes: readonly ScopeColumns[]): RowPart[] {
  return scopes.map(({ scope }, at) => ({
    row: { kind: 'scope', scope: scope.name },
    toPart: () => ({
      ...part,
      members: part.members.filter((member) => scopeOf(member) === at),
      all: scope.accounts.length,
    }),
  }));
}

function toStateParts(part: Part, scope: string, pinned: ReadonlySet<Member>): RowPart[] {
  const byState = new Map<GroupState, Member[]>(GROUP_STATES.map((state) => [state, []]));
  for (const member of part.members) {
    byState.get(toGroupState(codeOf(part, member), member, pinned))?.push(member);
  }
  return [...byState]
    .filter(([, members]) => members.length > 0)
    .map(([state, members]) => ({
      row: { kind: 'stateGroup', scope, region: part.region, state },
      toPart: () => ({ ...part, members, all: members.length }),
    }));
}

function toGroupState(code: StateCode, member: Member, pinned: ReadonlySet<Member>): GroupState {
  return pinned.has(member) ? 'pinned' : stateOfCode(code);
}

/** In the order of the snapshot; a Region that several scopes have, once. */
function toRegionParts({ members }: Part, scopes: readonly ScopeColumns[]): RowPart[] {
  const names = new Set(scopes.flatMap((scope) => getRegions(scope).map(({ region }) => region ?? '')));
  return [...names].map((region) => {
    const columns = scopes.map((scope) => getRegions(scope).find((each) => (each.region ?? '') === region));
    const isThere = (member: Member) => columns[scopeOf(member)]?.shown[placeOf(member)] === 1;
    const all = scopes.reduce(
      (sum, { scope }, at) => sum + (columns[at] === undefined ? 0 : scope.accounts.length),
      0,
    );
    return {
      row: { kind: 'regionGroup', region },
      toPart: () => ({ columns, members: members.filter(isThere), all, region }),
    };
  });
}

/** An account that is read nowhere has its place too. */
function getRegions(scope: ScopeColumns): readonly RegionColumns[] {
  return scope.regions.length > 0 ? scope.regions : [{ ...scope, region: undefined }];
}

function codeOf({ columns }: Part, member: Member): StateCode {
  return columns[scopeOf(member)]?.codes[placeOf(member)] ?? 0;
}

/** The others after them; both stay in their order. */
function putFirst(members: readonly Member[], pinned: ReadonlySet<Member>): readonly Member[] {
  return pinned.size === 0
    ? members
    : [...members.filter((member) => pinned.has(member)), ...members.filter((member) => !pinned.has(member))];
}

/** The worst first; those that are alike stay in their order. */
function sortByCode(part: Part): Member[] {
  const byCode: Member[][] = [];
  for (const member of part.members) {
    const code = codeOf(part, member);
    const alike = byCode[code];
    if (alike === undefined) {
      byCode[code] = [member];
    } else {
      alike.push(member);
    }
  }
  return byCode.flat();
}

function count({ columns, members, all }: Part): GroupCounts {
  let stale = 0;
  let needAttention = 0;
  let unknown = 0;
  let worst = Number.POSITIVE_INFINITY;
  for (const member of members) {
    const own = columns[scopeOf(member)];
    const code = own?.codes[placeOf(member)] ?? 0;
    stale += own?.stale[placeOf(member)] ?? 0;
    const state = stateOfCode(code);
    needAttention += state === 'attention' ? 1 : 0;
    unknown += state === 'unknown' ? 1 : 0;
    worst = Math.min(worst, code);
  }
  return {
    all,
    shown: members.length,
    stale,
    needAttention,
    unknown,
    worst: members.length === 0 ? undefined : worst,
  };
}
