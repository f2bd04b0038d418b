// AccountTree: the rows of the accounts view as VS Code wants them. A function of the store; never fetches.

import {
  type Event,
  type EventEmitter,
  l10n,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
} from 'vscode';
import type { Configuration } from '../core/configuration.ts';
import { diffSnapshots } from '../core/diff.ts';
import { type Disposable, DisposableStore } from '../core/lifetime.ts';
import type { AccountId, RegionReading, Snapshot } from '../core/model.ts';
import type { Clock } from '../core/ports.ts';
import {
  getChildRows,
  getRootRows,
  hasChildRows,
  MAX_PROBLEM_ROWS,
  parseRowKey,
  type Row,
  type RowKey,
  toRowKey,
} from '../core/rows.ts';
import type { SnapshotStore } from '../core/store.ts';
import { getTroubles } from '../core/troubles.ts';
import { toDecorationUri } from './decorations.ts';
import { type RowContext, SETTINGS_SECTION } from './ids.ts';
import { RedrawPace } from './redraw.ts';
import { describeTrouble } from './wording/failures.ts';
import { appendRawText, createMarkdown, toInertMarkdown } from './wording/inert.ts';
import { describeProblem } from './wording/problems.ts';
import {
  createAccountHover,
  createScanTypeHover,
  describeAccount,
  describeAccountRegion,
  describeScanTypeRow,
  type Place,
  type RowWords,
} from './wording/rows.ts';

export interface AccountTreeParts {
  readonly store: SnapshotStore;
  readonly getConfiguration: () => Configuration | undefined;
  readonly clock: Clock;
  /** Told which rows to draw anew; undefined for all. */
  readonly changeEmitter: EventEmitter<RowKey[] | undefined>;
}

/** Above so many changed rows, asking for all of them at once is cheaper than one by one. */
const MAX_SINGLE_ROWS = 100;
const PAUSE_MS = 100;

/**
 * Least time between two drawings of all rows while a refresh runs. Drawing 10,000 rows takes the extension host
 * a quarter of a second, in which no answer is taken and no call is made.
 */
function toPauseMs(rows: number): number {
  return Math.min(rows / 5, 5000);
}

