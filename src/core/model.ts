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
      /** When the status was first read as it is, where it was read before `takenAt`. It may have begun earlier. */
      readonly since?: number;
      /** Not confirmed: the latest attempt to read it again failed, or there was none since the program started. */
      readonly stale: boolean;
      /** Read more than a day ago: too old to say how things are. Such a value is stale, too. */
      readonly old?: true;
    };

/** The longest that anybody is believed to want us to wait. */
export const MAX_RETRY_AFTER_SECONDS = 24 * 60 * 60;

/** Why a call, or the step before it, gave no answer. Made only by the source's adapter; see also `judgeRejections`. */
export interface Failure {
  readonly kind: FailureKind;
  /** The raw error name or code, such as `AccessDeniedException` or `ECONNREFUSED`. */
  readonly code: string;
  /** The service's own words. Text from outside: show it inert. Never set for a credential step. */
  readonly message?: string;
  readonly httpStatus?: number;
  readonly requestId?: string;
  /** Who had the fault, or refused, where it is not Inspector. */
  readonly service?: OtherService;
  /** The IAM action that was called, where it is not the one that reads statuses. */
  readonly action?: MembersAction;
  /** Seconds that the service asked to wait: more than 0, at most `MAX_RETRY_AFTER_SECONDS`. */
  readonly retryAfterSeconds?: number;
  /** Host and port that could not be reached. */
  readonly host?: string;
  /** Seconds after which the step was given up. */
  readonly deadlineSeconds?: number;
  /** Profiles that exist, when the one asked for does not. */
  readonly availableProfiles?: readonly string[];
  /** Files that were looked in, with `~` for the home folder. */
  readonly files?: readonly string[];
  /** The file that the failure is about, with `~` for the home folder, and the line in it. */
  readonly file?: string;
  readonly line?: number;
  /** Exit code of a credential process. */
  readonly exitCode?: number;
  /** Name of the SSO session, or its start URL where it has no name. */
  readonly ssoSession?: string;
  /** ARN of the role that could not be assumed. */
  readonly role?: string;
  /** Account that a role of an SSO session is in. */
  readonly accountId?: string;
  /** Profiles that lead from the one asked for to the one that is wrong, both included. */
  readonly profileChain?: readonly string[];
  /** The variable or setting that names an endpoint which is refused. */
  readonly setting?: string;
  /** The computer whose files were read, where they may be expected on another one. */
  readonly machine?: string;
  /** Minutes that the clock of this computer is ahead of the service's; below 0 when it is behind. */
  readonly clockOffsetMinutes?: number;
}

/** `sso` is IAM Identity Center, `signin` the sign-in with `aws login`, `other` whoever else gives credentials. */
export type OtherService = 'sts' | 'sso' | 'signin' | 'organizations' | 'other';

export type MembersAction = 'inspector2:ListMembers' | 'organizations:ListAccounts';

export const FAILURE_KINDS = [
  'accessDenied',
  'throttled',
  'offline',
  'unreachable',
  'timedOut',
  'untrustedCertificate',
  /** Neither https nor loopback, or with a user, password or query in it: `setting` names where it stands. */
  'insecureEndpoint',
  'proxyLogin',
  'webPage',
  'badAnswer',
  'noData',
  'serviceFault',
  'requestRefused',
  'regionUnavailable',
  /** The credentials are accepted elsewhere, but not in this Region, which has to be enabled for the account first. */
  'regionNotEnabled',
  'noRegion',
  'clockSkew',
  'profileMissing',
  /** An AWS file is there, but cannot be read. */
  'configUnreadable',
  /** A line of an AWS file is not understood, and what is asked for may be in it. */
  'configMalformed',
  'signedOut',
  /** A person has to type a code of an MFA device; a refresh by itself never asks for one. */
  'codeNeeded',
  'credentialsMissing',
  'credentialsRejected',
  'credentialsExpired',
  'credentialsFailed',
  'credentialsTimedOut',
  'unexpected',
] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** The codes of a failure of kind `credentialsFailed`: which step to the credentials went wrong, and how. */
export const CREDENTIAL_CODES = [
  /** The profile (the last of `profileChain`) has no setting that leads to credentials. */
  'NoCredentialsInProfile',
  /** An access key without its secret. */
  'KeysIncomplete',
  /** A role with neither `source_profile` nor `credential_source`, with both, or with an unknown one. */
  'RoleSourceUnclear',
  /** `source_profile` names a profile that is not there: the last of `profileChain`. */
  'SourceProfileMissing',
  /** `source_profile` leads back to a profile of `profileChain`. */
  'ProfileCycle',
  /** STS does not let these credentials assume `role`. */
  'RoleDenied',
  /** STS does not understand the settings of `role`, such as its ARN or duration. */
  'RoleRefused',
  /** The MFA code was not accepted, also at the second try. */
  'CodeRejected',
  /** The container, instance or environment that `credential_source` names gives no credentials. */
  'CredentialSourceEmpty',
  /** The profile's `sso_session` is not in the config file: `ssoSession`. */
  'SsoSessionMissing',
  /** An SSO profile lacks an account, a role, a start URL or a Region. */
  'SsoProfileIncomplete',
  /** The signed-in person has no `role` in `accountId`. */
  'SsoRoleDenied',
  /** `file`, with the token of a web identity, is not there or cannot be read. */
  'WebIdentityFileMissing',
  /** `credential_process` ended with `exitCode`, or could not be started. */
  'ProcessFailed',
  /** What it printed is no JSON object. */
  'ProcessNotJson',
  /** The `Version` in its answer is not 1. */
  'ProcessVersion',
  /** Its answer lacks a key or a secret. */
  'ProcessIncomplete',
  /** Its answer has credentials that have ended. */
  'ProcessExpired',
  /** It printed more than fits. */
  'ProcessTooLarge',
] as const;
export type CredentialCode = (typeof CREDENTIAL_CODES)[number];

