// Activates the extension with next to nothing: the application is loaded once there are accounts to show, the
// view is opened, or a command is called. Most windows have none of these.

import {
  commands,
  EventEmitter,
  type ExtensionContext,
  ExtensionMode,
  type TreeDataProvider,
  window,
  workspace,
} from 'vscode';
import type { Application } from './application.ts';
import { DisposableStore } from './core/lifetime.ts';
import type { RowKey } from './core/rows.ts';
import { ACCOUNTS_VIEW, COMMANDS, SETTINGS_SECTION } from './vscode/ids.ts';

/** What the tests in a real VS Code look at; other extensions get nothing. */
export interface TestAccess {
  load(): Promise<Application>;
  /** Whether the application has been loaded. */
  isLoaded(): boolean;
  /** Ends everything as VS Code does at the end, and activates again. */
  reactivate(): TestAccess | undefined;
}

export function activate(context: ExtensionContext): TestAccess | undefined {
  const parts = new DisposableStore();
  context.subscriptions.push(parts);

  let isDisposed = false;
  parts.add({ dispose: () => (isDisposed = true) });
  let loading: Promise<Application> | undefined;
  const load = (): Promise<Application> => {
    loading ??= import('./application.ts').then(({ createApplication }) => {
      if (isDisposed) {
        throw new Error('The extension has ended.');
      }
      return parts.add(createApplication({ extension: context.extension, view, treeChangeEmitter }));
    });
    return loading;
  };

  const treeChangeEmitter = parts.add(new EventEmitter<RowKey[] | undefined>());
  const treeDataProvider: TreeDataProvider<RowKey> = {
    onDidChangeTreeData: treeChangeEmitter.event,
    getChildren: async (key) => (await load()).tree.getChildren(key),
    getTreeItem: async (key) => (await load()).tree.getTreeItem(key),
    getParent: async (key) => (await load()).tree.getParent(key),
    resolveTreeItem: async (item, key) => (await load()).tree.resolveTreeItem(item, key),
  };
  const view = parts.add(
    window.createTreeView(ACCOUNTS_VIEW, { treeDataProvider, canSelectMany: true, showCollapseAll: true }),
  );
  for (const id of COMMANDS) {
    parts.add(commands.registerCommand(id, async (...args: unknown[]) => (await load()).run(id, args)));
  }

  const loadWhenNeeded = async () => {
    const { accountIds } = workspace.getConfiguration(SETTINGS_SECTION);
    if (workspace.isTrusted && Array.isArray(accountIds) && accountIds.length > 0) {
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
  return {
    load,
    isLoaded: () => loading !== undefined,
    reactivate() {
      for (const each of context.subscriptions.splice(0)) {
        each.dispose();
      }
      return activate(context);
    },
  };
}
