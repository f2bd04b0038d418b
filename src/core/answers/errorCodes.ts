// The error codes that BatchGetAccountStatus gives for an account or a scan type, and which pass by themselves.

import type { ServiceError } from '../model.ts';

/**
 * `information`: not a fault. `passes`: waiting is enough. `mayPass`: waiting may be enough. `act`: somebody
 * must do something.
 * https://docs.aws.amazon.com/inspector/v2/APIReference/API_FailedAccount.html
 */
export const ERROR_CODES = {
  ALREADY_ENABLED: 'information',
  ENABLE_IN_PROGRESS: 'passes',
  DISABLE_IN_PROGRESS: 'passes',
  SUSPEND_IN_PROGRESS: 'passes',
  RESOURCE_NOT_FOUND: 'act',
  ACCESS_DENIED: 'mayPass',
  INTERNAL_ERROR: 'mayPass',
  SSM_UNAVAILABLE: 'act',
  SSM_THROTTLED: 'passes',
  EVENTBRIDGE_UNAVAILABLE: 'act',
  EVENTBRIDGE_THROTTLED: 'passes',
  RESOURCE_SCAN_NOT_DISABLED: 'act',
  DISASSOCIATE_ALL_MEMBERS: 'act',
  ACCOUNT_IS_ISOLATED: 'act',
  EC2_SSM_RESOURCE_DATA_SYNC_LIMIT_EXCEEDED: 'act',
  EC2_SSM_ASSOCIATION_VERSION_LIMIT_EXCEEDED: 'act',
  BLOCKED_BY_ORGANIZATION_POLICY: 'act',
} as const satisfies Record<string, 'information' | 'passes' | 'mayPass' | 'act'>;

export type ErrorCode = keyof typeof ERROR_CODES;

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}

/** The error, unless its code is only information; an unknown code is a fault. */
export function faultOf(error: ServiceError | undefined): ServiceError | undefined {
  const isFault =
    error !== undefined && !(isErrorCode(error.code) && ERROR_CODES[error.code] === 'information');
  return isFault ? error : undefined;
}

/** Whether waiting is all that the code asks for. */
export function passesByItself(code: string): boolean {
  return isErrorCode(code) && ERROR_CODES[code] !== 'act' && ERROR_CODES[code] !== 'mayPass';
}
