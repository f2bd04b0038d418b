/** A scenario: what the emulated Inspector answers, as plain data that could be written to a JSON file. */
export interface Scenario {
  /** One line for people, shown by `--list`. */
  readonly description: string;
  /** What people call the accounts: part of the settings to paste, and what ListAccounts says. */
  readonly accountNames?: Readonly<Record<string, string>>;
  /** The account that an omitted or empty `accountIds` asks about, and the delegated administrator. */
  readonly callerAccountId?: string;
  /** Makes `chance` and the pick from a list of faults repeatable. */
  readonly seed?: number;
  /**
   * What each Region answers; `*` stands for every Region without an entry of its own. A Region that has
   * neither answers as a Region that is not enabled for the account: UnrecognizedClientException.
   */
  readonly regions: Readonly<Record<string, RegionScenario>>;
}

export interface RegionScenario {
  readonly accounts?: Readonly<Record<string, AccountAnswer>>;
  /**
   * The answer for ids that `accounts` does not name: one for all, or a list from which each id picks
   * always the same. When omitted they are failed accounts with ACCESS_DENIED, as the service has it.
   */
  readonly otherAccounts?: AccountAnswer | readonly AccountAnswer[];
  /** Accounts that are part of every answer although nobody asked for them. */
  readonly strangers?: Readonly<Record<string, AccountAnswer>>;
  /** The answer of ListMembers. When omitted: every account of `accounts`, ENABLED. */
  readonly members?: readonly Member[];
  readonly latencyMs?: number;
  readonly rateLimit?: RateLimit;
  /** Calls whose answer waits until the test lets it go: all of them, or those that match one entry. */
  readonly hold?: true | readonly CallMatch[];
  /** The first rule that matches a call spoils its answer. */
  readonly faults?: readonly FaultRule[];
}

/** Where an account turns up: in `accounts`, in `failedAccounts`, in both, twice, or (`{}`) in neither. */
export interface AccountAnswer {
  readonly account?: AccountEntry | readonly AccountEntry[];
  readonly failed?: FailedEntry | readonly FailedEntry[];
}

/** An element of `accounts` without its `accountId`. */
export interface AccountEntry {
  readonly state: State;
  readonly resourceState: Readonly<Record<string, State>>;
}

/** An element of `failedAccounts` without its `accountId`: bare statuses where `accounts` has objects. */
export interface FailedEntry {
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly status?: string;
  readonly resourceStatus?: Readonly<Record<string, string>>;
}

export interface State {
  readonly status: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

/** An element of ListMembers' `members`. */
export interface Member {
  readonly accountId: string;
  readonly relationshipStatus: string;
  /** Seconds since 1970, as the service sends time. */
  readonly updatedAt: number;
}

/** A token bucket: `burst` calls at once (when omitted, one second's worth), then `callsPerSecond`. */
export interface RateLimit {
  readonly callsPerSecond: number;
  readonly burst?: number;
  readonly retryAfterSeconds?: number;
}

/** Those of Inspector, ListAccounts of AWS Organizations and GetCallerIdentity of AWS STS. */
export type Operation = 'BatchGetAccountStatus' | 'ListMembers' | 'ListAccounts' | 'GetCallerIdentity';

/** Which calls are meant: those that meet every condition given, so `{}` is each of them. */
export interface CallMatch {
  readonly operation?: Operation;
  /** The call with this number; calls count from 1, for each Region and operation, retries included. */
  readonly call?: number;
  /** The calls up to this number. */
  readonly firstCalls?: number;
  /** The call with this number and all after it. */
  readonly fromCall?: number;
  /** Calls that ask for this account. */
  readonly accountId?: string;
  /** Calls signed with this access key. */
  readonly accessKeyId?: string;
  /** The share of calls, 0 to 1, drawn from the scenario's seed and the call's number. */
  readonly chance?: number;
}

export interface FaultRule extends CallMatch {
  /** From a list each call draws one. */
  readonly fault: Fault | readonly Fault[];
}

/** How an answer is spoilt. */
export type Fault =
  /** Accepts the call and stays silent for ever. */
  | { readonly kind: 'hang' }
  /** Resets the connection in place of an answer. */
  | { readonly kind: 'reset' }
  /** Sends the headers and half of the body, then resets the connection. */
  | { readonly kind: 'resetMidBody' }
  /** Sends the headers and half of the body, then nothing more. */
  | { readonly kind: 'stall' }
  /** Sends the body one byte at a time. */
  | { readonly kind: 'drip'; readonly everyMs: number }
  /** Promises this many bytes more (or, when negative, fewer) than it sends, and closes the connection. */
  | { readonly kind: 'wrongLength'; readonly byBytes: number }
  /** Streams a well-formed answer of this size, its length told beforehand or not. */
  | { readonly kind: 'bigBody'; readonly megabytes: number; readonly lengthTold?: boolean }
  /** Streams a small gzip body that unfolds to this size. */
  | { readonly kind: 'gzipBomb'; readonly megabytes: number }
  /** Sends exactly this. */
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | ({ readonly kind: 'serviceError' } & ServiceError);

/** An error in place of an answer to the whole call. */
export interface ServiceError {
  /** The error's name, such as `AccessDeniedException`. */
  readonly type: string;
  /** `{region}` and `{operation}` stand for those of the call. */
  readonly message: string;
  /** The HTTP status; needed only for an error that `serviceErrors.ts` does not know. */
  readonly status?: number;
  readonly retryAfterSeconds?: number;
  readonly reason?: string;
  readonly fields?: readonly { readonly name: string; readonly message: string }[];
  /** By how much the `Date` header, the server's clock to the SDKs, is off. */
  readonly clockOffsetMs?: number;
}
