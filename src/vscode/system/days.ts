// watchDays: tells when another day has begun. What was read "at 14:02" was then read on the day before.

import type { Disposable } from '../../core/lifetime.ts';
import type { Clock } from '../../core/ports.ts';

/** Timers stand still while the computer sleeps, so the wall clock is looked at again and again. */
const LOOK_EVERY_MS = 60_000;

export function watchDays(clock: Clock, onNewDay: () => void): Disposable {
  const getDay = () => new Date(clock.now()).toDateString();
  let day = getDay();
  const startTimer = (): Disposable =>
    clock.startTimer(LOOK_EVERY_MS, () => {
      timer = startTimer();
      const today = getDay();
      if (today !== day) {
        day = today;
        onNewDay();
      }
    });
  let timer = startTimer();
  return { dispose: () => timer.dispose() };
}
