// AccountsView: the view around the tree: title, notice, badge, progress, and the context keys of its buttons.

import { commands, type TreeView, window, workspace } from 'vscode';
import { type Disposable, DisposableStore, type Event } from '../../core/lifetime.ts';
import { isSample, type RegionReading, type Scope, type Snapshot } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import { isFiltering } from '../../core/rows/accountFilter.ts';
import type { GroupCounts } from '../../core/rows/layout.ts';
import type { RowKey } from '../../core/rows/rows.ts';
import type { Configuration } from '../../core/settings/configuration.ts';
import type { SnapshotStore } from '../../core/state/store.ts';
import { getAllTroubles, isBeforeFirstSignIn } from '../../core/state/troubles.ts';
import { ACCOUNTS_VIEW, CONTEXT_KEYS, type SignedOut, type ViewState } from '../ids.ts';
import { RedrawPace } from '../redraw.ts';
import { describeFiltered } from '../wording/groups.ts';
import { describeBadge, describeEndpoints, describeNotice, describeSource } from '../wording/summary.ts';
import type { ViewChoices } from './viewChoices.ts';

export interface AccountsViewParts {
  readonly store: SnapshotStore;
  readonly choices: ViewChoices;
  /** Knows how many accounts the filter leaves. */
  readonly tree: {
    readonly counts: GroupCounts;
    readonly isNothingFound: boolean;
    readonly onDidArrange: Event<void>;
  };
  readonly view: TreeView<RowKey>;
  /** Whether there is anything to read accounts with. Looks for the AWS files. */
  readonly isSetUp: () => Promise<boolean>;
  readonly getConfiguration: () => Configuration | undefined;
  readonly clock: Clock;
}

const PAUSE_MS = 200;

