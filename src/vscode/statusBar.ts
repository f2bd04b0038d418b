// StatusBar: the one-line summary. A function of the store; never fetches.

import { StatusBarAlignment, type StatusBarItem, ThemeColor, window } from 'vscode';
import { type Disposable, DisposableStore } from '../core/lifetime.ts';
import type { Clock } from '../core/ports.ts';
import type { Configuration } from '../core/settings/configuration.ts';
import type { SnapshotStore } from '../core/state/store.ts';
import { ACCOUNTS_VIEW } from './ids.ts';
import { RedrawPace } from './redraw.ts';
import { describeStatusName, describeSummary } from './wording/summary.ts';

export interface StatusBarParts {
  readonly store: SnapshotStore;
  readonly getConfiguration: () => Configuration | undefined;
  readonly clock: Clock;
}

const PAUSE_MS = 200;

export class StatusBar implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly store: SnapshotStore;
  private readonly getConfiguration: () => Configuration | undefined;
  private readonly clock: Clock;
  private readonly pace: RedrawPace;
  private readonly item: StatusBarItem;
  private isShown = false;

  constructor({ store, getConfiguration, clock }: StatusBarParts) {
    this.store = store;
    this.getConfiguration = getConfiguration;
    this.clock = clock;
    this.item = this.disposables.add(
      window.createStatusBarItem('inspectorStatus.summary', StatusBarAlignment.Left, 10),
    );
    this.item.name = describeStatusName();
    this.item.command = `${ACCOUNTS_VIEW}.focus`;
    this.pace = this.disposables.add(new RedrawPace(clock, () => this.redraw(), PAUSE_MS));
    this.disposables.add(store.onDidChange(() => this.pace.request()));
    this.redraw();
  }

  /** What is shown now, or undefined while the item is hidden. */
  get shown():
    | Pick<StatusBarItem, 'text' | 'tooltip' | 'accessibilityInformation' | 'backgroundColor'>
    | undefined {
    return this.isShown ? this.item : undefined;
  }

  /** Draws anew at once, because something besides the snapshot has changed. */
  redraw(): void {
    const configuration = this.getConfiguration();
    const snapshot = this.store.current;
    this.isShown = configuration?.showStatusBar === true && snapshot.readings.length > 0;
    if (configuration === undefined || !this.isShown) {
      this.item.hide();
      return;
    }
    const { text, hover, accessibleLabel, needsAttention } = describeSummary(
      snapshot,
      this.store.summary,
      configuration,
      this.clock.now(),
    );
    this.item.text = text;
    this.item.tooltip = hover;
    this.item.accessibilityInformation = { label: accessibleLabel };
    this.item.backgroundColor = needsAttention
      ? new ThemeColor('statusBarItem.warningBackground')
      : undefined;
    this.item.show();
  }

  dispose(): void {
    this.disposables.dispose();
  }
}
