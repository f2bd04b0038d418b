// What the release workflow needs to know of a tag: `node .ci/release.mjs v1.2.3`. Prints outputs of a step and writes
// the notes of the release; fails when the tag, the version and the changelog do not say the same.
import { readFileSync, writeFileSync } from 'node:fs';
import { isPreRelease } from './version.mjs';

const [tag] = process.argv.slice(2);
const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
if (!/^\d+\.\d+\.\d+$/.test(version) || tag !== `v${version}`) {
  throw new Error(
    `The tag is ${tag}, and the version in package.json is ${version}: the tag must be v${version}.`,
  );
}
const [, notes] = readFileSync('CHANGELOG.md', 'utf8').split(
  new RegExp(`^## \\[${version}\\] - \\d{4}-\\d\\d-\\d\\d\n`, 'm'),
);
if (notes === undefined) {
  throw new Error(`CHANGELOG.md has no section “## [${version}] - YYYY-MM-DD”.`);
}
writeFileSync('notes.md', `${notes.split(/^## /m)[0].trim()}\n`);
process.stdout.write(`vsix=${name}-${version}.vsix\nprerelease=${isPreRelease(version)}\n`);
