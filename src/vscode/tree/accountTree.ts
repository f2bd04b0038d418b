// AccountTree: the rows of the accounts view as VS Code wants them. A function of the store; never fetches.

import { type Event, type EventEmitter, type MarkdownString, TreeItem } from 'vscode';
import { type Disposable, DisposableStore, Emitter } from '../../core/lifetime.ts';
import type { AccountId, RegionReading, Scope } from '../../core/model.ts';
import type { Clock, ProfileIdentity } from '../../core/ports.ts';
import { ArrangedRows } from '../../core/rows/arrangedRows.ts';
import type { GroupCounts } from '../../core/rows/layout.ts';
import {
  type AccountRow,
  type GroupRow,
  getReadings,
  isAccountRow,
  isGroupRow,
  type Place,
  parseRowKey,
  type Row,
  type RowKey,
} from '../../core/rows/rows.ts';
import type { Configuration } from '../../core/settings/configuration.ts';
import type { SnapshotStore } from '../../core/state/store.ts';
import { findTrouble, getTroubles, type Trouble } from '../../core/state/troubles.ts';
import { RedrawPace } from '../redraw.ts';
import { Slices } from '../slices.ts';
import { describeGroup } from '../wording/groups.ts';
import { createAccountHover, createScanTypeHover } from '../wording/hovers.ts';
import type { Waiting } from '../wording/regionFailures.ts';
import {
  describeAccount,
  describeAccountRegion,
  describeScanTypeRow,
  type RowWords,
} from '../wording/rows.ts';
import { createScopeHover, describeScopeDetails, type ScopeFacts } from '../wording/scopeHover.ts';
import { describeTroubleDetails, describeWorstTrouble } from '../wording/troubles.ts';
import type { ChangeMarks } from './changeMarks.ts';
import { DrawnRows } from './drawnRows.ts';
import { createProblemItem, createRowItem, createTroubleItem } from './rowItems.ts';
import type { ViewChoices } from './viewChoices.ts';

export interface AccountTreeParts {
  readonly store: SnapshotStore;
  readonly choices: ViewChoices;
  readonly marks: ChangeMarks;
  readonly getConfiguration: () => Configuration | undefined;
  /** Of a profile, as far as it is known without asking anybody. */
  readonly getIdentity: (profile: string) => ProfileIdentity | undefined;
  readonly clock: Clock;
  /** Told which rows to draw anew; undefined for all. */
  readonly changeEmitter: EventEmitter<RowKey[] | undefined>;
}

type ScopeRow = Extract<Row, { kind: 'scope' }>;
type TroubleRow = Extract<Row, { kind: 'trouble' }>;

const PAUSE_MS = 100;

