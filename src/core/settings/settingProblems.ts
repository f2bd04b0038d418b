// SettingProblem: what is wrong in the settings, entry by entry.

import { toSingleLine } from '../text.ts';

export const SETTING_NAMES = [
  'accountIds',
  'accountNames',
  'profile',
  'regions',
  'scopes',
  'requiredScanTypes',
  'refreshIntervalMinutes',
  'maxConcurrentRequests',
  'endpointUrl',
  'showStatusBar',
  'notifyOfChanges',
  'editorHovers',
] as const;
export type SettingName = (typeof SETTING_NAMES)[number];

export type SettingProblemCode =
  | 'notAList'
  | 'notAnObject'
  | 'notAScope'
  | 'noName'
  | 'nameTaken'
  | 'unknownKey'
  | 'notText'
  | 'notANumber'
  | 'notABoolean'
  | 'notAChoice'
  | 'empty'
  | 'wrongLength'
  | 'lostZero'
  | 'badCharacters'
  | 'listedTwice'
  | 'tooMany'
  | 'malformedRegion'
  | 'fipsRegion'
  | 'unknownRegion'
  | 'otherPartition'
  | 'malformedScanType'
  | 'unknownScanType'
  | 'outOfRange'
  | 'malformedUrl'
  | 'insecureUrl'
  | 'urlWithCredentials'
  | 'notForWorkspace'
  | 'brokenFile';

export interface SettingProblem {
  /** Undefined for a whole file. */
  readonly setting: SettingName | undefined;
  /** Where in the setting: indexes and keys, from the outside in; none for the whole. */
  readonly at: readonly (number | string)[];
  /** The entry as one line of at most 60 characters; never for an address that may hold a password. */
  readonly entry: string;
  readonly code: SettingProblemCode;
  /** The number of digits, the cap, the value used instead, the address of the file… as the code has it. */
  readonly value: string | undefined;
  /** `note`: the entry works all the same. */
  readonly severity: 'error' | 'note';
}

/** The entry works all the same. */
export const NOTES: ReadonlySet<SettingProblemCode> = new Set([
  'listedTwice',
  'unknownRegion',
  'otherPartition',
  'unknownScanType',
  'outOfRange',
  'unknownKey',
]);

/** An index, a key, a way of both, or undefined for the whole. */
export type ProblemPlace = number | string | SettingProblem['at'] | undefined;

export function toPath(at: ProblemPlace): SettingProblem['at'] {
  return at === undefined ? [] : typeof at === 'object' ? at : [at];
}

/** Takes a problem of one setting. */
export type Report = (
  at: ProblemPlace,
  entry: unknown,
  code: SettingProblemCode,
  value?: string | number,
) => void;

/** The first of the entries, as many as are read; where there are more, that is said. */
export function limit(entries: readonly unknown[], most: number, report: Report): readonly unknown[] {
  if (entries.length > most) {
    report(undefined, `${entries.length}`, 'tooMany', most);
  }
  return entries.slice(0, most);
}

const MAX_ENTRY = 60;

/** An entry of any kind, to be shown on one line. */
export function describeEntry(entry: unknown): string {
  if (typeof entry === 'string') {
    return toSingleLine(entry, MAX_ENTRY);
  }
  if (typeof entry === 'number' || typeof entry === 'boolean' || entry === null || entry === undefined) {
    return String(entry);
  }
  return Array.isArray(entry) ? '[…]' : '{…}';
}