export class AccountsView implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly store: SnapshotStore;
  private readonly choices: ViewChoices;
  private readonly tree: AccountsViewParts['tree'];
  private readonly getConfiguration: () => Configuration | undefined;
  private readonly clock: Clock;
  private readonly view: TreeView<RowKey>;
  private readonly pace: RedrawPace;
  private readonly contextKeys = new Map<string, unknown>();
  private readonly isSetUp: AccountsViewParts['isSetUp'];
  /** What was found when somebody last looked at the view without accounts. */
  private wasSetUp = true;
  private progress: PromiseWithResolvers<void> | undefined;

  constructor({ store, choices, tree, view, getConfiguration, isSetUp, clock }: AccountsViewParts) {
    this.store = store;
    this.choices = choices;
    this.tree = tree;
    this.getConfiguration = getConfiguration;
    this.clock = clock;
    this.view = view;
    this.isSetUp = isSetUp;
    this.pace = this.disposables.add(new RedrawPace(clock, () => this.draw(), PAUSE_MS));
    this.disposables.add(store.onDidChange(() => this.pace.request()));
    this.disposables.add(tree.onDidArrange(() => this.redrawFilter()));
    this.disposables.add(view.onDidChangeVisibility(() => this.redraw()));
    this.disposables.add({ dispose: () => this.progress?.resolve() });
    this.redraw();
  }

  /** Draws anew at once, because something besides the snapshot has changed. */
  redraw(): void {
    this.draw();
    void this.lookForSetUp();
  }

  /** Before somebody looks at a view that waits for its first accounts, the AWS files are no business of ours. */
  private async lookForSetUp(): Promise<void> {
    if (this.view.visible && this.state !== 'accounts' && this.getConfiguration() !== undefined) {
      const wasSetUp = await this.isSetUp().catch(() => true);
      if (wasSetUp !== this.wasSetUp && !this.disposables.isDisposed) {
        this.wasSetUp = wasSetUp;
        this.draw();
      }
    }
  }

  /** Somebody looks at it, and it says that there are no AWS files. */
  get waitsForFiles(): boolean {
    return this.view.visible && this.state === 'noAwsFiles';
  }

  /** Undefined while the settings are not read yet. */
  private get state(): ViewState | undefined {
    const configuration = this.getConfiguration();
    if (configuration === undefined) {
      return workspace.isTrusted ? undefined : 'untrusted';
    }
    const { scopes, problems } = configuration;
    const isEmpty = problems.length === 0 && !scopes.some(({ scope }) => hasAccounts(scope));
    return isEmpty ? (this.wasSetUp ? 'noAccounts' : 'noAwsFiles') : 'accounts';
  }

  private get signedOut(): SignedOut | undefined {
    const snapshot = this.store.current;
    if (isSample(snapshot) || !getAllTroubles(snapshot).some(({ failure }) => failure.kind === 'signedOut')) {
      return undefined;
    }
    return isBeforeFirstSignIn(snapshot, this.getConfiguration()?.problems.length) ? 'noRows' : 'rows';
  }

  private draw(): void {
    const snapshot = this.store.current;
    const configuration = this.getConfiguration();
    const { state } = this;
    this.setContext(CONTEXT_KEYS.state, state);
    this.setContexts(snapshot);
    this.setContext(CONTEXT_KEYS.refreshing, snapshot.activity.kind === 'refreshing');
    this.showProgress(snapshot.activity.kind === 'refreshing');
    if (configuration === undefined || state !== 'accounts') {
      this.view.description = '';
      this.view.message = '';
      this.view.badge = undefined;
      return;
    }
    this.showTexts(configuration);
    // The badge is seen where nothing says that the accounts are made up.
    const count = isSample(snapshot) ? 0 : this.store.summary.needAttention;
    if ((this.view.badge?.value ?? 0) !== count) {
      this.view.badge = count === 0 ? undefined : { value: count, tooltip: describeBadge(count) };
    }
  }

  /** What is filtered is known later than the snapshot: once the rows are arranged. */
  private redrawFilter(): void {
    const configuration = this.getConfiguration();
    this.setContexts(this.store.current);
    if (configuration !== undefined && this.state === 'accounts') {
      this.showTexts(configuration);
    }
  }

  private showTexts(configuration: Configuration): void {
    const { description, message } = this.describe(configuration);
    if (this.view.description !== description) {
      this.view.description = description;
    }
    if (this.view.message !== message) {
      this.view.message = message;
    }
  }

  private describe(configuration: Configuration): { readonly description: string; readonly message: string } {
    const snapshot = this.store.current;
    const { currentFilter: filter } = this.choices;
    const filtered = isFiltering(filter) ? describeFiltered(filter, this.tree.counts) : '';
    const describe = (hasNotice: boolean) =>
      describeSource(snapshot, this.store.summary, this.clock.now(), hasNotice);
    // The words for a view without rows are shown only where there is no message.
    if (this.tree.isNothingFound) {
      return { description: filtered, message: '' };
    }
    if (this.signedOut === 'noRows') {
      // First what must be seen: a narrow side bar cuts the end.
      return { description: join(describeEndpoints(snapshot), filtered, describe(false)), message: '' };
    }
    return { description: describe(true), message: join(filtered, describeNotice(snapshot, configuration)) };
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

  private setContexts(snapshot: Snapshot): void {
    const isMadeUp = isSample(snapshot);
    this.setContext(CONTEXT_KEYS.sample, isMadeUp);
    this.setContext(CONTEXT_KEYS.nothingFound, this.tree.isNothingFound);
    this.setContext(CONTEXT_KEYS.signedOut, this.signedOut);
    this.setContext(CONTEXT_KEYS.ownAccounts, !isMadeUp && snapshot.scopes.some(hasAccounts));
    this.setContext(CONTEXT_KEYS.connected, !isMadeUp && snapshot.readings.some(isRead));
  }

  private setContext(key: string, value: ViewState | SignedOut | boolean | undefined): void {
    if (this.contextKeys.get(key) !== value) {
      this.contextKeys.set(key, value);
      commands.executeCommand('setContext', key, value);
    }
  }
}

/** Also where they are in no setting. */
function hasAccounts({ accounts, members }: Scope): boolean {
  return accounts.length > 0 || members !== undefined;
}

function isRead({ readAt, failure }: RegionReading): boolean {
  return readAt !== undefined && failure === undefined;
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
