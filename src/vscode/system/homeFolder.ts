// getHomeFolder: the person's own, where the extension runs.

import { homedir } from 'node:os';

/** A path. */
export function getHomeFolder(): string {
  return homedir();
}
