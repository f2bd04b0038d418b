// What an entry comes to: its condition, and whether somebody must act.

import { faultOf, passesByItself } from '../answers/errorCodes.ts';
import {
  type Answer,
  type Entry,
  type Failure,
  type FailureKind,
  KNOWN_SCAN_TYPES,
  type KnownStatus,
  type ScanTypeStatus,
  type ServiceError,
} from '../model.ts';
import { type Expected, isLacking, NOTHING_EXPECTED } from './lacking.ts';

/** What an account, or one of its scan types, comes to; each has an icon of its own. */
export type Condition =
  /** Every scan type is on, and none fails. */
  | 'allOn'
  /** Some scan types are on, or one of them fails. */
  | 'someOn'
  /** Enabled, with no scan type on: turning on is still under way, or nothing is scanned. */
  | 'noneOn'
  /** Enabled, and a scan type that the settings want on is not, or is not known to be. */
  | 'lacking'
  | 'off'
  | 'changing'
  | 'suspended'
  | 'failed'
  | 'unknown'
  | 'waiting';

/**
 * From the one that asks most for a look to the one that asks least. What is known to ask for a person comes before what
 * is not known: one Region that could not be read hides nothing of the others.
 */
export const WORST_FIRST: readonly Condition[] = [
  'failed',
  'suspended',
  'off',
  'noneOn',
  'lacking',
  'unknown',
  'changing',
  'waiting',
  'someOn',
  'allOn',
];

/** The worst of the conditions; `unknown` of none. */
export function worstCondition(conditions: readonly Condition[]): Condition {
  return WORST_FIRST.find((each) => conditions.includes(each)) ?? 'unknown';
}

type StatusAnswer = Extract<Answer, { kind: 'status' }>;

export interface ScanTypeCount {
  readonly on: number;
  /** The known scan types that the Region offers, reported or not, and all that the account reports. */
  readonly all: number;
}

export function countScanTypes(answer: Answer, offered: readonly string[] = KNOWN_SCAN_TYPES): ScanTypeCount {
  if (answer.kind !== 'status') {
    return { on: 0, all: 0 };
  }
  // Loops, because this runs for each of thousands of accounts at each change.
  let on = 0;
  let all = answer.scanTypes.length;
  for (const { status } of answer.scanTypes) {
    on += status === 'ENABLED' ? 1 : 0;
  }
  for (const known of KNOWN_SCAN_TYPES) {
    all += offered.includes(known) && !reports(answer, known) ? 1 : 0;
  }
  return { on, all };
}

function reports({ scanTypes }: StatusAnswer, wanted: string): boolean {
  for (const { scanType } of scanTypes) {
    if (scanType === wanted) {
      return true;
    }
  }
  return false;
}

/** The scan types that at least one of the entries reports, known ones first in the service's order. */
export function findOfferedScanTypes(entries: readonly Entry[]): readonly string[] {
  const found = new Set<string>();
  // Thousands of accounts share a few answers.
  const seen = new Set<Answer>();
  for (const entry of entries) {
    if (entry.kind === 'read' && entry.answer.kind === 'status' && !seen.has(entry.answer)) {
      seen.add(entry.answer);
      for (const { scanType } of entry.answer.scanTypes) {
        found.add(scanType);
      }
    }
  }
  const known: readonly string[] = KNOWN_SCAN_TYPES;
  const newer = [...found].filter((scanType) => !known.includes(scanType)).sort();
  return [...known.filter((scanType) => found.has(scanType)), ...newer];
}

export function conditionOfEntry(entry: Entry, expected?: Expected): Condition {
  switch (entry.kind) {
    case 'waiting':
      return 'waiting';
    case 'unread':
      return 'unknown';
    case 'read':
      return conditionOfAnswer(entry.answer, expected);
  }
}

function conditionOfAnswer(answer: Answer, expected?: Expected): Condition {
  if (answer.kind !== 'status') {
    return answer.kind === 'refused' ? 'failed' : 'unknown';
  }
  return faultOf(errorOf(answer)) === undefined ? conditionWithoutFault(answer, expected) : 'failed';
}

/** What status and scan types come to, whatever error stands beside them. */
function conditionWithoutFault(answer: StatusAnswer, expected = NOTHING_EXPECTED): Condition {
  const { on, all } = countScanTypes(answer, expected.offeredScanTypes);
  const condition = conditionOfStatus(answer.status);
  if (condition !== 'allOn') {
    return condition;
  }
  if (answer.scanTypes.length === 0) {
    // Not reported is not off.
    return 'unknown';
  }
  if (on === 0) {
    return 'noneOn';
  }
  if (isLacking(answer, expected)) {
    return 'lacking';
  }
  return on === all && !hasFailingScanType(answer) ? 'allOn' : 'someOn';
}

