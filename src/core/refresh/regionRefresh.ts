// RegionRefresh: what one refresh learns of one Region, written into the store as it comes.

import { isSameAnswer } from '../answers/answer.ts';
import type { SharedAnswers } from '../answers/sharedAnswers.ts';
import { halve } from '../batches.ts';
import type { AccountId, Answer, Entry, Failure, RegionReading } from '../model.ts';
import { findOfferedScanTypes, isChanging } from '../state/summary.ts';
import { NO_REST, type Patience } from './patience.ts';
import type { Job, RefreshRequest } from './plan.ts';
import { toNotRenewed } from './readings.ts';
import { ReadingWriter, type ReadingWriterParts } from './readingWriter.ts';
import { judgeRejections } from './rejections.ts';

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

export interface RegionRefreshParts extends ReadingWriterParts {
  readonly patience: Patience;
  readonly sharedAnswers: SharedAnswers;
  readonly asksFor: RefreshRequest['kind'];
}

export class RegionRefresh {
  private readonly parts: RegionRefreshParts;
  private readonly writer: ReadingWriter;
  /** Calls made of each refused batch, by its place. */
  private readonly splitCalls = new Map<number, number>();
  private answered = false;
  /** Ids that the service refused alone. */
  private readonly refused = new Map<AccountId, Answer>();
  /** Whether an answer named at least one account. */
  private namedSomebody = false;
  /** Accounts of answers that named nobody. */
  private readonly unnamed = new Map<AccountId, Answer>();
  private refusal: PlacedFailure | undefined;
  private failure: PlacedFailure | undefined;

  constructor(parts: RegionRefreshParts) {
    this.parts = parts;
    this.writer = new ReadingWriter(parts);
  }

  /** To be called before anybody else reads or replaces the entries of the Region: nothing waits for more then. */
  flush(): void {
    this.writer.flush();
  }

  /** Whether the service took at least one call. */
  get isAnswered(): boolean {
    return this.answered;
  }

  /** Leaves out a job of a Region that is not asked any more. */
  skip(job: Job): void {
    this.applyFailure(job.call.accountIds);
  }

  takeAnswers(job: Job, answers: ReadonlyMap<AccountId, Answer>): void {
    this.answered = true;
    if ([...answers.values()].some(({ kind }) => kind !== 'notReturned')) {
      this.namedSomebody = true;
      this.applyAnswers(job.call.accountIds, answers);
    } else {
      for (const [id, answer] of answers) {
        this.unnamed.set(id, answer);
      }
    }
  }

  /**
   * Takes that the service refused the ids of a job. The result: the jobs to ask instead, none when the one id is
   * found; undefined when finding it costs too much.
   */
  takeRefusal(job: Job, failure: Failure): readonly Job[] | undefined {
    const { accountIds } = job.call;
    const [id] = accountIds;
    if (id !== undefined && accountIds.length === 1) {
      this.refused.set(id, { kind: 'refused', message: failure.message });
      this.refusal = firstOf(this.refusal, { failure, place: job.place });
      return [];
    }
    if (this.countSplitCalls(job) + 2 <= MAX_SPLIT_CALLS) {
      this.splitCalls.set(job.place, (this.splitCalls.get(job.place) ?? 0) + 2);
      return halve(accountIds).map((half) => ({ ...job, call: { ...job.call, accountIds: half } }));
    }
    return undefined;
  }

  takeFailure(job: Job, failure: Failure): void {
    this.failure = firstOf(this.failure, { failure, place: job.place });
    this.applyFailure(job.call.accountIds);
  }

