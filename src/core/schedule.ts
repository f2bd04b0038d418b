// Schedule: says when the next refresh by itself is due. Goes by the wall clock, so that a sleeping computer
// wakes to one refresh, not to all those it slept through.

import type { Disposable } from './lifetime.ts';
import type { Clock } from './ports.ts';

/** How often the wall clock is looked at: timers stand still while the computer sleeps. */
const LOOK_EVERY_MS = 30_000;
/** A look that comes this much too late means that the computer slept; the network needs a moment to return. */
const SLEPT_MS = 60_000;
const AFTER_SLEEP_MS = 5_000;
const AFTER_SLEEP_SPREAD_MS = 10_000;

export class Schedule implements Disposable {
  private readonly clock: Clock;
  private readonly refresh: () => void;
  private timer: Disposable | undefined;
  private intervalMs = 0;
  /** When the interval began to run. */
  private since: number;
  private notBefore = 0;

  constructor(clock: Clock, refresh: () => void) {
    this.clock = clock;
    this.refresh = refresh;
    this.since = clock.now();
  }

  /** Minutes between refreshes; 0 for none. */
  setInterval(minutes: number): void {
    this.intervalMs = minutes * 60_000;
    this.look();
  }

  /** To be called whenever a refresh has ended, whoever asked for it: the interval begins anew. */
  restart(): void {
    this.since = this.clock.now();
    this.notBefore = 0;
    this.look();
  }

  dispose(): void {
    this.timer?.dispose();
    this.timer = undefined;
    this.intervalMs = 0;
  }

  private look(): void {
    this.timer?.dispose();
    this.timer = undefined;
    if (this.intervalMs === 0) {
      return;
    }
    const now = this.clock.now();
    // A clock set back must not put the next refresh off.
    this.since = Math.min(this.since, now);
    this.notBefore = Math.min(this.notBefore, now + AFTER_SLEEP_MS + AFTER_SLEEP_SPREAD_MS);
    const due = Math.max(this.since + this.intervalMs, this.notBefore);
    if (now >= due) {
      this.since = now;
      this.refresh();
      // The refresh may have ended, or ended this, in the meantime.
      if (this.timer !== undefined || this.intervalMs === 0) {
        return;
      }
    }
    const remaining = Math.max(this.since + this.intervalMs, this.notBefore) - now;
    const delay = Math.max(1, Math.min(remaining, LOOK_EVERY_MS));
    this.timer = this.clock.startTimer(delay, () => {
      if (this.clock.now() - (now + delay) > SLEPT_MS) {
        this.notBefore =
          this.clock.now() + AFTER_SLEEP_MS + Math.floor(this.clock.random() * AFTER_SLEEP_SPREAD_MS);
      }
      this.look();
    });
  }
}
