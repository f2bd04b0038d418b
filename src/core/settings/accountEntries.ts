// parseAccounts, parseNames: the accounts of the settings, in display order, and the names given to them.

import { type Account, type AccountId, toAccountId } from '../model.ts';
import { MAX_NAME, toSingleLine } from '../text.ts';
import { describeEntry, limit, type Report, type SettingProblemCode } from './settingProblems.ts';

/** More accounts than any AWS Organization may hold; what is beyond is said, not read. */
export const MAX_ACCOUNTS = 50_000;
/** Entries between two pauses: some milliseconds of work. */
const STEP = 5000;

/** Each account once, in display order. */
export function* parseAccounts(
  raw: unknown,
  names: ReadonlyMap<AccountId, string>,
  report: Report,
): Generator<void, readonly Account[], void> {
  const entries = raw === undefined ? [] : raw;
  if (!Array.isArray(entries)) {
    report(undefined, raw, 'notAList');
    return [];
  }
  const accounts = new Map<AccountId, Account>();
  for (const [index, entry] of limit(entries, MAX_ACCOUNTS, report).entries()) {
    if (index % STEP === STEP - 1) {
      yield;
    }
    const id = parseAccountId(entry, (code, value) => report(index, entry, code, value));
    if (id !== undefined && accounts.has(id)) {
      report(index, entry, 'listedTwice');
    } else if (id !== undefined) {
      accounts.set(id, { id, name: names.get(id) });
    }
  }
  return yield* sortAccounts(accounts.values());
}

/**
 * By name, then id, those without a name last. Numbers in names count as numbers. What a name is compared by is
 * made once, and without the collator's own rule for numbers, with which sorting 50,000 of them takes several times as long.
 */
export function* sortAccounts<Each extends Account>(
  accounts: Iterable<Each>,
): Generator<void, readonly Each[], void> {
  const { compare } = new Intl.Collator('en');
  const named: { readonly account: Each; readonly order: string }[] = [];
  const nameless: Each[] = [];
  for (const account of accounts) {
    if (account.name === undefined) {
      nameless.push(account);
    } else {
      named.push({ account, order: toSortableName(account.name) });
      if (named.length % STEP === 0) {
        yield;
      }
    }
  }
  named.sort((a, b) => compare(a.order, b.order) || compareIds(a.account, b.account));
  return [...named.map(({ account }) => account), ...nameless.sort(compareIds)];
}

/** What names are compared by, with `Intl.Collator('en')`. */
function toSortableName(name: string): string {
  return name.replace(/[0-9]+/g, toSortableNumber);
}

/** The number of digits in front: "9" comes before "10" as "0019" does before "00210". */
function toSortableNumber(digits: string): string {
  const significant = digits.startsWith('0') ? digits.replace(/^0+(?=.)/, '') : digits;
  return String(significant.length).padStart(3, '0') + significant;
}

export function compareIds(a: Account, b: Account): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * Blanks around the id and the dashes or blanks of `1234-5678-9012` are forgiven, and so is a number of twelve
 * digits. What is missing is never guessed: a number of eleven digits has probably lost its leading zero, and
 * is reported with the id that it may stand for.
 */
export function parseAccountId(
  entry: unknown,
  report: (code: SettingProblemCode, value?: string | number) => void,
): AccountId | undefined {
  if (typeof entry === 'number' && Number.isSafeInteger(entry) && entry >= 0) {
    const digits = String(entry);
    const id = toAccountId(digits);
    if (id === undefined) {
      report(
        digits.length === 11 ? 'lostZero' : 'wrongLength',
        digits.length === 11 ? `0${digits}` : digits.length,
      );
    }
    return id;
  }
  if (typeof entry !== 'string') {
    report('notText');
    return undefined;
  }
  const plain = toAccountId(entry);
  if (plain !== undefined) {
    return plain;
  }
  const text = entry.length > 1000 ? entry : entry.trim();
  const digits = /^[0-9]{4}([- ])[0-9]{4}\1[0-9]{4}$/.test(text) ? text.replace(/[- ]/g, '') : text;
  const id = toAccountId(digits);
  if (id === undefined) {
    if (digits === '') {
      report('empty');
    } else if (/^[0-9]+$/.test(digits)) {
      report('wrongLength', digits.length);
    } else {
      report('badCharacters');
    }
  }
  return id;
}

export function* parseNames(
  raw: unknown,
  report: Report,
): Generator<void, ReadonlyMap<AccountId, string>, void> {
  const names = new Map<AccountId, string>();
  const value = raw === undefined ? {} : raw;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report(undefined, raw, 'notAnObject');
    return names;
  }
  // Not Object.entries: what VS Code gives is slow to walk, and this is the quickest walk.
  const table = value as Readonly<Record<string, unknown>>;
  let count = 0;
  for (const key in table) {
    count++;
    if (count % STEP === 0) {
      yield;
    }
    if (count > MAX_ACCOUNTS) {
      continue;
    }
    const id = parseAccountId(key, (code, detail) => report(describeEntry(key), key, code, detail));
    if (id === undefined) {
      continue;
    }
    const name = table[key];
    if (typeof name !== 'string') {
      report(id, name, 'notText');
      continue;
    }
    const clean = toSingleLine(name, MAX_NAME);
    if (clean !== '') {
      names.set(id, clean);
    }
  }
  if (count > MAX_ACCOUNTS) {
    report(undefined, `${count}`, 'tooMany', MAX_ACCOUNTS);
  }
  return names;
}
