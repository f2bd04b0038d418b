/** Ready-made answers of single accounts, to write scenarios with. */
import type { AccountAnswer, AccountEntry, FailedEntry, State } from './scenario.ts';

/** The scan types that Inspector has today, in the order in which it lists them. */
export const scanTypes = ['ec2', 'ecr', 'lambda', 'lambdaCode', 'codeRepository'] as const;

export type ScanType = (typeof scanTypes)[number];

/** A status, a whole state, or null for a scan type that is not part of the answer. */
type ScanState = string | State | null;

/** An account in `accounts`; scan types that are not given have the account's status. */
export function toAccount(
  state: string | State,
  scanStates: Readonly<Record<string, ScanState>> = {},
): { readonly account: AccountEntry } {
  const accountState = toState(state);
  const given = new Map(Object.entries(scanStates));
  const resourceState: [string, State][] = [];
  for (const scanType of new Set([...scanTypes, ...given.keys()])) {
    const scanState = given.has(scanType) ? given.get(scanType) : accountState.status;
    if (scanState) {
      resourceState.push([scanType, toState(scanState)]);
    }
  }
  return { account: { state: accountState, resourceState: Object.fromEntries(resourceState) } };
}

/** An account in `failedAccounts`. */
export function toFailed(
  errorCode: string,
  errorMessage: string,
  rest: Pick<FailedEntry, 'status' | 'resourceStatus'> = {},
): AccountAnswer {
  return { failed: { errorCode, errorMessage, ...rest } };
}

export const allOn = toAccount('ENABLED');

function toState(state: string | State): State {
  return typeof state === 'string' ? { status: state } : state;
}
