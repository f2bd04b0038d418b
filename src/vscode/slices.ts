// Slices: much work in turns of some milliseconds, between which answers are taken, calls made, and other extensions served.

import type { Disposable } from '../core/lifetime.ts';
import type { Clock } from '../core/ports.ts';

/** A third of what nobody notices: what VS Code does with the result comes on top. */
const SLICE_MS = 10;

export class Slices implements Disposable {
  private readonly clock: Clock;
  private timer: Disposable | undefined;
  private startedAt = 0;
  private isDisposed = false;
  private waiting: (() => void)[] = [];
  /** Where in `waiting` the next one is: taking thousands off its front one by one would take long. */
  private next = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** At once where the turn has time left for it, else in one of the next, in the order of the calls. */
  run<T>(work: () => T): Promise<T> {
    if (this.timer === undefined) {
      this.startTurn();
    }
    return new Promise((resolve, reject) => {
      this.waiting.push(() => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      });
      this.work();
    });
  }

  /** Works until it is done, over as many turns as that takes. */
  async finish(isDone: (isTimeOver: () => boolean) => boolean): Promise<void> {
    while (!(await this.run(() => isDone(this.isTimeOver)))) {
      // The next turn goes on.
    }
  }

  /** The same for steps, of which each is much shorter than a turn. */
  async takeSteps<Result>(steps: Generator<void, Result, void>): Promise<Result> {
    let step = steps.next();
    await this.finish((isTimeOver) => {
      while (step.done !== true && !isTimeOver()) {
        step = steps.next();
      }
      return step.done === true;
    });
    return step.value as Result;
  }

  /** Whether the turn has had its time. A clock that is set back must not make it long. */
  readonly isTimeOver = (): boolean => {
    if (this.isDisposed) {
      return false;
    }
    if (this.timer === undefined) {
      this.startTurn();
    }
    const elapsed = this.clock.now() - this.startedAt;
    return elapsed >= SLICE_MS || elapsed < 0;
  };

  /** What is left is done at once: whoever waits for it must not wait for ever. */
  dispose(): void {
    this.isDisposed = true;
    this.timer?.dispose();
    this.timer = undefined;
    this.work();
  }

  private startTurn(): void {
    if (this.isDisposed) {
      return;
    }
    this.startedAt = this.clock.now();
    this.timer = this.clock.startTimer(1, () => {
      this.timer = undefined;
      if (this.next < this.waiting.length) {
        this.startTurn();
        this.work();
      }
    });
  }

  private work(): void {
    while (this.next < this.waiting.length && !this.isTimeOver()) {
      this.next += 1;
      this.waiting[this.next - 1]?.();
    }
    if (this.next >= this.waiting.length) {
      this.waiting = [];
      this.next = 0;
    }
  }
}

/** What the work comes to at its end, over as many turns as that takes; undefined where the signal ends it before. */
export async function takeStepsInTurns<Result>(
  steps: Generator<unknown, Result, void>,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Result | undefined> {
  const slices = new Slices(clock);
  let result: Result | undefined;
  try {
    await slices.finish((isTimeOver) => {
      while (signal?.aborted !== true) {
        const step = steps.next();
        if (step.done === true) {
          result = step.value;
          return true;
        }
        if (isTimeOver()) {
          return false;
        }
      }
      return true;
    });
  } finally {
    slices.dispose();
  }
  return result;
}