export class AccountTree implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly store: SnapshotStore;
  private readonly choices: ViewChoices;
  private readonly marks: ChangeMarks;
  private readonly getConfiguration: () => Configuration | undefined;
  private readonly getIdentity: AccountTreeParts['getIdentity'];
  private readonly clock: Clock;
  private readonly pace: RedrawPace;
  private readonly slices: Slices;
  private readonly changeEmitter: EventEmitter<RowKey[] | undefined>;
  /** The rows that are drawn anew; undefined for all. */
  readonly onDidChange: Event<RowKey[] | undefined>;
  private readonly arrangeEmitter = new Emitter<void>();
  /** Fires when other accounts are shown, or they stand under other rows. */
  readonly onDidArrange = this.arrangeEmitter.event;
  private readonly rows = new ArrangedRows();
  private readonly drawn: DrawnRows;
  private isArranging = false;
  /** VS Code has been given rows. It asks for the first ones by itself: told of them before, it would draw them twice. */
  private isGiven = false;

  constructor(parts: AccountTreeParts) {
    this.store = parts.store;
    this.choices = parts.choices;
    this.marks = parts.marks;
    this.getConfiguration = parts.getConfiguration;
    this.getIdentity = parts.getIdentity;
    this.clock = parts.clock;
    this.changeEmitter = parts.changeEmitter;
    this.onDidChange = parts.changeEmitter.event;
    this.drawn = new DrawnRows(this.rows, parts.store.current, parts.clock);
    this.slices = this.disposables.add(new Slices(this.clock));
    this.disposables.add(this.arrangeEmitter);
    this.pace = this.disposables.add(new RedrawPace(this.clock, () => this.redraw(), PAUSE_MS));
    this.disposables.add(this.store.onDidChange(() => this.pace.request()));
    this.disposables.add(this.choices.onDidChange(() => this.invalidate()));
    this.disposables.add(
      this.marks.onDidChange((changes) => {
        this.drawn.noteMarks(changes);
        this.pace.request();
      }),
    );
  }

  /** How many accounts there are, and are shown, as the rows were last arranged. */
  get counts(): GroupCounts {
    return this.rows.current.root.counts;
  }

  /** Whether no row is shown because the filter finds nothing. */
  get isNothingFound(): boolean {
    return this.rows.isNothingFound;
  }

  /** Draws everything anew, because something besides the snapshot has changed. */
  invalidate(): void {
    this.drawn.forget();
    this.redraw();
  }

  /** Tells which rows to draw anew: those that say something else than when they were drawn. */
  redraw(): void {
    if (this.isArranging) {
      return;
    }
    if (!this.advance(this.slices.isTimeOver)) {
      this.isArranging = true;
      void this.arrange().finally(() => {
        this.isArranging = false;
        this.redraw();
      });
      return;
    }
    const snapshot = this.store.current;
    const outdated = this.drawn.findOutdated(snapshot);
    if (outdated.kind === 'later') {
      this.pace.request();
      return;
    }
    const isArrangedAnew = this.drawn.noteDrawn(snapshot, outdated);
    if (this.isGiven && outdated.kind === 'all') {
      this.changeEmitter.fire(undefined);
    } else if (this.isGiven && outdated.kind === 'rows' && outdated.keys.length > 0) {
      this.changeEmitter.fire([...outdated.keys]);
    }
    if (isArrangedAnew) {
      this.arrangeEmitter.fire();
    }
  }

  /** Resolves when the rows are arranged as the snapshot of now wants it, which takes turns where there are many. */
  async arrange(): Promise<void> {
    await this.slices.finish((isTimeOver) => this.advance(isTimeOver));
  }

  /** Makes the item of a row in a turn that has time for it. */
  inTurn<T>(work: () => T): Promise<T> {
    return this.slices.run(work);
  }

  getChildren(key?: RowKey): RowKey[] {
    this.advance(() => false);
    const row = parseRowKey(key);
    if (key === undefined) {
      this.isGiven = true;
      return this.rows.getRoots(this.getConfiguration()?.problems.length ?? 0);
    }
    return row === undefined ? [] : this.rows.getChildren(row);
  }

  getParent(key: RowKey): RowKey | undefined {
    this.advance(() => false);
    const row = parseRowKey(key);
    return row && this.rows.getParent(row);
  }

  getTreeItem(key: RowKey): TreeItem {
    const row = parseRowKey(key);
    switch (row?.kind) {
      case 'problem':
        return createProblemItem(key, this.getConfiguration()?.problems ?? [], row.index);
      case 'trouble':
        return this.createTroubleItem(key, row);
      case 'scope':
      case 'regionGroup':
      case 'stateGroup':
        return this.createGroupItem(key, row);
      case 'account':
      case 'region':
      case 'scanType':
        return this.createAccountItem(key, row);
      case undefined:
        return new TreeItem('');
    }
  }

  resolveTreeItem(item: TreeItem, key: RowKey): TreeItem {
    const row = parseRowKey(key);
    if (isAccountRow(row)) {
      const places = this.getPlaces(row);
      const [first] = places;
      if (first !== undefined) {
        this.drawn.noteHover(row);
        const parts = {
          key,
          ...this.waiting,
          identity: this.getIdentityOf(places),
        };
        item.tooltip =
          row.kind === 'scanType'
            ? createScanTypeHover(first, row.scanType, this.getPlaces({ ...row, kind: 'account' }), parts)
            : createAccountHover(first.account, places, parts);
        this.marks.tellIn(item.tooltip, row, this.clock.now());
      }
    } else if (row?.kind === 'scope') {
      this.drawn.noteHover(row);
      item.tooltip = this.createScopeHover(key, row);
    }
    return item;
  }

  /**
   * The first of the rows that stands in the view, unfolded or not, else the one that stands for the account of the
   * last. Undefined where the filter takes the account away, or it is not there.
   */
  async findShown(keys: readonly RowKey[]): Promise<RowKey | undefined> {
    await this.arrange();
    const isShown = (key: RowKey): boolean => {
      const parent = this.getParent(key);
      return (parent === undefined || isShown(parent)) && this.getChildren(parent).includes(key);
    };
    const last = parseRowKey(keys.at(-1));
    return keys.find(isShown) ?? (isAccountRow(last) ? this.rows.findShownKey(last) : undefined);
  }

  /** The account's row in each Region that the row stands for. */
  getPlaces(row: AccountRow): Place[] {
    this.advance(() => false);
    const isMeant = ({ region }: RegionReading) =>
      row.kind === 'account' || row.region === undefined || row.region === (region ?? '');
    const index = this.rows.findAccount(row) ?? -1;
    return getReadings(this.store.current, row.scope)
      .filter(isMeant)
      .flatMap((reading) => {
        const account = reading.scope.accounts[index];
        const entry = reading.entries[index];
        return account === undefined || entry === undefined ? [] : [{ account, reading, entry }];
      });
  }

  /** Whose credentials the account is read with, as far as that is known. */
  getIdentityOf([first]: readonly Place[]): ProfileIdentity | undefined {
    return first === undefined || first.reading.scope.isSample
      ? undefined
      : this.getIdentity(first.reading.scope.profile);
  }

  /** What is shown under the row, or of all without one, account by account and Region by Region. */
  getShownPlaces(key?: RowKey): Iterable<Place> {
    const row = parseRowKey(key);
    if (isAccountRow(row)) {
      return this.getPlaces(row);
    }
    this.advance(() => false);
    return isGroupRow(row) || key === undefined ? this.rows.getPlaces(isGroupRow(row) ? row : undefined) : [];
  }

  /** The account that the row is about, or all that stand under it. */
  getAccountIds(key: RowKey): AccountId[] {
    const row = parseRowKey(key);
    if (isAccountRow(row)) {
      return this.getPlaces(row).length > 0 ? [row.id] : [];
    }
    this.advance(() => false);
    return isGroupRow(row) ? this.rows.getAccountIds(row) : [];
  }

  /** Undefined for a row that is not there. */
  getCounts(row: GroupRow): GroupCounts | undefined {
    this.advance(() => false);
    return this.rows.getGroup(row)?.counts;
  }

  /** What the row stands for; undefined when it is over. */
  getTrouble(row: TroubleRow): Trouble | undefined {
    return findTrouble(this.store.current, row);
  }

  /** For the clipboard: of a scope or a trouble what its hover says, of other rows but accounts what is read out. */
  describeRow(key: RowKey): string {
    const row = parseRowKey(key);
    const { now, isAutomatic } = this.waiting;
    const trouble = row?.kind === 'trouble' ? this.getTrouble(row) : undefined;
    const scope = row?.kind === 'scope' ? this.findScope(row) : undefined;
    return trouble !== undefined
      ? describeTroubleDetails(trouble, now, isAutomatic).join('\n')
      : scope !== undefined
        ? describeScopeDetails(scope.words, scope.facts, this.waiting)
        : (this.getTreeItem(key).accessibilityInformation?.label ?? '');
  }

  /** The time, and whether refreshes are made without a person's wish. */
  get waiting(): Waiting {
    const isAutomatic = (this.getConfiguration()?.refreshIntervalMinutes ?? 0) > 0;
    return { now: this.clock.now(), isAutomatic };
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private advance(isTimeOver: () => boolean): boolean {
    return this.rows.advance(this.store.current, this.choices.current, isTimeOver);
  }

  private createGroupItem(key: RowKey, row: GroupRow): TreeItem {
    const group = this.rows.getGroup(row);
    if (group === undefined) {
      return new TreeItem('');
    }
    const scope = this.getScope(row);
    const troubles = scope === undefined ? [] : getTroubles(this.store.current, scope);
    const words = describeGroup(group, {
      scope,
      trouble: describeWorstTrouble(troubles, this.clock.now()),
      isFiltered: this.isFiltered,
    });
    const item = createRowItem(key, words, row.kind, this.rows.hasChildren(row));
    if (scope === undefined) {
      // In a narrow side bar the counts are cut off.
      item.tooltip = `${words.label}: ${words.description}`;
    }
    return item;
  }

  private createScopeHover(key: RowKey, row: ScopeRow): MarkdownString | undefined {
    const found = this.findScope(row);
    return found && createScopeHover(found.words, found.facts, { key, ...this.waiting });
  }

  private findScope(row: ScopeRow): { readonly words: RowWords; readonly facts: ScopeFacts } | undefined {
    const group = this.rows.getGroup(row);
    const scope = this.getScope(row);
    if (group === undefined || scope === undefined) {
      return undefined;
    }
    const { current } = this.store;
    return {
      words: describeGroup(group, { scope, trouble: undefined, isFiltered: this.isFiltered }),
      facts: { scope, readings: getReadings(current, scope.name), troubles: getTroubles(current, scope) },
    };
  }

  private getScope(row: GroupRow): Scope | undefined {
    return row.kind === 'scope'
      ? this.store.current.scopes.find(({ name }) => name === row.scope)
      : undefined;
  }

  private get isFiltered(): boolean {
    return this.choices.current.matcher !== undefined;
  }

  private createAccountItem(key: RowKey, row: AccountRow): TreeItem {
    const places = this.getPlaces(row);
    const [first] = places;
    if (first === undefined) {
      return new TreeItem('');
    }
    const now = this.clock.now();
    const scope = this.rows.areScopesMixed ? row.scope : undefined;
    const isPinned = this.rows.isPinned(row);
    const words =
      row.kind === 'scanType'
        ? describeScanTypeRow(row.scanType, first, now)
        : row.kind === 'account' || this.rows.isByRegion
          ? describeAccount(first.account, places, now, { scope, isPinned })
          : describeAccountRegion(first, now);
    const context = isPinned && row.kind !== 'scanType' ? (`${row.kind}.pinned` as const) : row.kind;
    return createRowItem(key, words, context, this.rows.hasChildren(row), this.marks.describe(row, now));
  }

  private createTroubleItem(key: RowKey, row: TroubleRow): TreeItem {
    const trouble = this.getTrouble(row);
    if (trouble === undefined) {
      return new TreeItem('');
    }
    return createTroubleItem(key, trouble, this.clock.now(), {
      scope: this.rows.areScopesMixed ? row.scope : undefined,
      isAutomatic: this.waiting.isAutomatic,
    });
  }
}
