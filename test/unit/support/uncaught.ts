/** Catches the errors that nobody catches, for as long as an action takes, so that a test can look at them. */
import { flush } from './flush.ts';

/** Errors from outside of the action would also be caught: run one action at a time. */
export async function collectUncaught(action: () => void): Promise<unknown[]> {
  const errors: unknown[] = [];
  const others = process.listeners('uncaughtException');
  const collect = (error: unknown) => errors.push(error);
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', collect);
  try {
    action();
    await flush();
  } finally {
    process.off('uncaughtException', collect);
    for (const listener of others) {
      process.on('uncaughtException', listener);
    }
  }
  return errors;
}
