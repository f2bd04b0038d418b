// Every command in one table, complete by type, behind one handler of errors.

import { commands, l10n, type TreeView } from 'vscode';
import { type ChangeKey, parseChangeKey } from '../../core/changes/changeRows.ts';
import type { ShownChanges } from '../../core/changes/shownChanges.ts';
import { toAccountId } from '../../core/model.ts';
import type { AwsConnection, Clock } from '../../core/ports.ts';
import type { RequestedPart } from '../../core/refresh/plan.ts';
import type { RefreshEngine } from '../../core/refresh/refresh.ts';
import { parseRowKey, type RowKey } from '../../core/rows/rows.ts';
import type { Shown } from '../../core/sample/shown.ts';
import {
  ACCOUNTS_VIEW,
  ARRANGEMENT_COMMANDS,
  CHANGE_COMMANDS,
  COPY_FIX_COMMANDS,
  type CommandId,
  type PlainCommandId,
  readCommand,
  WALKTHROUGH,
} from '../ids.ts';
import type { CodePrompt } from '../inputs/codePrompt.ts';
import { getScopeName } from '../inputs/scopeChoice.ts';
import { copyToClipboard, type Log, showNotification } from '../outlets.ts';
import type { Settings } from '../settings/settings.ts';
import type { AccountTree } from '../tree/accountTree.ts';
import type { ViewChoices } from '../tree/viewChoices.ts';
import { describePolicy } from '../wording/details.ts';
import { markAsSample } from '../wording/sample.ts';
import type { AccessibilityHelp } from './accessibilityHelp.ts';
import { createAddAccounts } from './addAccounts.ts';
import { createArrangementCommands } from './arrangementCommands.ts';
import { openAwsFile } from './awsFileEditor.ts';
import { createChangeCommands } from './changeCommands.ts';
import { createCopyFixCommands } from './copyFix.ts';
import { createExport } from './exportAccounts.ts';
import { getMeantKeys } from './meantKeys.ts';
import { createReveal } from './reveal.ts';
import { createRowCommands } from './rowCommands.ts';
import { createScopeCommands } from './scopeCommands.ts';

export interface CommandParts {
  readonly extensionId: string;
  readonly engine: RefreshEngine;
  readonly shown: Shown;
  readonly settings: Settings;
  readonly tree: AccountTree;
  readonly choices: ViewChoices;
  readonly changes: ShownChanges;
  readonly view: TreeView<RowKey>;
  readonly changesView: TreeView<ChangeKey>;
  readonly log: Log;
  readonly clock: Clock;
  readonly openConnection: () => Promise<AwsConnection>;
  readonly codePrompt: CodePrompt;
  readonly accessibilityHelp: AccessibilityHelp;
}

/** The others read AWS files, or settings that a workspace chose: without trust, the view says why they do not. */
const WITHOUT_TRUST: ReadonlySet<PlainCommandId> = new Set<PlainCommandId>([
  'inspectorStatus.showLog',
  'inspectorStatus.showSampleData',
  'inspectorStatus.leaveSampleData',
  'inspectorStatus.showAccessibilityHelp',
  'inspectorStatus.openWalkthrough',
]);

/** The others are about AWS, or write settings: none of them may meet made-up accounts. */
const WITH_SAMPLE: ReadonlySet<PlainCommandId> = new Set<PlainCommandId>([
  'inspectorStatus.refresh',
  'inspectorStatus.refreshAccount',
  'inspectorStatus.cancelRefresh',
  'inspectorStatus.copyAccountId',
  'inspectorStatus.copyDetails',
  'inspectorStatus.copyDetailsAsJson',
  'inspectorStatus.copyDetailsAsMarkdown',
  'inspectorStatus.copyPolicy',
  'inspectorStatus.pinAccount',
  'inspectorStatus.unpinAccount',
  'inspectorStatus.revealAccount',
  'inspectorStatus.showLog',
  'inspectorStatus.showSampleData',
  'inspectorStatus.leaveSampleData',
  'inspectorStatus.showAccessibilityHelp',
  ...CHANGE_COMMANDS,
  'inspectorStatus.openWalkthrough',
  'inspectorStatus.export',
  ...COPY_FIX_COMMANDS,
  ...ARRANGEMENT_COMMANDS,
]);

