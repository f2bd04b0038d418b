/** Packs the extension as it would be published. */
import { join } from 'node:path';
import { projectFolder } from './folders.ts';
import { runProgram } from './programs.ts';

/** Builds and packs; the package is then at `path`. */
export async function packageExtension(path: string): Promise<void> {
  const vsce = join(projectFolder, 'node_modules', '@vscode', 'vsce', 'vsce');
  // Links of the README are of no interest here, and need a public repository.
  const flags = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository'];
  await runProgram(process.execPath, [vsce, 'package', ...flags, '--out', path], { cwd: projectFolder });
}
