// withDeadline: gives up on a step that does not end in time, also when the step ignores every signal.

/** In milliseconds. The SDK itself has none: a silent server would hang a refresh for ever. */
export interface Deadlines {
  readonly connect: number;
  /** From the request to the head of the answer, and between two parts of its body. */
  readonly request: number;
  /** A call with all its attempts. */
  readonly call: number;
  /** Getting the credentials of a profile, without the time in which a person types a code. */
  readonly credentials: number;
  /** Credentials that come later may still be used, but nobody waits for them longer than this. */
  readonly hanging: number;
  /** A person who types the code of an MFA device. */
  readonly code: number;
}

export const DEADLINES: Deadlines = {
  connect: 5000,
  request: 15_000,
  call: 45_000,
  credentials: 30_000,
  hanging: 5 * 60_000,
  code: 3 * 60_000,
};

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

/** The result of the promise, or a DeadlineError as soon as the signal is aborted. What comes later is ignored. */
export async function untilEnded<T>(promise: Promise<T>, end: AbortSignal): Promise<T> {
  const ended = Promise.withResolvers<never>();
  const onAbort = () => ended.reject(new DeadlineError());
  end.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, ended.promise]);
  } finally {
    end.removeEventListener('abort', onAbort);
    promise.catch(() => undefined);
  }
}
