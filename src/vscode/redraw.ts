// RedrawPace: turns a burst of changes into few redraws. Drawing and reading share one thread: a redraw for
// each batch would slow the reading down to several times its time.

import type { Disposable } from '../core/lifetime.ts';
import type { Clock } from '../core/ports.ts';

export class RedrawPace implements Disposable {
  private readonly clock: Clock;
  private readonly redraw: () => void;
  private readonly pauseMs: number;
  private timer: Disposable | undefined;
  private lastAt = Number.NEGATIVE_INFINITY;
  private disposed = false;

  constructor(clock: Clock, redraw: () => void, pauseMs: number) {
    this.clock = clock;
    this.redraw = redraw;
    this.pauseMs = pauseMs;
  }

  /** Redraws in the next turn of the event loop, or when the pause since the last redraw is over. */
  request(): void {
    if (this.timer !== undefined || this.disposed) {
      return;
    }
    const sinceLast = Math.max(0, this.clock.now() - this.lastAt);
    this.timer = this.clock.startTimer(Math.max(0, this.pauseMs - sinceLast), () => {
      this.timer = undefined;
      this.lastAt = this.clock.now();
      this.redraw();
    });
  }

  dispose(): void {
    this.disposed = true;
    this.timer?.dispose();
    this.timer = undefined;
  }
}
