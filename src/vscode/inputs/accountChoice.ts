// pickAccount: one of thousands of accounts, found by name or id.

import { l10n, type QuickPickItem, window } from 'vscode';
import type { Scope } from '../../core/model.ts';
import { type AccountFilter, isFiltering } from '../../core/rows/accountFilter.ts';
import type { AccountRow } from '../../core/rows/rows.ts';
import { describeFilter } from '../wording/groups.ts';
import { toInertLabel } from '../wording/inert.ts';

interface AccountItem extends QuickPickItem {
  readonly row: AccountRow;
}

/** Says that a filter which hides the account is cleared by choosing it. */
export async function pickAccount(
  scopes: readonly Scope[],
  filter: AccountFilter,
): Promise<AccountRow | undefined> {
  const items = scopes.flatMap(({ name: scope, accounts }) =>
    accounts.map(
      ({ id, name }): AccountItem => ({
        label: toInertLabel(name ?? id),
        description: toInertLabel([...(name === undefined ? [] : [id]), scope].filter(Boolean).join(' · ')),
        row: { kind: 'account', scope, id },
      }),
    ),
  );
  const placeHolder = isFiltering(filter)
    ? l10n.t('Name or id. The filter “{0}” is cleared if it hides the account.', describeFilter(filter))
    : l10n.t('Name or id');
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Reveal Account'),
    placeHolder,
    matchOnDescription: true,
  });
  return chosen?.row;
}
