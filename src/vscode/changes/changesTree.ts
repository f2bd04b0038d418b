// ChangesTree: the view of recent changes: each refresh with what it has changed. A function of the list; never fetches.

import { commands, type EventEmitter, l10n, TreeItem, TreeItemCollapsibleState, type TreeView } from 'vscode';
import type { Change } from '../../core/changes/change.ts';
import {
  type ChangeKey,
  type ChangeRow,
  findChange,
  findRefresh,
  parseChangeKey,
  toChangeKey,
} from '../../core/changes/changeRows.ts';
import type { ChangedRefresh } from '../../core/changes/recentChanges.ts';
import type { ShownChanges } from '../../core/changes/shownChanges.ts';
import { type Disposable, DisposableStore } from '../../core/lifetime.ts';
import { isSample } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import type { SnapshotStore } from '../../core/state/store.ts';
import { toDecorationUri } from '../decorations.ts';
import { type ChangesState, CONTEXT_KEYS, type CommandId, type RowContext } from '../ids.ts';
import {
  type ChangeWords,
  createChangeHover,
  describeChange,
  describeChangesTitle,
  describeMore,
  describeRefresh,
} from '../wording/changes.ts';
import { describeSample } from '../wording/sample.ts';

export interface ChangesTreeParts {
  readonly changes: ShownChanges;
  readonly store: SnapshotStore;
  readonly view: TreeView<ChangeKey>;
  readonly clock: Clock;
  readonly changeEmitter: EventEmitter<void>;
}

export class ChangesTree implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly changes: ShownChanges;
  private readonly store: SnapshotStore;
  private readonly view: TreeView<ChangeKey>;
  private readonly clock: Clock;
  private readonly changeEmitter: EventEmitter<void>;

  constructor({ changes, store, view, clock, changeEmitter }: ChangesTreeParts) {
    this.changes = changes;
    this.store = store;
    this.view = view;
    this.clock = clock;
    this.changeEmitter = changeEmitter;
    this.disposables.add(changes.onDidChange(() => this.redraw()));
    // VS Code leaves the rows of a view that is unfolded for the first time without height for two seconds, unless its
    // message is set then.
    this.disposables.add(view.onDidChangeVisibility(() => this.redraw()));
    this.redraw();
  }

  /** Also when what was of today is of yesterday. */
  redraw(): void {
    const { unseenCount } = this.changes;
    const isEmpty = this.changes.current.length === 0;
    const state: ChangesState | undefined = isEmpty ? undefined : unseenCount > 0 ? 'unseen' : 'seen';
    commands.executeCommand('setContext', CONTEXT_KEYS.changes, state);
    // Not the description, which VS Code hides while the view is folded.
    this.view.title = describeChangesTitle(unseenCount);
    this.changeEmitter.fire();
    // Also where there is none: that it is set gives the first rows after an empty list their height.
    this.view.message = isSample(this.store.current) ? describeSample() : '';
  }

  getChildren(key?: ChangeKey): ChangeKey[] {
    const { current } = this.changes;
    const row = parseChangeKey(key);
    if (key === undefined) {
      return current.map(({ endedAt }) => toChangeKey({ kind: 'refresh', endedAt }));
    }
    if (row === undefined) {
      return [];
    }
    const refresh = row.kind === 'refresh' ? findRefresh(current, row) : undefined;
    if (refresh === undefined) {
      return [];
    }
    const { endedAt, changes, total } = refresh;
    return [
      ...changes.map((_, place) => toChangeKey({ kind: 'change', endedAt, place })),
      ...(total > changes.length ? [toChangeKey({ kind: 'more', endedAt })] : []),
    ];
  }

  getParent(key: ChangeKey): ChangeKey | undefined {
    const row = parseChangeKey(key);
    return row === undefined || row.kind === 'refresh'
      ? undefined
      : toChangeKey({ kind: 'refresh', endedAt: row.endedAt });
  }

  getTreeItem(key: ChangeKey): TreeItem {
    const row = parseChangeKey(key);
    const refresh = row && findRefresh(this.changes.current, row);
    if (row === undefined || refresh === undefined) {
      return new TreeItem('');
    }
    switch (row.kind) {
      case 'refresh': {
        const words = describeRefresh(refresh, this.clock.now());
        const item = toItem(key, words, 'changedRefresh', TreeItemCollapsibleState.Expanded);
        item.tooltip = `${words.label}: ${words.description}`;
        return item;
      }
      case 'more':
        return createMoreItem(key, refresh);
      case 'change':
        return this.createChangeItem(key, row);
    }
  }

  resolveTreeItem(item: TreeItem, key: ChangeKey): TreeItem {
    const row = parseChangeKey(key);
    const change = row && findChange(this.changes.current, row);
    if (change !== undefined) {
      item.tooltip = createChangeHover(change, this.isShown(change));
    }
    return item;
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private createChangeItem(key: ChangeKey, row: ChangeRow): TreeItem {
    const change = findChange(this.changes.current, row);
    if (change === undefined) {
      return new TreeItem('');
    }
    const { isSeen } = change;
    const words = describeChange(change, isSeen, this.store.current.scopes.length > 1);
    const item = toItem(key, words, 'change', TreeItemCollapsibleState.None);
    item.command = {
      command: 'inspectorStatus.showChange' satisfies CommandId,
      title: l10n.t('Show in Accounts'),
      arguments: [key],
    };
    const news = isSeen ? undefined : l10n.t('Not looked at yet');
    const uri = toDecorationUri(key, { isFaulty: false, isStale: false, news });
    if (uri !== undefined) {
      item.resourceUri = uri;
    }
    return item;
  }

  private isShown({ scope, account: { id } }: Change): boolean {
    return this.store.current.scopes.some(
      ({ name, accounts }) => name === scope && accounts.some((account) => account.id === id),
    );
  }
}

function toItem(
  key: ChangeKey,
  words: ChangeWords,
  context: RowContext,
  state: TreeItemCollapsibleState,
): TreeItem {
  const item = new TreeItem(words.label, state);
  item.id = key;
  item.description = words.description;
  item.iconPath = words.icon;
  item.contextValue = context;
  item.accessibilityInformation = { label: words.accessibleLabel };
  return item;
}

function createMoreItem(key: ChangeKey, refresh: ChangedRefresh): TreeItem {
  const item = new TreeItem(describeMore(refresh));
  item.id = key;
  item.tooltip = describeMore(refresh);
  return item;
}
