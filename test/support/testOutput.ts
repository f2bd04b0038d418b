/** Tells what tests and extension print apart from what VS Code prints, when both come the same way. */
import { format } from 'node:util';

/** Set in the extension host when somebody at the other end looks for the mark. */
export const markVariable = 'INSPECTOR_STATUS_TEST_MARK';

const mark = '[test] ';

/** Puts the mark before everything that is printed in this process from now on. */
export function markConsole(): void {
  const original = globalThis.console;
  const toMarked = (method: 'log' | 'info' | 'warn' | 'error') => {
    const print = original[method].bind(original);
    return (...args: unknown[]) => print(mark + format(...args));
  };
  // A new object, because VS Code's extension host makes the methods of its console read-only.
  globalThis.console = {
    ...original,
    log: toMarked('log'),
    info: toMarked('info'),
    warn: toMarked('warn'),
    error: toMarked('error'),
  };
}

/** The printed text without its mark, or undefined when it is not marked. */
export function toMarkedText(args: readonly unknown[]): string | undefined {
  const text = format(...args);
  const start = text.indexOf(mark);
  return start === -1 ? undefined : text.slice(start + mark.length);
}
