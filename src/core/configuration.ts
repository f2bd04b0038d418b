// Turns the raw settings into a Configuration, and everything wrong with them into problems that name the entry.

import { type Account, type AccountId, type Region, toAccountId } from './model.ts';
import { INSPECTOR_REGIONS, parseRegion } from './regions.ts';
import { toSingleLine } from './text.ts';

/** Settings as they came, of any shape. */
export type RawSettings = Readonly<Record<SettingName, unknown>>;

export type SettingName =
  | 'accountIds'
  | 'accountNames'
  | 'profile'
  | 'regions'
  | 'refreshIntervalMinutes'
  | 'maxConcurrentRequests'
  | 'endpointUrl'
  | 'showStatusBar';

/** More accounts than any AWS Organization may hold; what is beyond is said, not read. */
export const MAX_ACCOUNTS = 50_000;
const MAX_NAME = 100;
const MAX_ENTRY = 60;

export interface Configuration {
  /** In display order, none twice. */
  readonly accounts: readonly Account[];
  /** Empty: the SDK's default credential chain. */
  readonly profile: string;
  /** None twice. Empty: the Region of the profile. */
  readonly regions: readonly Region[];
  /** 0: only by hand. */
  readonly refreshIntervalMinutes: number;
  readonly maxConcurrentRequests: number;
  readonly endpointUrl: string | undefined;
  readonly showStatusBar: boolean;
  readonly problems: readonly SettingProblem[];
  /** Nothing may be read: who, where or whom to ask is not clear until a problem is corrected. */
  readonly blocked: boolean;
}

export type SettingProblemCode =
  | 'notAList'
  | 'notAnObject'
  | 'notText'
  | 'notANumber'
  | 'notABoolean'
  | 'empty'
  | 'wrongLength'
  | 'lostZero'
  | 'badCharacters'
  | 'listedTwice'
  | 'tooMany'
  | 'malformedRegion'
  | 'fipsRegion'
  | 'unknownRegion'
  | 'outOfRange'
  | 'malformedUrl'
  | 'insecureUrl'
  | 'urlWithCredentials';

export interface SettingProblem {
  readonly setting: SettingName;
  /** Where in the setting: an index, a key, or undefined for the whole. */
  readonly at: number | string | undefined;
  /** The entry as one line of at most 60 characters; never for an address that may hold a password. */
  readonly entry: string;
  readonly code: SettingProblemCode;
  /** The number of digits, the cap, the value used instead… as the code has it. */
  readonly value: string | undefined;
  /** `note`: the entry works all the same. */
  readonly severity: 'error' | 'note';
}

/** Total: any value of any setting gives a configuration and the problems in it. */
export function parseConfiguration(raw: RawSettings): Configuration {
  const problems: SettingProblem[] = [];
  const blockingProblems: SettingProblem[] = [];
  const report = (
    into: SettingProblem[],
    setting: SettingName,
    at: SettingProblem['at'],
    entry: unknown,
    code: SettingProblemCode,
    value?: string | number,
  ) => {
    into.push({
      setting,
      at,
      entry: describeEntry(entry),
      code,
      value: value === undefined ? undefined : String(value),
      severity: NOTES.has(code) ? 'note' : 'error',
    });
  };

  const names = parseNames(raw.accountNames, (...problem) => report(problems, 'accountNames', ...problem));
  const accounts = parseAccounts(raw.accountIds, names, (...problem) =>
    report(problems, 'accountIds', ...problem),
  );
  const regions = parseRegions(raw.regions, (...problem) =>
    report(NOTES.has(problem[2]) ? problems : blockingProblems, 'regions', ...problem),
  );
  const { profile = '' } = raw;
  if (typeof profile !== 'string') {
    report(blockingProblems, 'profile', undefined, profile, 'notText');
  }
  const endpointUrl = parseEndpoint(raw.endpointUrl, (...problem) =>
    report(blockingProblems, 'endpointUrl', ...problem),
  );
  const inRange = (setting: SettingName, fallback: number, least: number, most: number) => {
    const { [setting]: value = fallback } = raw;
    if (typeof value !== 'number' || Number.isNaN(value)) {
      report(problems, setting, undefined, value, 'notANumber', fallback);
      return fallback;
    }
    const used = Math.min(Math.max(value, least), most);
    if (used !== value) {
      report(problems, setting, undefined, value, 'outOfRange', used);
    }
    return used;
  };
  const { showStatusBar = true } = raw;
  if (typeof showStatusBar !== 'boolean') {
    report(problems, 'showStatusBar', undefined, showStatusBar, 'notABoolean', 'true');
  }
  return {
    accounts,
    profile: typeof profile === 'string' ? profile.trim() : '',
    regions,
    refreshIntervalMinutes:
      raw.refreshIntervalMinutes === 0 ? 0 : inRange('refreshIntervalMinutes', 15, 1, 1440),
    maxConcurrentRequests: Math.floor(inRange('maxConcurrentRequests', 6, 1, 32)),
    endpointUrl,
    showStatusBar: showStatusBar !== false,
    problems: [...blockingProblems, ...problems],
    // One bad Region among good ones is left out, as a bad account is; none left would mean reading elsewhere.
    blocked: blockingProblems.some((each) => each.setting !== 'regions' || regions.length === 0),
  };
}

