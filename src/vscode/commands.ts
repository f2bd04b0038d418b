// Every command in one table, complete by type, behind one handler of errors.

import { commands, env, type LogOutputChannel, l10n, type TreeView, Uri, window } from 'vscode';
import type { AccountId, Region } from '../core/model.ts';
import type { Clock } from '../core/ports.ts';
import type { RefreshEngine } from '../core/refresh.ts';
import { toConsoleUrl } from '../core/regions.ts';
import { parseRowKey, type Row, type RowKey } from '../core/rows.ts';
import type { AccountTree } from './accountTree.ts';
import { ACCOUNTS_VIEW, type CommandId } from './ids.ts';
import { type ProfileChoice, pickAccountIds, pickProfile, pickRegions } from './pickers.ts';
import { type Settings, UnwritableSettingsError } from './settings.ts';
import { describeDetails } from './wording/details.ts';

export interface CommandParts {
  readonly engine: RefreshEngine;
  readonly settings: Settings;
  readonly tree: AccountTree;
  readonly view: TreeView<RowKey>;
  readonly log: LogOutputChannel;
  readonly clock: Clock;
  readonly fetchProfiles: () => Promise<readonly ProfileChoice[]>;
}

/** The others read AWS files, or settings that a workspace chose: without trust, the view says why they do not. */
const WITHOUT_TRUST: ReadonlySet<CommandId> = new Set<CommandId>(['inspectorStatus.showLog']);

type AccountRow = Exclude<Row, { kind: 'problem' | 'trouble' }>;

/** The result runs a command of the table; what a command throws is a bug, and is reported here. */
export function createCommands(
  parts: CommandParts,
): (id: CommandId, args: readonly unknown[]) => Promise<void> {
  const { engine, settings, tree, view, log, clock, fetchProfiles } = parts;

  /** The rows a command is about: those VS Code passes, else the selected ones. Arguments may be of any kind. */
  const getKeys = (clicked: unknown, selected: unknown): RowKey[] => {
    const keys: readonly unknown[] =
      Array.isArray(selected) && selected.includes(clicked)
        ? selected
        : clicked === undefined
          ? view.selection
          : [clicked];
    return keys.filter((key) => typeof key === 'string' && parseRowKey(key) !== undefined) as RowKey[];
  };
  const getAccountRows = (clicked: unknown, selected: unknown): AccountRow[] =>
    getKeys(clicked, selected).map(parseRowKey).filter(isAccountRow);

  const table: Record<CommandId, (clicked?: unknown, selected?: unknown) => unknown> = {
    'inspectorStatus.refresh': async () => {
      if (settings.current?.accounts.length === 0) {
        await showView();
      }
      await engine.refresh();
    },
    'inspectorStatus.refreshAccount': async (clicked, selected) => {
      const rows = getAccountRows(clicked, selected);
      const accountIds = [...new Set(rows.map(({ id }) => id))];
      const regions = new Set(rows.map((row) => (row.kind === 'account' ? undefined : row.region)));
      const [region] = regions;
      if (accountIds.length > 0) {
        await engine.refresh({
          kind: 'some',
          accountIds,
          ...(regions.size === 1 && region !== undefined ? { region } : {}),
        });
      }
    },
    'inspectorStatus.cancelRefresh': () => engine.cancel(),
    'inspectorStatus.addAccounts': async () => {
      const present = new Set<AccountId>(settings.current?.accounts.map(({ id }) => id));
      const ids = await pickAccountIds(present);
      if (ids !== undefined && ids.length > 0) {
        await settings.addAccounts(ids);
      }
    },
    'inspectorStatus.selectProfile': async () => {
      const profile = await pickProfile(fetchProfiles(), settings.current?.profile ?? '');
      if (profile !== undefined) {
        await settings.setProfile(profile);
      }
    },
    'inspectorStatus.selectRegions': async () => {
      const regions = await pickRegions(settings.current?.regions ?? []);
      if (regions !== undefined) {
        await settings.setRegions(regions);
      }
    },
    'inspectorStatus.copyAccountId': async (clicked, selected) => {
      const ids = new Set(getAccountRows(clicked, selected).map(({ id }) => id));
      if (ids.size > 0) {
        await env.clipboard.writeText([...ids].join('\n'));
      }
    },
    'inspectorStatus.copyDetails': async (clicked, selected) => {
      const details = getKeys(clicked, selected).map((key) => {
        const row = parseRowKey(key);
        return isAccountRow(row)
          ? describeDetails(tree.getPlaces(row), clock.now())
          : (tree.getTreeItem(key).accessibilityInformation?.label ?? '');
      });
      if (details.length > 0) {
        await env.clipboard.writeText([...new Set(details)].join('\n\n'));
      }
    },
    'inspectorStatus.openInConsole': async (clicked, selected) => {
      const [row] = getAccountRows(clicked, selected);
      const regions =
        row === undefined ? [] : tree.getPlaces(row).flatMap(({ reading }) => reading.region ?? []);
      const region = await pickOne(regions);
      const url = region === undefined ? undefined : toConsoleUrl(region);
      if (region !== undefined && url === undefined) {
        window.showWarningMessage(l10n.t('The address of the AWS console is not known for {0}.', region));
      } else if (url !== undefined) {
        await env.openExternal(Uri.parse(url, true));
      }
    },
    'inspectorStatus.showLog': () => log.show(true),
  };

  return async (id, [clicked, selected]) => {
    try {
      if (settings.current === undefined && !WITHOUT_TRUST.has(id)) {
        await showView();
      } else {
        await table[id](clicked, selected);
      }
    } catch (error) {
      await reportBug(log, id, error);
    }
  };
}

function isAccountRow(row: Row | undefined): row is AccountRow {
  return row !== undefined && row.kind !== 'problem' && row.kind !== 'trouble';
}

async function showView(): Promise<void> {
  await commands.executeCommand(`${ACCOUNTS_VIEW}.focus`);
}

async function pickOne(regions: readonly Region[]): Promise<Region | undefined> {
  return regions.length <= 1
    ? regions[0]
    : window.showQuickPick([...regions], {
        title: l10n.t('Open in AWS Console'),
        placeHolder: l10n.t('Region'),
      });
}

/** Expected trouble is a value and shown where it belongs; what arrives here is a bug of ours. */
async function reportBug(log: LogOutputChannel, command: CommandId, error: unknown): Promise<void> {
  if (error instanceof UnwritableSettingsError) {
    log.warn(`${command}: ${error.message} could not be written`);
    window.showErrorMessage(
      l10n.t('The settings could not be written. Open settings.json, correct or save it, then try again.'),
    );
    return;
  }
  logBug(log, command, error);
  const showLog = l10n.t('Show Log');
  const chosen = await window.showErrorMessage(
    l10n.t('“{0}” failed because of an error in the extension.', command),
    showLog,
  );
  if (chosen === showLog) {
    log.show(true);
  }
}

/** Writes the error with its causes. */
export function logBug(log: LogOutputChannel, where: string, error: unknown): void {
  let cause = error;
  for (let depth = 0; cause !== undefined && depth < 5; depth++) {
    const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    log.error(`${depth === 0 ? where : 'caused by'}: ${text}`);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
}
