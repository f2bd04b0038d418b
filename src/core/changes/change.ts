// Change: what is otherwise than at the reading before, of an account in a Region, of a scan type there, or of who is
// a member. In codes; `src/vscode/wording/changes.ts` has the words.

import { faultOf, passesByItself } from '../answers/errorCodes.ts';
import type { Account, Answer, KnownStatus, Region, ScanTypeStatus } from '../model.ts';
import { errorOf } from '../state/summary.ts';

/** A state as far as it counts for changes: the words of an error may differ each time, and times always do. */
export type ChangedState =
  | {
      readonly kind: 'status';
      /** A `KnownStatus`, another text verbatim, or undefined when the answer had none. */
      readonly status: string | undefined;
      /** The code of what fails; empty for a failure without a code, undefined where nothing fails. */
      readonly fault: string | undefined;
    }
  /** Of a scan type that the answer does not name. */
  | { readonly kind: 'notReported' }
  | { readonly kind: 'notReturned' }
  | { readonly kind: 'refused' }
  | {
      readonly kind: 'member';
      /** Not scanned, or failing, when it was first read, in a way that only a person can change. */
      readonly needsAttention: boolean;
    }
  | { readonly kind: 'notMember' };

/** Between two readings that the service confirmed, of the same scope with the same profile. */
export interface Change {
  /** The name of one. */
  readonly scope: string;
  readonly profile: string;
  /** As it was called then. */
  readonly account: Account;
  /** Undefined where it is about the membership, which is the same in all Regions. */
  readonly region: Region | undefined;
  /** Undefined where it is about the account itself. */
  readonly scanType: string | undefined;
  readonly from: ChangedState;
  /** When it was last read as it was, in milliseconds since 1970. */
  readonly fromAt: number;
  readonly to: ChangedState;
  /** When it was first read as it is. It may have begun earlier. */
  readonly at: number;
}

export type Direction = 'worse' | 'better' | 'neutral';

/** Worse is only what does not pass by itself: that a scan type is being turned on again, or is throttled, is not. */
export function directionOf({ from, to }: Pick<Change, 'from' | 'to'>): Direction {
  if (to.kind === 'member' || to.kind === 'notMember') {
    return to.kind === 'member' && to.needsAttention ? 'worse' : 'neutral';
  }
  const before = rankOf(from);
  const after = rankOf(to);
  if (after > before) {
    return 'better';
  }
  return after < before && after < PASSING ? 'worse' : 'neutral';
}

/** A fault or a change that passes by itself, and nothing else. */
const PASSING = 5;

/** The higher, the better. */
function rankOf(state: ChangedState): number {
  switch (state.kind) {
    case 'refused':
      return 0;
    case 'notReturned':
      return 1;
    // Neither worse nor better than off: a scan type that is new in the service comes like that.
    case 'notReported':
      return 3;
    case 'member':
    case 'notMember':
      return PASSING;
    case 'status': {
      const { status, fault } = state;
      if (fault === undefined) {
        return rankOfStatus(status);
      }
      if (!passesByItself(fault)) {
        return 0;
      }
      return status === undefined ? PASSING : Math.min(PASSING, rankOfStatus(status));
    }
  }
}

function rankOfStatus(status: string | undefined): number {
  switch (status as KnownStatus | undefined) {
    case 'ENABLED':
      return 6;
    case 'ENABLING':
      return PASSING;
    case 'DISABLING':
    case 'SUSPENDING':
      return 4;
    case 'DISABLED':
      return 3;
    case 'SUSPENDED':
      return 2;
    default:
      return 1;
  }
}

/** What is otherwise between two answers about an account. */
export interface Difference {
  /** Undefined for the account itself. */
  readonly scanType: string | undefined;
  readonly from: ChangedState;
  readonly to: ChangedState;
}

/**
 * The account first, then its scan types. One that goes the way of its account is not said again; and where either
 * answer names no scan type at all, nothing is known of how they changed.
 */
export function diffAnswers(before: Answer, after: Answer): readonly Difference[] {
  const account = { scanType: undefined, from: toState(before), to: toState(after) };
  const isOther = !isSameState(account.from, account.to);
  const differences: Difference[] = isOther ? [account] : [];
  if (
    before.kind !== 'status' ||
    after.kind !== 'status' ||
    before.scanTypes.length === 0 ||
    after.scanTypes.length === 0
  ) {
    return differences;
  }
  const names = new Set([...after.scanTypes, ...before.scanTypes].map(({ scanType }) => scanType));
  for (const scanType of names) {
    const from = toScanTypeState(before.scanTypes, scanType);
    const to = toScanTypeState(after.scanTypes, scanType);
    const goesAlong = isOther && isSameState(from, account.from) && isSameState(to, account.to);
    if (!isSameState(from, to) && !goesAlong) {
      differences.push({ scanType, from, to });
    }
  }
  return differences;
}

function toState(answer: Answer): ChangedState {
  return answer.kind === 'status'
    ? { kind: 'status', status: answer.status, fault: faultOf(errorOf(answer))?.code }
    : { kind: answer.kind };
}

function toScanTypeState(scanTypes: readonly ScanTypeStatus[], wanted: string): ChangedState {
  const found = scanTypes.find(({ scanType }) => scanType === wanted);
  return found === undefined
    ? { kind: 'notReported' }
    : { kind: 'status', status: found.status, fault: faultOf(found.error)?.code };
}

function isSameState(a: ChangedState, b: ChangedState): boolean {
  return a.kind === 'status' && b.kind === 'status'
    ? a.status === b.status && a.fault === b.fault
    : a.kind === b.kind;
}
