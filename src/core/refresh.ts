// RefreshEngine: reads every account of the configuration through the source and keeps the store up to date.
// Never draws, never prompts.

import { untilAborted } from './abort.ts';
import { isSameAnswer } from './answer.ts';
import { halve, toBatches } from './batches.ts';
import type { Configuration } from './configuration.ts';
import { type Disposable, Emitter } from './lifetime.ts';
import type {
  AccountId,
  Answer,
  Entry,
  Failure,
  FailureKind,
  Region,
  RegionReading,
  Snapshot,
} from './model.ts';
import type { CallLog, Clock, StatusOutcome, StatusSource } from './ports.ts';
import { carryOver, endWaiting, IDLE, markUnread, toNotRenewed, WAITING } from './readings.ts';
import { EMPTY_SNAPSHOT, type SnapshotStore } from './store.ts';
import { findOfferedScanTypes } from './summary.ts';

/** What to read: everything, or some accounts in all Regions or in one. */
export type RefreshRequest =
  | { readonly kind: 'all' }
  | { readonly kind: 'some'; readonly accountIds: readonly AccountId[]; readonly region?: Region };

export interface RefreshEngineParts {
  readonly store: SnapshotStore;
  /** Opens the source of a refresh; called on the first one, and again after the endpoint has changed. */
  readonly openSource: (endpointUrl: string | undefined) => Promise<StatusSource & Disposable>;
  readonly clock: Clock;
  readonly log: CallLog;
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
 * Calls a refresh may spend in one Region on finding the ids that the service refuses. One bad id in a hundred
 * costs 14; a service that refuses everything must not be asked once for each account.
 */
const MAX_SPLIT_CALLS = 64;

interface Job {
  /** Index into the snapshot's readings. */
  readonly reading: number;
  readonly region: Region;
  readonly accountIds: readonly AccountId[];
  /** Its place in the plan; the halves of a batch share it. */
  readonly place: number;
}

interface PlacedFailure {
  readonly failure: Failure;
  readonly place: number;
}

interface RegionProgress {
  openCalls: number;
  failuresInARow: number;
  splitCalls: number;
  /** Whether the service took at least one call. */
  answered: boolean;
  /** Ids that the service refused alone. */
  readonly refused: Map<AccountId, Answer>;
  refusal: PlacedFailure | undefined;
  failure: PlacedFailure | undefined;
  stopped: boolean;
}

export class RefreshEngine implements Disposable {
  private readonly store: SnapshotStore;
  private readonly openSource: RefreshEngineParts['openSource'];
  private readonly clock: Clock;
  private readonly log: CallLog;
  private readonly finishEmitter = new Emitter<void>();
  private configuration: Configuration | undefined;
  private source: Promise<StatusSource & Disposable> | undefined;
  private running: AbortController | undefined;
  private queued:
    | { readonly request: RefreshRequest; readonly ended: PromiseWithResolvers<void> }
    | undefined;
  private accountIndex: ReadonlyMap<AccountId, number> = new Map();

  /** Fires when a refresh of everything has ended, unless it was cancelled or overtaken. */
  readonly onDidFinish = this.finishEmitter.event;

  constructor(parts: RefreshEngineParts) {
    this.store = parts.store;
    this.openSource = parts.openSource;
    this.clock = parts.clock;
    this.log = parts.log;
  }

  /**
   * Takes a new configuration, or none while nothing may be read. What runs is aborted and its late answers are
   * dropped; what was read with the same profile in the same Region for the same account stays. Refreshes where
   * the accounts, or whom to ask about them, are others than before, and where a refresh was interrupted.
   */
  async configure(configuration: Configuration | undefined): Promise<void> {
    const earlier = this.configuration;
    const interrupted = this.running !== undefined;
    this.abandon();
    this.configuration = configuration;
    const accounts = configuration?.accounts ?? [];
    this.accountIndex = new Map(accounts.map((account, index) => [account.id, index]));
    const sameEndpoint = configuration !== undefined && earlier?.endpointUrl === configuration.endpointUrl;
    if (!sameEndpoint) {
      this.closeSource();
    }
    if (configuration === undefined) {
      this.store.replace(EMPTY_SNAPSHOT);
      return;
    }
    // What one endpoint said is never shown under the name of another.
    this.store.replace(carryOver(sameEndpoint ? this.store.current : EMPTY_SNAPSHOT, configuration));
    if (interrupted || earlier === undefined || readsOtherwise(earlier, configuration)) {
      await this.refresh();
    }
  }

