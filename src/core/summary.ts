// What an entry comes to: its condition, whether somebody must act, and the counts over all accounts.

import { faultOf, passesByItself } from './errorCodes.ts';
import {
  type Answer,
  type Entry,
  type Failure,
  type FailureKind,
  isKnownStatus,
  KNOWN_SCAN_TYPES,
  type ScanTypeStatus,
  type ServiceError,
  type Snapshot,
} from './model.ts';

/** What an account, or one of its scan types, comes to; each has an icon of its own. */
export type Condition =
  /** Every scan type is on, and none fails. */
  | 'allOn'
  /** Some scan types are on, or one of them fails. */
  | 'someOn'
  /** Enabled, with no scan type on: turning on is still under way, or nothing is scanned. */
  | 'noneOn'
  | 'off'
  | 'changing'
  | 'suspended'
  | 'failed'
  | 'unknown'
  | 'waiting';

/** From the one that asks most for a look to the one that asks least. */
export const WORST_FIRST: readonly Condition[] = [
  'failed',
  'unknown',
  'suspended',
  'off',
  'noneOn',
  'changing',
  'waiting',
  'someOn',
  'allOn',
];

/** The worst of the conditions; `unknown` of none. */
export function worstCondition(conditions: readonly Condition[]): Condition {
  return WORST_FIRST.find((each) => conditions.includes(each)) ?? 'unknown';
}

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
    all += offered.includes(known) && !answer.scanTypes.some(({ scanType }) => scanType === known) ? 1 : 0;
  }
  return { on, all };
}

/** The scan types that at least one of the entries reports, known ones first in the service's order. */
export function findOfferedScanTypes(entries: readonly Entry[]): readonly string[] {
  const found = new Set<string>();
  for (const entry of entries) {
    if (entry.kind === 'read' && entry.answer.kind === 'status') {
      for (const { scanType } of entry.answer.scanTypes) {
        found.add(scanType);
      }
    }
  }
  const known: readonly string[] = KNOWN_SCAN_TYPES;
  const newer = [...found].filter((scanType) => !known.includes(scanType)).sort();
  return [...known.filter((scanType) => found.has(scanType)), ...newer];
}

export function conditionOfEntry(entry: Entry, offered?: readonly string[]): Condition {
  switch (entry.kind) {
    case 'waiting':
      return 'waiting';
    case 'unread':
      return 'unknown';
    case 'read':
      return conditionOfAnswer(entry.answer, offered);
  }
}

function conditionOfAnswer(answer: Answer, offered?: readonly string[]): Condition {
  if (answer.kind === 'notReturned') {
    return 'unknown';
  }
  if (answer.kind === 'refused' || faultOf(errorOf(answer)) !== undefined) {
    return 'failed';
  }
  return conditionWithoutFault(answer, offered);
}

/** What status and scan types come to, whatever error stands beside them. */
function conditionWithoutFault(
  answer: Extract<Answer, { kind: 'status' }>,
  offered?: readonly string[],
): Condition {
  const { on, all } = countScanTypes(answer, offered);
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
  const isWhole = on === all && answer.scanTypes.every(({ error }) => faultOf(error) === undefined);
  return isWhole ? 'allOn' : 'someOn';
}

export function conditionOfScanType(scanType: ScanTypeStatus): Condition {
  return faultOf(scanType.error) !== undefined ? 'failed' : conditionOfStatus(scanType.status);
}

function conditionOfStatus(status: string | undefined): Condition {
  if (status === undefined || !isKnownStatus(status)) {
    return 'unknown';
  }
  switch (status) {
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
  }
}

/** The account's own error; one without a code for an account in `failedAccounts` without a word why. */
export function errorOf(answer: Extract<Answer, { kind: 'status' }>): ServiceError | undefined {
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
  return (
    entry.kind === 'read' &&
    (conditionOfAnswer(entry.answer) === 'failed' || faultsOf(entry.answer).length > 0)
  );
}

