// createCopyFixCommands: what turns on what is missing in the accounts of the rows, for the clipboard. Changes nothing.

import { l10n } from 'vscode';
import { type FixTarget, planFix } from '../../core/fix/fixPlan.ts';
import type { Clock } from '../../core/ports.ts';
import { parseRowKey, type RowKey } from '../../core/rows/rows.ts';
import type { CopyFixCommandId } from '../ids.ts';
import { copyToClipboard, showNotification } from '../outlets.ts';
import { takeStepsInTurns } from '../slices.ts';
import type { AccountTree } from '../tree/accountTree.ts';
import { describeFix, type FixKind } from '../wording/fixes.ts';

export interface CopyFixParts {
  readonly tree: AccountTree;
  readonly clock: Clock;
  /** The rows that a command is about. */
  readonly getKeys: (clicked: unknown, selected: unknown) => readonly RowKey[];
}

export function createCopyFixCommands({
  tree,
  clock,
  getKeys,
}: CopyFixParts): Record<CopyFixCommandId, (clicked?: unknown, selected?: unknown) => Promise<void>> {
  const copy = (kind: FixKind) => async (clicked?: unknown, selected?: unknown) => {
    const keys = getKeys(clicked, selected);
    const plan = await takeStepsInTurns(planFix(findTargets(tree, keys)), clock);
    if (keys.length === 0 || plan === undefined) {
      return;
    }
    const { fixes, obstacles } = plan;
    if (fixes.length === 0 && obstacles.length === 0) {
      void showNotification('information', l10n.t('Nothing was copied: there is nothing to turn on here.'));
      return;
    }
    await copyToClipboard(describeFix(kind, plan));
    if (fixes.length === 0) {
      void showNotification(
        'information',
        l10n.t('Nothing here can be turned on with a command. What was copied says why.'),
      );
    } else if (obstacles.length > 0) {
      void showNotification(
        'information',
        l10n.t('Copied. Some of it cannot be turned on with a command: the comments at the top say why.'),
      );
    }
  };
  return {
    'inspectorStatus.copyFixCli': copy('cli'),
    'inspectorStatus.copyFixTerraform': copy('terraform'),
    'inspectorStatus.copyFixCloudFormation': copy('cloudFormation'),
  };
}

function* findTargets(tree: AccountTree, keys: readonly RowKey[]): Generator<FixTarget, void, void> {
  for (const key of keys) {
    const row = parseRowKey(key);
    const target = row?.kind === 'scanType' ? { scanType: row.scanType } : {};
    for (const place of tree.getShownPlaces(key)) {
      yield { place, ...target };
    }
  }
}
