// What the core and the commands need from outside: AWS, a clock, a record of calls.

import type { Disposable, Event } from './lifetime.ts';
import type { AccountId, Answer, Failure, Region, Snapshot } from './model.ts';
import type { ConsoleAccess } from './regions.ts';

/** The organisation whose members are asked for: that of the profile, as Inspector has it in the Region. */
export interface MembersCall {
  readonly profile: string;
  readonly region: Region;
  /** `https:`, or `http:` on loopback; undefined for the endpoint of the Region. */
  readonly endpointUrl: string | undefined;
  /** Whether AWS Organizations is asked for their names. */
  readonly withNames: boolean;
}

/** An account of the organisation: one that Inspector's delegated administrator looks after, or itself. */
export interface Member {
  readonly id: AccountId;
  /** As AWS Organizations calls it, cleaned for display. */
  readonly name: string | undefined;
  /** Such as `ENABLED` or `CREATED`; undefined for the administrator, or where the answer had none. */
  readonly relationship: string | undefined;
}

export type MembersOutcome =
  | {
      readonly kind: 'listed';
      /** Each once, at most `MAX_ACCOUNTS`. */
      readonly members: readonly Member[];
      /** There are more than that. */
      readonly isCut: boolean;
      /** Items that could not be understood. */
      readonly ignoredItems: number;
      /** Why some names are missing; undefined where AWS Organizations was not asked, or told them. */
      readonly namesFailure: Failure | undefined;
    }
  /** Some of the list is as good as none: who is missing from it would be taken to have left. */
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface StatusCall {
  readonly profile: string;
  readonly region: Region;
  /** `https:`, or `http:` on loopback; undefined for the endpoint of the Region. */
  readonly endpointUrl: string | undefined;
  /** 1 to 100 ids, none twice. */
  readonly accountIds: readonly AccountId[];
}

export type StatusOutcome =
  | {
      readonly kind: 'answered';
      /** Exactly the ids of the call. */
      readonly answers: ReadonlyMap<AccountId, Answer>;
      /** Items that could not be understood, or that nobody had asked for. */
      readonly ignoredItems: number;
      readonly attempts: number;
      readonly requestId: string | undefined;
    }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly attempts: number };

/**
 * Why a refresh is made: a person asked for it, its time has come, or something that it depends on has changed
 * (settings, AWS files, the network). Only for a person anything may be asked on the screen.
 */
export type RefreshCause = 'person' | 'schedule' | 'change';

/** What the settings do not say themselves. */
export interface ProfileNeeds {
  readonly region: boolean;
  readonly endpoint: boolean;
}

/** What goes with a profile besides its credentials. */
export type ProfileOutcome =
  | {
      readonly kind: 'found';
      /** Undefined where none was needed, or there is none. */
      readonly region: Region | undefined;
      /** The endpoint for Inspector that the environment or the profile names; undefined where none was needed. */
      readonly endpointUrl: string | undefined;
      /** The account that the profile leads to, where the files say so. */
      readonly accountId?: AccountId | undefined;
    }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * Reads account statuses. Expected trouble is a value; a rejection means a bug, or that the signal was aborted.
 */
export interface StatusSource {
  /** To be called once at the start of each refresh: what may have changed outside is read anew. */
  beginRefresh(cause: RefreshCause): void;
  /** Looks for the profile, and for what else of it is needed. */
  fetchProfile(profile: string, needs: ProfileNeeds, signal: AbortSignal): Promise<ProfileOutcome>;
  fetchStatuses(call: StatusCall, signal: AbortSignal): Promise<StatusOutcome>;
  fetchMembers(call: MembersCall, signal: AbortSignal): Promise<MembersOutcome>;
}

export interface Clock {
  /** Milliseconds since 1970, by the wall clock: it may jump. */
  now(): number;
  startTimer(delayMs: number, onElapsed: () => void): Disposable;
  /** At least 0, less than 1. */
  random(): number;
}

export interface Network {
  /** The addresses of this computer that others reach it by, as one text; empty while there are none. */
  getAddresses(): string;
}

/** Whether a person looks at the window. */
export interface WindowFocus {
  readonly isFocused: boolean;
  readonly onDidChange: Event<boolean>;
}

export interface CallRecord {
  readonly call: StatusCall;
  readonly outcome: StatusOutcome;
  readonly durationMs: number;
}

/** All the calls that listing the members of an organisation took. */
export interface MembersRecord {
  readonly call: MembersCall;
  readonly outcome: MembersOutcome;
  readonly durationMs: number;
}

export interface CallLog {
  recordCall(record: CallRecord): void;
  recordMembers(record: MembersRecord): void;
}

/** Where something survives a restart. Expected trouble is noted in the log, and comes to no more. */
export interface KeptStorage<Value> {
  /** Undefined where nothing is kept, or nothing that can be understood. */
  load(): Promise<Value | undefined>;
  save(value: Value): Promise<void>;
}

export type SnapshotStorage = KeptStorage<Snapshot>;