export function isCredentialCode(code: string): code is CredentialCode {
  return (CREDENTIAL_CODES as readonly string[]).includes(code);
}

/** What is read with one profile: the accounts of an organisation, say. */
export interface Scope {
  /** As the settings call it, none twice in a snapshot; empty for the only one where the settings name none. */
  readonly name: string;
  /** Empty: the SDK's default credential chain. */
  readonly profile: string;
  /** The workspace chose it, not the user. */
  readonly profileIsWorkspaces: boolean;
  /** In display order: by name, then id, those without a name last. None twice. */
  readonly accounts: readonly Account[];
  /** Where the accounts are the members of the organisation, which the settings do not name. */
  readonly members?: MemberList;
  /** Made up: nothing of it comes from AWS, and nothing may be done with its accounts. */
  readonly isSample?: true;
}

/** The members of an organisation, as far as they are known. */
export type MemberList =
  /** Never listed: the scope has no accounts yet. */
  | { readonly kind: 'unread' }
  | (ListFacts & {
      readonly kind: 'read';
      /** With the names that the organisation gives them; the scope's `accounts` have those of the settings. */
      readonly accounts: readonly Account[];
      /** Why the latest attempt to list them again failed, and until when there is none without a person's wish. */
      readonly trouble?: { readonly failure: Failure; readonly nextTryAt: number };
    });

/** What is known of a list of members beside who they are. Times are milliseconds since 1970. */
export interface ListFacts {
  readonly readAt: number;
  /** Where it was listed; undefined where that is not known any more. */
  readonly region: Region | undefined;
  /** The account that the profile led to then, where the AWS files said so. */
  readonly accountId: AccountId | undefined;
  /** When AWS Organizations was asked for the names. */
  readonly namesAskedAt: number;
  /** It does not tell them: it is not asked again without a person's wish. */
  readonly namesAreDenied: boolean;
}

/** One Region of a scope, and every account there. */
export interface RegionReading {
  /** One of the snapshot's scopes. */
  readonly scope: Scope;
  /** Undefined until the profile's own Region has been looked up. */
  readonly region: Region | undefined;
  /** Parallel to the scope's `accounts`. */
  readonly entries: readonly Entry[];
  /**
   * The scan types that at least one account of the Region reports. One that none reports is taken to be not
   * offered there, and does not count against anybody.
   */
  readonly offeredScanTypes: readonly string[];
  /** The scan types that the settings want on. One that is not offered here counts against nobody. */
  readonly requiredScanTypes: readonly string[];
  /** Why the latest refresh did not read the Region, or not all of it. */
  readonly failure: Failure | undefined;
  /** When the latest refresh that read the whole Region ended, in milliseconds since 1970. */
  readonly readAt: number | undefined;
  /** The custom endpoint that is asked, of the settings, the environment or the profile. */
  readonly endpointUrl: string | undefined;
  /** Before this time, in milliseconds since 1970, the Region is not asked again without a person's wish. */
  readonly nextTryAt: number | undefined;
  /** Before this time, no later than that one, not even a person's wish asks it: the service said to wait. */
  readonly heldUntil: number | undefined;
}

export type Activity =
  | { readonly kind: 'idle' }
  | { readonly kind: 'refreshing'; readonly doneCalls: number; readonly totalCalls: number };

/** Everything that the views show. Immutable; parts that did not change keep their identity. */
export interface Snapshot {
  /** In the order of the settings. */
  readonly scopes: readonly Scope[];
  /** Scope by scope, in their order; a scope without accounts has none. */
  readonly readings: readonly RegionReading[];
  readonly activity: Activity;
}

/** Whether it is the sample: of made-up accounts and of no others. To be said wherever anything of it is shown. */
export function isSample({ scopes }: Pick<Snapshot, 'scopes'>): boolean {
  return scopes.some((scope) => scope.isSample === true);
}