  private applyAnswers(ids: readonly AccountId[], answers: ReadonlyMap<AccountId, Answer>): void {
    const { clock, sharedAnswers } = this.parts;
    const takenAt = clock.now();
    // Accounts of which the same call says the same have one entry.
    const entries = new Map<Answer, Entry>();
    this.writer.updateEntries(ids, (entry, id) => {
      const answer = answers.get(id);
      if (answer === undefined) {
        return entry;
      }
      // The same words keep their identity: whoever compares sees at once that there is nothing to draw.
      const earlier = entry.kind === 'read' ? entry : undefined;
      const known =
        earlier !== undefined && isSameAnswer(earlier.answer, answer)
          ? earlier.answer
          : sharedAnswers.share(answer);
      const shared = entries.get(known) ?? { kind: 'read', answer: known, takenAt, stale: false };
      entries.set(known, shared);
      if (earlier !== undefined && isChanging(answer) && statusOf(earlier.answer) === statusOf(answer)) {
        const since = earlier.since ?? earlier.takenAt;
        return { kind: 'read', answer: known, takenAt, stale: false, since };
      }
      return shared;
    });
    const offered = this.writer.offeredScanTypes;
    const isOffered = (scanType: string) => offered.includes(scanType);
    const hasMore = [...entries.keys()].some(
      (answer) => answer.kind === 'status' && !answer.scanTypes.every(({ scanType }) => isOffered(scanType)),
    );
    if (hasMore) {
      this.findOffered();
    }
  }

  private findOffered(): void {
    const { reading } = this.writer;
    const offeredScanTypes = findOfferedScanTypes(reading?.entries ?? []);
    // The same types keep their identity: every row depends on them.
    if (reading !== undefined && offeredScanTypes.join('/') !== reading.offeredScanTypes.join('/')) {
      this.writer.update({ offeredScanTypes });
    }
  }

  private applyFailure(ids: readonly AccountId[]): void {
    this.writer.updateEntries(ids, toNotRenewed);
  }

  /** To be called once, after the last job. */
  finish(): void {
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
    this.finishReading(this.failure?.failure);
    this.judge();
  }

  /** Together with the other Regions, also of other scopes: what they say sheds light on each other. */
  private judge(): void {
    const { store } = this.parts;
    const readings = judgeRejections(store.current.readings);
    if (readings !== store.current.readings) {
      store.replace({ ...store.current, readings });
    }
  }

  private finishReading(failure: Failure | undefined): void {
    const { reading } = this.writer;
    const { clock, patience, asksFor } = this.parts;
    if (reading === undefined) {
      return;
    }
    if (failure !== undefined) {
      this.writer.update({ failure, ...patience.noteFailure(reading, failure) });
    } else if (asksFor === 'all') {
      patience.forget(reading);
      this.writer.update({ failure, ...NO_REST, readAt: clock.now() });
    } else if (reading.failure !== undefined && isRenewed(reading)) {
      // As of the oldest of what was read in several refreshes.
      const readAt = reading.entries.reduce(
        (oldest, entry) => (entry.kind === 'read' ? Math.min(oldest, entry.takenAt) : oldest),
        clock.now(),
      );
      patience.forget(reading);
      this.writer.update({ failure, ...NO_REST, readAt });
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
      this.parts.asksFor === 'some' ||
      this.writer.reading?.failure?.kind === 'noData' ||
      !ids.some((id) => this.getAnswer(id)?.kind === 'status');
    if (isNews) {
      this.applyAnswers(ids, this.unnamed);
    } else {
      this.applyFailure(ids);
      this.failure ??= { failure: { kind: 'noData', code: 'noData' }, place: 0 };
    }
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
    const { reading } = this.writer;
    const entry = reading?.entries[this.parts.accountIndex.find(reading.scope.accounts, id) ?? -1];
    return entry?.kind === 'read' ? entry.answer : undefined;
  }
}

/** Nothing is left that a refresh did not reach, so that no failure stands any more. */
function isRenewed({ entries }: RegionReading): boolean {
  return entries.every((entry) => entry.kind === 'read' && !entry.stale);
}

/** The failure of the earlier job by its place: the same one however the answers arrive. */
function firstOf(known: PlacedFailure | undefined, other: PlacedFailure): PlacedFailure {
  return known === undefined || other.place < known.place ? other : known;
}

function statusOf(answer: Answer): string | undefined {
  return answer.kind === 'status' ? answer.status : undefined;
}
