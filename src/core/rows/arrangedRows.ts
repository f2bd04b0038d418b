// ArrangedRows: all rows of the view, arranged and filtered as a person wants them, brought up to date in small steps.

import { AccountIndex } from '../accountIndex.ts';
import type { Account, AccountId, Snapshot } from '../model.ts';
import { EMPTY_SNAPSHOT } from '../state/store.ts';
import { getTroubles, isBeforeFirstSignIn } from '../state/troubles.ts';
import type { FilterMatcher } from './accountFilter.ts';
import { AccountOrder, type Member, placeOf, scopeOf, toMember } from './accountOrder.ts';
import { AccountTable } from './accountTable.ts';
import { type Arrangement, DEFAULT_ARRANGEMENT } from './arrangement.ts';
import { createLayout, EMPTY_LAYOUT, findGroup, type Group, type Layout } from './layout.ts';
import { diffLayouts } from './layoutDiff.ts';
import type { Pins } from './pins.ts';
import {
  type AccountRow,
  type GroupRow,
  getChildRows,
  getReadings,
  hasChildRows,
  isAccountRow,
  isGroupRow,
  MAX_PROBLEM_ROWS,
  type Place,
  parseRowKey,
  type Row,
  type RowKey,
  toRowKey,
} from './rows.ts';

/** What a person has chosen. */
export interface RowView {
  readonly arrangement: Arrangement;
  readonly pins: Pins;
  /** Undefined where nothing is filtered. */
  readonly matcher: FilterMatcher | undefined;
}

export class ArrangedRows {
  private readonly table = new AccountTable();
  private readonly order = new AccountOrder();
  private readonly accountIndex = new AccountIndex();
  private snapshot = EMPTY_SNAPSHOT;
  private view: RowView = { arrangement: DEFAULT_ARRANGEMENT, pins: new Set(), matcher: undefined };
  private revision = -1;
  private steps: Generator<void, void, void> | undefined;
  private layout = EMPTY_LAYOUT;

  /** Which rows stand under which. Another object when that is, or may be, another. */
  get current(): Layout {
    return this.layout;
  }

  /** Whether the rows are those of the snapshot now: false when the time was over before, and more is to be done. */
  advance(snapshot: Snapshot, view: RowView, isTimeOver: () => boolean): boolean {
    while (this.steps !== undefined || snapshot !== this.snapshot || view !== this.view) {
      // What was begun for another snapshot is ended first: else many snapshots would keep it from ever ending.
      this.steps ??= this.update(snapshot, view);
      if (this.steps.next().done === true) {
        this.steps = undefined;
      } else if (isTimeOver()) {
        return false;
      }
    }
    return true;
  }

  private *update(snapshot: Snapshot, view: RowView): Generator<void, void, void> {
    const { scopes } = snapshot;
    const { grouping, sorting } = view.arrangement;
    yield* this.table.update(snapshot, view.matcher);
    const { revision } = this.table;
    if (revision !== this.revision || view !== this.view) {
      const order = this.order.get(scopes, sorting);
      yield;
      const isFiltered = view.matcher !== undefined;
      const pinned = this.findPinned(view.pins, snapshot);
      this.layout = yield* createLayout(this.table.scopes, order, { grouping, sorting }, pinned, isFiltered);
    }
    this.snapshot = snapshot;
    this.view = view;
    this.revision = revision;
  }

  getGroup(row: GroupRow): Group | undefined {
    return this.layout.groups.get(toRowKey(row));
  }

  /** Of all accounts that are shown under the row, in their order. */
  getAccountIds(row: GroupRow): AccountId[] {
    return (this.getGroup(row)?.members ?? []).flatMap((member) => this.getAccount(member)?.id ?? []);
  }

