// untilAborted: waits for a promise, but no longer than a signal allows.

/**
 * The result of the promise, or undefined as soon as the signal is aborted: a step that ignores the signal must
 * not hold up the one who cancels. What it does later is ignored.
 */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) {
    promise.catch(() => undefined);
    return undefined;
  }
  const aborted = Promise.withResolvers<undefined>();
  const onAbort = () => aborted.resolve(undefined);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } catch (error) {
    if (signal.aborted) {
      return undefined;
    }
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Promise.race leaves the loser unobserved.
    promise.catch(() => undefined);
  }
}
