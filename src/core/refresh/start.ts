// waitToStart: how long a window that shows what was kept waits before its first refresh.

import { waitUnlessAborted } from '../abort.ts';
import type { Clock, WindowFocus } from '../ports.ts';

const SPREAD_MS = 30_000;
/** For the window that has the focus, of which there is one. */
const LOOKED_AT_MS = 1000;
const LOOKED_AT_SPREAD_MS = 1000;

/**
 * Whoever looks, or begins to, waits a moment; the other windows have time. Without a focus it is as if nobody looked.
 * The result: whether to begin.
 */
export async function waitToStart(
  clock: Clock,
  focus: WindowFocus | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  if (focus?.isFocused !== true) {
    const looked = new AbortController();
    const subscription = focus?.onDidChange((isFocused) => isFocused && looked.abort());
    const delayMs = Math.max(1, Math.floor(clock.random() * SPREAD_MS));
    const isOver = await waitUnlessAborted(clock, delayMs, AbortSignal.any([signal, looked.signal]));
    subscription?.dispose();
    if (isOver || signal.aborted) {
      return isOver;
    }
  }
  const delayMs = LOOKED_AT_MS + Math.floor(clock.random() * LOOKED_AT_SPREAD_MS);
  return waitUnlessAborted(clock, delayMs, signal);
}
