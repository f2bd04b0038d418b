// createReveal: shows the row of an account: the one that is meant, or one that a person picks by name or id.

import type { TreeView } from 'vscode';
import { toAccountId } from '../../core/model.ts';
import { isFiltering, NO_FILTER } from '../../core/rows/accountFilter.ts';
import { type AccountRow, isAccountRow, parseRowKey, type RowKey, toRowKey } from '../../core/rows/rows.ts';
import type { SnapshotStore } from '../../core/state/store.ts';
import { pickAccount } from '../inputs/accountChoice.ts';
import type { AccountTree } from '../tree/accountTree.ts';
import type { ViewChoices } from '../tree/viewChoices.ts';

export interface RevealParts {
  readonly store: SnapshotStore;
  readonly tree: AccountTree;
  readonly choices: ViewChoices;
  readonly view: TreeView<RowKey>;
  readonly showView: () => Promise<void>;
}

/** Takes the key of a row or an account id; nothing happens for an account that is not there. */
export function createReveal(parts: RevealParts): (meant?: unknown) => Promise<void> {
  const { store, choices, showView } = parts;
  return async (meant) => {
    const { scopes } = store.current;
    const row =
      meant === undefined ? await pickAccount(scopes, choices.currentFilter) : findRow(meant, parts);
    if (row === undefined) {
      return;
    }
    await showView();
    await revealFirst(parts, [toRowKey(row)]);
  };
}

/** Goes to the first of the rows that is shown, or to the one of its account; says whether there is one. */
export async function revealFirst(
  { tree, choices, view }: Pick<RevealParts, 'tree' | 'choices' | 'view'>,
  keys: readonly RowKey[],
): Promise<boolean> {
  let found = await tree.findShown(keys);
  if (found === undefined && isFiltering(choices.currentFilter)) {
    // Whoever wants to see it wants to see it more than the filter.
    choices.setFilter(NO_FILTER);
    found = await tree.findShown(keys);
  }
  if (found !== undefined) {
    await view.reveal(found, { select: true, focus: true });
  }
  return found !== undefined;
}

/** Of the first scope that has the account, where only its id is given. */
function findRow(meant: unknown, { store, tree }: RevealParts): AccountRow | undefined {
  const row = parseRowKey(meant);
  if (row !== undefined) {
    return isAccountRow(row) && tree.getAccountIds(String(meant)).length > 0 ? row : undefined;
  }
  const id = toAccountId(String(meant));
  const scope = store.current.scopes.find(({ accounts }) => accounts.some((account) => account.id === id));
  return id && scope && { kind: 'account', scope: scope.name, id };
}