  /**
   * Reads what is asked for. One refresh runs at a time; those asked for meanwhile become one that follows it.
   * Resolves when the accounts asked for have been read, or the refresh was cancelled or overtaken.
   */
  refresh(request: RefreshRequest = { kind: 'all' }): Promise<void> {
    if (this.configuration === undefined) {
      return Promise.resolve();
    }
    if (this.running === undefined) {
      return this.start(request);
    }
    this.queued = {
      request: this.queued === undefined ? request : combine(this.queued.request, request),
      ended: this.queued?.ended ?? Promise.withResolvers<void>(),
    };
    return this.queued.ended.promise;
  }

  /** Ends the refresh that runs, and forgets the one that waits. What has been read stays. */
  cancel(): void {
    this.abandon();
    const { current } = this.store;
    this.store.replace({ ...current, readings: current.readings.map(endWaiting), activity: IDLE });
  }

  dispose(): void {
    this.abandon();
    this.closeSource();
    this.configuration = undefined;
    this.finishEmitter.dispose();
  }

  private getSource(endpointUrl: string | undefined): Promise<StatusSource> {
    if (this.source === undefined) {
      const opening = this.openSource(endpointUrl);
      this.source = opening;
      opening.catch(() => {
        // The next refresh tries again.
        this.source = this.source === opening ? undefined : this.source;
      });
    }
    return this.source;
  }

  private closeSource(): void {
    const { source } = this;
    this.source = undefined;
    // A source that could not be opened was reported by the refresh that wanted it.
    source?.then((opened) => opened.dispose()).catch(() => undefined);
  }

  private abandon(): void {
    this.running?.abort();
    this.running = undefined;
    this.queued?.ended.resolve();
    this.queued = undefined;
  }

  private async start(request: RefreshRequest): Promise<void> {
    const abort = new AbortController();
    this.running = abort;
    try {
      await this.run(request, abort.signal);
    } finally {
      // After a bug other calls may still be under way: their answers belong to nobody any more.
      abort.abort();
      if (this.running === abort) {
        this.running = undefined;
        // Also after a bug in the source: a view that spins for ever would be a lie.
        this.update({ activity: IDLE, readings: this.store.current.readings.map(endWaiting) });
        this.startQueued();
      }
    }
  }

  private startQueued(): void {
    const { queued } = this;
    this.queued = undefined;
    if (queued !== undefined) {
      this.start(queued.request).then(queued.ended.resolve, queued.ended.reject);
    }
  }

  private async run(request: RefreshRequest, signal: AbortSignal): Promise<void> {
    const { configuration } = this;
    if (configuration === undefined || configuration.accounts.length === 0 || configuration.blocked) {
      return;
    }
    this.update({ activity: { kind: 'refreshing', doneCalls: 0, totalCalls: 0 } });
    this.markWaiting(request);
    const source = await untilAborted(this.getSource(configuration.endpointUrl), signal);
    if (source === undefined || signal.aborted) {
      return;
    }
    source.beginRefresh();
    if (!(await this.findRegion(source, configuration, signal))) {
      this.tellFinished(request, signal);
      return;
    }
    const jobs = this.planJobs(request);
    const progress = this.store.current.readings.map(
      (_, reading): RegionProgress => ({
        openCalls: jobs.filter((job) => job.reading === reading).length,
        failuresInARow: 0,
        splitCalls: 0,
        answered: false,
        refused: new Map(),
        refusal: undefined,
        failure: undefined,
        stopped: false,
      }),
    );
    let doneCalls = 0;
    let totalCalls = jobs.length;
    this.update({ activity: { kind: 'refreshing', doneCalls, totalCalls } });
    const work = async (): Promise<void> => {
      for (let job = jobs.shift(); job !== undefined && !signal.aborted; job = jobs.shift()) {
        const region = progress[job.reading];
        if (region === undefined) {
          return;
        }
        const parts = await this.readJob(source, job, region, signal);
        if (signal.aborted) {
          return;
        }
        jobs.unshift(...parts);
        region.openCalls += parts.length - 1;
        totalCalls += parts.length;
        doneCalls += 1;
        if (region.openCalls === 0) {
          this.finishRegion(job, region, request);
        }
        this.update({ activity: { kind: 'refreshing', doneCalls, totalCalls } });
      }
    };
    const workers = Math.min(configuration.maxConcurrentRequests, Math.max(jobs.length, 1));
    await Promise.all(Array.from({ length: workers }, work));
    this.tellFinished(request, signal);
  }

  private tellFinished(request: RefreshRequest, signal: AbortSignal): void {
    if (!signal.aborted && request.kind === 'all') {
      this.finishEmitter.fire();
    }
  }

