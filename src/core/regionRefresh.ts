// RegionRefresh: what one refresh learns of one Region, written into the store as it comes.

import { isSameAnswer } from './answer.ts';
import { halve } from './batches.ts';
import type { AccountId, Answer, Entry, Failure, FailureKind, Region, RegionReading } from './model.ts';
import type { Clock, StatusOutcome } from './ports.ts';
import { toNotRenewed } from './readings.ts';
import type { SnapshotStore } from './store.ts';
import { findOfferedScanTypes } from './summary.ts';

/** One call to come. */
export interface Job {
  /** Index into the snapshot's readings. */
  readonly reading: number;
  readonly region: Region;
  readonly accountIds: readonly AccountId[];
  /** Its place in the plan; the halves of a batch share it. */
  readonly place: number;
}

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
  'insecureEndpoint',
  'signedOut',
  'credentialsMissing',
  'credentialsRejected',
  'credentialsExpired',
  'credentialsFailed',
  'credentialsTimedOut',
]);

/** A Region that fails this often in a row, whatever the reason, is left alone until the next refresh. */
const MAX_FAILURES_IN_A_ROW = 3;

/**
 * Calls that finding refused ids may cost: for each refused batch once the Region has answered another one, for
 * the whole Region before that. One bad id in a hundred costs 14; a service that refuses everything must not be
 * asked once for each account.
 */
const MAX_SPLIT_CALLS = 64;

interface PlacedFailure {
  readonly failure: Failure;
  readonly place: number;
}

export interface RegionRefreshParts {
  readonly store: SnapshotStore;
  readonly clock: Clock;
  /** Index into the snapshot's readings. */
  readonly reading: number;
  /** Index of each account into the snapshot's accounts. */
  readonly accountIndex: ReadonlyMap<AccountId, number>;
  /** Calls to come. */
  readonly openCalls: number;
  /** Whether every account is read, so that the Region as a whole is as of now afterwards. */
  readonly readsAll: boolean;
}

export class RegionRefresh {
  private readonly parts: RegionRefreshParts;
  private openCalls: number;
  private failuresInARow = 0;
  /** Calls made of each refused batch, by its place. */
  private readonly splitCalls = new Map<number, number>();
  /** Whether the service took at least one call. */
  private answered = false;
  /** Ids that the service refused alone. */
  private readonly refused = new Map<AccountId, Answer>();
  /** Whether an answer named at least one account. */
  private namedSomebody = false;
  /** Accounts of answers that named nobody. */
  private readonly unnamed = new Map<AccountId, Answer>();
  private refusal: PlacedFailure | undefined;
  private failure: PlacedFailure | undefined;
  private stopped = false;

  constructor(parts: RegionRefreshParts) {
    this.parts = parts;
    this.openCalls = parts.openCalls;
  }

  /** No further call can succeed: the rest of the jobs is to be skipped. */
  get isStopped(): boolean {
    return this.stopped;
  }

  /** Takes the outcome of a job. The result: the jobs that a refused batch splits into. */
  take(job: Job, outcome: StatusOutcome): readonly Job[] {
    const parts =
      outcome.kind === 'answered'
        ? this.takeAnswers(job, outcome.answers)
        : this.takeFailure(job, outcome.failure);
    this.openCalls += parts.length;
    this.closeCall();
    return parts;
  }

  /** Leaves out a job of a Region that is stopped. */
  skip(job: Job): void {
    this.applyFailure(job.accountIds);
    this.closeCall();
  }

  private closeCall(): void {
    this.openCalls -= 1;
    if (this.openCalls === 0) {
      this.finish();
    }
  }

  private takeAnswers(job: Job, answers: ReadonlyMap<AccountId, Answer>): readonly Job[] {
    this.failuresInARow = 0;
    this.answered = true;
    if ([...answers.values()].every(({ kind }) => kind === 'notReturned')) {
      for (const [id, answer] of answers) {
        this.unnamed.set(id, answer);
      }
    } else {
      this.namedSomebody = true;
      this.applyAnswers(job.accountIds, answers);
    }
    return [];
  }

  private takeFailure(job: Job, failure: Failure): readonly Job[] {
    if (failure.kind === 'requestRefused') {
      const [id] = job.accountIds;
      if (id !== undefined && job.accountIds.length === 1) {
        this.refused.set(id, { kind: 'refused', message: failure.message });
        this.refusal = firstOf(this.refusal, { failure, place: job.place });
        return [];
      }
      if (job.accountIds.length > 1 && this.countSplitCalls(job) + 2 <= MAX_SPLIT_CALLS) {
        this.splitCalls.set(job.place, (this.splitCalls.get(job.place) ?? 0) + 2);
        return halve(job.accountIds).map((accountIds) => ({ ...job, accountIds }));
      }
    }
    const saysNothingOfRegion = failure.kind === 'requestRefused' && this.answered;
    this.failuresInARow += saysNothingOfRegion ? 0 : 1;
    this.failure = firstOf(this.failure, { failure, place: job.place });
    this.stopped ||= REGION_WIDE.has(failure.kind) || this.failuresInARow >= MAX_FAILURES_IN_A_ROW;
    this.applyFailure(job.accountIds);
    return [];
  }

