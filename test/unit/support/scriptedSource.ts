/** ScriptedSource: a source of statuses whose every call waits until the test answers it. */
import type { AccountId, Answer, Failure, FailureKind } from '../../../src/core/model.ts';
import type {
  MembersCall,
  MembersOutcome,
  ProfileNeeds,
  ProfileOutcome,
  RefreshCause,
  StatusCall,
  StatusOutcome,
  StatusSource,
} from '../../../src/core/ports.ts';
import { ALL_ON } from './builders.ts';

/** A wish for the members of an organisation that waits for the test to answer it. */
export interface MembersLookup {
  readonly call: MembersCall;
  readonly signal: AbortSignal;
  readonly resolve: (outcome: MembersOutcome) => void;
}

type Answers = (id: AccountId) => Answer | undefined;

/** A call that was made, and the ways to answer it. */
export class ScriptedCall {
  readonly call: StatusCall;
  readonly signal: AbortSignal;
  answered = false;
  private readonly outcome = Promise.withResolvers<StatusOutcome>();

  constructor(call: StatusCall, signal: AbortSignal) {
    this.call = call;
    this.signal = signal;
  }

  get promise(): Promise<StatusOutcome> {
    return this.outcome.promise;
  }

  /** Waits for an answer that somebody still wants. */
  get isOpen(): boolean {
    return !this.answered && !this.signal.aborted;
  }

  /** Answers about each account; all on unless the test says otherwise. */
  answer(answerOf: Answers = () => ALL_ON): void {
    this.settle({
      kind: 'answered',
      answers: new Map(
        this.call.accountIds.flatMap((id) => {
          const answer = answerOf(id);
          return answer === undefined ? [] : [[id, answer] as const];
        }),
      ),
      ignoredItems: 0,
      attempts: 1,
      requestId: undefined,
    });
  }

  fail(kind: FailureKind, more: Partial<Failure> = {}): void {
    this.settle({ kind: 'failed', failure: { kind, code: kind, ...more }, attempts: 1 });
  }

  /** As a bug of the source would. */
  crash(error: Error): void {
    this.answered = true;
    this.outcome.reject(error);
  }

  private settle(outcome: StatusOutcome): void {
    this.answered = true;
    this.outcome.resolve(outcome);
  }
}

/** A look for the profile's Region that waits for the test to answer it. */
export interface RegionLookup {
  readonly profile: string;
  readonly signal: AbortSignal;
  readonly resolve: (outcome: ProfileOutcome) => void;
}

export class ScriptedSource implements StatusSource {
  /** Every call, in the order in which they were made. */
  readonly calls: ScriptedCall[] = [];
  readonly lookups: RegionLookup[] = [];
  readonly memberLookups: MembersLookup[] = [];
  /** Of every refresh, in order. */
  readonly causes: RefreshCause[] = [];
  /** What each look for a profile was to find out. */
  readonly needs: ProfileNeeds[] = [];
  /** What the environment or the profile names. */
  endpointUrl: string | undefined;
  /** The account that every profile leads to. */
  accountId: AccountId | undefined;
  /** The most calls that were open at one time. */
  maxOpen = 0;
  /** Answers at once when set. */
  reply: ((call: ScriptedCall) => void) | undefined;
  /** Whether a call takes no notice of its signal, and stays without an answer for ever. */
  deaf = false;

  get open(): ScriptedCall[] {
    return this.calls.filter((call) => call.isOpen);
  }

  beginRefresh(cause: RefreshCause): void {
    this.causes.push(cause);
  }

  /** Waits for the test only where a Region is needed. */
  fetchProfile(profile: string, needs: ProfileNeeds, signal: AbortSignal): Promise<ProfileOutcome> {
    const { promise, resolve } = Promise.withResolvers<ProfileOutcome>();
    this.needs.push(needs);
    if (needs.region) {
      this.lookups.push({ profile, signal, resolve });
    } else {
      resolve({
        kind: 'found',
        region: undefined,
        endpointUrl: this.endpointUrl,
        accountId: this.accountId,
      });
    }
    return promise;
  }

  fetchMembers(call: MembersCall, signal: AbortSignal): Promise<MembersOutcome> {
    const { promise, resolve, reject } = Promise.withResolvers<MembersOutcome>();
    this.memberLookups.push({ call, signal, resolve });
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    return promise;
  }

  fetchStatuses(call: StatusCall, signal: AbortSignal): Promise<StatusOutcome> {
    const scripted = new ScriptedCall(call, signal);
    this.calls.push(scripted);
    this.maxOpen = Math.max(this.maxOpen, this.open.length);
    if (!this.deaf) {
      signal.addEventListener('abort', () => scripted.crash(signal.reason as Error), { once: true });
    }
    this.reply?.(scripted);
    return scripted.promise;
  }
}
