// Activates the extension with next to nothing: the application is loaded once there are accounts to show, the
// view is opened, or a command is called. Most windows have none of these.

import {
  commands,
  EventEmitter,
  type ExtensionContext,
  ExtensionMode,
  type TreeDataProvider,
  type Uri,
  window,
  workspace,
} from 'vscode';
import type { Application } from './application.ts';
import type { ChangeKey } from './core/changes/changeRows.ts';
import { DisposableStore } from './core/lifetime.ts';
import { once } from './core/once.ts';
import type { RowKey } from './core/rows/rows.ts';
import { ACCOUNTS_VIEW, CHANGES_VIEW, COMMANDS, SETTINGS_SECTION } from './vscode/ids.ts';
import type { Log } from './vscode/outlets.ts';

/** What the tests in a real VS Code look at; other extensions get nothing. */
export interface TestAccess {
  load(): Promise<Application>;
  /** Whether the application has been loaded. */
  isLoaded(): boolean;
  /** Where VS Code lets the extension keep something for the workspace. */
  readonly storageUri: Uri | undefined;
  /** Ends everything as VS Code does at the end. */
  end(): void;
  /** The same, and activates again. */
  reactivate(): TestAccess | undefined;
}

export function activate(context: ExtensionContext): TestAccess | undefined {
  const parts = new DisposableStore();
  context.subscriptions.push(parts);

  let isDisposed = false;
  parts.add({ dispose: () => (isDisposed = true) });
  let tries = 0;
  let log: Log | undefined;
  const load = once(async (): Promise<Application> => {
    tries += 1;
    const { createApplication, createLog } = await import('./application.ts');
    if (isDisposed) {
      throw new Error('The extension has ended.');
    }
    // One for all tries: what is wrong with the first stays to be read.
    log ??= parts.add(createLog());
    const { extension, storageUri, workspaceState } = context;
    const application = parts.add(
      createApplication({
        log,
        extension,
        view,
        treeChangeEmitter,
        changesView,
        changesEmitter,
        storageUri,
        workspaceState,
      }),
    );
    await application.ready;
    if (tries > 1) {
      // Asked for rows before, VS Code got an error, and would not ask again.
      treeChangeEmitter.fire(undefined);
    }
    return application;
  });

  const treeChangeEmitter = parts.add(new EventEmitter<RowKey[] | undefined>());
  const treeDataProvider: TreeDataProvider<RowKey> = {
    onDidChangeTreeData: treeChangeEmitter.event,
    getChildren: async (key) => {
      const { tree, rows } = await load();
      // What keeps the rows from being arranged keeps them from being made as well, and is told there.
      await tree.arrange().catch(() => undefined);
      return rows.getChildren(key);
    },
    // VS Code asks for thousands at once.
    getTreeItem: async (key) => {
      const { tree, rows } = await load();
      return tree.inTurn(() => rows.getTreeItem(key));
    },
    getParent: async (key) => (await load()).rows.getParent(key),
    resolveTreeItem: async (item, key) => (await load()).rows.resolveTreeItem(item, key),
  };
  const view = parts.add(
    window.createTreeView(ACCOUNTS_VIEW, { treeDataProvider, canSelectMany: true, showCollapseAll: true }),
  );
  const changesEmitter = parts.add(new EventEmitter<void>());
  const changesProvider: TreeDataProvider<ChangeKey> = {
    onDidChangeTreeData: changesEmitter.event,
    getChildren: async (key) => (await load()).changeRows.getChildren(key),
    getTreeItem: async (key) => (await load()).changeRows.getTreeItem(key),
    getParent: async (key) => (await load()).changeRows.getParent(key),
    resolveTreeItem: async (item, key) => (await load()).changeRows.resolveTreeItem(item, key),
  };
  const changesView = parts.add(
    window.createTreeView(CHANGES_VIEW, {
      treeDataProvider: changesProvider,
      canSelectMany: true,
      showCollapseAll: true,
    }),
  );
  for (const id of COMMANDS) {
    parts.add(commands.registerCommand(id, async (...args: unknown[]) => (await load()).run(id, args)));
  }

  const loadWhenNeeded = async () => {
    const { accountIds, scopes } = workspace.getConfiguration(SETTINGS_SECTION);
    const hasSome = [accountIds, scopes].some((list) => Array.isArray(list) && list.length > 0);
    if (workspace.isTrusted && hasSome) {
      // Whoever asks for the application next is told why there is none.
      await load().catch(() => undefined);
    }
  };
  parts.add(workspace.onDidChangeConfiguration(loadWhenNeeded));
  parts.add(workspace.onDidGrantWorkspaceTrust(loadWhenNeeded));
  void loadWhenNeeded();

  if (context.extensionMode !== ExtensionMode.Test) {
    return undefined;
  }
  const end = () => {
    for (const each of context.subscriptions.splice(0)) {
      each.dispose();
    }
  };
  return {
    load,
    storageUri: context.storageUri,
    isLoaded: () => tries > 0,
    end,
    reactivate() {
      end();
      return activate(context);
    },
  };
}
