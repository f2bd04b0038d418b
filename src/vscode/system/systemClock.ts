// The system's clock and timers, for the core.

import type { Clock } from '../../core/ports.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  startTimer(delayMs, onElapsed) {
    const timer = setTimeout(onElapsed, delayMs);
    return { dispose: () => clearTimeout(timer) };
  },
};