  private applyAnswers(ids: readonly AccountId[], answers: ReadonlyMap<AccountId, Answer>): void {
    const takenAt = this.parts.clock.now();
    this.updateEntries(ids, (entry, id) => {
      const answer = answers.get(id);
      if (answer === undefined) {
        return entry;
      }
      // The same words keep their identity: whoever compares sees at once that there is nothing to draw.
      const known = entry.kind === 'read' && isSameAnswer(entry.answer, answer) ? entry.answer : answer;
      return { kind: 'read', answer: known, takenAt, stale: false };
    });
    const offered = this.reading?.offeredScanTypes ?? [];
    const isOffered = (scanType: string) => offered.includes(scanType);
    const hasMore = [...answers.values()].some(
      (answer) => answer.kind === 'status' && !answer.scanTypes.every(({ scanType }) => isOffered(scanType)),
    );
    if (hasMore) {
      this.findOffered();
    }
  }

  private findOffered(): void {
    const { reading } = this;
    const offeredScanTypes = findOfferedScanTypes(reading?.entries ?? []);
    // The same types keep their identity: every row depends on them.
    if (reading !== undefined && offeredScanTypes.join('/') !== reading.offeredScanTypes.join('/')) {
      this.update({ offeredScanTypes });
    }
  }

  private applyFailure(ids: readonly AccountId[]): void {
    this.updateEntries(ids, toNotRenewed);
  }

  private finish(): void {
    const refused = [...this.refused.keys()];
    if (this.answered || refused.every((id) => this.isKnownAsRefused(id))) {
      this.applyAnswers(refused, this.refused);
    } else {
      // A service that refuses everything says nothing of any account.
      this.applyFailure(refused);
      this.failure ??= this.refusal;
    }
    this.finishUnnamed();
    this.findOffered();
    const failure = this.failure?.failure;
    if (this.parts.readsAll) {
      this.update(failure === undefined ? { failure, readAt: this.parts.clock.now() } : { failure });
    } else if (failure !== undefined || this.isRenewed()) {
      this.update({ failure });
    }
  }

  /**
   * Answers that name nobody are news about accounts of which nothing is known, or when others are named beside
   * them. That everybody is gone at once is the less likely reading: an empty success clears nothing, unless it
   * comes a second time.
   */
  private finishUnnamed(): void {
    const ids = [...this.unnamed.keys()];
    const isNews =
      this.namedSomebody ||
      !this.parts.readsAll ||
      this.reading?.failure?.kind === 'noData' ||
      !ids.some((id) => this.getAnswer(id)?.kind === 'status');
    if (isNews) {
      this.applyAnswers(ids, this.unnamed);
    } else {
      this.applyFailure(ids);
      this.failure ??= { failure: { kind: 'noData', code: 'noData' }, place: 0 };
    }
  }

  /** Nothing is left that a refresh did not reach, so no failure stands any more. */
  private isRenewed(): boolean {
    return this.reading?.entries.every((entry) => entry.kind === 'read' && !entry.stale) === true;
  }

  private countSplitCalls({ place }: Job): number {
    return this.answered
      ? (this.splitCalls.get(place) ?? 0)
      : [...this.splitCalls.values()].reduce((sum, calls) => sum + calls, 0);
  }

  private isKnownAsRefused(id: AccountId): boolean {
    return this.getAnswer(id)?.kind === 'refused';
  }

  private getAnswer(id: AccountId): Answer | undefined {
    const entry = this.reading?.entries[this.parts.accountIndex.get(id) ?? -1];
    return entry?.kind === 'read' ? entry.answer : undefined;
  }

  private updateEntries(ids: readonly AccountId[], change: (entry: Entry, id: AccountId) => Entry): void {
    const { reading } = this;
    if (reading === undefined) {
      return;
    }
    const entries = reading.entries.slice();
    for (const id of ids) {
      const index = this.parts.accountIndex.get(id);
      const entry = index === undefined ? undefined : entries[index];
      if (index !== undefined && entry !== undefined) {
        entries[index] = change(entry, id);
      }
    }
    this.update({ entries });
  }

  private get reading(): RegionReading | undefined {
    return this.parts.store.current.readings[this.parts.reading];
  }

  private update(change: Partial<RegionReading>): void {
    const { store } = this.parts;
    store.replace({
      ...store.current,
      readings: store.current.readings.map((reading, at) =>
        at === this.parts.reading ? { ...reading, ...change } : reading,
      ),
    });
  }
}

/** The failure of the earlier job by its place: the same one however the answers arrive. */
function firstOf(known: PlacedFailure | undefined, other: PlacedFailure): PlacedFailure {
  return known === undefined || other.place < known.place ? other : known;
}
