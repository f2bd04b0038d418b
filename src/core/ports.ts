// What the core needs from outside: a source of statuses, a clock, a record of calls.

import type { Disposable } from './lifetime.ts';
import type { AccountId, Answer, Failure, Region } from './model.ts';

export interface StatusCall {
  readonly profile: string;
  readonly region: Region;
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

export type RegionOutcome =
  | { readonly kind: 'found'; readonly region: Region }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * Reads account statuses. Expected trouble is a value; a rejection means a bug, or that the signal was aborted.
 */
export interface StatusSource {
  /** To be called once at the start of each refresh: what may have changed outside is read anew. */
  beginRefresh(): void;
  /** The Region that the profile itself names. */
  fetchRegion(profile: string, signal: AbortSignal): Promise<RegionOutcome>;
  fetchStatuses(call: StatusCall, signal: AbortSignal): Promise<StatusOutcome>;
}

export interface Clock {
  /** Milliseconds since 1970, by the wall clock: it may jump. */
  now(): number;
  startTimer(delayMs: number, onElapsed: () => void): Disposable;
  /** At least 0, less than 1. */
  random(): number;
}

export interface CallRecord {
  readonly call: StatusCall;
  readonly outcome: StatusOutcome;
  readonly durationMs: number;
}

export interface CallLog {
  recordCall(record: CallRecord): void;
}
