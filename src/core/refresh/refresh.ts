// RefreshEngine: reads every account of the configuration through the source and keeps the store up to date.
// Never draws, never prompts.

import { untilAborted } from '../abort.ts';
import { type Disposable, Emitter } from '../lifetime.ts';
import type { Failure, Scope, Snapshot } from '../model.ts';
import type { CallLog, Clock, RefreshCause, StatusOutcome, StatusSource, WindowFocus } from '../ports.ts';
import type { Configuration } from '../settings/configuration.ts';
import type { ScopeConfiguration } from '../settings/scopeEntries.ts';
import { EMPTY_SNAPSHOT, type SnapshotStore } from '../state/store.ts';
import { CallPool } from './calls.ts';
import { followMembers } from './members.ts';
import {
  addWish,
  combine,
  findCause,
  getWanted,
  type Job,
  type RefreshRequest,
  readsOtherwise,
  type Wish,
} from './plan.ts';
import { carryOver, endWaiting, IDLE, markOld, markUnread, markWaiting } from './readings.ts';
import { ScopeReader } from './scopeReader.ts';
import { waitToStart } from './start.ts';

export interface RefreshEngineParts {
  readonly store: SnapshotStore;
  /** Opens the source, or gives the one that is open; called in each refresh. Who opens it disposes of it. */
  readonly openSource: () => Promise<StatusSource>;
  readonly clock: Clock;
  readonly log: CallLog;
  /** Without one it is as if nobody looked. */
  readonly focus?: WindowFocus;
}

export class RefreshEngine implements Disposable {
  private readonly store: SnapshotStore;
  private readonly openSource: RefreshEngineParts['openSource'];
  private readonly clock: Clock;
  private readonly log: CallLog;
  private readonly focus: WindowFocus | undefined;
  private readonly scopes: ScopeReader;
  private readonly finishEmitter = new Emitter<RefreshRequest>();
  private configuration: Configuration | undefined;
  private running: { readonly abort: AbortController; readonly wishes: readonly Wish[] } | undefined;
  /** The wait for the first refresh, while what was kept is shown. */
  private starting: AbortController | undefined;
  private isSuspended = false;
  private queued:
    | {
        readonly wishes: readonly Wish[];
        readonly ended: PromiseWithResolvers<void>;
      }
    | undefined;

  /** Fires when a refresh has ended, unless it was cancelled or overtaken. */
  readonly onDidFinish = this.finishEmitter.event;

  constructor(parts: RefreshEngineParts) {
    this.store = parts.store;
    this.openSource = parts.openSource;
    this.clock = parts.clock;
    this.log = parts.log;
    this.focus = parts.focus;
    this.scopes = new ScopeReader(parts);
  }

  /**
   * Takes a new configuration, or none while nothing may be read. What runs is aborted and its late answers are
   * dropped; what was read with the same profile in the same Region for the same account stays. Refreshes where
   * the accounts, or whom to ask about them, are others than before, and where a refresh was interrupted. Of what
   * was kept from an earlier run, the first configuration takes what it may.
   */
  async configure(settings: Configuration | undefined, kept = EMPTY_SNAPSHOT): Promise<void> {
    const earlier = this.configuration;
    const interrupted = this.findOpenCause();
    const isFirst = earlier === undefined || this.starting !== undefined;
    this.abandon();
    if (settings === undefined) {
      this.configuration = undefined;
      this.store.replace(EMPTY_SNAPSHOT);
      return;
    }
    const sameEndpoint = earlier !== undefined && earlier.endpointUrl === settings.endpointUrl;
    const current = earlier === undefined ? kept : this.store.current;
    // What one endpoint said is never shown under the name of another.
    const readings = current.readings.filter(
      (reading) => sameEndpoint || reading.endpointUrl === settings.endpointUrl,
    );
    const configuration = followMembers(settings, { ...current, readings });
    this.configuration = configuration;
    this.store.replace(carryOver({ ...current, readings }, configuration));
    const isOther = earlier === undefined ? !this.isAnythingKnown() : readsOtherwise(earlier, configuration);
    if (isFirst && !isOther) {
      await this.startLater();
    } else if (isOther) {
      // Whatever was interrupted: what is asked for now, nobody has asked for before.
      await this.refresh(interrupted === 'person' ? 'person' : 'change');
    } else if (interrupted !== undefined) {
      await this.refresh(interrupted);
    }
  }

  /**
   * Reads what is asked for. One refresh runs at a time; those asked for meanwhile become one that follows it.
   * Resolves when the accounts asked for have been read, or the refresh was cancelled or overtaken.
   */
  refresh(cause: RefreshCause, request = ALL): Promise<void> {
    if (this.configuration === undefined) {
      return Promise.resolve();
    }
    if (this.running === undefined && !this.isSuspended) {
      return this.start([{ cause, request }]);
    }
    return this.queue({ cause, request });
  }

