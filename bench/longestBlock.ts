/** The longest time that this thread did not turn to anything else. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 1;

export function watchBlocks(): { stop(): number } {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  return {
    /** In milliseconds. */
    stop() {
      delay.disable();
      return Math.max(0, delay.max / 1e6 - RESOLUTION_MS);
    },
  };
}