export class AccountTree implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly store: SnapshotStore;
  private readonly getConfiguration: () => Configuration | undefined;
  private readonly clock: Clock;
  private readonly pace: RedrawPace;
  private readonly changeEmitter: EventEmitter<RowKey[] | undefined>;
  /** The rows that are drawn anew; undefined for all. */
  readonly onDidChange: Event<RowKey[] | undefined>;
  private drawn: Snapshot;
  /** When all rows were last drawn in the refresh that runs, or when it began. */
  private pausedAt: number | undefined;
  private accountIndex: ReadonlyMap<AccountId, number> = new Map();
  private indexed: Snapshot['accounts'] | undefined;
  /** Accounts whose hover VS Code keeps: it has to be told when only the time in it has changed. */
  private readonly hovered = new Set<AccountId>();

  constructor(parts: AccountTreeParts) {
    this.store = parts.store;
    this.getConfiguration = parts.getConfiguration;
    this.clock = parts.clock;
    this.changeEmitter = parts.changeEmitter;
    this.onDidChange = parts.changeEmitter.event;
    this.drawn = parts.store.current;
    this.pace = this.disposables.add(
      new RedrawPace(
        this.clock,
        () => this.redraw(),
        () => PAUSE_MS,
      ),
    );
    this.disposables.add(this.store.onDidChange(() => this.pace.request()));
  }

  /** Draws everything anew, because something besides the snapshot has changed. */
  invalidate(): void {
    this.drawn = this.store.current;
    this.hovered.clear();
    this.changeEmitter.fire(undefined);
  }

  /** Tells which rows to draw anew: those that say something else than when they were drawn. */
  redraw(): void {
    const snapshot = this.store.current;
    const change = diffSnapshots(this.drawn, snapshot);
    if (change.kind === 'structure') {
      this.invalidate();
      return;
    }
    const ids = new Set([...change.ids, ...this.getHoveredWithNewTime(snapshot)]);
    if (ids.size > MAX_SINGLE_ROWS && this.isTooSoon(snapshot)) {
      this.pace.request();
      return;
    }
    for (const id of ids) {
      this.hovered.delete(id);
    }
    this.drawn = snapshot;
    if (ids.size > MAX_SINGLE_ROWS) {
      this.changeEmitter.fire(undefined);
    } else if (ids.size > 0) {
      this.changeEmitter.fire([...ids].map((id) => toRowKey({ kind: 'account', id })));
    }
  }

  getChildren(key?: RowKey): RowKey[] {
    const snapshot = this.store.current;
    if (key === undefined) {
      return getRootRows(snapshot, this.getConfiguration()?.problems.length ?? 0);
    }
    const row = parseRowKey(key);
    return row === undefined ? [] : getChildRows(snapshot, row, this.findAccount(row));
  }

  getParent(key: RowKey): RowKey | undefined {
    const row = parseRowKey(key);
    switch (row?.kind) {
      case 'region':
        return toRowKey({ kind: 'account', id: row.id });
      case 'scanType':
        return this.store.current.readings.length > 1 && row.region !== undefined
          ? toRowKey({ kind: 'region', id: row.id, region: row.region })
          : toRowKey({ kind: 'account', id: row.id });
      default:
        return undefined;
    }
  }

  getTreeItem(key: RowKey): TreeItem {
    const row = parseRowKey(key);
    switch (row?.kind) {
      case 'problem':
        return this.createProblemItem(key, row.index);
      case 'trouble':
        return this.createTroubleItem(key, row.troubleKey);
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
    if (row?.kind === 'account' || row?.kind === 'region' || row?.kind === 'scanType') {
      const places = this.getPlaces(row);
      const [first] = places;
      if (first !== undefined) {
        this.hovered.add(row.id);
        item.tooltip =
          row.kind === 'scanType'
            ? createScanTypeHover(first, row.scanType)
            : createAccountHover(first.account, places);
      }
    }
    return item;
  }

  /** The account's row in each Region that the row stands for. */
  getPlaces(row: Exclude<Row, { kind: 'problem' | 'trouble' }>): Place[] {
    const snapshot = this.store.current;
    const index = this.findAccount(row);
    const account = index === undefined ? undefined : snapshot.accounts[index];
    if (index === undefined || account === undefined) {
      return [];
    }
    const isMeant = ({ region }: RegionReading) =>
      row.kind === 'account' || row.region === undefined || row.region === region;
    return snapshot.readings.filter(isMeant).flatMap((reading) => {
      const entry = reading.entries[index];
      return entry === undefined ? [] : [{ account, reading, entry }];
    });
  }

  dispose(): void {
    this.disposables.dispose();
  }

  /** While a refresh runs, all rows are drawn now and then only; when it has ended, at once. */
  private isTooSoon({ activity, accounts }: Snapshot): boolean {
    if (activity.kind === 'idle') {
      this.pausedAt = undefined;
      return false;
    }
    const now = this.clock.now();
    // A clock that is set back must not hold the rows up.
    this.pausedAt = Math.min(this.pausedAt ?? now, now);
    if (now - this.pausedAt < toPauseMs(accounts.length)) {
      return true;
    }
    this.pausedAt = now;
    return false;
  }

  private getHoveredWithNewTime(snapshot: Snapshot): AccountId[] {
    return [...this.hovered].filter((id) => {
      const index = this.findAccount({ kind: 'account', id });
      return (
        index !== undefined &&
        snapshot.readings.some(
          ({ entries }, at) => entries[index] !== this.drawn.readings[at]?.entries[index],
        )
      );
    });
  }

  private findAccount(row: Row): number | undefined {
    if (row.kind === 'problem' || row.kind === 'trouble') {
      return undefined;
    }
    const { accounts } = this.store.current;
    if (this.indexed !== accounts) {
      this.indexed = accounts;
      this.accountIndex = new Map(accounts.map((account, index) => [account.id, index]));
    }
    return this.accountIndex.get(row.id);
  }

  private createAccountItem(key: RowKey, row: Exclude<Row, { kind: 'problem' | 'trouble' }>): TreeItem {
    const places = this.getPlaces(row);
    const [first] = places;
    if (first === undefined) {
      return new TreeItem('');
    }
    const now = this.clock.now();
    const words =
      row.kind === 'account'
        ? describeAccount(first.account, places, now)
        : row.kind === 'region'
          ? describeAccountRegion(first, now)
          : describeScanTypeRow(row.scanType, first.entry, now);
    const hasChildren = hasChildRows(this.store.current, row, this.findAccount(row));
    return createItem(key, words, row.kind, hasChildren);
  }

  private createProblemItem(key: RowKey, index: number): TreeItem {
    const problems = this.getConfiguration()?.problems ?? [];
    const problem = problems[index];
    if (problem === undefined) {
      return new TreeItem('');
    }
    const isLast = index === MAX_PROBLEM_ROWS - 1 && problems.length > MAX_PROBLEM_ROWS;
    const { label, reason, place, nextStep } = describeProblem(problem);
    const item = new TreeItem(
      isLast ? l10n.t('{0} more problems in the settings', problems.length - index) : label,
    );
    item.id = key;
    item.contextValue = 'settingProblem' satisfies RowContext;
    item.command = {
      command: 'workbench.action.openSettings',
      title: l10n.t('Open Settings'),
      arguments: [`${SETTINGS_SECTION}.${problem.setting}`],
    };
    if (!isLast) {
      item.description = reason;
    }
    const isError = problem.severity === 'error';
    item.iconPath = isError
      ? new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground'))
      : new ThemeIcon('info', new ThemeColor('problemsInfoIcon.foreground'));
    const hover = createMarkdown();
    hover.appendMarkdown(`**${toInertMarkdown(place)}**: ${toInertMarkdown(label)}\n\n`);
    hover.appendMarkdown(`${toInertMarkdown(`${reason}. ${nextStep}`)}\n\n`);
    item.tooltip = hover;
    const uri = toDecorationUri(key, { isFaulty: isError, isStale: false });
    if (uri !== undefined) {
      item.resourceUri = uri;
    }
    item.accessibilityInformation = { label: `${place}, ${label}, ${reason}. ${nextStep}` };
    return item;
  }

  private createTroubleItem(key: RowKey, troubleKey: string): TreeItem {
    const trouble = getTroubles(this.store.current).find((each) => each.key === troubleKey);
    if (trouble === undefined) {
      return new TreeItem('');
    }
    const { where, title, why, nextStep, context } = describeTrouble(trouble);
    const item = new TreeItem(`${where}: ${title}`);
    item.id = key;
    item.description = nextStep;
    item.contextValue = context;
    item.iconPath = trouble.needsAttention
      ? new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground'))
      : new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground'));
    const hover = createMarkdown();
    const { failure, readings } = trouble;
    const regions = readings.flatMap(({ region }) => region ?? []).join(', ');
    hover.appendMarkdown(`**${toInertMarkdown(`${where}: ${title}`)}**\n\n`);
    if (regions !== '') {
      hover.appendMarkdown(`${toInertMarkdown(l10n.t('Regions: {0}', regions))}\n\n`);
    }
    hover.appendMarkdown(
      `${toInertMarkdown(why)}\n\n${toInertMarkdown(l10n.t('Next step: {0}', nextStep))}\n`,
    );
    const raw = [
      failure.code,
      failure.httpStatus && `HTTP ${failure.httpStatus}`,
      failure.requestId,
      failure.message,
    ];
    appendRawText(hover, raw.filter((part) => part !== undefined).join(' '));
    item.tooltip = hover;
    item.accessibilityInformation = { label: `${where}: ${title}. ${why} ${nextStep}` };
    return item;
  }
}

function createItem(key: RowKey, words: RowWords, context: RowContext, hasChildren: boolean): TreeItem {
  const item = new TreeItem(
    words.label,
    hasChildren ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
  );
  item.id = key;
  item.description = words.description;
  item.iconPath = words.icon;
  item.contextValue = context;
  item.accessibilityInformation = { label: words.accessibleLabel };
  const uri = toDecorationUri(key, words);
  if (uri !== undefined) {
    item.resourceUri = uri;
  }
  return item;
}