  /**
   * What is shown under the row, or of all without one: account by account in their order, each in the Region that its
   * rows are of, or in all. What changes meanwhile is not taken notice of.
   */
  getPlaces(row: GroupRow | undefined): Iterable<Place> {
    const { snapshot } = this;
    const { scopes } = snapshot;
    const readings = scopes.map((scope) => snapshot.readings.filter((reading) => reading.scope === scope));
    const walk = function* ({ groups, members, region }: Group): Generator<Place, void, void> {
      for (const group of groups ?? []) {
        yield* walk(group);
      }
      for (const member of groups === undefined ? members : []) {
        const account = scopes[scopeOf(member)]?.accounts[placeOf(member)];
        for (const reading of readings[scopeOf(member)] ?? []) {
          const entry = reading.entries[placeOf(member)];
          const isMeant = region === undefined || region === (reading.region ?? '');
          if (account !== undefined && entry !== undefined && isMeant) {
            yield { account, reading, entry };
          }
        }
      }
    };
    const group = row === undefined ? this.layout.root : this.getGroup(row);
    return group === undefined ? [] : walk(group);
  }

  /** Its place in the accounts of its scope. */
  findAccount({ scope, id }: AccountRow): number | undefined {
    const found = this.snapshot.scopes.find(({ name }) => name === scope);
    return found && this.accountIndex.find(found.accounts, id);
  }

  /** Problems of the settings and troubles first. */
  getRoots(problemCount: number): RowKey[] {
    const problems = Array.from({ length: Math.min(problemCount, MAX_PROBLEM_ROWS) }, (_, index) =>
      toRowKey({ kind: 'problem', index }),
    );
    if (this.isNothingFound) {
      return problems;
    }
    // Where there is no row, VS Code shows what to do instead.
    return isBeforeFirstSignIn(this.snapshot, problemCount)
      ? []
      : [...problems, ...this.getGroupRows(this.layout.root)];
  }

  /** The filter leaves no account, and there is no trouble that may be the reason: groups of none are no help then. */
  get isNothingFound(): boolean {
    const { counts } = this.layout.root;
    return (
      this.view.matcher !== undefined &&
      counts.all > 0 &&
      counts.shown === 0 &&
      this.snapshot.scopes.every((scope) => getTroubles(this.snapshot, scope).length === 0)
    );
  }

  getChildren(row: Row): RowKey[] {
    if (isAccountRow(row)) {
      return getChildRows(this.snapshot, row, this.findAccount(row));
    }
    const group = isGroupRow(row) ? this.getGroup(row) : undefined;
    return group === undefined ? [] : this.getGroupRows(group);
  }

  hasChildren(row: AccountRow | GroupRow): boolean {
    if (isAccountRow(row)) {
      return hasChildRows(this.snapshot, row, this.findAccount(row));
    }
    const group = this.getGroup(row);
    return group !== undefined && (group.members.length > 0 || this.getTroubleRows(group).length > 0);
  }

  /** Undefined for a row at the root, and for one that is not shown. */
  getParent(row: Row): RowKey | undefined {
    switch (row.kind) {
      case 'problem':
        return undefined;
      case 'scope':
      case 'regionGroup':
      case 'stateGroup':
        return this.getGroup(row)?.parent;
      case 'trouble':
        return this.areScopesOnTop ? toRowKey({ kind: 'scope', scope: row.scope }) : undefined;
      case 'account':
        return this.findGroupOf(row, undefined)?.key;
      case 'region':
        return this.isByRegion
          ? this.findGroupOf(row, row.region)?.key
          : toRowKey({ kind: 'account', scope: row.scope, id: row.id });
      case 'scanType': {
        const { scope, id, region = '' } = row;
        const isUnderRegion =
          this.isByRegion || (getReadings(this.snapshot, scope).length > 1 && region !== '');
        return toRowKey(
          isUnderRegion ? { kind: 'region', scope, id, region } : { kind: 'account', scope, id },
        );
      }
    }
  }

  /** What is drawn anew after other rows were drawn; undefined for all. */
  diff(drawn: Layout): (RowKey | undefined)[] {
    const isEmpty = ({ root }: Layout) => root.counts.shown === 0;
    // The groups may come and go with the first account.
    return isEmpty(drawn) === isEmpty(this.layout) ? diffLayouts(drawn, this.layout) : [undefined];
  }

