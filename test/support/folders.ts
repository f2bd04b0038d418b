/** Where things lie: the project, the cache that git ignores, and temporary folders. */
import { globSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectFolder: string = fileURLToPath(new URL('../..', import.meta.url));
export const cacheFolder: string = join(projectFolder, '.vscode-test');

/** The test files in a folder, however deep, that have the text in their path within the project. */
export function findTestFiles(folder: string, part: string): readonly string[] {
  const files = globSync(join(folder, '**', '*.test.ts'));
  return files.filter((file) => relative(projectFolder, file).includes(part)).sort();
}

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
