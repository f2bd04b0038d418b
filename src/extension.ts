// Builds the parts of the extension and joins them. No logic of its own.

import { type ExtensionContext, ExtensionMode, l10n, window } from 'vscode';
import { DisposableStore } from './core/lifetime.ts';
import { RefreshEngine } from './core/refresh.ts';
import { Schedule } from './core/schedule.ts';
import { SnapshotStore } from './core/store.ts';
import { AccountsView } from './vscode/accountsView.ts';
import { AccountTree } from './vscode/accountTree.ts';
import { OutputCallLog } from './vscode/callLog.ts';
import { logBug, registerCommands } from './vscode/commands.ts';
import { rowDecorations } from './vscode/decorations.ts';
import { Settings } from './vscode/settings.ts';
import { StatusBar } from './vscode/statusBar.ts';
import { systemClock } from './vscode/systemClock.ts';

/** What the tests in a real VS Code look at; other extensions get nothing. */
export interface TestAccess {
  readonly store: SnapshotStore;
  readonly tree: AccountTree;
  readonly view: AccountsView;
  readonly statusBar: StatusBar;
}

export function activate(context: ExtensionContext): TestAccess | undefined {
  const parts = new DisposableStore();
  context.subscriptions.push(parts);

  const clock = systemClock;
  const log = parts.add(
    window.createOutputChannel(l10n.t('Account Status for Amazon Inspector'), { log: true }),
  );
  const inBackground = (work: Promise<void>) => {
    work.catch((error: unknown) => logBug(log, 'refresh', error));
  };
  const { version } = context.extension.packageJSON as { version: string };
  const settings = parts.add(new Settings());
  const store = parts.add(new SnapshotStore());
  const engine = parts.add(
    new RefreshEngine({
      store,
      clock,
      log: new OutputCallLog(log),
      // A bundle of its own: the AWS SDK is not loaded before there is something to ask.
      openSource: async (endpointUrl) => {
        const { createInspectorSource } = await import('./aws/inspectorSource.ts');
        return createInspectorSource({ endpointUrl, version });
      },
    }),
  );
  const getConfiguration = () => settings.current;
  const tree = parts.add(new AccountTree({ store, getConfiguration, clock }));
  const view = parts.add(new AccountsView({ store, tree, getConfiguration, clock }));
  const statusBar = parts.add(new StatusBar({ store, getConfiguration, clock }));
  const schedule = parts.add(new Schedule(clock, () => inBackground(engine.refresh())));
  const fetchProfiles = async () => {
    const { readProfiles } = await import('./aws/inspectorSource.ts');
    return [...(await readProfiles()).values()];
  };
  parts.add(window.registerFileDecorationProvider(rowDecorations));
  parts.add(registerCommands({ engine, settings, tree, view, log, clock, fetchProfiles }));

  const configure = () => {
    inBackground(engine.configure(settings.current));
    schedule.setInterval(settings.current?.refreshIntervalMinutes ?? 0);
    tree.invalidate();
    view.redraw();
    statusBar.redraw();
  };
  parts.add(engine.onDidFinish(() => schedule.restart()));
  parts.add(settings.onDidChange(configure));
  configure();

  return context.extensionMode === ExtensionMode.Test ? { store, tree, view, statusBar } : undefined;
}
