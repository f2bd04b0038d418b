// readTokenFile: the file of a signed-in session, which other programs may be writing at this moment.

import { readFile } from 'node:fs/promises';

export type Pause = (delayMs: number) => Promise<void>;

/** The AWS tools do not write these files in one step. */
const REREAD_AFTER_MS = 300;
const READS = 3;

/**
 * What is in the JSON file, or undefined when that is not there or has not all of these names, also a moment
 * later.
 */
export async function readTokenFile(
  path: string,
  names: readonly string[],
  pause: Pause,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  for (let read = 1; ; read++) {
    const token = await tryToRead(path);
    if (token !== undefined && names.every((name) => token[name] !== undefined)) {
      return token;
    }
    if (read === READS) {
      return undefined;
    }
    await pause(REREAD_AFTER_MS);
  }
}

async function tryToRead(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const token: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof token === 'object' && token !== null ? (token as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
