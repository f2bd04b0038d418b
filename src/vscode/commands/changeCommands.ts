// createChangeCommands: the commands of the view of recent changes.

import { l10n, type TreeView } from 'vscode';
import {
  type ChangeKey,
  findChange,
  findRefresh,
  parseChangeKey,
  toAccountKeys,
} from '../../core/changes/changeRows.ts';
import type { ListedChange } from '../../core/changes/recentChanges.ts';
import type { ShownChanges } from '../../core/changes/shownChanges.ts';
import type { RowKey } from '../../core/rows/rows.ts';
import type { ChangeCommandId } from '../ids.ts';
import { showNotification } from '../outlets.ts';
import type { AccountTree } from '../tree/accountTree.ts';
import type { ViewChoices } from '../tree/viewChoices.ts';
import { describeChangeLine } from '../wording/changes.ts';
import { getMeantKeys } from './meantKeys.ts';
import { revealFirst } from './reveal.ts';

export interface ChangeCommandParts {
  readonly changes: ShownChanges;
  readonly tree: AccountTree;
  readonly choices: ViewChoices;
  readonly view: TreeView<RowKey>;
  readonly changesView: TreeView<ChangeKey>;
  readonly copy: (text: string) => Promise<void>;
}

export function createChangeCommands({
  changes,
  tree,
  choices,
  view,
  changesView,
  copy,
}: ChangeCommandParts): Record<ChangeCommandId, (clicked?: unknown, selected?: unknown) => unknown> {
  const getKeys = (clicked: unknown, selected: unknown) =>
    getMeantKeys(changesView, clicked, selected, isChangeKey);
  /** A change, or all of a refresh. */
  const getChanges = (key: ChangeKey): readonly ListedChange[] => {
    const row = parseChangeKey(key);
    const change = row && findChange(changes.current, row);
    return change !== undefined
      ? [change]
      : row?.kind === 'refresh'
        ? (findRefresh(changes.current, row)?.changes ?? [])
        : [];
  };

  return {
    'inspectorStatus.showChange': async (clicked) => {
      const [change] = getKeys(clicked, undefined).flatMap(getChanges);
      if (change === undefined) {
        return;
      }
      changes.markSeen([change]);
      if (!(await revealFirst({ tree, choices, view }, toAccountKeys(change)))) {
        void showNotification(
          'information',
          l10n.t(
            'The account is no longer shown: it left its organization, or it was removed from the settings.',
          ),
        );
      }
    },
    'inspectorStatus.copyChanges': async (clicked, selected) => {
      const lines = new Set(getKeys(clicked, selected).flatMap(getChanges).map(describeChangeLine));
      if (lines.size > 0) {
        await copy([...lines].join('\n'));
      }
    },
    'inspectorStatus.markChangesSeen': () => changes.markAllSeen(),
    'inspectorStatus.clearChanges': async () => {
      if (changes.current.length === 0) {
        return;
      }
      const restore = changes.clear();
      const undo = l10n.t('Undo');
      const chosen = await showNotification(
        'information',
        l10n.t('The list of recent changes is empty now.'),
        undo,
      );
      if (chosen === undo) {
        restore();
      }
    },
  };
}

function isChangeKey(value: unknown): value is ChangeKey {
  return parseChangeKey(value) !== undefined;
}
