/** What VS Code wrote into the log of the extension host of errors that nobody handled. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The errors of all extension hosts of a window, each with its stack. */
export function readHostErrors(userData: string): string[] {
  const files = globSync(join(userData, 'logs', '**', 'remoteexthost.log'));
  return files.flatMap((file) => findHostErrors(readFileSync(file, 'utf8')));
}

/**
 * An unhandled rejection is an entry of level `error`, a second after it happened, with the lines of its stack. Those
 * that no bundle of the extension has a part in are VS Code's own, such as a connection that ends with the browser.
 */
export function findHostErrors(log: string): string[] {
  return log
    .split(/^(?=\d{4}-\d\d-\d\d [\d:.]+ \[\w+\] )/m)
    .filter((entry) => /^\S+ \S+ \[error\] /.test(entry) && /\/dist\/\w+\.cjs\b/.test(entry))
    .map((entry) => entry.trim());
}
