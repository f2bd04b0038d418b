// ScopeReader: reads what a refresh asks of a scope, from its profile to the calls, and knows how Regions have to be
// treated from one refresh to the next.

import { untilAborted } from '../abort.ts';
import { AccountIndex } from '../accountIndex.ts';
import { SharedAnswers } from '../answers/sharedAnswers.ts';
import type { Failure, RegionReading, Scope } from '../model.ts';
import type { CallLog, Clock, ProfileOutcome, RefreshCause, StatusSource } from '../ports.ts';
import type { Configuration } from '../settings/configuration.ts';
import type { ScopeConfiguration } from '../settings/scopeEntries.ts';
import type { SnapshotStore } from '../state/store.ts';
import type { CallPool } from './calls.ts';
import { renewMembers } from './members.ts';
import { Paces } from './paces.ts';
import { NO_REST, Patience } from './patience.ts';
import { Batches, getExtent, isAskedFor, planCalls, type RefreshRequest, type Wish } from './plan.ts';
import { endLookupFailure, markUnread, toReadFrom } from './readings.ts';
import { RegionCalls } from './regionCalls.ts';
import { RegionRefresh } from './regionRefresh.ts';

const NO_REGION: Failure = { kind: 'noRegion', code: 'NoRegion' };

type FoundProfile = Extract<ProfileOutcome, { readonly kind: 'found' }>;

export interface ScopeReaderParts {
  readonly store: SnapshotStore;
  readonly clock: Clock;
  readonly log: CallLog;
}

/** The part of a refresh that belongs to one scope. */
export interface ScopeRun {
  readonly source: StatusSource;
  readonly configuration: Configuration;
  readonly scope: ScopeConfiguration;
  readonly request: RefreshRequest;
  readonly cause: RefreshCause;
  /** Indexes of readings, of all scopes. */
  readonly asked: ReadonlySet<number>;
  readonly pool: CallPool;
  readonly signal: AbortSignal;
  /** Told the scope with its accounts, once they are known. */
  readonly onDidFindMembers: (scope: Scope) => void;
}

export class ScopeReader {
  private readonly store: SnapshotStore;
  private readonly clock: Clock;
  private readonly log: CallLog;
  private readonly patience: Patience;
  private readonly paces: Paces;
  private readonly accountIndex = new AccountIndex();
  private readonly batches = new Batches();
  private readonly sharedAnswers = new SharedAnswers();
  /** Of the refresh that runs. */
  private readonly regions = new Set<RegionRefresh>();

  constructor({ store, clock, log }: ScopeReaderParts) {
    this.store = store;
    this.clock = clock;
    this.log = log;
    this.patience = new Patience(clock);
    this.paces = new Paces(clock);
  }

  /** Indexes of the readings that are asked for, without those that are left alone for now. */
  choose({ scopes }: Configuration, wishes: readonly Wish[]): ReadonlySet<number> {
    const blocked = new Set(scopes.flatMap((each) => (each.blocked ? each.scope : [])));
    const chosen = new Set<number>();
    for (const [index, reading] of this.store.current.readings.entries()) {
      if (!blocked.has(reading.scope) && wishes.some((wish) => this.isChosen(reading, wish))) {
        chosen.add(index);
      }
    }
    return chosen;
  }

  private isChosen(reading: RegionReading, { cause, request }: Wish): boolean {
    if (!isAskedFor(request, reading)) {
      return false;
    }
    if (request.kind === 'failed' && request.mendedBy === 'network') {
      this.patience.forget(reading);
      return true;
    }
    // One Region whose time has come is no reason to ask those again whose failure does not pass by itself.
    const isRetry = cause === 'schedule' && request.kind === 'failed' && request.mendedBy === undefined;
    return isRetry ? this.patience.isDue(reading) : !this.patience.isHeld(reading, cause);
  }

  /** To be called once, before the scopes of a refresh are read. */
  beginRefresh(): void {
    this.paces.beginRefresh();
    this.regions.clear();
  }

  /** To be called before anybody else replaces what is being read, or ends it: no answer is lost. */
  flush(): void {
    for (const region of this.regions) {
      region.flush();
    }
  }

