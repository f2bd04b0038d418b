/** The export: what is in each format, and files that are there as a whole or not at all. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Disposable,
  EventEmitter,
  type FileChangeEvent,
  FileSystemError,
  type FileSystemProvider,
  FileType,
  Uri,
  workspace,
} from 'vscode';
import type { Application } from '../../../src/application.ts';
import type { Place } from '../../../src/core/rows/rows.ts';
import { toFileText } from '../../../src/vscode/commands/exportText.ts';
import { systemClock } from '../../../src/vscode/system/systemClock.ts';
import { writeWhole } from '../../../src/vscode/system/wholeFile.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../../src/vscode/wording/exports.ts';
import type { ReportFacts } from '../../../src/vscode/wording/report.ts';
import { allOn, toAccount, toFailed } from '../../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import type { Scenario } from '../../emulator/scenario.ts';
import {
  changeSettings,
  clearSettings,
  isSettled,
  loadApplication,
  waitForSnapshot,
} from '../../support/extensionUnderTest.ts';
import { ALL_CANARIES, findCanaries } from '../../unit/support/canaries.ts';
import { parseCsv } from '../../unit/support/csv.ts';

const HOSTILE =
  '=cmd|x [a](command:x) <img src=x> `b` | **c** https://evil.example www.evil.example @all $(alert)';

const organisation: Scenario = {
  description: 'one on, one without ECR, one denied with hostile words and secrets',
  regions: {
    'us-east-1': {
      accounts: {
        '011122223333': allOn,
        '222233334444': toAccount('ENABLED', { ecr: 'DISABLED' }),
        '333344445555': toFailed('ACCESS_DENIED', `${HOSTILE} ${ALL_CANARIES}`),
      },
    },
    '*': { otherAccounts: allOn },
  },
};

describe('The export', () => {
  const folder = mkdtempSync(join(tmpdir(), 'export-'));
  let emulator: Emulator;
  let application: Application;

  before(async () => {
    emulator = await startEmulator({ scenario: organisation });
    application = await loadApplication();
    await changeSettings({
      endpointUrl: emulator.url,
      regions: ['us-east-1', 'eu-west-1'],
      accountIds: Object.keys(organisation.regions['us-east-1']?.accounts ?? {}),
      accountNames: { '222233334444': HOSTILE },
      requiredScanTypes: ['ecr'],
    });
    await waitForSnapshot(application, isSettled);
  });

  after(async () => {
    rmSync(folder, { recursive: true });
    await clearSettings();
    await emulator.close();
  });

  const getFacts = (more: Partial<ReportFacts> = {}): ReportFacts => ({
    snapshot: application.shown.store.current,
    now: Date.UTC(2026, 10, 29, 14, 2),
    exportedAt: '2026-11-29T14:02:00.000Z',
    isSample: false,
    requiredScanTypes: ['ecr'],
    filter: undefined,
    ...more,
  });
  const run = { clock: systemClock, signal: new AbortController().signal, onProgress: () => undefined };
  async function write(format: ExportFormat, more?: Partial<ReportFacts>, places?: Iterable<Place>) {
    const text = await toFileText(format, places ?? application.tree.getShownPlaces(), getFacts(more), run);
    ok(typeof text !== 'string', `${text}`);
    return Buffer.from(text.toBytes()).toString('utf8');
  }

  it('has the same accounts and Regions in all formats, without secrets (G8)', async () => {
    const lines = parseCsv((await write('csv')).replace(/^\uFEFF/, '')).slice(1);
    const inCsv = new Set(lines.map((cells) => `${cells[3]?.replaceAll('-', '')} ${cells[5]}`));
    const inJson = JSON.parse(await write('json')).accounts.map(
      ({ accountId, region }: Record<string, string>) => `${accountId} ${region}`,
    );
    const report = await write('report');
    const inReport = [...report.matchAll(/^\| (\d{12}) \| .*? \| (\w+-\w+-\d) \|/gm)].map(
      ([, id, region]) => `${id} ${region}`,
    );
    equal(inCsv.size, 6);
    deepEqual([...inCsv], inJson);
    deepEqual(inReport, inJson);
    for (const format of EXPORT_FORMATS) {
      deepEqual(findCanaries(await write(format)), []);
    }
  });

  it('runs nothing in a spreadsheet, and nothing of it comes alive in Markdown (G10)', async () => {
    for (const cells of parseCsv(await write('csv')).slice(1)) {
      ok(
        cells.every((cell) => !/^[=+\-@\t\r＝＋－＠]/.test(cell)),
        cells.join(),
      );
      equal(cells.length, 21);
    }
    const report = await write('report');
    ok(report.includes('\\[a\\]\\(command:x\\)') && report.includes('&lt;img src\\=x&gt;'), report);
    ok(!/[^\\]\]\(|<\w|[^\\]`|https:\/\/|www\.|@|[^\\]\$/.test(report), report);
    const columns = /^\|(---\|)+$/m.exec(report)?.[0].split('|').length;
    for (const row of report.split('\n').filter((line) => /^\| \d{12}/.test(line))) {
      equal(row.split(/(?<!\\)\|/).length, columns, row);
    }
  });

  it('reports counts, what must be on, and what each scan type says', async () => {
    const report = await write('report', { filter: 'Filtered by “x”: 3 of 4 accounts' });
    match(
      report,
      /^# Amazon Inspector account status\n\n- Exported at .*\n- Default credentials · us-east-1, eu-west-1\n- Must be on: ECR\n- Filtered by “x”: 3 of 4 accounts\n/,
    );
    match(
      report,
      /\| State \| Accounts \|\n\|---\|---:\|\n\| Needs attention \| 2 \|\n\| Fully on \| 1 \|\n\| All \| 3 \|\n/,
    );
    match(
      report,
      /\| 222233334444 \| .* \| us-east-1 \| Enabled · 4 of 5 on · ECR required \| Enabled \| Disabled · required \| Enabled \|/,
    );
    match(report, /\| 333344445555 \| {2}\| us-east-1 \| Access denied \| – \| – \|/);
  });

  it('of sample data says so loudly in each format', async () => {
    match(await write('csv', { isSample: true }), /\r\nsample,/);
    equal(JSON.parse(await write('json', { isSample: true })).sample, true);
    match(await write('report', { isSample: true }), /\n> \*\*Sample data: these accounts are made up/);
  });

  it('of thousands of accounts and Regions takes turns, and can be cancelled in between', async () => {
    const [place] = application.tree.getShownPlaces();
    ok(place);
    const many = function* () {
      for (let count = 0; count < 20_000; count++) {
        yield place;
      }
    };
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 5);
    const lines: number[] = [];
    const text = await toFileText('csv', many(), getFacts(), {
      ...run,
      onProgress: (count) => lines.push(count),
    });
    clearInterval(timer);
    ok(typeof text !== 'string' && text.byteCount > 5_000_000);
    ok(turns > 10, `${turns} turns for others`);
    equal(lines.at(-1), 20_000);
    const abort = new AbortController();
    const cancelled = await toFileText('csv', many(), getFacts(), {
      ...run,
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    equal(cancelled, 'cancelled');
  }).timeout(60_000);

  describe('as a file', () => {
    const bytes = Buffer.from('new');
    const live = { signal: new AbortController().signal, random: 0.123456 };
    const clear = (name: string) => {
      const path = join(folder, name);
      rmSync(path, { recursive: true, force: true });
      mkdirSync(path);
      return path;
    };

    it('is written whole, and replaces what was there (H8)', async () => {
      const path = clear('whole');
      const file = join(path, 'a.csv');
      equal(await writeWhole(Uri.file(file), bytes, live), 'written');
      writeFileSync(file, 'something longer that was there before');
      equal(await writeWhole(Uri.file(file), bytes, live), 'written');
      deepEqual([readFileSync(file, 'utf8'), readdirSync(path)], ['new', ['a.csv']]);
    });

    it('that is cancelled leaves what was there, and nothing else (H8)', async () => {
      const path = clear('cancelled');
      const file = join(path, 'a.csv');
      writeFileSync(file, 'old');
      const signal = AbortSignal.abort();
      equal(await writeWhole(Uri.file(file), bytes, { ...live, signal }), 'cancelled');
      deepEqual([readFileSync(file, 'utf8'), readdirSync(path)], ['old', ['a.csv']]);
    });

    it('replaces no folder, makes none, and is not written below a file or under too long a name (H8)', async () => {
      const path = clear('folders');
      mkdirSync(join(path, 'a.csv'));
      writeFileSync(join(path, 'a.csv', 'kept'), '');
      writeFileSync(join(path, 'file'), '');
      equal(await writeWhole(Uri.file(join(path, 'a.csv')), bytes, live), 'isFolder');
      equal(await writeWhole(Uri.file(join(path, 'gone', 'a.csv')), bytes, live), 'noFolder');
      equal(await writeWhole(Uri.file(join(path, 'file', 'a.csv')), bytes, live), 'noFolder');
      equal(await writeWhole(Uri.file(join(path, 'x'.repeat(300))), bytes, live), 'failed');
      deepEqual(readdirSync(path).sort(), ['a.csv', 'file']);
      ok(existsSync(join(path, 'a.csv', 'kept')));
    });

    /** A file system that fails where it is told to. */
    class FailingFiles implements FileSystemProvider {
      readonly files = new Map<string, Uint8Array>([['/a.csv', Buffer.from('old')]]);
      readonly onDidChangeFile = new EventEmitter<FileChangeEvent[]>().event;
      failing: { readonly step: 'write' | 'half' | 'rename' | 'setAside'; readonly error: Error } | undefined;
      watch(): Disposable {
        return { dispose: () => undefined };
      }
      stat({ path }: Uri) {
        const file = this.files.get(path);
        if (file === undefined && path !== '/') {
          throw FileSystemError.FileNotFound();
        }
        return { type: file === undefined ? FileType.Directory : FileType.File, ctime: 0, mtime: 0, size: 0 };
      }
      readDirectory(): [string, FileType][] {
        return [];
      }
      createDirectory(): void {}
      readFile({ path }: Uri): Uint8Array {
        return this.files.get(path) ?? new Uint8Array();
      }
      // Not at once: VS Code waits for ever for one that throws.
      async writeFile({ path }: Uri, content: Uint8Array): Promise<void> {
        if (this.failing?.step === 'half') {
          this.files.set(path, content.slice(0, 1));
        }
        if (this.failing?.step === 'write' || this.failing?.step === 'half') {
          throw this.failing.error;
        }
        this.files.set(path, content);
      }
      delete({ path }: Uri): void {
        this.files.delete(path);
      }
      async rename({ path: from }: Uri, { path: to }: Uri): Promise<void> {
        const step = from.endsWith('.tmp') ? 'rename' : from === '/a.csv' ? 'setAside' : undefined;
        if (this.failing !== undefined && this.failing.step === step) {
          throw this.failing.error;
        }
        this.files.set(to, this.files.get(from) ?? new Uint8Array());
        this.files.delete(from);
      }
    }

    for (const [what, step, error, outcome] of [
      ['where nothing may be written', 'write', FileSystemError.NoPermissions('read-only'), 'denied'],
      ['on a disk that is full half way', 'half', new Error('ENOSPC'), 'failed'],
      ['whose forerunner cannot be put aside', 'setAside', FileSystemError.NoPermissions('in use'), 'denied'],
      ['that cannot be put in its place', 'rename', FileSystemError.NoPermissions('in use'), 'denied'],
      ['on a disk that is gone', 'write', FileSystemError.Unavailable('gone'), 'failed'],
    ] as const) {
      it(`${what} leaves what was there, and nothing else (H8)`, async () => {
        const files = new FailingFiles();
        files.failing = { step, error };
        const registration = workspace.registerFileSystemProvider('failing', files, {
          isCaseSensitive: true,
        });
        try {
          const file = Uri.from({ scheme: 'failing', path: '/a.csv' });
          equal(await writeWhole(file, bytes, live), outcome);
          deepEqual(
            [...files.files].map(([path, content]) => `${path} ${Buffer.from(content)}`),
            ['/a.csv old'],
          );
          files.failing = undefined;
          equal(await writeWhole(file, bytes, live), 'written');
          deepEqual(
            [...files.files].map(([path, content]) => `${path} ${Buffer.from(content)}`),
            ['/a.csv new'],
          );
        } finally {
          registration.dispose();
        }
      });
    }

    it('is not even tried on a file system that is read-only (H8)', async () => {
      const files = new FailingFiles();
      const registration = workspace.registerFileSystemProvider('readable', files, { isReadonly: true });
      try {
        equal(await writeWhole(Uri.from({ scheme: 'readable', path: '/b.csv' }), bytes, live), 'denied');
        deepEqual([...files.files.keys()], ['/a.csv']);
      } finally {
        registration.dispose();
      }
    });
  });
});
