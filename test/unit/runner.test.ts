/** The runners of the tests: a rejection that nobody handles is a failure, whatever the tests say. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Counts, countsVariable, readCounts } from '../support/counts.ts';
import { createTemporaryFolder, projectFolder } from '../support/folders.ts';
import { findHostErrors } from '../support/hostLog.ts';

/** Runs these lines as a test file, as the phases of `npm test` do. */
function runTestFile(...lines: readonly string[]): { status: number | null; counts: Counts } {
  const folder = createTemporaryFolder();
  try {
    const [file, countsFile] = [join(folder.path, 'sample.mjs'), join(folder.path, 'counts.json')];
    writeFileSync(file, lines.join('\n'));
    const { status } = spawnSync(
      process.execPath,
      [join(projectFolder, 'test', 'support', 'plain.ts'), '5000', file],
      { env: { ...process.env, [countsVariable]: countsFile } },
    );
    return { status, counts: readCounts(countsFile, 'sample') };
  } finally {
    folder.remove();
  }
}

describe('test runner', () => {
  it('passes what passes', function () {
    this.timeout(20_000);
    const { status, counts } = runTestFile("describe('a', () => { it('b (A1)', () => {}); });");
    assert.equal(status, 0);
    assert.deepEqual([counts.passed, counts.failed, counts.passedTitles], [1, 0, ['a b (A1)']]);
  });

  for (const [where, line] of [
    ['in a test', "it('b', () => { void Promise.reject(new Error('stray')); });"],
    ['in the last turn of the last test', "it('b', () => { setImmediate(() => Promise.reject(1)); });"],
    ['in a hook', "after(() => { void Promise.reject(new Error('stray')); }); it('b', () => {});"],
    ['beside the tests', "void Promise.reject(new Error('stray')); it('b', () => {});"],
  ] as const) {
    it(`fails for a rejection that nobody handles ${where}`, function () {
      this.timeout(20_000);
      const { status, counts } = runTestFile(line);
      assert.notEqual(status, 0);
      assert.ok(counts.failed > 0 && counts.failedTitles.length > 0, JSON.stringify(counts));
    });
  }

  it('finds in the log of an extension host what nobody handled there', () => {
    const log = [
      '2026-11-23 11:34:24.100 [info] Extension host with pid 1 started',
      '2026-11-23 11:34:25.680 [error] Error: stray of the extension',
      '    at Object.<anonymous> (/extensions/inspector-account-status/dist/extension.cjs:1:2)',
      '2026-11-23 11:34:25.700 [error] Error: Cannot find module',
      '    at load (/server/node_modules/code-server/lib/vscode/out/vs/x.js:1:2)',
      '2026-11-23 11:34:25.900 [error] Error: connect ECONNREFUSED 127.0.0.1:1',
      '2026-11-23 11:34:26.000 [warning] something else [error] in its words',
      '',
    ].join('\n');
    assert.deepEqual(
      findHostErrors(log).map((entry) => entry.split('\n').length),
      [2],
    );
    assert.equal(findHostErrors(log.replace('[error] Error: stray', '[info] stray')).length, 0);
  });
});
