// createAddAccounts: adds accounts that a person chooses to the scope that is meant, and loses none where that fails.

import { l10n } from 'vscode';
import type { Account, Failure } from '../../core/model.ts';
import { toRowKey } from '../../core/rows/rows.ts';
import type { PlainCommandId } from '../ids.ts';
import { AccountPicker, type AccountPickerParts } from '../inputs/accountPicker.ts';
import { chooseScope, toScopeTitle } from '../inputs/scopeChoice.ts';
import { copyToClipboard, type Log, showNotification } from '../outlets.ts';
import type { Settings } from '../settings/settings.ts';
import type { ScopeTarget } from '../settings/settingsWriter.ts';
import { describeAccountCount } from '../wording/numbers.ts';
import { writeSettings } from './writeSettings.ts';

export interface AddAccountsParts extends AccountPickerParts {
  readonly settings: Settings;
  readonly log: Log;
  /** Does what helps against the failure, for the row. */
  readonly help: (command: PlainCommandId, failure: Failure, key: string) => unknown;
}

export function createAddAccounts(parts: AddAccountsParts): (clicked?: unknown) => Promise<void> {
  const { settings, help } = parts;
  const picker = new AccountPicker(parts);
  return async (clicked) => {
    const { scopes = [], endpointUrl } = settings.current ?? {};
    const title = l10n.t('Add Accounts');
    const withLists = scopes.filter(({ scope }) => scope.members === undefined);
    const chosen = await chooseScope(withLists.length === 0 ? scopes : withLists, clicked, title);
    if (chosen?.scope.members !== undefined) {
      const scopeName = chosen.scope.name;
      await showNotification(
        'information',
        l10n.t('“{0}” follows the members of its organization: its accounts are in no list.', scopeName),
      );
      return;
    }
    if (chosen === undefined) {
      return;
    }
    const { name, profile, accounts } = chosen.scope;
    const answer = await picker.ask({
      title: toScopeTitle(title, chosen),
      plan: { profile, regions: chosen.regions, endpointUrl },
      present: new Set(accounts.map(({ id }) => id)),
      targets: settings.writer.getAccountTargets(name),
    });
    if (answer?.kind === 'remedy') {
      await help(answer.command, answer.failure, toRowKey({ kind: 'scope', scope: name }));
    } else if (answer !== undefined) {
      await write(answer.accounts, name, answer.target, parts);
    }
  };
}

function write(
  accounts: readonly Account[],
  scope: string,
  target: ScopeTarget,
  { settings, log }: AddAccountsParts,
): Promise<void> {
  const accountCount = describeAccountCount(accounts.length);
  const copy = l10n.t('Copy Account IDs');
  return writeSettings(
    () => settings.writer.addAccounts(accounts, scope, target),
    log,
    async (again) => {
      const chosen = await showNotification(
        'error',
        l10n.t(
          'The settings could not be written, so {0} are not added yet. Open settings.json, correct or save it, then try again.',
          accountCount,
        ),
        again,
        copy,
      );
      if (chosen === copy) {
        await copyToClipboard(accounts.map(({ id }) => id).join('\n'));
      }
      return chosen;
    },
  );
}
