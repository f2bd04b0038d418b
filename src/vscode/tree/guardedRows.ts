// GuardedRows: the rows of a tree; where a bug keeps them from being shown, one row that says so in their place.

import { l10n, ThemeColor, ThemeIcon, TreeItem } from 'vscode';
import type { CommandId } from '../ids.ts';
import type { Log } from '../outlets.ts';
import { addSentences } from '../wording/sentences.ts';

/** Of keys of either view. */
interface Tree {
  getChildren(key?: string): string[];
  getTreeItem(key: string): TreeItem;
  getParent(key: string): string | undefined;
  resolveTreeItem(item: TreeItem, key: string): TreeItem;
}

/** No key of a row begins like that; behind it comes the key of the row that it stands under. */
const BUG = 'bug/';

/** VS Code would show the raw error in a notification, which is not redacted, and an empty view. */
export class GuardedRows implements Tree {
  private readonly tree: Tree;
  private readonly log: Pick<Log, 'recordBug'>;
  private noted: string | undefined;

  constructor(tree: Tree, log: Pick<Log, 'recordBug'>) {
    this.tree = tree;
    this.log = log;
  }

  getChildren(key?: string): string[] {
    return this.guard(
      () => this.tree.getChildren(key),
      () => [`${BUG}${key ?? ''}`],
    );
  }

  getTreeItem(key: string): TreeItem {
    return key.startsWith(BUG)
      ? createBugItem(key)
      : this.guard(
          () => this.tree.getTreeItem(key),
          () => createBugItem(key),
        );
  }

  getParent(key: string): string | undefined {
    return key.startsWith(BUG)
      ? key.slice(BUG.length) || undefined
      : this.guard(
          () => this.tree.getParent(key),
          () => undefined,
        );
  }

  resolveTreeItem(item: TreeItem, key: string): TreeItem {
    return this.guard(
      () => this.tree.resolveTreeItem(item, key),
      () => item,
    );
  }

  /** A bug meets every row and every drawing: once in a row is enough for the log. */
  private guard<T>(work: () => T, instead: () => T): T {
    try {
      return work();
    } catch (error) {
      if (this.noted !== String(error)) {
        this.noted = String(error);
        this.log.recordBug('rows', error);
      }
      return instead();
    }
  }
}

function createBugItem(key: string): TreeItem {
  const label = l10n.t('Rows cannot be shown');
  const nextStep = l10n.t('An error in the extension: see the log, then refresh.');
  const item = new TreeItem(label);
  item.id = key;
  item.description = nextStep;
  item.iconPath = new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground'));
  item.command = { command: 'inspectorStatus.showLog' satisfies CommandId, title: l10n.t('Show Log') };
  item.accessibilityInformation = { label: addSentences(label, nextStep) };
  return item;
}
