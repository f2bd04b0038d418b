// AccountsView: the view around the tree: title, notice, badge, progress, and the context keys of its buttons.

import { commands, type TreeView, window } from 'vscode';
import type { Configuration } from '../core/configuration.ts';
import { type Disposable, DisposableStore } from '../core/lifetime.ts';
import type { Snapshot } from '../core/model.ts';
import type { Clock } from '../core/ports.ts';
import type { RowKey } from '../core/rows.ts';
import type { SnapshotStore } from '../core/store.ts';
import { ACCOUNTS_VIEW, CONTEXT_KEYS, type ViewState } from './ids.ts';
import { RedrawPace } from './redraw.ts';
import { describeBadge, describeNotice, describeSource } from './wording/summary.ts';

export interface AccountsViewParts {
  readonly store: SnapshotStore;
  readonly view: TreeView<RowKey>;
  readonly getConfiguration: () => Configuration | undefined;
  readonly clock: Clock;
}

const PAUSE_MS = 200;

export class AccountsView implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly store: SnapshotStore;
  private readonly getConfiguration: () => Configuration | undefined;
  private readonly clock: Clock;
  private readonly view: TreeView<RowKey>;
  private readonly pace: RedrawPace;
  private readonly contextKeys = new Map<string, unknown>();
  private progress: PromiseWithResolvers<void> | undefined;

  constructor({ store, view, getConfiguration, clock }: AccountsViewParts) {
    this.store = store;
    this.getConfiguration = getConfiguration;
    this.clock = clock;
    this.view = view;
    this.pace = this.disposables.add(
      new RedrawPace(
        clock,
        () => this.redraw(),
        () => PAUSE_MS,
      ),
    );
    this.disposables.add(store.onDidChange(() => this.pace.request()));
    this.disposables.add({ dispose: () => this.progress?.resolve() });
    this.redraw();
  }

  /** Draws anew at once, because something besides the snapshot has changed. */
  redraw(): void {
    const snapshot = this.store.current;
    const configuration = this.getConfiguration();
    const state = toViewState(snapshot, configuration);
    this.setContext(CONTEXT_KEYS.state, state);
    this.setContext(CONTEXT_KEYS.refreshing, snapshot.activity.kind === 'refreshing');
    this.showProgress(snapshot.activity.kind === 'refreshing');
    if (configuration === undefined || state !== 'accounts') {
      this.view.description = '';
      this.view.message = '';
      this.view.badge = undefined;
      return;
    }
    const description = describeSource(snapshot, this.store.summary, configuration, this.clock.now());
    const message = describeNotice(snapshot, this.store.summary, configuration, this.clock.now());
    const count = this.store.summary.needAttention;
    if (this.view.description !== description) {
      this.view.description = description;
    }
    if (this.view.message !== message) {
      this.view.message = message;
    }
    if (this.view.badge?.value !== count) {
      this.view.badge = count === 0 ? undefined : { value: count, tooltip: describeBadge(count) };
    }
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private showProgress(isRefreshing: boolean): void {
    if (isRefreshing && this.progress === undefined) {
      const progress = Promise.withResolvers<void>();
      this.progress = progress;
      window.withProgress({ location: { viewId: ACCOUNTS_VIEW } }, () => progress.promise);
    } else if (!isRefreshing && this.progress !== undefined) {
      this.progress.resolve();
      this.progress = undefined;
    }
  }

  private setContext(key: string, value: ViewState | boolean): void {
    if (this.contextKeys.get(key) !== value) {
      this.contextKeys.set(key, value);
      commands.executeCommand('setContext', key, value);
    }
  }
}

function toViewState(snapshot: Snapshot, configuration: Configuration | undefined): ViewState {
  if (configuration === undefined) {
    return 'untrusted';
  }
  return snapshot.accounts.length > 0 || configuration.problems.length > 0 ? 'accounts' : 'noAccounts';
}
