/** A token bucket: how many calls a Region takes before it throttles. */
import type { RateLimit } from './scenario.ts';

export class TokenBucket {
  readonly #callsPerSecond: number;
  readonly #burst: number;
  readonly #now: () => number;
  #tokens: number;
  #filledAt: number;

  /** `now` gives milliseconds on a clock that never goes back. */
  constructor(limit: RateLimit, now: () => number = () => performance.now()) {
    this.#callsPerSecond = limit.callsPerSecond;
    this.#burst = limit.burst ?? Math.max(1, limit.callsPerSecond);
    this.#now = now;
    this.#tokens = this.#burst;
    this.#filledAt = now();
  }

  /** Whether one more call is within the limit; if so, it counts. */
  take(): boolean {
    const now = this.#now();
    const gained = ((now - this.#filledAt) / 1000) * this.#callsPerSecond;
    this.#tokens = Math.min(this.#burst, this.#tokens + gained);
    this.#filledAt = now;
    if (this.#tokens < 1) {
      return false;
    }
    this.#tokens -= 1;
    return true;
  }
}