  /** Looks up the profile's own Region where the settings name none. Says whether there is one to read. */
  private async findRegion(
    source: StatusSource,
    configuration: Configuration,
    signal: AbortSignal,
  ): Promise<boolean> {
    const [reading] = this.store.current.readings;
    if (configuration.regions.length > 0 || reading === undefined) {
      return true;
    }
    const outcome = await untilAborted(source.fetchRegion(configuration.profile, signal), signal);
    if (outcome === undefined || signal.aborted) {
      return false;
    }
    if (outcome.kind === 'failed') {
      this.update({ readings: [{ ...markUnread(reading), failure: outcome.failure }] });
      return false;
    }
    const sameRegion = reading.region === undefined || reading.region === outcome.region;
    // What was read in another Region says nothing about this one.
    const entries = sameRegion ? reading.entries : reading.entries.map((): Entry => WAITING);
    this.update({
      readings: [
        {
          ...reading,
          region: outcome.region,
          entries,
          offeredScanTypes: findOfferedScanTypes(entries),
          failure: isOfLookup(reading.failure) ? undefined : reading.failure,
          readAt: sameRegion ? reading.readAt : undefined,
        },
      ],
    });
    return true;
  }

  /** Batches of each Region, in turn, so that a slow Region does not keep the others waiting. */
  private planJobs(request: RefreshRequest): Job[] {
    const { readings, accounts } = this.store.current;
    const accountIds =
      request.kind === 'all'
        ? accounts.map((account) => account.id)
        : request.accountIds.filter((id) => this.accountIndex.has(id));
    const batches = toBatches(accountIds);
    return batches.flatMap((batch, place) =>
      readings.flatMap((reading, index): Job[] =>
        reading.region === undefined || !isAskedFor(request, reading.region)
          ? []
          : [{ reading: index, region: reading.region, accountIds: batch, place }],
      ),
    );
  }

  /** Makes the call of a job and applies its outcome. The result: the jobs that a refused batch splits into. */
  private async readJob(
    source: StatusSource,
    job: Job,
    region: RegionProgress,
    signal: AbortSignal,
  ): Promise<Job[]> {
    if (region.stopped) {
      this.applyFailure(job);
      return [];
    }
    const { profile } = this.store.current.readings[job.reading] ?? {};
    if (profile === undefined) {
      return [];
    }
    const call = { profile, region: job.region, accountIds: job.accountIds };
    const startedAt = this.clock.now();
    const outcome = await untilAborted(source.fetchStatuses(call, signal), signal);
    if (outcome === undefined || signal.aborted) {
      return [];
    }
    this.log.recordCall({ call, outcome, durationMs: Math.max(0, this.clock.now() - startedAt) });
    if (outcome.kind === 'answered') {
      region.failuresInARow = 0;
      region.answered = true;
      this.applyAnswers(job, outcome.answers);
      return [];
    }
    return this.applyOutcome(job, region, outcome);
  }

  private applyOutcome(
    job: Job,
    region: RegionProgress,
    { failure }: Extract<StatusOutcome, { kind: 'failed' }>,
  ): Job[] {
    if (failure.kind === 'requestRefused') {
      const [id] = job.accountIds;
      if (id !== undefined && job.accountIds.length === 1) {
        region.refused.set(id, { kind: 'refused', message: failure.message });
        region.refusal = firstOf(region.refusal, { failure, place: job.place });
        return [];
      }
      if (job.accountIds.length > 1 && region.splitCalls + 2 <= MAX_SPLIT_CALLS) {
        region.splitCalls += 2;
        return halve(job.accountIds).map((accountIds) => ({ ...job, accountIds }));
      }
    }
    region.failuresInARow += 1;
    region.failure = firstOf(region.failure, { failure, place: job.place });
    region.stopped ||= REGION_WIDE.has(failure.kind) || region.failuresInARow >= MAX_FAILURES_IN_A_ROW;
    this.applyFailure(job);
    return [];
  }

  private applyAnswers(job: Job, answers: ReadonlyMap<AccountId, Answer>): void {
    const takenAt = this.clock.now();
    this.updateEntries(job, (entry, id) => {
      const answer = answers.get(id);
      if (answer === undefined) {
        return entry;
      }
      // The same words keep their identity: whoever compares sees at once that there is nothing to draw.
      const known = entry.kind === 'read' && isSameAnswer(entry.answer, answer) ? entry.answer : answer;
      return { kind: 'read', answer: known, takenAt, stale: false };
    });
    const offered = this.store.current.readings[job.reading]?.offeredScanTypes ?? [];
    const isOffered = (scanType: string) => offered.includes(scanType);
    const hasMore = [...answers.values()].some(
      (answer) => answer.kind === 'status' && !answer.scanTypes.every(({ scanType }) => isOffered(scanType)),
    );
    if (hasMore) {
      this.findOffered(job.reading);
    }
  }