export type ProfileKind = 'keys' | 'role' | 'sso' | 'process' | 'webIdentity' | 'login' | 'other';

/** A profile of the shared AWS files, as a person knows it. Nothing of its credentials. */
export interface ProfileDescription {
  readonly name: string;
  readonly kind: ProfileKind;
  readonly region: Region | undefined;
  /** The account that it leads to, where the files say so. */
  readonly accountId: AccountId | undefined;
}

/** Whom the credentials of a profile are of. */
export interface ProfileIdentity {
  readonly accountId: AccountId | undefined;
  readonly roleName: string | undefined;
}

export type ProfilesOutcome =
  | { readonly kind: 'read'; readonly profiles: readonly ProfileDescription[] }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The MFA device that a code is wanted from. */
export interface CodeRequest {
  readonly profile: string;
  /** Its ARN or serial number, from the AWS config file. */
  readonly device: string;
  /** The last code was not accepted. */
  readonly isRepeated: boolean;
}

/** Asks a person for a code; undefined when the person does not want to. */
export type AskForCode = (request: CodeRequest, signal: AbortSignal) => Promise<string | undefined>;

export type SignInOutcome =
  | { readonly kind: 'signedIn' }
  | { readonly kind: 'cancelled' }
  | {
      readonly kind: 'failed';
      /**
       * `cliMissing`: there is no AWS CLI, version 2. `notNeeded`: the profile is not one to sign in with.
       * `nameRefused`: the name cannot be handed to a program. `cliFailed`: it ended with the exit code.
       * `filesLate`: the AWS files were not read in time.
       */
      readonly reason: 'cliMissing' | 'notNeeded' | 'nameRefused' | 'cliFailed' | 'filesLate';
      readonly exitCode: number | undefined;
    };

/**
 * What a test of the connection finds out, step by step. It ends with the first step that fails; the last one, Inspector,
 * comes once for each Region, whatever the others say.
 */
export interface ConnectionStep {
  readonly durationMs: number;
  readonly result:
    | { readonly kind: 'files'; readonly found: readonly string[]; readonly missing: readonly string[] }
    | {
        readonly kind: 'profile';
        readonly profile: ProfileDescription | undefined;
        readonly endpointUrl: string | undefined;
        /** Names of the variables of the environment that choose an identity, as far as they are set. */
        readonly variables: readonly string[];
      }
    /** In milliseconds since 1970; undefined for those that do not end. */
    | { readonly kind: 'credentials'; readonly expiresAt: number | undefined }
    | { readonly kind: 'identity'; readonly accountId: AccountId; readonly arn: string }
    | { readonly kind: 'inspector'; readonly region: Region }
    | {
        readonly kind: 'failed';
        readonly step: ConnectionStepKind;
        readonly failure: Failure;
        /** Where it is about one alone. */
        readonly region?: Region;
      };
}

export type ConnectionStepKind = 'files' | 'profile' | 'credentials' | 'identity' | 'inspector';

export interface ConnectionPlan {
  readonly profile: string;
  /** Those in which Inspector is asked; empty for the profile's own. */
  readonly regions: readonly Region[];
  readonly endpointUrl: string | undefined;
  /** One account to ask Inspector about; without one, that step asks about the identity's own account. */
  readonly accountId: AccountId | undefined;
}

/** Whose members a person wants to see. */
export interface MembersPlan {
  readonly profile: string;
  /** Those of the settings, of which the first is asked; empty for the profile's own. */
  readonly regions: readonly Region[];
  readonly endpointUrl: string | undefined;
}

/** AWS as the commands know it, besides the statuses. One for the life of the application. */
export interface AwsConnection extends StatusSource, Disposable {
  /** Whether there is an AWS file, or a variable of the environment, that could lead to credentials. */
  isSetUp(): Promise<boolean>;
  readProfiles(): Promise<ProfilesOutcome>;
  /** The Region that goes with the profile by what the files and the environment say now. */
  readRegion(profile: string): Promise<Region | undefined>;
  /** How the profile gets a person into the console, by what the files say now; undefined where only a login does. */
  readConsoleAccess(profile: string): Promise<ConsoleAccess | undefined>;
  /** Who the profile is, as far as the files said when they were last read. Makes no call, and reads nothing. */
  getIdentity(profile: string): ProfileIdentity | undefined;
  /** Signs in for the profile's SSO session, once however many ask at once. */
  signIn(profile: string, signal: AbortSignal): Promise<SignInOutcome>;
  testConnection(plan: ConnectionPlan, signal: AbortSignal): AsyncIterable<ConnectionStep>;
  /** The members of an organisation for a person who waits for them, and is told how many there are so far. */
  listMembers(
    plan: MembersPlan,
    onProgress: (count: number) => void,
    signal: AbortSignal,
  ): Promise<MembersOutcome>;
  /** Files and folders whose change may mend what failed: config, credentials, SSO sessions. */
  readonly watchedPaths: readonly string[];
}
