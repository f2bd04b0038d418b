// createExport: what is shown, or the rows that are meant, into a file: CSV, JSON or a report. Whole, or not at all.

import { commands, l10n, Uri, window, workspace } from 'vscode';
import { isSample } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import { isFiltering } from '../../core/rows/accountFilter.ts';
import { type Place, type RowKey, takeOnce } from '../../core/rows/rows.ts';
import type { SnapshotStore } from '../../core/state/store.ts';
import { askChoice } from '../inputs/inputs.ts';
import { showNotification, showProgressNotification } from '../outlets.ts';
import { getHomeFolder } from '../system/homeFolder.ts';
import { writeWhole } from '../system/wholeFile.ts';
import type { AccountTree } from '../tree/accountTree.ts';
import type { ViewChoices } from '../tree/viewChoices.ts';
import {
  describeExportFormat,
  describeExportProgress,
  EXPORT_FORMATS,
  type ExportFormat,
  explainExportFormat,
} from '../wording/exports.ts';
import { describeFiltered } from '../wording/groups.ts';
import type { ReportFacts } from '../wording/report.ts';
import { toFileText } from './exportText.ts';

export interface ExportParts {
  readonly tree: AccountTree;
  readonly store: SnapshotStore;
  readonly choices: ViewChoices;
  readonly clock: Clock;
  readonly getKeys: (clicked: unknown, selected: unknown) => readonly RowKey[];
}

const ENDINGS: Record<ExportFormat, string> = { csv: 'csv', json: 'json', report: 'md' };

/** Without a row, all that is shown: whoever has the menu of the view or the palette in mind does not mean a selection. */
export function createExport(parts: ExportParts): (clicked?: unknown, selected?: unknown) => Promise<void> {
  return async (clicked, selected) => {
    const { tree, clock, getKeys } = parts;
    const title = l10n.t('Export');
    const format = await askFormat(title);
    if (format === undefined) {
      return;
    }
    await tree.arrange();
    // Taken now: what is read while the person looks for a folder does not change it.
    const keys = clicked === undefined ? undefined : getKeys(clicked, selected);
    const facts = takeFacts(parts, keys !== undefined);
    const places = takePlaces(tree, keys ?? [undefined]);
    const file = await window.showSaveDialog({
      title,
      defaultUri: toDefaultFile(format, facts),
      filters: { [describeExportFormat(format)]: [ENDINGS[format]] },
    });
    if (file === undefined) {
      return;
    }
    const outcome = await showProgressNotification(title, describeExportProgress(0), async (signal, show) => {
      const onProgress = (count: number) => show(describeExportProgress(count));
      const text = await toFileText(format, places, facts, { clock, signal, onProgress });
      return typeof text === 'string'
        ? text
        : writeWhole(file, text.toBytes(), { signal, random: clock.random() });
    });
    await tellOutcome(outcome, file);
  };
}

async function askFormat(title: string): Promise<ExportFormat | undefined> {
  const formats = EXPORT_FORMATS.map((value) => ({
    value,
    label: describeExportFormat(value),
    description: explainExportFormat(value),
  }));
  const given = await askChoice({ title }, l10n.t('Choose a format'), formats);
  return given.kind === 'given' ? given.value : undefined;
}

function takeFacts(
  { store: { current: snapshot }, choices, tree, clock }: ExportParts,
  isSelection: boolean,
): ReportFacts {
  const now = clock.now();
  const filter = choices.currentFilter;
  const limits = [
    ...(isFiltering(filter) ? [describeFiltered(filter, tree.counts)] : []),
    ...(isSelection ? [l10n.t('Selected rows only')] : []),
  ];
  return {
    snapshot,
    now,
    exportedAt: new Date(now).toISOString(),
    isSample: isSample(snapshot),
    requiredScanTypes: snapshot.readings[0]?.requiredScanTypes ?? [],
    filter: limits.length === 0 ? undefined : limits.join(' · '),
  };
}

/** Each once, however often it is among the rows. */
function takePlaces(tree: AccountTree, keys: readonly (RowKey | undefined)[]): Iterable<Place> {
  const lists = keys.map((key) => tree.getShownPlaces(key));
  return lists.length === 1 && lists[0] !== undefined ? lists[0] : takeOnce(lists);
}

/** In the folder that is open, else in the person's own. The time of this computer makes sure that nothing is replaced without being meant. */
function toDefaultFile(format: ExportFormat, { now, isSample: isMadeUp }: ReportFacts): Uri {
  const local = new Date(now - new Date(now).getTimezoneOffset() * 60_000).toISOString();
  const time = local.slice(0, 16).replace('T', '-').replace(':', '');
  const words = ['inspector-status', ...(isMadeUp ? ['sample'] : []), time];
  const name = `${words.join('-')}.${ENDINGS[format]}`;
  return Uri.joinPath(workspace.workspaceFolders?.[0]?.uri ?? Uri.file(getHomeFolder()), name);
}

type Outcome = 'tooLarge' | 'cancelled' | Awaited<ReturnType<typeof writeWhole>>;

async function tellOutcome(outcome: Outcome, file: Uri): Promise<void> {
  const fileName = file.path.split('/').at(-1) ?? '';
  switch (outcome) {
    case 'cancelled':
      return;
    case 'written': {
      const open = l10n.t('Open');
      const chosen = await showNotification('information', l10n.t('Exported to “{0}”.', fileName), open);
      if (chosen === open) {
        await commands.executeCommand('vscode.open', file);
      }
      return;
    }
    case 'tooLarge':
      void showNotification(
        'error',
        l10n.t(
          'Nothing was exported: it is more than a file can hold. Filter the accounts, or export some rows.',
        ),
      );
      return;
    case 'denied':
      void showNotification(
        'error',
        l10n.t(
          'Nothing was exported: “{0}” may not be written there. Choose another folder, or another name.',
          fileName,
        ),
      );
      return;
    case 'noFolder':
      void showNotification(
        'error',
        l10n.t('Nothing was exported: the folder for “{0}” does not exist. Choose another one.', fileName),
      );
      return;
    case 'isFolder':
      void showNotification(
        'error',
        l10n.t('Nothing was exported: “{0}” is a folder. Choose another name.', fileName),
      );
      return;
    case 'failed':
      void showNotification(
        'error',
        l10n.t(
          'Nothing was exported: “{0}” could not be written. Check whether the disk is full or disconnected, or choose another folder.',
          fileName,
        ),
      );
      return;
  }
}
