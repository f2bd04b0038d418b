// RegionCalls: the calls of one refresh to one Region: which comes next and when, and what becomes of those that
// failed.

import type { Failure, FailureKind } from '../model.ts';
import type { Clock, StatusOutcome } from '../ports.ts';
import type { Pace } from './pace.ts';
import { isOfNetwork } from './patience.ts';
import type { Job } from './plan.ts';
import type { RegionRefresh } from './regionRefresh.ts';

/** Failures after which no further call to the same Region can succeed: denied calls raise alarms at companies. */
const REGION_WIDE: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'accessDenied',
  'offline',
  'untrustedCertificate',
  'proxyLogin',
  'webPage',
  'regionUnavailable',
  'noRegion',
  'clockSkew',
  'profileMissing',
  'configUnreadable',
  'configMalformed',
  'insecureEndpoint',
  'signedOut',
  'codeNeeded',
  'credentialsMissing',
  'credentialsRejected',
  'credentialsExpired',
  'credentialsFailed',
  'credentialsTimedOut',
]);

/** A Region that fails this often in a row, whatever the reason, is left alone until the next refresh. */
const MAX_FAILURES_IN_A_ROW = 3;

/** A call under way. */
export interface StartedCall {
  readonly job: Job;
  readonly startedAt: number;
}

export class RegionCalls {
  private readonly clock: Clock;
  private readonly pace: Pace;
  private readonly learned: RegionRefresh;
  private queue: Job[];
  private callsInFlight = 0;
  private failuresInARow = 0;
  /** Why no further call is made. */
  private stoppedBy: Failure | undefined;
  private isSecondTry = false;
  /** What the network kept from being answered, or from being asked. */
  private readonly cutOff: { readonly job: Job; readonly failure: Failure | undefined }[] = [];
  private plannedCalls: number;

  constructor(clock: Clock, pace: Pace, learned: RegionRefresh, jobs: readonly Job[]) {
    this.clock = clock;
    this.pace = pace;
    this.learned = learned;
    this.queue = [...jobs];
    this.plannedCalls = jobs.length;
  }

  get inFlight(): number {
    return this.callsInFlight;
  }

  get totalCalls(): number {
    return this.plannedCalls;
  }

  get doneCalls(): number {
    return this.plannedCalls - this.queue.length - this.callsInFlight - this.cutOff.length;
  }

  get isDone(): boolean {
    return this.queue.length === 0 && this.callsInFlight === 0;
  }

  /** In how many milliseconds the next call may start; undefined: none, or not before one in flight has ended. */
  getDelayMs(): number | undefined {
    return this.queue.length === 0 ? undefined : this.pace.getDelayMs();
  }

  /** Begins the next call; only while the delay is 0. */
  start(): StartedCall | undefined {
    const job = this.queue.shift();
    if (job === undefined) {
      return undefined;
    }
    this.callsInFlight += 1;
    this.pace.noteStart();
    return { job, startedAt: this.clock.now() };
  }

  end({ job, startedAt }: StartedCall, outcome: StatusOutcome): void {
    this.callsInFlight -= 1;
    if (outcome.kind === 'answered') {
      this.failuresInARow = 0;
      this.pace.noteAnswer(startedAt);
      this.learned.takeAnswers(job, outcome.answers);
    } else {
      this.takeFailure({ job, startedAt }, outcome.failure);
    }
    this.pace.noteEnd();
    if (this.isDone) {
      this.finish();
    }
  }

  private takeFailure({ job, startedAt }: StartedCall, failure: Failure): void {
    if (failure.kind === 'throttled' && this.stoppedBy === undefined) {
      if (this.pace.slowDown(startedAt, (failure.retryAfterSeconds ?? 0) * 1000)) {
        this.queue.unshift(job);
        return;
      }
      this.stoppedBy = failure;
    }
    const parts = failure.kind === 'requestRefused' ? this.learned.takeRefusal(job, failure) : undefined;
    if (parts !== undefined) {
      // Behind the others: what the rest of the Region says decides how far it is worth to go on.
      this.queue.push(...parts);
      this.plannedCalls += parts.length;
    } else {
      this.countFailure(failure);
      this.leave(job, failure);
    }
    if (this.stoppedBy !== undefined) {
      for (const skipped of this.queue.splice(0)) {
        this.leave(skipped);
      }
    }
  }

  private countFailure(failure: Failure): void {
    const saysNothingOfRegion = failure.kind === 'requestRefused' && this.learned.isAnswered;
    this.failuresInARow += saysNothingOfRegion ? 0 : 1;
    const stops = REGION_WIDE.has(failure.kind) || this.failuresInARow >= MAX_FAILURES_IN_A_ROW;
    if (stops && (this.stoppedBy === undefined || isOfNetwork(this.stoppedBy))) {
      this.stoppedBy = failure;
    }
  }

  /** Leaves a job alone that failed, or that is not asked because the Region is stopped. */
  private leave(job: Job, failure?: Failure): void {
    const reason = failure ?? this.stoppedBy;
    if (reason !== undefined && isOfNetwork(reason) && !this.isSecondTry) {
      this.cutOff.push({ job, failure });
    } else if (failure === undefined) {
      this.learned.skip(job);
    } else {
      this.learned.takeFailure(job, failure);
    }
  }

  private finish(): void {
    const cutOff = this.cutOff.splice(0);
    const isForNetwork = this.stoppedBy === undefined || isOfNetwork(this.stoppedBy);
    if (cutOff.length > 0 && this.learned.isAnswered && isForNetwork) {
      // The network went away in the middle, and may be back: a VPN was switched, say.
      this.isSecondTry = true;
      this.stoppedBy = undefined;
      this.failuresInARow = 0;
      this.queue = cutOff.map(({ job }) => job);
      return;
    }
    this.isSecondTry = true;
    for (const { job, failure } of cutOff) {
      this.leave(job, failure);
    }
    this.learned.finish();
  }
}
