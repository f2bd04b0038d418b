/** The manifest, package.json, and what it says in words, as the tests read them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../support/folders.ts';

/** The text of a file of the project. */
export function readProjectFile(path: string): string {
  return readFileSync(join(projectFolder, path), 'utf8');
}

export const manifestText: string = readProjectFile('package.json');
// Of no declared type: the tests are there to find out what is in it.
// biome-ignore lint/suspicious/noExplicitAny: see above.
export const manifest: any = JSON.parse(manifestText);
export const texts: Readonly<Record<string, string>> = JSON.parse(readProjectFile('package.nls.json'));
