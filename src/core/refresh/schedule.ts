// Schedule: says when to refresh by itself: when the interval is over, and what failed when its time has come.
// Goes by the wall clock, so that a sleeping computer wakes to one refresh, not to all those it slept through.

import { type Disposable, DisposableStore } from '../lifetime.ts';
import type { RegionReading } from '../model.ts';
import type { Clock, Network, RefreshCause, WindowFocus } from '../ports.ts';
import { isOfNetwork } from './patience.ts';
import type { RefreshRequest } from './plan.ts';

/** How often the wall clock is looked at: timers stand still while the computer sleeps. */
const LOOK_EVERY_MS = 30_000;
/** How often the network is looked at while it keeps a Region from being read. */
const LOOK_AT_NETWORK_EVERY_MS = 5_000;
/** A look that comes this much too late means that the computer slept; the network needs a moment to return. */
const SLEPT_MS = 60_000;
const AFTER_SLEEP_MS = 5_000;
const AFTER_SLEEP_SPREAD_MS = 10_000;
/** Nobody looks at a window that has been without the focus for so long. */
const UNWATCHED_MS = 60 * 60_000;

export interface ScheduleParts {
  readonly clock: Clock;
  readonly network: Network;
  readonly focus: WindowFocus;
  readonly getReadings: () => readonly RegionReading[];
  readonly refresh: (cause: RefreshCause, request: RefreshRequest) => void;
}

export class Schedule implements Disposable {
  private readonly parts: ScheduleParts;
  private readonly disposables = new DisposableStore();
  private timer: Disposable | undefined;
  private intervalMs = 0;
  /** When the interval began to run. */
  private since: number;
  /** Each time to try again counts once: whoever cancels that refresh is not asked again at once. */
  private triedUntil: number;
  private notBefore = 0;
  /** Since when the window has not had the focus. */
  private unwatchedSince: number | undefined;
  /** What the network was while it kept a Region from being read. */
  private network: string | undefined;

  constructor(parts: ScheduleParts) {
    this.parts = parts;
    const now = parts.clock.now();
    this.since = now;
    this.triedUntil = now;
    this.unwatchedSince = parts.focus.isFocused ? undefined : now;
    this.disposables.add(
      parts.focus.onDidChange((isFocused) => {
        this.unwatchedSince = isFocused ? undefined : parts.clock.now();
        this.look();
      }),
    );
  }

  /** Minutes between refreshes; 0 for none, nor is anything tried again by itself then. */
  setInterval(minutes: number): void {
    this.intervalMs = minutes * 60_000;
    this.look();
  }

  /** To be called whenever a refresh of everything has ended, whoever asked for it: the interval begins anew. */
  restart(): void {
    this.since = this.parts.clock.now();
    this.notBefore = 0;
    this.look();
  }

  /** Whether anybody has looked at the window in the last hour. */
  get isWatched(): boolean {
    return !this.isUnwatched(this.parts.clock.now());
  }

  /** To be called when there may be another time to try again, or another one to wait for the network. */
  look(): void {
    this.timer?.dispose();
    this.timer = undefined;
    const now = this.parts.clock.now();
    // A clock set back must not put the next refresh off.
    this.since = Math.min(this.since, now);
    this.triedUntil = Math.min(this.triedUntil, now);
    this.notBefore = Math.min(this.notBefore, now + AFTER_SLEEP_MS + AFTER_SLEEP_SPREAD_MS);
    if (this.intervalMs === 0 || this.isUnwatched(now)) {
      return;
    }
    const request = this.isNetworkAnother() ? CHANGED_NETWORK : this.findDue(now);
    if (request !== undefined) {
      this.triedUntil = now;
      this.since = request.kind === 'all' ? now : this.since;
      this.parts.refresh(request === CHANGED_NETWORK ? 'change' : 'schedule', request);
      // The refresh may have ended, or ended this, in the meantime.
      if (this.timer !== undefined || this.intervalMs === 0) {
        return;
      }
    }
    this.startTimer(now);
  }

  dispose(): void {
    this.disposables.dispose();
    this.timer?.dispose();
    this.timer = undefined;
    this.intervalMs = 0;
  }

  private startTimer(now: number): void {
    const { clock } = this.parts;
    const untilDue = Math.max(Math.min(this.getNextAt(), this.getNextTryAt()), this.notBefore) - now;
    const longest = this.network === undefined ? LOOK_EVERY_MS : LOOK_AT_NETWORK_EVERY_MS;
    const delay = Math.max(1, Math.min(untilDue, longest));
    this.timer = clock.startTimer(delay, () => {
      if (clock.now() - (now + delay) > SLEPT_MS) {
        this.notBefore = clock.now() + AFTER_SLEEP_MS + Math.floor(clock.random() * AFTER_SLEEP_SPREAD_MS);
      }
      this.look();
    });
  }

  private findDue(now: number): RefreshRequest | undefined {
    if (now < this.notBefore) {
      return undefined;
    }
    return now >= this.getNextAt() ? ALL : now >= this.getNextTryAt() ? FAILED : undefined;
  }

  private getNextAt(): number {
    return this.since + this.intervalMs;
  }

  private getNextTryAt(): number {
    const times = this.parts.getReadings().flatMap(({ nextTryAt }) => nextTryAt ?? []);
    return Math.min(...times.filter((time) => time > this.triedUntil));
  }

  /** Whether the network is another one, and is one, than the one that kept a Region from being read. */
  private isNetworkAnother(): boolean {
    const { getReadings, network } = this.parts;
    const isCutOff = getReadings().some(({ failure }) => failure !== undefined && isOfNetwork(failure));
    const earlier = this.network;
    this.network = isCutOff ? network.getAddresses() : undefined;
    return earlier !== undefined && isCutOff && this.network !== '' && this.network !== earlier;
  }

  private isUnwatched(now: number): boolean {
    return this.unwatchedSince !== undefined && now - this.unwatchedSince >= UNWATCHED_MS;
  }
}

const ALL: RefreshRequest = { kind: 'all' };
const FAILED: RefreshRequest = { kind: 'failed' };
const CHANGED_NETWORK: RefreshRequest = { kind: 'failed', mendedBy: 'network' };
