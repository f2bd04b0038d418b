// createApplication: builds the parts of the extension and joins them. No logic of its own.

import { type EventEmitter, type Extension, l10n, type TreeView, window } from 'vscode';
import { type Disposable, DisposableStore } from './core/lifetime.ts';
import { RefreshEngine } from './core/refresh.ts';
import type { RowKey } from './core/rows.ts';
import { Schedule } from './core/schedule.ts';
import { SnapshotStore } from './core/store.ts';
import { AccountsView } from './vscode/accountsView.ts';
import { AccountTree } from './vscode/accountTree.ts';
import { OutputCallLog } from './vscode/callLog.ts';
import { createCommands, logBug } from './vscode/commands.ts';
import { rowDecorations } from './vscode/decorations.ts';
import type { CommandId } from './vscode/ids.ts';
import { Settings } from './vscode/settings.ts';
import { StatusBar } from './vscode/statusBar.ts';
import { systemClock } from './vscode/systemClock.ts';

export interface ApplicationParts {
  readonly extension: Extension<unknown>;
  readonly view: TreeView<RowKey>;
  /** Fires the tree's changes: VS Code subscribed to it before there was a tree. */
  readonly treeChangeEmitter: EventEmitter<RowKey[] | undefined>;
}

export interface Application extends Disposable {
  readonly store: SnapshotStore;
  readonly tree: AccountTree;
  readonly statusBar: StatusBar;
  /** Runs a command; resolves when its work is done. */
  run(command: CommandId, args: readonly unknown[]): Promise<void>;
}

export function createApplication({ extension, view, treeChangeEmitter }: ApplicationParts): Application {
  const parts = new DisposableStore();
  const clock = systemClock;
  const log = parts.add(
    window.createOutputChannel(l10n.t('Account Status for Amazon Inspector'), { log: true }),
  );
  const inBackground = (work: Promise<void>) => {
    work.catch((error: unknown) => logBug(log, 'refresh', error));
  };
  const { version } = extension.packageJSON as { version: string };
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
  const tree = parts.add(
    new AccountTree({ store, getConfiguration, clock, changeEmitter: treeChangeEmitter }),
  );
  const accountsView = parts.add(new AccountsView({ store, view, getConfiguration, clock }));
  const statusBar = parts.add(new StatusBar({ store, getConfiguration, clock }));
  const schedule = parts.add(new Schedule(clock, () => inBackground(engine.refresh())));
  const fetchProfiles = async () => {
    const { readProfiles } = await import('./aws/inspectorSource.ts');
    return [...(await readProfiles()).values()];
  };
  parts.add(window.registerFileDecorationProvider(rowDecorations));

  const configure = () => {
    inBackground(engine.configure(settings.current));
    schedule.setInterval(settings.current?.refreshIntervalMinutes ?? 0);
    tree.invalidate();
    accountsView.redraw();
    statusBar.redraw();
  };
  parts.add(engine.onDidFinish(() => schedule.restart()));
  parts.add(settings.onDidChange(configure));
  configure();

  return {
    store,
    tree,
    statusBar,
    run: createCommands({ engine, settings, tree, view, log, clock, fetchProfiles }),
    dispose: () => parts.dispose(),
  };
}