const NOTES: ReadonlySet<SettingProblemCode> = new Set(['listedTwice', 'unknownRegion', 'outOfRange']);

type Report = (
  at: SettingProblem['at'],
  entry: unknown,
  code: SettingProblemCode,
  value?: string | number,
) => void;

function parseAccounts(
  raw: unknown,
  names: ReadonlyMap<AccountId, string>,
  report: Report,
): readonly Account[] {
  const entries = raw === undefined ? [] : raw;
  if (!Array.isArray(entries)) {
    report(undefined, raw, 'notAList');
    return [];
  }
  if (entries.length > MAX_ACCOUNTS) {
    report(undefined, `${entries.length}`, 'tooMany', MAX_ACCOUNTS);
  }
  const accounts = new Map<AccountId, Account>();
  for (const [index, entry] of entries.slice(0, MAX_ACCOUNTS).entries()) {
    const id = parseAccountId(entry, (code, value) => report(index, entry, code, value));
    if (id !== undefined && accounts.has(id)) {
      report(index, entry, 'listedTwice');
    } else if (id !== undefined) {
      accounts.set(id, { id, name: names.get(id) });
    }
  }
  return sortAccounts(accounts.values());
}

/** By name, then id, those without a name last. */
function sortAccounts(accounts: Iterable<Account>): readonly Account[] {
  const collator = new Intl.Collator('en', { numeric: true });
  return [...accounts].sort((a, b) => {
    if (a.name !== undefined && b.name !== undefined && a.name !== b.name) {
      const order = collator.compare(a.name, b.name);
      if (order !== 0) {
        return order;
      }
    }
    if ((a.name === undefined) !== (b.name === undefined)) {
      return a.name === undefined ? 1 : -1;
    }
    return a.id < b.id ? -1 : 1;
  });
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

function parseNames(raw: unknown, report: Report): ReadonlyMap<AccountId, string> {
  const names = new Map<AccountId, string>();
  const value = raw === undefined ? {} : raw;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report(undefined, raw, 'notAnObject');
    return names;
  }
  for (const [key, name] of Object.entries(value)) {
    const id = parseAccountId(key, (code, detail) => report(describeEntry(key), key, code, detail));
    if (id !== undefined && typeof name !== 'string') {
      report(id, name, 'notText');
    } else if (id !== undefined) {
      const clean = toSingleLine(name, MAX_NAME);
      if (clean !== '') {
        names.set(id, clean);
      }
    }
  }
  return names;
}

function parseRegions(raw: unknown, report: Report): readonly Region[] {
  const entries = raw === undefined ? [] : raw;
  if (!Array.isArray(entries)) {
    report(undefined, raw, 'notAList');
    return [];
  }
  const regions = new Set<Region>();
  for (const [index, entry] of entries.entries()) {
    if (typeof entry !== 'string') {
      report(index, entry, 'notText');
      continue;
    }
    const parsed = parseRegion(entry);
    if (parsed.kind !== 'region') {
      report(index, entry, parsed.kind === 'fips' ? 'fipsRegion' : 'malformedRegion');
    } else if (regions.has(parsed.region)) {
      report(index, entry, 'listedTwice');
    } else {
      regions.add(parsed.region);
      if (!INSPECTOR_REGIONS.has(parsed.region)) {
        report(index, entry, 'unknownRegion');
      }
    }
  }
  return [...regions];
}

function parseEndpoint(raw: unknown, report: Report): string | undefined {
  const value = raw === undefined ? '' : raw;
  if (typeof value !== 'string') {
    report(undefined, value, 'notText');
    return undefined;
  }
  const text = value.trim();
  if (text === '') {
    return undefined;
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    report(undefined, '', 'malformedUrl');
  } else if (url.username !== '' || url.password !== '') {
    report(undefined, url.host, 'urlWithCredentials');
  } else if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    report(undefined, url.host, 'insecureUrl');
  } else {
    return url.href.replace(/\/$/, '');
  }
  return undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.[0-9]{1,3}){3}$/.test(hostname);
}

function describeEntry(entry: unknown): string {
  if (typeof entry === 'string') {
    return toSingleLine(entry, MAX_ENTRY);
  }
  if (typeof entry === 'number' || typeof entry === 'boolean' || entry === null || entry === undefined) {
    return String(entry);
  }
  return Array.isArray(entry) ? '[…]' : '{…}';
}
