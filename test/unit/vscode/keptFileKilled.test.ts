/** Writers that are killed, or whose disk is full, in the middle of a save. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { build } from 'esbuild';
import type { Snapshot } from '../../../src/core/model.ts';
import { KeptFile, SNAPSHOT } from '../../../src/vscode/system/keptFile.ts';
import { createTemporaryFolder, projectFolder } from '../../support/folders.ts';
import { readNumber } from '../support/numberedSnapshots.ts';
import { below, createRandom, seed, seedTitle } from '../support/seededRandom.ts';

const ROUNDS = 100;

describe('snapshot file: a writer that does not get to its end', () => {
  const built = createTemporaryFolder();
  const program = join(built.path, 'savingProcess.mjs');

  before(async () => {
    // In one file it starts in half the time.
    await build({
      entryPoints: [join(projectFolder, 'test', 'unit', 'support', 'savingProcess.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'warning',
    });
  });

  after(() => built.remove());

  it(`killed at ${ROUNDS} random points leaves the old one or the new one, never a broken one (E18) [${seedTitle}]`, async function () {
    this.timeout(180_000);
    const random = createRandom(seed);
    const folder = createTemporaryFolder();
    const log: string[] = [];
    const file = openFile(folder.path, log);
    try {
      let last = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const child = spawn(process.execPath, [program, folder.path, String(last + 1)], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        const reported = await killAfterSaves(child, below(random, 3), random() * 15);
        const number = readNumber(await file.load());
        assert.ok(number !== undefined, `round ${round}: ${log.join()}`);
        assert.ok(
          number >= Math.max(last, reported) && number <= Math.max(last, reported) + 1,
          `round ${round}: ${number} after ${reported}`,
        );
        last = number;
      }
      assert.deepEqual(log, []);
      const strays = readdirSync(folder.path).filter((name) => name.endsWith('.tmp'));
      // Otherwise no kill came in the middle of a save, and nothing was tried.
      assert.ok(strays.length > ROUNDS / 10, `${strays.length} saves were cut off`);
    } finally {
      folder.remove();
    }
  });

  it('keeps the last one where the disk takes no more, warns once, and leaves nothing behind (H2)', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    this.timeout(20_000);
    const folder = createTemporaryFolder();
    const log: string[] = [];
    try {
      const save = async (limit: string, from: number, count: number) => {
        // With its signal ignored, a file that grows past the limit is an error of the write, as on a full disk.
        const command = `trap '' XFSZ; ${limit} exec "$@"`;
        const args = [process.execPath, program, folder.path, String(from), String(count)];
        const child = spawn('sh', ['-c', command, 'sh', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
        const lines: string[] = [];
        for await (const line of createInterface(child.stdout)) {
          lines.push(line);
        }
        return lines;
      };
      assert.deepEqual(await save('', 1, 1), ['saved 1']);
      const lines = await save('ulimit -f 8;', 2, 3);
      assert.equal(lines.length, 4);
      assert.match(lines[0] ?? '', /could not be saved to .*: EFBIG/);
      assert.equal(readNumber(await openFile(folder.path, log).load()), 1);
      assert.deepEqual(readdirSync(folder.path), ['snapshot.jsonl']);
    } finally {
      folder.remove();
    }
  });
});

function openFile(folder: string, log: string[]): KeptFile<Snapshot> {
  const note = (message: string) => log.push(message);
  return new KeptFile(SNAPSHOT, {
    folder,
    clock: { now: () => Date.now() },
    log: { info: note, warn: note },
  });
}

/** Kills the process some time after it has reported so many saves. The result: the number reported last. */
async function killAfterSaves(child: ChildProcess, saves: number, delayMs: number): Promise<number> {
  assert.ok(child.stdout);
  const ended = once(child, 'exit');
  let last = 0;
  let count = 0;
  for await (const line of createInterface(child.stdout)) {
    assert.match(line, /^saved [0-9]+$/);
    last = Number(line.slice('saved '.length));
    count += 1;
    if (count === saves + 1) {
      void setTimeout(delayMs).then(() => child.kill('SIGKILL'));
    }
  }
  await ended;
  return last;
}
