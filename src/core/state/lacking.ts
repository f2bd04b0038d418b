// findLacking: the scan types that the settings want on and that are not, as far as an answer says.

import { type Answer, KNOWN_SCAN_TYPES, type KnownStatus, type RegionReading } from '../model.ts';

/** What is expected of an account: what its Region offers, and what of that must be on. */
export type Expected = Pick<RegionReading, 'offeredScanTypes' | 'requiredScanTypes'>;

/** Where nothing else is known: every scan type is offered, and none must be on. */
export const NOTHING_EXPECTED: Expected = { offeredScanTypes: KNOWN_SCAN_TYPES, requiredScanTypes: [] };

/**
 * `off`: the answer says so, of the scan type or of the whole account. `notKnown`: the account is enabled, but the
 * answer is silent on the scan type, or its status is one that is newer than this program.
 */
export type Lack = 'off' | 'notKnown';

export interface LackingScanType {
  readonly scanType: string;
  readonly lack: Lack;
}

/** In the order of the settings. None of an account of which nothing is known: that is a matter of its own. */
export function findLacking(
  answer: Answer,
  { offeredScanTypes, requiredScanTypes }: Expected,
): readonly LackingScanType[] {
  const found: LackingScanType[] = [];
  for (const scanType of requiredScanTypes) {
    const lack = offeredScanTypes.includes(scanType) ? findLack(answer, scanType) : undefined;
    if (lack !== undefined) {
      found.push({ scanType, lack });
    }
  }
  return found;
}

/** How the scan type falls short of what is required; undefined where it does not. */
export function lackOf(answer: Answer, expected: Expected, scanType: string): Lack | undefined {
  return findLacking(answer, expected).find((each) => each.scanType === scanType)?.lack;
}

/** Whether there is any, without making a list: this runs for each of thousands of accounts. */
export function isLacking(answer: Answer, { offeredScanTypes, requiredScanTypes }: Expected): boolean {
  for (const scanType of requiredScanTypes) {
    if (offeredScanTypes.includes(scanType) && findLack(answer, scanType) !== undefined) {
      return true;
    }
  }
  return false;
}

/** Being turned on is no lack: it passes by itself. */
function findLack(answer: Answer, wanted: string): Lack | undefined {
  if (answer.kind !== 'status' || answer.status === 'ENABLING') {
    return undefined;
  }
  for (const { scanType, status } of answer.scanTypes) {
    if (scanType === wanted) {
      return lackOfStatus(status);
    }
  }
  switch (answer.status as KnownStatus | undefined) {
    case 'DISABLED':
    case 'SUSPENDED':
      return 'off';
    case 'ENABLED':
      return 'notKnown';
    default:
      return undefined;
  }
}

function lackOfStatus(status: string | undefined): Lack | undefined {
  switch (status as KnownStatus | undefined) {
    case 'ENABLED':
    case 'ENABLING':
      return undefined;
    case 'DISABLED':
    case 'DISABLING':
    case 'SUSPENDED':
    case 'SUSPENDING':
      return 'off';
    default:
      return 'notKnown';
  }
}
