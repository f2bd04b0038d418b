// untilAborted: waits for a promise, but no longer than a signal allows.

import type { Clock } from './ports.ts';

/**
 * The result of the promise, or undefined as soon as the signal is aborted: a step that ignores the signal must
 * not hold up the one who cancels. What it does later is ignored.
 */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const aborted = Promise.withResolvers<undefined>();
  const onAbort = () => aborted.resolve(undefined);
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) {
    onAbort();
  }
  try {
    return await Promise.race([aborted.promise, promise]);
  } catch (error) {
    if (signal.aborted) {
      return undefined;
    }
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Whether the time passed before the signal was aborted; says so at once when it is. */
export function waitUnlessAborted(clock: Clock, delayMs: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve(false);
      return;
    }
    const onAbort = () => {
      timer.dispose();
      resolve(false);
    };
    const timer = clock.startTimer(delayMs, () => {
      signal.removeEventListener('abort', onAbort);
      resolve(true);
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