  private findOffered(index: number): void {
    const reading = this.store.current.readings[index];
    const offeredScanTypes = findOfferedScanTypes(reading?.entries ?? []);
    // The same types keep their identity: every row depends on them.
    if (reading !== undefined && offeredScanTypes.join('/') !== reading.offeredScanTypes.join('/')) {
      this.updateReading(index, { offeredScanTypes });
    }
  }

  private applyFailure(job: Job): void {
    this.updateEntries(job, toNotRenewed);
  }

  private updateEntries(job: Job, change: (entry: Entry, id: AccountId) => Entry): void {
    const reading = this.store.current.readings[job.reading];
    if (reading === undefined) {
      return;
    }
    const entries = reading.entries.slice();
    for (const id of job.accountIds) {
      const index = this.accountIndex.get(id);
      const entry = index === undefined ? undefined : entries[index];
      if (index !== undefined && entry !== undefined) {
        entries[index] = change(entry, id);
      }
    }
    this.updateReading(job.reading, { entries });
  }

  private finishRegion(job: Job, progress: RegionProgress, request: RefreshRequest): void {
    const index = job.reading;
    const refused = { ...job, accountIds: [...progress.refused.keys()] };
    if (progress.answered || refused.accountIds.every((id) => this.isKnownAsRefused(index, id))) {
      this.applyAnswers(refused, progress.refused);
    } else {
      // A service that refuses everything says nothing of any account.
      this.applyFailure(refused);
      progress.failure ??= progress.refusal;
    }
    this.findOffered(index);
    const failure = progress.failure?.failure;
    if (request.kind === 'all') {
      this.updateReading(index, failure === undefined ? { failure, readAt: this.clock.now() } : { failure });
    } else if (failure !== undefined) {
      this.updateReading(index, { failure });
    }
  }

  private isKnownAsRefused(reading: number, id: AccountId): boolean {
    const entry = this.store.current.readings[reading]?.entries[this.accountIndex.get(id) ?? -1];
    return entry?.kind === 'read' && entry.answer.kind === 'refused';
  }

  private markWaiting(request: RefreshRequest): void {
    const { readings } = this.store.current;
    const wanted = request.kind === 'all' ? undefined : new Set(request.accountIds);
    this.update({
      readings: readings.map((reading) =>
        isAskedFor(request, reading.region) && reading.entries.some((entry) => entry.kind === 'unread')
          ? {
              ...reading,
              entries: reading.entries.map((entry, index) => {
                const id = this.store.current.accounts[index]?.id;
                const asked = wanted === undefined || (id !== undefined && wanted.has(id));
                return entry.kind === 'unread' && asked ? WAITING : entry;
              }),
            }
          : reading,
      ),
    });
  }

  private updateReading(index: number, change: Partial<RegionReading>): void {
    this.update({
      readings: this.store.current.readings.map((reading, at) =>
        at === index ? { ...reading, ...change } : reading,
      ),
    });
  }

  private update(change: Partial<Snapshot>): void {
    this.store.replace({ ...this.store.current, ...change });
  }
}

/** Whether it kept the Region from being found, so that finding one ends it. */
function isOfLookup(failure: Failure | undefined): boolean {
  return failure?.kind === 'noRegion' || failure?.kind === 'profileMissing';
}

/** The failure of the earlier job by its place: the same one however the answers arrive. */
function firstOf(known: PlacedFailure | undefined, other: PlacedFailure): PlacedFailure {
  return known === undefined || other.place < known.place ? other : known;
}

/** Whether the configurations differ in what is asked, or whom. */
function readsOtherwise(a: Configuration, b: Configuration): boolean {
  const asked = ({ accounts, profile, regions, endpointUrl, blocked }: Configuration) =>
    JSON.stringify([accounts.map(({ id }) => id).sort(), profile, regions, endpointUrl, blocked]);
  return asked(a) !== asked(b);
}

function combine(a: RefreshRequest, b: RefreshRequest): RefreshRequest {
  if (a.kind === 'all' || b.kind === 'all') {
    return { kind: 'all' };
  }
  const accountIds = [...new Set([...a.accountIds, ...b.accountIds])];
  return a.region !== undefined && a.region === b.region
    ? { kind: 'some', accountIds, region: a.region }
    : { kind: 'some', accountIds };
}

function isAskedFor(request: RefreshRequest, region: Region | undefined): boolean {
  return request.kind === 'all' || request.region === undefined || request.region === region;
}