/** A change is under way; how long it has been matters. */
export function isChanging(answer: Answer): boolean {
  return answer.kind === 'status' && conditionOfStatus(answer.status) === 'changing';
}

export function conditionOfScanType(scanType: ScanTypeStatus): Condition {
  return faultOf(scanType.error) !== undefined ? 'failed' : conditionOfStatus(scanType.status);
}

function conditionOfStatus(status: string | undefined): Condition {
  switch (status as KnownStatus | undefined) {
    case 'ENABLED':
      return 'allOn';
    case 'DISABLED':
      return 'off';
    case 'SUSPENDED':
      return 'suspended';
    case 'ENABLING':
    case 'DISABLING':
    case 'SUSPENDING':
      return 'changing';
    default:
      return 'unknown';
  }
}

/** The account's own error; one without a code for an account in `failedAccounts` without a word why. */
export function errorOf(answer: StatusAnswer): ServiceError | undefined {
  return answer.error ?? (answer.failed ? { code: '', message: undefined } : undefined);
}

/** All faults of an answer: the account's own first, then those of its scan types. */
export function faultsOf(answer: Answer): ServiceError[] {
  return answer.kind === 'status'
    ? ([errorOf(answer), ...answer.scanTypes.map((each) => each.error)].filter(
        (error) => faultOf(error) !== undefined,
      ) as ServiceError[])
    : [];
}

/** The account failed, or one of its scan types does. */
export function hasFault(entry: Entry): boolean {
  return entry.kind === 'read' && isFaulty(entry.answer);
}

function isFaulty(answer: Answer): boolean {
  return answer.kind === 'status'
    ? faultOf(errorOf(answer)) !== undefined || hasFailingScanType(answer)
    : answer.kind === 'refused';
}

function hasFailingScanType({ scanTypes }: StatusAnswer): boolean {
  for (const { error } of scanTypes) {
    if (faultOf(error) !== undefined) {
      return true;
    }
  }
  return false;
}

/** Scanned, and nothing wrong with it, as far as the last answer goes; it may be stale, but not old. */
export function isScannedWithoutProblem(entry: Entry, expected?: Expected): boolean {
  return entry.kind === 'read' && entry.old === undefined && isAnswerWithoutProblem(entry.answer, expected);
}

function isAnswerWithoutProblem(answer: Answer, expected?: Expected): boolean {
  const condition = conditionOfAnswer(answer, expected);
  return (
    (condition === 'allOn' || condition === 'someOn') && !isFaulty(answer) && !hasDoubtfulScanType(answer)
  );
}

/** A scan type is suspended, or has a status that is missing or unknown. */
function hasDoubtfulScanType(answer: Answer): boolean {
  if (answer.kind === 'status') {
    for (const scanType of answer.scanTypes) {
      const condition = conditionOfScanType(scanType);
      if (condition === 'suspended' || condition === 'unknown') {
        return true;
      }
    }
  }
  return false;
}

/** Waiting is not enough: the account is not scanned, or fails, and only a person can change that. */
export function needsAttention(entry: Entry, expected?: Expected): boolean {
  return entry.kind === 'read' && answerNeedsAttention(entry.answer, expected);
}

function answerNeedsAttention(answer: Answer, expected: Expected = NOTHING_EXPECTED): boolean {
  if (answer.kind !== 'status') {
    return true;
  }
  if (isFaulty(answer) && faultsOf(answer).some(({ code }) => !passesByItself(code))) {
    return true;
  }
  if (isLacking(answer, expected)) {
    return true;
  }
  if (answer.status === undefined && answer.error !== undefined) {
    // A fault that passes, or mere information, and nothing else.
    return false;
  }
  // A fault that passes does not make an account that is off any less off.
  const condition = conditionWithoutFault(answer);
  const isWell = condition === 'allOn' || condition === 'someOn';
  return isWell ? hasDoubtfulScanType(answer) : condition !== 'changing';
}

/** Failures that do not pass until a person does something. */
const ACT_FAILURES: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'accessDenied',
  'untrustedCertificate',
  'insecureEndpoint',
  'proxyLogin',
  'webPage',
  'requestRefused',
  'regionUnavailable',
  'regionNotEnabled',
  'noRegion',
  'clockSkew',
  'profileMissing',
  'configUnreadable',
  'configMalformed',
  'signedOut',
  'codeNeeded',
  'credentialsMissing',
  'credentialsRejected',
  'credentialsExpired',
  'credentialsFailed',
  'credentialsTimedOut',
  'unexpected',
]);

export function failureNeedsAttention(failure: Failure): boolean {
  return ACT_FAILURES.has(failure.kind);
}
