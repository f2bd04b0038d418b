/** Where things lie: the project, the cache that git ignores, and temporary folders. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectFolder: string = fileURLToPath(new URL('../..', import.meta.url));
export const cacheFolder: string = join(projectFolder, '.vscode-test');

export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

/** A new folder that is removed on `remove()`, and when the process ends without it. */
export function createTemporaryFolder(parent: string = realpathSync(tmpdir())): TemporaryFolder {
  mkdirSync(parent, { recursive: true });
  const path = mkdtempSync(join(parent, 'inspector-status-'));
  // A process that was just killed may still be writing: ENOTEMPTY is worth a second try.
  const removeFolder = () => rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  process.once('exit', removeFolder);
  return {
    path,
    remove() {
      process.off('exit', removeFolder);
      removeFolder();
    },
  };
}
