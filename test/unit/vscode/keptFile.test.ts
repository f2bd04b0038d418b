/** The kept snapshot on a real disk: whole or not at all, whatever happens to the file, the folder or the writer. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Snapshot } from '../../../src/core/model.ts';
import type { RawSettings } from '../../../src/core/settings/configuration.ts';
import { CHANGES, KeptFile, SNAPSHOT } from '../../../src/vscode/system/keptFile.ts';
import { createTemporaryFolder, projectFolder, type TemporaryFolder } from '../../support/folders.ts';
import { configureOne } from '../support/builders.ts';
import { manifest } from '../support/manifest.ts';
import { readNumber, toNumberedSnapshot } from '../support/numberedSnapshots.ts';
import { toKept, toSampleSnapshot } from '../support/snapshots.ts';

const fixtures = join(projectFolder, 'test', 'fixtures');
const fixture = join(fixtures, 'snapshot', '1.jsonl');
const FIXTURE_TAKEN_AT = Date.UTC(2026, 9, 24, 14, 2);

const NO_LOG = { info: () => undefined, warn: () => undefined };

describe('snapshot file', () => {
  // The time of the disk, which stamps the files.
  const clock = { now: () => Date.now() };
  let folder: TemporaryFolder;
  let log: string[];
  let file: KeptFile<Snapshot>;

  const openFile = (path = join(folder.path, 'storage')) =>
    new KeptFile(SNAPSHOT, {
      folder: path,
      clock,
      log: {
        info: (message) => log.push(`info ${message}`),
        warn: (message) => log.push(`warn ${message}`),
      },
    });

  /** Puts a file where the snapshot is. */
  const place = (content: string | Buffer) => {
    mkdirSync(join(folder.path, 'storage'), { recursive: true });
    writeFileSync(file.path, content);
  };

  const list = () => readdirSync(join(folder.path, 'storage')).sort();

  beforeEach(() => {
    folder = createTemporaryFolder();
    log = [];
    file = openFile();
  });

  afterEach(() => {
    chmodSync(folder.path, 0o700);
    folder.remove();
  });

  it('brings back what was saved, for its owner only', async () => {
    const snapshot = toSampleSnapshot(clock.now());
    await file.save(snapshot);
    assert.deepEqual(await openFile().load(), toKept(snapshot, clock.now()));
    assert.deepEqual(list(), ['snapshot.jsonl']);
    assert.deepEqual(log, []);
    if (process.platform !== 'win32') {
      assert.equal(statSync(file.path).mode & 0o077, 0);
    }
  });

  it('starts empty without a file, without a folder, and without a word (H1)', async () => {
    assert.equal(await file.load(), undefined);
    mkdirSync(join(folder.path, 'storage'));
    assert.equal(await file.load(), undefined);
    assert.deepEqual(log, []);
    assert.deepEqual(list(), []);
  });

  it('starts empty with the file cut off at every byte, keeps it aside once, and notes it (H1)', async function () {
    this.timeout(30_000);
    const whole = readFileSync(fixture);
    // The last byte is the line break behind the last line.
    for (let length = 0; length < whole.length - 1; length++) {
      log = [];
      place(whole);
      truncateSync(file.path, length);
      assert.equal(await file.load(), undefined, `${length} bytes`);
      assert.deepEqual(list(), ['snapshot.jsonl.bad']);
      assert.equal(statSync(`${file.path}.bad`).size, length);
      assert.equal(log.length, 1);
      assert.match(log[0] ?? '', /^info .*snapshot\.jsonl could not be understood/);
    }
    log = [];
    assert.equal(await file.load(), undefined);
    assert.deepEqual(log, []);
    place(whole.subarray(0, -1));
    assert.ok(await file.load());
  });

  it('starts empty with a file of anything else, however large (H1, H7)', async () => {
    const hostile = [
      '',
      '\0'.repeat(4096),
      '[]',
      '{}',
      'null',
      '\n\n\n',
      'x'.repeat(10 * 2 ** 20),
      '"'.repeat(17 * 2 ** 20),
    ];
    for (const content of [...hostile, Buffer.from([0xff, 0xfe, 0x00, 0x80])]) {
      place(content);
      assert.equal(await file.load(), undefined);
      assert.deepEqual(list(), ['snapshot.jsonl.bad']);
    }
    assert.equal(log.length, hostile.length + 1);
  });

  it('works again after a file that could not be understood (H1)', async () => {
    place('broken');
    assert.equal(await file.load(), undefined);
    const snapshot = toSampleSnapshot(clock.now());
    await file.save(snapshot);
    assert.deepEqual(await openFile().load(), toKept(snapshot, clock.now()));
    assert.deepEqual(list(), ['snapshot.jsonl', 'snapshot.jsonl.bad']);
  });

  it('keeps a file of a later version aside as it is, once (H4)', async () => {
    const later = readFileSync(fixture, 'utf8').replace('"version":1', '"version":2,"more":[1,{"x":2}]');
    place(later);
    assert.equal(await file.load(), undefined);
    assert.equal(readFileSync(`${file.path}.bad`, 'utf8'), later);
    assert.equal(await file.load(), undefined);
    assert.equal(readFileSync(`${file.path}.bad`, 'utf8'), later);
    assert.equal(log.length, 1);
  });

  it('takes a folder in its place for nothing kept, and says so (H1)', async () => {
    mkdirSync(join(folder.path, 'storage', 'snapshot.jsonl'), { recursive: true });
    assert.equal(await file.load(), undefined);
    assert.match(log.join(), /^warn .*EISDIR/);
  });

  it('lies beside that of the recent changes: neither touches the other, or what it left behind', async () => {
    const changes = new KeptFile(CHANGES, { folder: join(folder.path, 'storage'), clock, log: NO_LOG });
    mkdirSync(join(folder.path, 'storage'));
    copyFileSync(join(fixtures, 'changes', '1.jsonl'), changes.path);
    const known = (await changes.load()) ?? [];
    assert.deepEqual(
      known.map(({ endedAt, changes: each, total }) => [endedAt, each.map(({ isSeen }) => isSeen), total]),
      [
        [1793023322000, [false, true], 700],
        [1793020000000, [true], 1],
      ],
    );
    assert.equal(known[0]?.changes[0]?.account.name, 'payments-live');
    const strays = ['snapshot', 'changes'].map((name) => `${name}.${'0'.repeat(36)}.tmp`);
    for (const name of strays) {
      writeFileSync(join(folder.path, 'storage', name), '');
      utimesSync(join(folder.path, 'storage', name), 1, 1);
    }
    await file.save(toSampleSnapshot(clock.now()));
    assert.deepEqual(list(), [strays[1], 'changes.jsonl', 'snapshot.jsonl']);
    await changes.save(known);
    assert.deepEqual(await changes.load(), known);
    assert.deepEqual(list(), ['changes.jsonl', 'snapshot.jsonl']);
  });

  describe('of an earlier version', () => {
    for (const name of readdirSync(join(fixtures, 'snapshot'))) {
      it(`is understood: format ${name} (H9, H4)`, async () => {
        mkdirSync(join(folder.path, 'storage'));
        copyFileSync(join(fixtures, 'snapshot', name), file.path);
        assert.deepEqual(await file.load(), toKept(toSampleSnapshot(FIXTURE_TAKEN_AT), clock.now()));
        assert.deepEqual(log, []);
        assert.deepEqual(list(), ['snapshot.jsonl']);
      });
    }

    for (const name of readdirSync(join(fixtures, 'settings'))) {
      it(`has settings that are understood: ${name} (H9)`, () => {
        const settings = JSON.parse(readFileSync(join(fixtures, 'settings', name), 'utf8'));
        const { properties } = manifest.contributes.configuration;
        const raw: Record<string, unknown> = {};
        for (const [id, value] of Object.entries(settings)) {
          assert.ok(properties[id], id);
          raw[id.replace('inspectorStatus.', '')] = value;
        }
        const configuration = configureOne(raw as Partial<RawSettings>);
        assert.deepEqual(configuration.problems, []);
        assert.deepEqual(configuration.accounts, [
          { id: '111122223333', name: 'payments-live' },
          { id: '222233334444', name: undefined },
        ]);
        assert.equal(configuration.profile, 'audit');
        assert.deepEqual(configuration.regions, ['us-east-1', 'eu-west-1']);
        assert.equal(configuration.refreshIntervalMinutes, 30);
        assert.equal(configuration.maxConcurrentRequests, 4);
        assert.equal(configuration.endpointUrl, 'http://127.0.0.1:4000');
        assert.equal(configuration.showStatusBar, false);
      });
    }
  });

  describe('when it cannot be saved', () => {
    it('warns once, goes on, and saves as soon as it can (H2)', async () => {
      const storage = join(folder.path, 'storage');
      // Nothing can be made below a file, whoever asks.
      writeFileSync(storage, '');
      for (let number = 1; number <= 3; number++) {
        await file.save(toNumberedSnapshot(number));
      }
      assert.equal(log.length, 1);
      assert.match(log[0] ?? '', /^warn What was read could not be saved to .*: (EEXIST|ENOTDIR)/);
      assert.equal(await file.load(), undefined);
      const other = openFile(join(folder.path, 'other'));
      await other.save(toNumberedSnapshot(4));
      assert.equal(readNumber(await other.load()), 4);
    });

    it('because the folder may not be written, warns once and keeps the last one (H2)', async function () {
      if (process.platform === 'win32') {
        this.skip();
      }
      await file.save(toNumberedSnapshot(1));
      chmodSync(join(folder.path, 'storage'), 0o500);
      await asNobody(folder.path, async () => {
        await file.save(toNumberedSnapshot(2));
        await file.save(toNumberedSnapshot(3));
      });
      assert.equal(log.length, 1);
      assert.match(log[0] ?? '', /^warn .*EACCES/);
      chmodSync(join(folder.path, 'storage'), 0o700);
      assert.equal(readNumber(await file.load()), 1);
      await file.save(toNumberedSnapshot(4));
      assert.equal(readNumber(await file.load()), 4);
      assert.equal(log.length, 1);
    });

    it('because it may not be read, starts empty and leaves it alone (H2)', async function () {
      if (process.platform === 'win32') {
        this.skip();
      }
      await file.save(toNumberedSnapshot(1));
      chmodSync(file.path, 0);
      await asNobody(folder.path, async () => assert.equal(await file.load(), undefined));
      assert.match(log.join(), /^warn .*EACCES/);
      chmodSync(file.path, 0o600);
      assert.equal(readNumber(await file.load()), 1);
    });
  });

  it('removes what killed writers left behind, and nothing else', async () => {
    const storage = join(folder.path, 'storage');
    mkdirSync(storage);
    const stray = 'snapshot.11111111-2222-3333-4444-555555555555.tmp';
    const fresh = 'snapshot.aaaaaaaa-2222-3333-4444-555555555555.tmp';
    const foreign = 'notes.tmp';
    for (const name of [stray, fresh, foreign]) {
      writeFileSync(join(storage, name), 'x');
      utimesSync(
        join(storage, name),
        clock.now() / 1000,
        clock.now() / 1000 - (name === fresh ? 1 : 25) * 3600,
      );
    }
    await file.save(toSampleSnapshot(clock.now()));
    assert.deepEqual(list(), [foreign, 'snapshot.jsonl', fresh].sort());
  });

  it('two writers at once leave a whole file at any moment, the last one’s in the end (H3)', async function () {
    this.timeout(30_000);
    const [one, two, reader] = [openFile(), openFile(), openFile()];
    await one.save(toNumberedSnapshot(0));
    let writing = 2;
    const write = async (writer: KeptFile<Snapshot>, start: number) => {
      for (let number = start; number < start + 30; number++) {
        await writer.save(toNumberedSnapshot(number));
      }
      writing -= 1;
    };
    const seen = new Set<number>();
    const read = async () => {
      while (writing > 0) {
        const number = readNumber(await reader.load());
        assert.ok(number !== undefined);
        seen.add(number);
      }
    };
    await Promise.all([write(one, 100), write(two, 200), read()]);
    assert.ok(seen.size > 5);
    await one.save(toNumberedSnapshot(300));
    assert.equal(readNumber(await reader.load()), 300);
    assert.deepEqual(list(), ['snapshot.jsonl']);
    assert.deepEqual(log, []);
  });
});

/** Root may do everything: as root this is done as the user who may nothing. */
async function asNobody(folder: string, work: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) {
    return work();
  }
  chmodSync(folder, 0o755);
  process.seteuid?.(65_534);
  try {
    await work();
  } finally {
    process.seteuid?.(0);
  }
}
