// offerMembers, offerProfileAccounts: accounts that a person can choose from, without those that are there already.

import type { AccountId } from '../model.ts';
import type { Member, ProfileDescription } from '../ports.ts';
import { MAX_NAME, toSingleLine } from '../text.ts';

export interface OfferedAccount {
  readonly id: AccountId;
  readonly name: string | undefined;
  /** What Inspector says of a member, where it is not simply one; `administrator` for who looks after them. */
  readonly relationship?: string;
  /** Profiles that lead to it. */
  readonly profiles?: readonly string[];
}

export interface Offer {
  /** By name, then id, those without a name last. */
  readonly accounts: readonly OfferedAccount[];
  /** How many more there are, in the list already. */
  readonly presentCount: number;
}

export function offerMembers(members: readonly Member[], present: ReadonlySet<AccountId>): Offer {
  return toOffer(
    members.map(({ id, name, relationship = 'administrator' }) => ({
      id,
      name,
      ...(relationship === 'ENABLED' ? {} : { relationship }),
    })),
    present,
  );
}

/** Those that the files name, under the name of the first profile that leads to them. */
export function offerProfileAccounts(
  profiles: readonly ProfileDescription[],
  present: ReadonlySet<AccountId>,
): Offer {
  const byId = new Map<AccountId, string[]>();
  for (const { name, accountId } of profiles) {
    if (accountId !== undefined) {
      byId.set(accountId, [...(byId.get(accountId) ?? []), toSingleLine(name, MAX_NAME)]);
    }
  }
  return toOffer(
    [...byId].map(([id, names]) => ({ id, name: names[0], profiles: names })),
    present,
  );
}

export function offerIds(ids: readonly AccountId[], present: ReadonlySet<AccountId>): Offer {
  return toOffer(
    ids.map((id) => ({ id, name: undefined })),
    present,
  );
}

function toOffer(all: readonly OfferedAccount[], present: ReadonlySet<AccountId>): Offer {
  const accounts = all.filter(({ id }) => !present.has(id)).sort(compare);
  return { accounts, presentCount: all.length - accounts.length };
}

function compare(a: OfferedAccount, b: OfferedAccount): number {
  if (a.name === undefined || b.name === undefined) {
    return Number(a.name === undefined) - Number(b.name === undefined) || compareTexts(a.id, b.id);
  }
  return compareTexts(a.name.toLowerCase(), b.name.toLowerCase()) || compareTexts(a.id, b.id);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
