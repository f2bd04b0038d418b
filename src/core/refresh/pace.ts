// Pace: how fast one Region is called with one profile. As fast as may be, until the service says that it is too fast.

import type { Clock } from '../ports.ts';

/** The pause after the first refusal, while the rate that the service takes is not known yet. */
const FIRST_PAUSE_MS = 500;
const MAX_JITTER = 0.25;
/** What a refresh waits for; a longer pause is for the next refresh. */
const LONGEST_PAUSE_MS = 20_000;
/** All pauses of a refresh together. */
const MAX_PAUSES_MS = 60_000;
/** Once the rate is known, a pause for so many calls. */
const PAUSED_CALLS = 2;
/** After so many answers without a refusal a little more is tried, and each time twice as much more. */
const ANSWERS_TO_RECOVER = 10;
const FIRST_RECOVERY = 0.02;
/** What was refused longer ago than this says nothing to the next refresh. */
const KNOWN_FOR_MS = 60 * 60_000;
/** Slower than this, the next refresh finds out anew. */
const MAX_KNOWN_SPACING_MS = 1000;

/**
 * From one refusal to the next, a service lets through just what it can take: that is its rate, and calls are
 * spaced by it. Until there was a second refusal, the number of calls in flight is halved instead.
 */
export class Pace {
  private readonly clock: Clock;
  private inFlight = 0;
  private maxInFlight = Number.POSITIVE_INFINITY;
  private spacingMs = 0;
  private startedAt = 0;
  private pausedUntil = 0;
  private pausesMs = 0;
  /** From one refusal to the next: the last one, and the one that has not ended. */
  private measured: Window | undefined;
  private window: Window | undefined;
  /** Pauses since the last answer. */
  private pausesInARow = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Whether the service has refused a call that has not been forgotten. */
  get isHeldBack(): boolean {
    const sinceMs = this.window === undefined ? KNOWN_FOR_MS : this.clock.now() - this.window.refusedAt;
    return sinceMs < KNOWN_FOR_MS;
  }

  /** What is known stays; calls that have not ended never will, and time that nobody called in tells no rate. */
  beginRefresh(): void {
    const { window } = this;
    const now = this.clock.now();
    this.inFlight = 0;
    this.pausesMs = 0;
    if (this.pausedUntil - now > LONGEST_PAUSE_MS) {
      // That long is for the patience with the Region, or the clock was set back.
      this.pausedUntil = now;
    }
    this.pausesInARow = 0;
    this.measured = undefined;
    this.window = window && { ...window, from: now, answers: 0 };
    this.spacingMs = Math.min(this.spacingMs, MAX_KNOWN_SPACING_MS);
  }

  /** In how many milliseconds the next call may start; undefined: not before one of those in flight has ended. */
  getDelayMs(): number | undefined {
    if (this.inFlight >= this.maxInFlight) {
      return undefined;
    }
    const now = this.clock.now();
    // A clock that was set back must not hold anything up.
    this.pausedUntil = Math.min(this.pausedUntil, now + LONGEST_PAUSE_MS);
    this.startedAt = Math.min(this.startedAt, now);
    return Math.max(0, this.pausedUntil - now, this.startedAt + this.spacingMs - now);
  }

  noteStart(): void {
    this.inFlight += 1;
    this.startedAt = this.clock.now();
  }

  /** To be told of each call that has ended, after what it came to. */
  noteEnd(): void {
    this.inFlight -= 1;
  }

  noteAnswer(startedAt: number): void {
    const { window, measured } = this;
    if (window === undefined) {
      return;
    }
    if (startedAt >= window.from) {
      this.pausesInARow = 0;
      window.answers += 1;
      if (window.answers % ANSWERS_TO_RECOVER === 0) {
        this.maxInFlight += 1;
        this.spacingMs /= 1 + FIRST_RECOVERY * 2 ** (window.answers / ANSWERS_TO_RECOVER - 1);
      }
    } else if (measured !== undefined && startedAt >= measured.from) {
      this.pausesInARow = Math.min(this.pausesInARow, 1);
      measured.answers += 1;
      this.measure(measured, window.from);
    }
  }

  /**
   * A call was refused because there were too many. Slows down; says whether the Region may be called again in
   * this refresh.
   */
  slowDown(startedAt: number, retryAfterMs: number): boolean {
    const now = this.clock.now();
    const { window } = this;
    let ownMs = 0;
    if (window !== undefined && startedAt < window.from) {
      // Was under way when the other was refused.
      window.from = now;
      window.answers = 0;
    } else {
      this.measured = window;
      this.window = { refusedAt: now, from: now, answers: 0 };
      this.maxInFlight = Math.max(1, Math.floor(Math.min(this.maxInFlight, this.inFlight) / 2));
      if (window !== undefined) {
        this.measure(window, now);
      }
      ownMs = this.getOwnPauseMs();
      this.pausesInARow += 1;
    }
    const pauseMs = Math.max(ownMs, retryAfterMs, this.pausedUntil - now);
    this.pausesMs += Math.max(0, now + pauseMs - Math.max(now, this.pausedUntil));
    this.pausedUntil = now + pauseMs;
    return pauseMs <= LONGEST_PAUSE_MS && this.pausesMs <= MAX_PAUSES_MS;
  }

  private measure({ from, answers }: Window, until: number): void {
    if (until > from && answers > 0) {
      this.spacingMs = Math.min((until - from) / answers, LONGEST_PAUSE_MS);
      this.maxInFlight = Number.POSITIVE_INFINITY;
    }
  }

  private getOwnPauseMs(): number {
    const firstMs = this.spacingMs === 0 ? FIRST_PAUSE_MS : PAUSED_CALLS * this.spacingMs;
    return Math.floor(
      firstMs * 2 ** Math.min(this.pausesInARow, 10) * (1 + this.clock.random() * MAX_JITTER),
    );
  }
}

interface Window {
  readonly refusedAt: number;
  from: number;
  /** To calls that started in it. */
  answers: number;
}
