// The words of the product: accounts, Regions, scan types, their states, failures, and the snapshot of all.

/** Twelve decimal digits. Made only by `toAccountId`. */
export type AccountId = string & { readonly accountId: unique symbol };

/** A Region code such as `us-east-1`, checked for its form, not for its existence. */
export type Region = string;

/** The text as an account id, or undefined when it is not exactly twelve ASCII digits. */
export function toAccountId(text: string): AccountId | undefined {
  return /^[0-9]{12}$/.test(text) ? (text as AccountId) : undefined;
}

export interface Account {
  readonly id: AccountId;
  /** As the settings name it, cleaned for display. */
  readonly name: string | undefined;
}

/**
 * The scan types of BatchGetAccountStatus, in the service's order.
 * https://docs.aws.amazon.com/inspector/v2/APIReference/API_ResourceState.html
 */
export const KNOWN_SCAN_TYPES = ['ec2', 'ecr', 'lambda', 'lambdaCode', 'codeRepository'] as const;
export type KnownScanType = (typeof KNOWN_SCAN_TYPES)[number];

/**
 * The statuses that the service documents; others are passed on verbatim.
 * https://docs.aws.amazon.com/inspector/v2/APIReference/API_State.html
 */
export const KNOWN_STATUSES = [
  'ENABLING',
  'ENABLED',
  'DISABLING',
  'DISABLED',
  'SUSPENDING',
  'SUSPENDED',
] as const;
export type KnownStatus = (typeof KNOWN_STATUSES)[number];

export function isKnownStatus(status: string): status is KnownStatus {
  return (KNOWN_STATUSES as readonly string[]).includes(status);
}

/** What the service said went wrong with an account or a scan type. Text from outside: show it inert. */
export interface ServiceError {
  readonly code: string;
  readonly message: string | undefined;
}

export interface ScanTypeStatus {
  /** A `KnownScanType`, or the key of a scan type that is newer than this program. */
  readonly scanType: string;
  /** A `KnownStatus`, another text verbatim, or undefined when the answer had none. */
  readonly status: string | undefined;
  readonly error: ServiceError | undefined;
}

/** What one successful call said of one account. */
export type Answer =
  | {
      readonly kind: 'status';
      /** A `KnownStatus`, another text verbatim, or undefined when the answer had none. */
      readonly status: string | undefined;
      readonly error: ServiceError | undefined;
      /** Whether the account came in `failedAccounts`. */
      readonly failed: boolean;
      /** Those that were reported, known ones first in the service's order. An absent one is not "disabled". */
      readonly scanTypes: readonly ScanTypeStatus[];
    }
  /** The call succeeded without a word on this account: in neither list. */
  | { readonly kind: 'notReturned' }
  /** The service refuses any call that holds this id (ValidationException). */
  | { readonly kind: 'refused'; readonly message: string | undefined };

/** What is known of one account in one Region. */
export type Entry =
  /** Its first answer is on the way. */
  | { readonly kind: 'waiting' }
  /** Never answered, and nothing is on the way; the Region's failure, where there is one, says why. */
  | { readonly kind: 'unread' }
  | {
      readonly kind: 'read';
      readonly answer: Answer;
      /** Milliseconds since 1970. */
      readonly takenAt: number;
      /** The latest attempt to read it again failed. */
      readonly stale: boolean;
    };

/** Why a call, or the step before it, gave no answer. Made only by the source's adapter. */
export interface Failure {
  readonly kind: FailureKind;
  /** The raw error name or code, such as `AccessDeniedException` or `ECONNREFUSED`. */
  readonly code: string;
  /** The service's own words. Text from outside: show it inert. Never set for a credential step. */
  readonly message?: string;
  readonly httpStatus?: number;
  readonly requestId?: string;
  /** Seconds that the service asked to wait. */
  readonly retryAfterSeconds?: number;
  /** Host and port that could not be reached. */
  readonly host?: string;
  /** Seconds after which the step was given up. */
  readonly deadlineSeconds?: number;
  /** Profiles that exist, when the one asked for does not. */
  readonly availableProfiles?: readonly string[];
}

export const FAILURE_KINDS = [
  'accessDenied',
  'throttled',
  'offline',
  'unreachable',
  'timedOut',
  'untrustedCertificate',
  'insecureEndpoint',
  'proxyLogin',
  'webPage',
  'badAnswer',
  'noData',
  'serviceFault',
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
] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** One Region read with one profile, and every account there. */
export interface RegionReading {
  readonly profile: string;
  /** Undefined until the profile's own Region has been looked up. */
  readonly region: Region | undefined;
  /** Parallel to the snapshot's `accounts`. */
  readonly entries: readonly Entry[];
  /**
   * The scan types that at least one account of the Region reports. One that none reports is taken to be not
   * offered there, and does not count against anybody.
   */
  readonly offeredScanTypes: readonly string[];
  /** Why the latest refresh did not read the Region, or not all of it. */
  readonly failure: Failure | undefined;
  /** When the latest refresh that read the whole Region ended, in milliseconds since 1970. */
  readonly readAt: number | undefined;
}

export type Activity =
  | { readonly kind: 'idle' }
  | { readonly kind: 'refreshing'; readonly doneCalls: number; readonly totalCalls: number };

/** Everything that the views show. Immutable; parts that did not change keep their identity. */
export interface Snapshot {
  /** In display order: by name, then id, those without a name last. */
  readonly accounts: readonly Account[];
  readonly readings: readonly RegionReading[];
  readonly activity: Activity;
}
