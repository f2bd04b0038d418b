/** Sizes of the files that ship, and of the package with all of them. */
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createTemporaryFolder, projectFolder } from '../../test/support/folders.ts';
import { runProgram } from '../../test/support/programs.ts';
import { buildShippedFiles } from '../builtFiles.ts';
import { type Figure, type Measurement, toMissing } from '../figure.ts';

/** In kB, which here are 1,000 bytes. */
const GOALS: Readonly<Record<string, number>> = { 'extension.cjs': 30, 'aws.cjs': 360 };
const PACKAGE_GOAL = 250;

export const builtSize: Measurement = {
  name: 'size',
  title: 'Size of what ships',
  async measure() {
    await buildShippedFiles();
    const folder = join(projectFolder, 'dist');
    const files = readdirSync(folder).filter((name) => name.endsWith('.cjs'));
    const figures = files.map((name): Figure => {
      const goal = GOALS[name];
      return {
        what: `dist/${name}`,
        value: statSync(join(folder, name)).size / 1000,
        unit: 'kB',
        ...(goal === undefined ? {} : { goal }),
      };
    });
    return [...figures, await measurePackage()];
  },
};

async function measurePackage(): Promise<Figure> {
  const what = 'VSIX';
  const folder = createTemporaryFolder();
  try {
    const path = join(folder.path, 'extension.vsix');
    const vsce = join(createRequire(import.meta.url).resolve('@vscode/vsce/package.json'), '..', 'vsce');
    // As `npm run package`, but where that would stop to ask, and no matter where links will point one day.
    const args = ['package', '--no-dependencies', '--skip-license', '--allow-missing-repository'];
    args.push('--no-rewrite-relative-links', '--out', path);
    await runProgram(process.execPath, [vsce, ...args], { cwd: projectFolder });
    return { what, value: statSync(path).size / 1000, unit: 'kB', goal: PACKAGE_GOAL };
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n').filter((line) => line.includes('ERROR'));
    return toMissing(what, 'kB', `cannot be packaged: ${reason.trim()}`);
  } finally {
    folder.remove();
  }
}
