// Packs the extension: `node package.mjs [--out FILE]`. The same sources give the same bytes.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isPreRelease } from './.ci/version.mjs';

const vsce = join(createRequire(import.meta.url).resolve('@vscode/vsce/package.json'), '..', 'vsce');
const { repository, version } = JSON.parse(readFileSync('package.json', 'utf8'));
const flags = ['--no-dependencies', ...(isPreRelease(version) ? ['--pre-release'] : [])];
if (repository === undefined) {
  // Nobody shows pictures out of a package: without an address to find them at, the place would stay empty.
  const readme = readFileSync('README.md', 'utf8').replace(/^!\[.*\]\(.*\)\n\n/gm, '');
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/README.md', readme);
  flags.push('--allow-missing-repository', '--no-rewrite-relative-links', '--readme-path', 'dist/README.md');
} else {
  // Pictures and links lead to the sources of this version.
  flags.push('--githubBranch', `v${version}`);
}
const { status } = spawnSync(process.execPath, [vsce, 'package', ...flags, ...process.argv.slice(2)], {
  stdio: 'inherit',
  // Every file in the package bears this time, in this time zone, and the files are sorted.
  env: { SOURCE_DATE_EPOCH: '946684800', ...process.env, TZ: 'UTC' },
});
process.exitCode = status ?? 1;
