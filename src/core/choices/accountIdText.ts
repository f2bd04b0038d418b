// findAccountIds: picks the account ids out of any text: a table, JSON, a page of the console, a list.

import { type AccountId, toAccountId } from '../model.ts';
import { MAX_ACCOUNTS } from '../settings/accountEntries.ts';

/** More than 50,000 ids with their names need. */
const MAX_TEXT = 10_000_000;

/**
 * Twelve digits that stand alone, or three groups of four as in `1111-2222-3333`. Not a part of a longer number, a
 * word, a UUID or a decimal, and no four groups, which are something else.
 */
const ID =
  /(?<![\w.-])(?:[0-9]{12}|(?<![0-9] )[0-9]{4}([- ])[0-9]{4}\1[0-9]{4}(?![- ][0-9]))(?![\w-]|\.[0-9])/g;

/** Each once, in the order in which they come. */
export function findAccountIds(text: string): readonly AccountId[] {
  const ids = new Set<AccountId>();
  for (const [found] of text.slice(0, MAX_TEXT).matchAll(ID)) {
    const id = toAccountId(found.replace(/[- ]/g, ''));
    if (id !== undefined && ids.size < MAX_ACCOUNTS) {
      ids.add(id);
    }
  }
  return [...ids];
}
