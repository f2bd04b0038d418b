// withDeadline: gives up on a step that does not end in time, also when the step ignores every signal.

export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/** The result of the promise, or a DeadlineError after so many milliseconds. What comes later is ignored. */
export async function withDeadline<T>(promise: Promise<T>, deadlineMs: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new DeadlineError()), deadlineMs);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
    // The loser of the race may still reject.
    promise.catch(() => undefined);
  }
}