  /** Finds the profile of the scope and, where it follows them, its members, then reads its Regions. */
  async read(run: ScopeRun): Promise<void> {
    const { store, clock, patience, accountIndex, sharedAnswers } = this;
    const { scope, request, asked, pool } = run;
    // By its name: with other members, it is another object.
    const isAsked = (reading: RegionReading, index: number) =>
      asked.has(index) && reading.scope.name === scope.scope.name;
    const hasWork = store.current.readings.some(isAsked);
    const profile = hasWork ? await this.findProfile(run) : undefined;
    if (profile === undefined || !(await this.findMembers(run, profile))) {
      return;
    }
    const regions = store.current.readings.flatMap((reading, index) => {
      const jobs = isAsked(reading, index) ? planCalls(request, reading, this.batches) : [];
      const asksFor = getExtent(request, reading);
      const parts = { store, clock, patience, reading: index, accountIndex, sharedAnswers, asksFor };
      const [first] = jobs;
      if (first === undefined) {
        return [];
      }
      const region = new RegionRefresh(parts);
      this.regions.add(region);
      return [new RegionCalls(clock, this.paces.get(first.call), region, jobs)];
    });
    await pool.run(regions);
  }

  /**
   * Looks for the profile, its endpoint and, where the settings name none, its Region. Undefined where there is
   * nothing to read.
   */
  private async findProfile({
    source,
    configuration,
    scope,
    asked,
    signal,
  }: ScopeRun): Promise<FoundProfile | undefined> {
    const { store } = this;
    const { endpointUrl } = configuration;
    const needsRegion = scope.regions.length === 0;
    const needs = { region: needsRegion, endpoint: endpointUrl === undefined };
    const outcome = await untilAborted(source.fetchProfile(scope.scope.profile, needs, signal), signal);
    if (outcome === undefined || signal.aborted) {
      return undefined;
    }
    const failure =
      outcome.kind === 'failed'
        ? outcome.failure
        : needsRegion && outcome.region === undefined
          ? NO_REGION
          : undefined;
    this.replaceReadings(
      store.current.readings.map((reading, index): RegionReading => {
        if (reading.scope !== scope.scope) {
          return reading;
        }
        if (failure !== undefined || outcome.kind === 'failed') {
          return asked.has(index) ? this.toFailed(reading, failure) : reading;
        }
        const region = needsRegion ? outcome.region : reading.region;
        const found = toReadFrom(reading, region, endpointUrl ?? outcome.endpointUrl);
        // Of a Region that is not read now, what kept it from being read still says why nothing is known.
        return asked.has(index) ? endLookupFailure(found) : found;
      }),
    );
    return failure === undefined && outcome.kind === 'found' ? outcome : undefined;
  }

  /** Sees to it that the accounts are known where the scope follows its organisation. Says whether they are. */
  private async findMembers(
    { source, pool, configuration, scope, ...run }: ScopeRun,
    { accountId }: FoundProfile,
  ): Promise<boolean> {
    const { store, clock, log, accountIndex } = this;
    const result = await renewMembers(
      { store, clock, log, source, pool, accountIndex },
      { ...run, scope: scope.scope, accountId, names: configuration.names },
    );
    if (result === undefined) {
      return false;
    }
    if (result.kind === 'failed') {
      this.replaceReadings(
        store.current.readings.map((reading, index) =>
          run.asked.has(index) && reading.scope === scope.scope
            ? this.toFailed(reading, result.failure)
            : reading,
        ),
      );
      return false;
    }
    run.onDidFindMembers(result.scope);
    return true;
  }

  /** The reading after a failure that kept all of it from being read. */
  private toFailed(reading: RegionReading, failure: Failure | undefined): RegionReading {
    const rest = failure === undefined ? NO_REST : this.patience.noteFailure(reading, failure);
    return { ...markUnread(reading), failure, ...rest };
  }

  private replaceReadings(readings: readonly RegionReading[]): void {
    this.store.replace({ ...this.store.current, readings });
  }
}
