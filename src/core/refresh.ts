// RefreshEngine: reads every account of the configuration through the source and keeps the store up to date.
// Never draws, never prompts.

import { untilAborted } from './abort.ts';
import { toBatches } from './batches.ts';
import type { Configuration } from './configuration.ts';
import { type Disposable, Emitter } from './lifetime.ts';
import type { AccountId, Entry, Failure, Region, Snapshot } from './model.ts';
import type { CallLog, Clock, StatusOutcome, StatusSource } from './ports.ts';
import { carryOver, endWaiting, IDLE, markUnread, WAITING } from './readings.ts';
import { type Job, RegionRefresh } from './regionRefresh.ts';
import { EMPTY_SNAPSHOT, type SnapshotStore } from './store.ts';

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
    } catch (error) {
      if (this.running === abort) {
        // What could not be read again is old, also when the reason is a bug.
        const failure: Failure = { kind: 'unexpected', code: error instanceof Error ? error.name : 'Error' };
        const readings = this.store.current.readings.map((reading) => ({ ...markUnread(reading), failure }));
        this.update({ readings });
      }
      throw error;
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
    const regions = this.store.current.readings.map(
      (_, reading) =>
        new RegionRefresh({
          store: this.store,
          clock: this.clock,
          reading,
          accountIndex: this.accountIndex,
          openCalls: jobs.filter((job) => job.reading === reading).length,
          readsAll: request.kind === 'all',
        }),
    );
    let doneCalls = 0;
    let totalCalls = jobs.length;
    this.update({ activity: { kind: 'refreshing', doneCalls, totalCalls } });
    const work = async (): Promise<void> => {
      for (let job = jobs.shift(); job !== undefined && !signal.aborted; job = jobs.shift()) {
        const region = regions[job.reading];
        if (region?.isStopped) {
          region.skip(job);
        } else {
          const outcome = await this.call(source, job, signal);
          if (outcome === undefined || signal.aborted) {
            return;
          }
          const parts = region?.take(job, outcome) ?? [];
          // Behind the others: what the rest of the Region says decides how far it is worth to go on.
          jobs.push(...parts);
          totalCalls += parts.length;
        }
        doneCalls += 1;
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
          offeredScanTypes: sameRegion ? reading.offeredScanTypes : [],
          failure: sameRegion && !isOfLookup(reading.failure) ? reading.failure : undefined,
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

  /** The outcome of the job's call, or undefined when the refresh has been aborted. */
  private async call(
    source: StatusSource,
    { reading, region, accountIds }: Job,
    signal: AbortSignal,
  ): Promise<StatusOutcome | undefined> {
    const profile = this.store.current.readings[reading]?.profile ?? '';
    const call = { profile, region, accountIds };
    const startedAt = this.clock.now();
    const outcome = await untilAborted(source.fetchStatuses(call, signal), signal);
    if (outcome !== undefined && !signal.aborted) {
      this.log.recordCall({ call, outcome, durationMs: Math.max(0, this.clock.now() - startedAt) });
    }
    return outcome;
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

  private update(change: Partial<Snapshot>): void {
    this.store.replace({ ...this.store.current, ...change });
  }
}

/** Whether it kept the Region from being found, so that finding one ends it. */
function isOfLookup(failure: Failure | undefined): boolean {
  return failure?.kind === 'noRegion' || failure?.kind === 'profileMissing';
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
