// findAccountIdAt: the account id that a place in a text is in, or undefined where it is in none.

import { type AccountId, toAccountId } from './model.ts';

export interface FoundAccountId {
  readonly id: AccountId;
  /** Where it begins in the line, and where it is over. */
  readonly start: number;
  readonly end: number;
}

/** `1111-2222-3333` and a digit or a dash on either side: more of a line, which may have megabytes, is not looked at. */
const REACH = 16;

/**
 * Twelve digits, or three times four with dashes between, as the AWS console writes ids. Not a part of a longer number,
 * nor of a word or a chain of numbers with dashes, such as a UUID.
 */
export function findAccountIdAt(line: string, at: number): FoundAccountId | undefined {
  const from = Math.max(0, at - REACH);
  const text = line.slice(from, at + REACH);
  for (const { 0: found, index } of text.matchAll(/[0-9A-Za-z_-]+/g)) {
    const start = from + index;
    const end = start + found.length;
    if (start <= at && at <= end) {
      const isDashed = /^[0-9]{4}-[0-9]{4}-[0-9]{4}$/.test(found);
      const id = toAccountId(isDashed ? found.replaceAll('-', '') : found);
      return id && { id, start, end };
    }
  }
  return undefined;
}
