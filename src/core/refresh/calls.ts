// CallPool: makes the calls of a refresh, so many in flight over all scopes and Regions, each Region at its own pace.

import { untilAborted } from '../abort.ts';
import type { Disposable } from '../lifetime.ts';
import type { Clock, StatusOutcome } from '../ports.ts';
import type { Job } from './plan.ts';
import type { RegionCalls, StartedCall } from './regionCalls.ts';

export interface CallPoolParts {
  readonly clock: Clock;
  readonly maxInFlight: number;
  readonly signal: AbortSignal;
  /** The outcome of a call, or undefined when the refresh has been aborted. */
  readonly call: (job: Job) => Promise<StatusOutcome | undefined>;
  /** Told when there are more calls to make, and after each call. */
  readonly onProgress: (doneCalls: number, totalCalls: number) => void;
}

interface Run {
  readonly regions: readonly RegionCalls[];
  readonly ended: PromiseWithResolvers<void>;
}

export class CallPool {
  private readonly parts: CallPoolParts;
  private readonly regions: RegionCalls[] = [];
  private readonly runs = new Set<Run>();
  /** Begin what else is to be in flight, each as soon as there is room: before further calls to Regions. */
  private readonly waiting: (() => void)[] = [];
  private inFlight = 0;
  /**
   * Regions with the fewest calls under way come first, and in turn: one that is slow, or slowed down, takes up no
   * more than its share, and none waits for it.
   */
  private turn = 0;
  private timer: Disposable | undefined;

  constructor(parts: CallPoolParts) {
    this.parts = parts;
  }

  /**
   * Makes all calls to these Regions, beside those that are under way. Resolves when there is nothing left of them
   * to call, or the signal is aborted; rejects with a bug.
   */
  async run(regions: readonly RegionCalls[]): Promise<void> {
    const { signal } = this.parts;
    const run: Run = { regions, ended: Promise.withResolvers() };
    const onAbort = () => {
      this.stopTimer();
      run.ended.resolve();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    this.regions.push(...regions);
    this.runs.add(run);
    try {
      if (!signal.aborted) {
        this.tellProgress();
        this.startCalls();
        await run.ended.promise;
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.runs.delete(run);
    }
  }

  /**
   * Does something else over the network as one of those in flight, as soon as there is room. Undefined when the
   * refresh has been aborted before that.
   */
  async hold<T>(work: () => Promise<T>): Promise<T | undefined> {
    const { signal } = this.parts;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.waiting.push(resolve);
    this.startCalls();
    await untilAborted(promise, signal);
    if (signal.aborted) {
      return undefined;
    }
    try {
      return await work();
    } finally {
      this.inFlight -= 1;
      if (!signal.aborted) {
        this.startCalls();
      }
    }
  }

  /** Starts what may start, and sees to it that there is another look when more may. */
  private startCalls(): void {
    this.stopTimer();
    const { maxInFlight, clock } = this.parts;
    let soonestMs: number | undefined;
    for (const begin of this.waiting.splice(0, Math.max(0, maxInFlight - this.inFlight))) {
      this.inFlight += 1;
      begin();
    }
    while (this.inFlight < maxInFlight) {
      const next = this.findNext();
      const started = next.region?.start();
      if (next.region === undefined || started === undefined) {
        soonestMs = next.soonestMs;
        break;
      }
      this.inFlight += 1;
      this.makeCall(next.region, started).catch((error: unknown) => this.fail(error));
    }
    for (const run of this.runs) {
      if (run.regions.every(({ isDone }) => isDone)) {
        run.ended.resolve();
      }
    }
    if (soonestMs !== undefined) {
      this.timer = clock.startTimer(Math.max(1, Math.ceil(soonestMs)), () => this.startCalls());
    }
  }

  /** The Region to call next; where none may be called now, in how many milliseconds one may. */
  private findNext(): { readonly region: RegionCalls | undefined; readonly soonestMs: number | undefined } {
    const { regions, turn } = this;
    let region: RegionCalls | undefined;
    let soonestMs: number | undefined;
    for (let passed = 0; passed < regions.length; passed++) {
      const at = (turn + passed) % regions.length;
      const each = regions[at];
      const delayMs = each?.getDelayMs();
      if (delayMs === 0 && each !== undefined && each.inFlight < (region?.inFlight ?? Infinity)) {
        region = each;
        this.turn = at + 1;
      } else if (delayMs !== undefined) {
        soonestMs = Math.min(soonestMs ?? delayMs, delayMs);
      }
    }
    return { region, soonestMs };
  }

  private async makeCall(region: RegionCalls, started: StartedCall): Promise<void> {
    const { call, signal } = this.parts;
    const outcome = await call(started.job);
    if (outcome === undefined || signal.aborted) {
      return;
    }
    this.inFlight -= 1;
    region.end(started, outcome);
    this.tellProgress();
    this.startCalls();
  }

  private fail(error: unknown): void {
    this.stopTimer();
    for (const { ended } of this.runs) {
      ended.reject(error);
    }
  }

  private tellProgress(): void {
    const doneCalls = this.regions.reduce((sum, each) => sum + each.doneCalls, 0);
    const totalCalls = this.regions.reduce((sum, each) => sum + each.totalCalls, 0);
    this.parts.onProgress(doneCalls, totalCalls);
  }

  private stopTimer(): void {
    this.timer?.dispose();
    this.timer = undefined;
  }
}
