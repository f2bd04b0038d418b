/** Ready-made answers of single accounts, to write scenarios with. */
import type { AccountAnswer, FailedEntry, State } from './scenario.ts';

/** The scan types that Inspector has today, in the order in which it lists them. */
export const scanTypes = ['ec2', 'ecr', 'lambda', 'lambdaCode', 'codeRepository'] as const;

export type ScanType = (typeof scanTypes)[number];

/** A status, a whole state, or null for a scan type that is not part of the answer. */
type ScanState = string | State | null;

/** An account in `accounts`; scan types that are not given have the account's status. */
export function toAccount(
  state: string | State,
  scanStates: Readonly<Record<string, ScanState>> = {},
): AccountAnswer & { readonly account: object } {
  const accountState = toState(state);
  const resourceState: Record<string, State> = {};
  for (const scanType of new Set([...scanTypes, ...Object.keys(scanStates)])) {
    const scanState = scanType in scanStates ? scanStates[scanType] : { status: accountState.status };
    if (scanState) {
      resourceState[scanType] = toState(scanState);
    }
  }
  return { account: { state: accountState, resourceState } };
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