  /** Accounts of several scopes stand side by side: each row has to say which it is in. */
  get areScopesMixed(): boolean {
    return this.snapshot.scopes.length > 1 && !this.areScopesOnTop;
  }

  /** A row of an account in a Region then stands for the account. */
  get isByRegion(): boolean {
    return this.view.arrangement.grouping === 'region';
  }

  isPinned({ scope, id }: AccountRow): boolean {
    return this.view.pins.has(toRowKey({ kind: 'account', scope, id }));
  }

  /** The row that shows the account: of its first Region that is shown, where the rows are grouped by Region. */
  findShownKey(account: AccountRow): RowKey | undefined {
    const { scope, id } = account;
    if (!this.isByRegion) {
      return this.findGroupOf(account, undefined) && toRowKey({ kind: 'account', scope, id });
    }
    const regions = getReadings(this.snapshot, scope).map(({ region = '' }) => region);
    const shown = (regions.length === 0 ? [''] : regions).find((region) => this.findGroupOf(account, region));
    return shown === undefined ? undefined : toRowKey({ kind: 'region', scope, id, region: shown });
  }

  private findPinned(pins: Pins, { scopes }: Snapshot): ReadonlySet<Member> {
    const found = new Set<Member>();
    for (const key of pins) {
      const row = parseRowKey(key);
      const at = isAccountRow(row) ? scopes.findIndex(({ name }) => name === row.scope) : -1;
      const accounts = scopes[at]?.accounts;
      const place = accounts && isAccountRow(row) ? this.accountIndex.find(accounts, row.id) : undefined;
      if (place !== undefined) {
        found.add(toMember(at, place));
      }
    }
    return found;
  }

  private get areScopesOnTop(): boolean {
    return this.layout.root.groups?.[0]?.row?.kind === 'scope';
  }

  private findGroupOf({ scope, id }: AccountRow, region: string | undefined): Group | undefined {
    const { scopes } = this.snapshot;
    const at = scopes.findIndex(({ name }) => name === scope);
    const place = this.accountIndex.find(scopes[at]?.accounts ?? [], id);
    return place === undefined ? undefined : findGroup(this.layout, this.table.scopes, at, place, region);
  }

  private getGroupRows(group: Group): RowKey[] {
    return [
      ...this.getTroubleRows(group),
      ...(group.groups?.map(({ key }) => key ?? '') ?? this.getMemberRows(group)),
    ];
  }

  private getMemberRows({ members, region }: Group): RowKey[] {
    return members.flatMap((member) => {
      const scope = this.snapshot.scopes[scopeOf(member)];
      const id = this.getAccount(member)?.id;
      if (scope === undefined || id === undefined) {
        return [];
      }
      const account = { scope: scope.name, id };
      return toRowKey(
        region === undefined ? { kind: 'account', ...account } : { kind: 'region', ...account, region },
      );
    });
  }

  private getAccount(member: Member): Account | undefined {
    return this.snapshot.scopes[scopeOf(member)]?.accounts[placeOf(member)];
  }

  /** Troubles stand under their scope where there is a row for it, else at the root. */
  private getTroubleRows({ row }: Group): RowKey[] {
    const { scopes } = this.snapshot;
    const here =
      row?.kind === 'scope'
        ? scopes.filter(({ name }) => name === row.scope)
        : row === undefined && !this.areScopesOnTop
          ? scopes
          : [];
    const { counts, members } = this.layout.root;
    // Under a filter, those that are about what it finds: where it finds nobody, all may be the reason.
    const found =
      this.view.matcher === undefined || counts.shown === 0
        ? undefined
        : new Set(members.map((member) => scopes[scopeOf(member)]));
    const meant = here.filter((scope) => found === undefined || found.has(scope));
    return meant.flatMap((scope) =>
      getTroubles(this.snapshot, scope).map(({ key }) =>
        toRowKey({ kind: 'trouble', scope: scope.name, troubleKey: key }),
      ),
    );
  }
}