/** Scanned, and nothing wrong with it, as far as the last answer goes; it may be stale. */
export function isScannedWithoutProblem(entry: Entry): boolean {
  const condition = conditionOfEntry(entry);
  return (
    entry.kind === 'read' &&
    (condition === 'allOn' || condition === 'someOn') &&
    !hasFault(entry) &&
    !hasDoubtfulScanType(entry.answer)
  );
}

/** A scan type is suspended, or has a status that is missing or unknown. */
function hasDoubtfulScanType(answer: Answer): boolean {
  return (
    answer.kind === 'status' &&
    answer.scanTypes.some((each) => ['suspended', 'unknown'].includes(conditionOfScanType(each)))
  );
}

/** Waiting is not enough: the account is not scanned, or fails, and only a person can change that. */
export function needsAttention(entry: Entry): boolean {
  if (entry.kind !== 'read') {
    return false;
  }
  const { answer } = entry;
  if (answer.kind !== 'status') {
    return true;
  }
  const faults = faultsOf(answer);
  if (faults.some(({ code }) => !passesByItself(code))) {
    return true;
  }
  if (answer.status === undefined && answer.error !== undefined) {
    // A fault that passes, or mere information, and nothing else.
    return false;
  }
  // A fault that passes does not make an account that is off any less off.
  const condition = faults.length > 0 ? conditionWithoutFault(answer) : conditionOfAnswer(answer);
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
  'noRegion',
  'clockSkew',
  'profileMissing',
  'signedOut',
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

export interface Summary {
  readonly accounts: number;
  /** Accounts scanned without a problem in each Region, stale values among them. */
  readonly scannedWithoutProblem: number;
  readonly needAttention: number;
  /** Accounts of which some Region gave no answer. */
  readonly unknown: number;
  /** Accounts with a value that the latest refresh could not renew. */
  readonly stale: number;
  /** Accounts for each condition, the worst one over their Regions. */
  readonly byCondition: ReadonlyMap<Condition, number>;
  readonly failures: readonly Failure[];
  /** When the Region read longest ago was read, of those that ever were. */
  readonly readAt: number | undefined;
  /** Every account is known, fresh and scanned without a problem, and no Region failed. */
  readonly allWell: boolean;
}

export function summarize(snapshot: Snapshot): Summary {
  const { accounts, readings } = snapshot;
  const byCondition = new Map<Condition, number>();
  let scannedWithoutProblem = 0;
  let needAttention = 0;
  let unknown = 0;
  let stale = 0;
  for (let index = 0; index < accounts.length; index++) {
    const entries: Entry[] = [];
    const conditions: Condition[] = [];
    for (const reading of readings) {
      const entry = reading.entries[index];
      if (entry !== undefined) {
        entries.push(entry);
        conditions.push(conditionOfEntry(entry, reading.offeredScanTypes));
      }
    }
    const condition = worstCondition(conditions);
    byCondition.set(condition, (byCondition.get(condition) ?? 0) + 1);
    scannedWithoutProblem += entries.length > 0 && entries.every(isScannedWithoutProblem) ? 1 : 0;
    needAttention += entries.some(needsAttention) ? 1 : 0;
    unknown += entries.length === 0 || entries.some((entry) => entry.kind !== 'read') ? 1 : 0;
    stale += entries.some((entry) => entry.kind === 'read' && entry.stale) ? 1 : 0;
  }
  const failures = readings.map((reading) => reading.failure).filter((failure) => failure !== undefined);
  const times = readings.flatMap((reading) => reading.readAt ?? []);
  const readAt = times.length === 0 ? undefined : Math.min(...times);
  return {
    accounts: accounts.length,
    scannedWithoutProblem,
    needAttention,
    unknown,
    stale,
    byCondition,
    failures,
    readAt,
    allWell:
      accounts.length > 0 &&
      scannedWithoutProblem === accounts.length &&
      stale === 0 &&
      failures.length === 0,
  };
}
