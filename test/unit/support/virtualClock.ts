/** VirtualClock: a clock that stands still until the test moves it, apart for timers and for the time of day. */
import type { Disposable } from '../../../src/core/lifetime.ts';
import type { Clock } from '../../../src/core/ports.ts';

interface Timer {
  readonly endsAt: number;
  readonly onElapsed: () => void;
}

export class VirtualClock implements Clock {
  /** What `random()` gives. */
  luck = 0;
  private wall = Date.UTC(2026, 10, 23, 14, 2);
  private elapsed = 0;
  private readonly timers = new Set<Timer>();

  now(): number {
    return this.wall;
  }

  random(): number {
    return this.luck;
  }

  startTimer(delayMs: number, onElapsed: () => void): Disposable {
    if (!(delayMs > 0 && delayMs < 2 ** 31)) {
      throw new RangeError(`A timer of ${delayMs} ms would end at once.`);
    }
    const timer: Timer = { endsAt: this.elapsed + delayMs, onElapsed };
    this.timers.add(timer);
    return { dispose: () => this.timers.delete(timer) };
  }

  get timerCount(): number {
    return this.timers.size;
  }

  /** Time passes while the computer is awake. */
  advance(ms: number): void {
    const end = this.elapsed + ms;
    for (let next = this.firstUntil(end); next !== undefined; next = this.firstUntil(end)) {
      this.timers.delete(next);
      this.wall += next.endsAt - this.elapsed;
      this.elapsed = next.endsAt;
      next.onElapsed();
    }
    this.wall += end - this.elapsed;
    this.elapsed = end;
  }

  /** Only the time of day moves: the computer sleeps, or somebody sets its clock. */
  jump(ms: number): void {
    this.wall += ms;
  }

  private firstUntil(end: number): Timer | undefined {
    return [...this.timers].filter(({ endsAt }) => endsAt <= end).sort((a, b) => a.endsAt - b.endsAt)[0];
  }
}

/** A clock on which every timer ends in the next turn, with all its time passed: for pauses beside real calls. */
export class HurriedClock extends VirtualClock {
  override startTimer(delayMs: number, onElapsed: () => void): Disposable {
    const timer = super.startTimer(delayMs, onElapsed);
    const turn = setImmediate(() => this.advance(delayMs));
    return {
      dispose() {
        clearImmediate(turn);
        timer.dispose();
      },
    };
  }
}