  private queue(wish: Wish): Promise<void> {
    this.queued = {
      wishes: addWish(this.queued?.wishes ?? [], wish),
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

  /** Ends what runs, and reads nothing until `resume`, which makes up for it. What has been read stays. */
  suspend(): void {
    const { running, starting } = this;
    const cause = this.findOpenCause() ?? 'change';
    this.isSuspended = true;
    if (running !== undefined || starting !== undefined) {
      this.cancel();
      void this.queue({ cause, request: ALL });
    }
  }

  /** Reads what was asked for meanwhile; resolves when that has been read. */
  async resume(): Promise<void> {
    const { queued } = this;
    this.isSuspended = false;
    this.startQueued();
    await queued?.ended.promise;
  }

  /** To be called when what was read may have become old, with nothing read in its place. */
  markOld(): void {
    this.scopes.flush();
    const { current } = this.store;
    const now = this.clock.now();
    const readings = current.readings.map((reading) => markOld(reading, now));
    if (readings.some((reading, index) => reading !== current.readings[index])) {
      this.update({ readings });
    }
  }

  dispose(): void {
    this.abandon();
    this.configuration = undefined;
    this.finishEmitter.dispose();
  }

  private abandon(): void {
    this.scopes.flush();
    this.endStarting();
    this.running?.abort.abort();
    this.running = undefined;
    this.queued?.ended.resolve();
    this.queued = undefined;
  }

  /** Of what runs and of what waits; undefined where nothing does. */
  private findOpenCause(): RefreshCause | undefined {
    return findCause([...(this.running?.wishes ?? []), ...(this.queued?.wishes ?? [])]);
  }

  private isAnythingKnown(): boolean {
    return this.store.current.readings.some(({ entries }) => entries.some(({ kind }) => kind === 'read'));
  }

  /** Refreshes after a while: windows that are restored together must not all call in the same moment. */
  private async startLater(): Promise<void> {
    const starting = new AbortController();
    this.starting = starting;
    const { readings } = this.store.current;
    this.update({ readings: readings.map((reading) => markWaiting(reading, undefined)) });
    if (await waitToStart(this.clock, this.focus, starting.signal)) {
      await this.refresh('change');
    }
  }

  private endStarting(): void {
    this.starting?.abort();
    this.starting = undefined;
  }

  private async start(wishes: readonly Wish[]): Promise<void> {
    if (wishes.some(({ request }) => request.kind === 'all')) {
      this.endStarting();
    }
    const abort = new AbortController();
    const running = { abort, wishes };
    this.running = running;
    try {
      await this.run(wishes, abort.signal);
    } catch (error) {
      if (this.running === running) {
        this.scopes.flush();
        // What could not be read again is old, also when the reason is a bug.
        const failure: Failure = { kind: 'unexpected', code: error instanceof Error ? error.name : 'Error' };
        const readings = this.store.current.readings.map((reading) => ({ ...markUnread(reading), failure }));
        this.update({ readings });
      }
      throw error;
    } finally {
      // After a bug other calls may still be under way: their answers belong to nobody any more.
      abort.abort();
      if (this.running === running) {
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
      this.start(queued.wishes).then(queued.ended.resolve, queued.ended.reject);
    }
  }

  private async run(wishes: readonly Wish[], signal: AbortSignal): Promise<void> {
    const { configuration } = this;
    const cause = findCause(wishes) ?? 'change';
    const request = wishes.map((wish) => wish.request).reduce(combine);
    if (configuration === undefined || this.store.current.readings.length === 0 || configuration.blocked) {
      return;
    }
    // Decided before anything changes: what finding the profile mends is read as well.
    const asked = this.scopes.choose(configuration, wishes);
    if (asked.size > 0) {
      this.update({ activity: { kind: 'refreshing', doneCalls: 0, totalCalls: 0 } });
      this.update({
        readings: this.store.current.readings.map((reading, index) =>
          asked.has(index) ? markWaiting(reading, getWanted(request, reading)) : reading,
        ),
      });
      const source = await untilAborted(this.openSource(), signal);
      if (source === undefined || signal.aborted) {
        return;
      }
      source.beginRefresh(cause);
      this.scopes.beginRefresh();
      const pool = new CallPool({
        clock: this.clock,
        maxInFlight: configuration.maxConcurrentRequests,
        signal,
        call: (job) => this.call(source, job, signal),
        onProgress: (doneCalls, totalCalls) =>
          this.update({ activity: { kind: 'refreshing', doneCalls, totalCalls } }),
      });
      // Side by side: a scope whose credentials take long, or fail, keeps no other one waiting.
      await Promise.all(
        configuration.scopes.map((scope) => {
          const onDidFindMembers = (known: Scope) => this.takeMembers(scope, known);
          const run = { source, configuration, scope, request, cause, asked, pool, signal, onDidFindMembers };
          return this.scopes.read(run);
        }),
      );
    }
    if (!signal.aborted) {
      this.finishEmitter.fire(request);
    }
  }

  /** A scope that follows its organisation has these accounts now. */
  private takeMembers(followed: ScopeConfiguration, scope: Scope): void {
    const toKnown = (each: ScopeConfiguration) => (each.scope === followed.scope ? { ...each, scope } : each);
    this.configuration = this.configuration && {
      ...this.configuration,
      scopes: this.configuration.scopes.map(toKnown),
    };
  }

  /** The outcome of the job's call, or undefined when the refresh has been aborted. */
  private async call(
    source: StatusSource,
    { call }: Job,
    signal: AbortSignal,
  ): Promise<StatusOutcome | undefined> {
    const startedAt = this.clock.now();
    const outcome = await untilAborted(source.fetchStatuses(call, signal), signal);
    if (outcome !== undefined && !signal.aborted) {
      this.log.recordCall({ call, outcome, durationMs: Math.max(0, this.clock.now() - startedAt) });
    }
    return outcome;
  }

  private update(change: Partial<Snapshot>): void {
    this.store.replace({ ...this.store.current, ...change });
  }
}

const ALL: RefreshRequest = { kind: 'all' };