/** The result runs a command of the table; what a command throws is a bug, and is reported here. */
export function createCommands(
  parts: CommandParts,
): (id: CommandId, args: readonly unknown[]) => Promise<void> {
  const { shown, tree, view, log, clock, openConnection } = parts;
  const partsWithStore = { ...parts, store: shown.store };

  const getKeys = (clicked: unknown, selected: unknown) => getMeantKeys(view, clicked, selected, isRowKey);
  /** What leaves says what it is. */
  const copy = (text: string) => copyToClipboard(shown.isSample ? markAsSample(text) : text);

  const openConfig = async (file: string | undefined) =>
    openAwsFile((await openConnection()).watchedPaths, file);

  const table: Record<PlainCommandId, (clicked?: unknown, selected?: unknown) => unknown> = {
    ...createRowCommands({ ...parts, getKeys, copy }),
    'inspectorStatus.revealAccount': createReveal({ ...partsWithStore, showView }),
    ...createScopeCommands({ ...partsWithStore, openConfig, run: (command, key) => table[command](key) }),
    'inspectorStatus.refresh': async (clicked, selected) => {
      const { scopes = [] } = shown.configuration ?? {};
      if (scopes.every(({ scope }) => scope.accounts.length === 0 && scope.members === undefined)) {
        await showView();
      }
      // The selection alone does not narrow it: whoever has the palette in mind means all.
      const keys = clicked === undefined ? [] : getKeys(clicked, selected);
      const parts = keys.flatMap((key) => getRefreshedParts(key, tree));
      const isAll = scopes.length === 1 && parts.some(({ region }) => region === undefined);
      await shown.refresh('person', isAll || parts.length === 0 ? { kind: 'all' } : { kind: 'some', parts });
    },
    'inspectorStatus.cancelRefresh': () => shown.cancel(),
    'inspectorStatus.addAccounts': createAddAccounts({
      ...partsWithStore,
      help: (command, { file }, key) =>
        command === 'inspectorStatus.openConfig' ? openConfig(file) : table[command](key),
    }),
    'inspectorStatus.openConfig': (clicked) => {
      const row = parseRowKey(clicked);
      return openConfig(row?.kind === 'trouble' ? tree.getTrouble(row)?.failure.file : undefined);
    },
    'inspectorStatus.copyPolicy': () => copyToClipboard(describePolicy()),
    'inspectorStatus.showLog': () => log.show(),
    'inspectorStatus.showSampleData': async () => {
      shown.showSample();
      await showView();
    },
    'inspectorStatus.leaveSampleData': () => shown.leaveSample(),
    'inspectorStatus.showAccessibilityHelp': () => parts.accessibilityHelp.show(),
    'inspectorStatus.openWalkthrough': () =>
      commands.executeCommand('workbench.action.openWalkthrough', `${parts.extensionId}#${WALKTHROUGH}`),
    ...createCopyFixCommands({ tree, clock, getKeys }),
    'inspectorStatus.export': createExport({ ...partsWithStore, getKeys }),
    ...createArrangementCommands(partsWithStore),
    ...createChangeCommands({ ...parts, copy }),
  };

  const run = async (id: PlainCommandId, clicked: unknown, selected: unknown): Promise<void> => {
    if (shown.configuration === undefined && !WITHOUT_TRUST.has(id)) {
      await showView();
    } else if (!shown.isSample || WITH_SAMPLE.has(id)) {
      await table[id](clicked, selected);
    } else if (await offerToLeaveSample()) {
      shown.leaveSample();
      // What was meant for a row of the sample ends with it.
      await (clicked === undefined ? run(id, undefined, undefined) : showView());
    }
  };
  return async (given, args) => {
    const { command: id, takesRow } = readCommand(given);
    const [clicked, selected] = takesRow ? args : [];
    // Whoever runs a command may pass anything along: what is no row is not for these commands.
    const isId =
      id === 'inspectorStatus.revealAccount' &&
      typeof clicked === 'string' &&
      toAccountId(clicked) !== undefined;
    if (clicked !== undefined && (parseRowKey(clicked) ?? parseChangeKey(clicked)) === undefined && !isId) {
      return;
    }
    try {
      await run(id, clicked, selected);
    } catch (error) {
      await reportBug(log, id, error);
    }
  };
}

function isRowKey(value: unknown): value is RowKey {
  return parseRowKey(value) !== undefined;
}

/** The row of a scope asks all of it; that of a trouble the Regions that share it, and no healthy one. */
function getRefreshedParts(key: RowKey, tree: AccountTree): readonly RequestedPart[] {
  const scope = getScopeName(key);
  if (scope === undefined) {
    return [];
  }
  const row = parseRowKey(key);
  const trouble = row?.kind === 'trouble' ? tree.getTrouble(row) : undefined;
  const regions =
    trouble === undefined || trouble.everywhere || trouble.readings.length === 0
      ? [undefined]
      : trouble.readings.map(({ region }) => region);
  return regions.map((region) => ({ scope, accountIds: undefined, region }));
}

async function showView(): Promise<void> {
  await commands.executeCommand(`${ACCOUNTS_VIEW}.focus`);
}

async function offerToLeaveSample(): Promise<boolean> {
  const leave = l10n.t('Leave Sample Data');
  const chosen = await showNotification(
    'information',
    l10n.t(
      'These accounts are made up, so nothing is done with them. Leave the sample data to work with your own.',
    ),
    leave,
  );
  return chosen === leave;
}

/** Expected trouble is a value and shown where it belongs; what arrives here is a bug of ours. */
async function reportBug(log: Log, command: CommandId, error: unknown): Promise<void> {
  log.recordBug(command, error);
  const showLog = l10n.t('Show Log');
  const chosen = await showNotification(
    'error',
    l10n.t('“{0}” failed because of an error in the extension.', command),
    showLog,
  );
  if (chosen === showLog) {
    log.show();
  }
}
