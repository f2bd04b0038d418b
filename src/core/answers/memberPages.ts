// parseMembersPage, parseNamesPage: one page of an answer that lists the accounts of an organisation, trusting nothing.

import { isRecord, type Json } from '../json.ts';
import { type AccountId, toAccountId } from '../model.ts';
import type { Member } from '../ports.ts';
import { MAX_NAME, toRedactedLine, toSingleLine } from '../text.ts';

const MAX_WORD = 100;
/** What the services allow for a token, and more than they ever give. */
const MAX_TOKEN = 1_000_000;

/** The body is not of the documented form. */
interface Unusable {
  readonly kind: 'unusable';
}

export type MembersPage =
  | {
      readonly kind: 'page';
      readonly members: readonly Member[];
      /** The account that looks after them, where the answer says it. */
      readonly administrator: AccountId | undefined;
      readonly ignoredItems: number;
      /** Undefined for the last page. */
      readonly nextToken: string | undefined;
    }
  | Unusable;

export type NamesPage =
  | {
      readonly kind: 'page';
      readonly names: ReadonlyMap<AccountId, string>;
      readonly nextToken: string | undefined;
    }
  | Unusable;

/** Accounts that were members and are no longer. */
const GONE: ReadonlySet<string> = new Set(['REMOVED', 'RESIGNED', 'DELETED']);

/**
 * A page of Inspector's ListMembers. Accounts of the organisation that are not associated yet are members, too:
 * that nobody scans them is what a person wants to see. Those that left are not.
 */
export function parseMembersPage(body: unknown): MembersPage {
  const page = readPage(body, 'members', 'nextToken');
  if (page === undefined) {
    return { kind: 'unusable' };
  }
  const members: Member[] = [];
  let administrator: AccountId | undefined;
  let ignoredItems = 0;
  for (const item of page.items) {
    const id = isRecord(item) ? readId(item['accountId']) : undefined;
    if (!isRecord(item) || id === undefined) {
      ignoredItems += 1;
      continue;
    }
    const { relationshipStatus } = item as Json & { readonly relationshipStatus?: unknown };
    const relationship =
      typeof relationshipStatus === 'string' ? toSingleLine(relationshipStatus, MAX_WORD) : undefined;
    administrator ??= readId(item['delegatedAdminAccountId']);
    if (relationship === undefined || !GONE.has(relationship)) {
      members.push({ id, name: undefined, relationship });
    }
  }
  return { kind: 'page', members, administrator, ignoredItems, nextToken: page.nextToken };
}

/** A page of ListAccounts of AWS Organizations, of which nothing but the names is wanted. */
export function parseNamesPage(body: unknown): NamesPage {
  const page = readPage(body, 'Accounts', 'NextToken');
  if (page === undefined) {
    return { kind: 'unusable' };
  }
  const names = new Map<AccountId, string>();
  for (const item of page.items) {
    const id = isRecord(item) ? readId(item['Id']) : undefined;
    const name = isRecord(item) ? item['Name'] : undefined;
    const clean = typeof name === 'string' ? toRedactedLine(name, MAX_NAME) : '';
    if (id !== undefined && clean !== '') {
      names.set(id, clean);
    }
  }
  return { kind: 'page', names, nextToken: page.nextToken };
}

/** Undefined for what is no list, or has a token that nobody could send back. */
function readPage(
  body: unknown,
  list: string,
  token: string,
): { readonly items: readonly unknown[]; readonly nextToken: string | undefined } | undefined {
  if (!isRecord(body)) {
    return undefined;
  }
  const items = body[list];
  const nextToken = body[token] ?? undefined;
  if (!Array.isArray(items) || (nextToken !== undefined && typeof nextToken !== 'string')) {
    return undefined;
  }
  return (nextToken ?? '').length > MAX_TOKEN
    ? undefined
    : { items, nextToken: nextToken === '' ? undefined : nextToken };
}

function readId(value: unknown): AccountId | undefined {
  return typeof value === 'string' ? toAccountId(value) : undefined;
}
