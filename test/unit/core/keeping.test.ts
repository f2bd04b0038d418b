/** What is kept of the last snapshot, and what of it a start may show. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { SnapshotKeeper } from '../../../src/core/kept/keeping.ts';
import type { Account, Entry, RegionReading, Snapshot } from '../../../src/core/model.ts';
import type { SnapshotStorage } from '../../../src/core/ports.ts';
import type { RawSettings } from '../../../src/core/settings/configuration.ts';
import { SnapshotStore } from '../../../src/core/state/store.ts';
import { KeptFile, SNAPSHOT } from '../../../src/vscode/system/keptFile.ts';
import { accountsOf } from '../../support/accountsOf.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../../support/folders.ts';
import {
  ALL_ON,
  configure,
  DENIED,
  toAccount,
  toFailure,
  toIds,
  toReading,
  toScope,
  toScopedSnapshot,
  toSnapshot,
  UNREAD,
} from '../support/builders.ts';
import { EngineBench, watch } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';
import { toKept } from '../support/snapshots.ts';

const SETTINGS: Partial<RawSettings> = {
  accountIds: toIds(150),
  profile: 'audit',
  regions: ['us-east-1', 'eu-west-1'],
  endpointUrl: 'http://127.0.0.1:4000',
};

/** Keeps in memory; each save waits for the test. */
class SlowStorage implements SnapshotStorage {
  kept: Snapshot | undefined;
  loadCount = 0;
  readonly saves: { readonly snapshot: Snapshot; readonly finish: () => void }[] = [];

  async load(): Promise<Snapshot | undefined> {
    this.loadCount += 1;
    return this.kept;
  }

  async save(snapshot: Snapshot): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.saves.push({ snapshot, finish: resolve });
    await promise;
    this.kept = snapshot;
  }
}

/** A bench whose snapshots are kept, and what went wrong in the background. */
function createKeptBench(storage: SnapshotStorage) {
  const bench = new EngineBench();
  const bugs: unknown[] = [];
  const work: Promise<void>[] = [];
  const keeper = new SnapshotKeeper(bench.store, storage, (each) => {
    work.push(each);
    each.catch((error: unknown) => bugs.push(error));
  });
  const start = async (settings: Partial<RawSettings>) => {
    const watched = watch(bench.engine.configure(configure(settings), await keeper.load()));
    await flush();
    return watched;
  };
  return { bench, keeper, bugs, start, saved: () => Promise.all(work) };
}

describe('keeping: when it saves', () => {
  it('once a refresh has ended, and not while it runs', async () => {
    const storage = new SlowStorage();
    const { bench, start } = createKeptBench(storage);
    await start(SETTINGS);
    bench.source.open[0]?.answer();
    await flush();
    assert.equal(storage.saves.length, 0);
    await bench.answerAll();
    assert.deepEqual(
      storage.saves.map(({ snapshot }) => snapshot),
      [bench.snapshot],
    );
  });

  it('not when nothing was learned, nor when nothing is known', async () => {
    const storage = new SlowStorage();
    const { bench, start } = createKeptBench(storage);
    await start(SETTINGS);
    await bench.answerAll((call) => call.fail('offline'));
    assert.equal(storage.saves.length, 0);
    await bench.refresh();
    await bench.answerAll();
    storage.saves[0]?.finish();
    await flush();
    await bench.refresh();
    await bench.answerAll((call) => call.fail('offline'));
    assert.equal(storage.saves.length, 1);
    assert.ok(bench.read().every((entry) => entry === 'ENABLED*'));
  });

  it('when a time is all that is new', async () => {
    const storage = new SlowStorage();
    const { bench, start } = createKeptBench(storage);
    await start(SETTINGS);
    await bench.answerAll();
    storage.saves[0]?.finish();
    bench.clock.advance(60_000);
    await bench.refresh();
    await bench.answerAll();
    assert.equal(storage.saves.length, 2);
  });

  it('one at a time, and of those asked for meanwhile only the last', async () => {
    const storage = new SlowStorage();
    const { bench, start } = createKeptBench(storage);
    await start(SETTINGS);
    await bench.answerAll();
    for (let round = 0; round < 3; round++) {
      bench.clock.advance(60_000);
      await bench.refresh();
      await bench.answerAll();
    }
    assert.equal(storage.saves.length, 1);
    storage.saves[0]?.finish();
    await flush();
    assert.equal(storage.saves.length, 2);
    assert.equal(storage.saves[1]?.snapshot, bench.snapshot);
    storage.saves[1]?.finish();
    await flush();
    assert.equal(storage.saves.length, 2);
  });

  it('not any more after its end, and nobody waits for what is under way (E6)', async () => {
    const storage = new SlowStorage();
    const { bench, keeper, start } = createKeptBench(storage);
    await start(SETTINGS);
    await bench.answerAll();
    bench.clock.advance(60_000);
    await bench.refresh();
    bench.source.open[0]?.answer();
    keeper.dispose();
    bench.engine.dispose();
    storage.saves[0]?.finish();
    await flush();
    assert.equal(storage.saves.length, 1);
    assert.equal(bench.source.open.length, 0);
    assert.equal(bench.clock.timerCount, 0);
  });

  it('tells of a bug in the storage, and saves again the next time', async () => {
    const storage = new SlowStorage();
    const { bench, bugs, start } = createKeptBench(storage);
    const save = storage.save.bind(storage);
    storage.save = async () => {
      throw new TypeError('a bug');
    };
    await start(SETTINGS);
    await bench.answerAll();
    assert.equal(bugs.length, 1);
    storage.save = save;
    await bench.refresh();
    await bench.answerAll();
    assert.equal(storage.saves.length, 1);
  });
});

describe('keeping: what is worth a save', () => {
  const first = { kind: 'read', answer: ALL_ON, takenAt: 1, stale: false } as const;
  const second = { kind: 'read', answer: DENIED, takenAt: 2, stale: false } as const;
  const reading = toReading([first, second, UNREAD], { profile: 'audit', endpointUrl: 'https://a.example' });
  const base: Snapshot = toSnapshot(reading, { ...reading, region: 'eu-west-1' });
  const withAccounts = (change: (accounts: Account[]) => Account[]): Snapshot =>
    toScopedSnapshot(change(accountsOf(base)), base.readings);
  const withReading = (change: Partial<RegionReading>): Snapshot => ({
    ...base,
    readings: base.readings.with(1, { ...reading, region: 'eu-west-1', ...change }),
  });
  const withFirst = { ...reading, entries: [first, UNREAD, UNREAD] };
  const withNone = { ...reading, region: 'eu-west-1', entries: [UNREAD, UNREAD, UNREAD] };
  const withEntries = (...entries: readonly Entry[]) => withReading({ entries });

  /** A store whose first snapshot is kept, and a refresh that ends with another one. */
  const begin = async () => {
    const storage = new SlowStorage();
    storage.kept = base;
    const store = new SnapshotStore();
    const keeper = new SnapshotKeeper(store, storage, (work) => void work);
    await keeper.load();
    const end = async (snapshot: Snapshot) => {
      store.replace({ ...snapshot, activity: { kind: 'refreshing', doneCalls: 0, totalCalls: 1 } });
      store.replace({ ...snapshot, activity: { kind: 'idle' } });
      await flush();
    };
    return { storage, store, keeper, end };
  };

  for (const [what, snapshot] of [
    ['nothing', base],
    [
      'only that values are out of date',
      withEntries({ ...first, stale: true }, { ...second, stale: true }, { kind: 'waiting' }),
    ],
    ['only a failure', withReading({ failure: toFailure('offline'), nextTryAt: 5, offeredScanTypes: [] })],
    ['only a name', withAccounts((accounts) => accounts.map((each) => ({ ...each, name: 'x' })))],
    ['all forgotten', { ...base, readings: [withNone, withNone] }],
  ] as const) {
    it(`${what}: no`, async () => {
      const { storage, end } = await begin();
      await end(snapshot);
      assert.equal(storage.saves.length, 0);
    });
  }

  for (const [what, snapshot] of [
    ['a time', withEntries(first, { ...second, takenAt: 3 }, UNREAD)],
    ['an answer', withEntries(first, { ...second, answer: ALL_ON }, UNREAD)],
    ['a value that is new', withEntries(first, second, first)],
    ['a value that is gone', withEntries(first, UNREAD, UNREAD)],
    ['all values gone but one', { ...base, readings: [withFirst, withNone] }],
    [
      'the profile',
      toScopedSnapshot(
        accountsOf(base),
        base.readings.map((each) => ({ ...each, scope: toScope([], { profile: 'other' }) })),
      ),
    ],
    ['the Region', withReading({ region: 'ap-south-1' })],
    ['the endpoint', withReading({ endpointUrl: undefined })],
    ['when a Region was read', withReading({ readAt: 1001 })],
    ['one Region less', { ...base, readings: base.readings.slice(0, 1) }],
    ['one Region more', { ...base, readings: [...base.readings, { ...reading, region: 'ap-south-1' }] }],
    ['another account', withAccounts((accounts) => accounts.with(2, toAccount(9)))],
    ['one account less', withAccounts((accounts) => accounts.slice(0, 2))],
    ['one account more', withAccounts((accounts) => [...accounts, toAccount(9)])],
  ] as const) {
    it(`${what}: yes`, async () => {
      const { storage, end } = await begin();
      await end(snapshot);
      assert.deepEqual(
        storage.saves.map((save) => save.snapshot.readings),
        [snapshot.readings],
      );
    });
  }

  it('nothing before a refresh, and once for each', async () => {
    const { storage, store, end } = await begin();
    store.replace(withReading({ readAt: 1 }));
    await flush();
    assert.equal(storage.saves.length, 0);
    await end(withReading({ readAt: 2 }));
    storage.saves[0]?.finish();
    store.replace(withReading({ readAt: 3 }));
    await flush();
    assert.equal(storage.saves.length, 1);
  });

  it('nothing after the end', async () => {
    const { storage, keeper, end } = await begin();
    await end(withReading({ readAt: 1 }));
    await end(withReading({ readAt: 2 }));
    keeper.dispose();
    await end(withReading({ readAt: 3 }));
    storage.saves[0]?.finish();
    await flush();
    assert.equal(storage.saves.length, 1);
  });
});

describe('keeping: what a start shows', () => {
  let kept: Snapshot;

  before(async () => {
    const bench = new EngineBench();
    await bench.set(SETTINGS);
    await bench.answerAll();
    kept = toKept(bench.snapshot, bench.clock.now());
  });

  /** What the first snapshots are with these settings, before any call has been answered. */
  const begin = async (settings: Partial<RawSettings>) => {
    const storage = new SlowStorage();
    storage.kept = kept;
    const { bench, start } = createKeptBench(storage);
    const shown: { readonly snapshot: Snapshot; readonly openCount: number }[] = [];
    bench.store.onDidChange((snapshot) => shown.push({ snapshot, openCount: bench.openCount }));
    await start(settings);
    return { bench, shown, storage };
  };

  it('is what was kept, out of date, before the source is opened', async () => {
    const { bench, shown, storage } = await begin({
      ...SETTINGS,
      accountNames: { [toIds(1)[0] ?? '']: 'one' },
    });
    const [first] = shown;
    assert.equal(first?.openCount, 0);
    assert.equal(accountsOf(first.snapshot)[0]?.name, 'one');
    assert.deepEqual(
      first.snapshot.readings.map(({ entries, readAt }) => [
        new Set(entries.map((e) => e.kind === 'read' && e.stale)),
        readAt,
      ]),
      kept.readings.map(({ readAt }) => [new Set([true]), readAt]),
    );
    bench.clock.advance(30_000);
    await flush();
    await bench.answerAll();
    assert.ok(bench.read().every((entry) => entry === 'ENABLED'));
    assert.equal(storage.loadCount, 1);
  });

  for (const [what, change] of [
    ['another profile', { profile: 'other' }],
    ['the default profile', { profile: '' }],
    ['another endpoint', { endpointUrl: 'http://127.0.0.1:4001' }],
    ['the endpoint of AWS', { endpointUrl: '' }],
    ['other Regions', { regions: ['ap-south-1'] }],
    ['other accounts', { accountIds: toIds(150, 1000) }],
  ] as const) {
    it(`is nothing with ${what} (H5)`, async () => {
      const { bench, shown } = await begin({ ...SETTINGS, ...change });
      for (const { snapshot } of shown) {
        for (const { entries, readAt } of snapshot.readings) {
          assert.ok(entries.every(({ kind }) => kind !== 'read'));
          assert.equal(readAt, undefined);
        }
      }
      await bench.answerAll();
      assert.ok(bench.read().every((entry) => entry === 'ENABLED'));
    });
  }

  it('is only the accounts and Regions that are still in the settings (H5)', async () => {
    const { bench } = await begin({
      ...SETTINGS,
      accountIds: toIds(3, 149),
      regions: ['eu-west-1', 'ap-south-1'],
    });
    assert.deepEqual(bench.read(0), ['ENABLED*', 'ENABLED*', 'waiting']);
    assert.deepEqual(bench.read(1), ['waiting', 'waiting', 'waiting']);
    assert.deepEqual(
      bench.snapshot.readings.map(({ region }) => region),
      ['eu-west-1', 'ap-south-1'],
    );
  });

  for (const luck of [0, 0.5, 0.999]) {
    it(`waits up to 30 seconds before the first call, at random: ${luck} (E8)`, async () => {
      const storage = new SlowStorage();
      storage.kept = kept;
      const { bench, start } = createKeptBench(storage);
      bench.clock.luck = luck;
      await start(SETTINGS);
      const wait = Math.max(1, Math.floor(luck * 30_000));
      bench.clock.advance(wait - 1);
      await flush();
      assert.deepEqual([bench.source.calls.length, bench.openCount], [0, 0]);
      bench.clock.advance(1);
      await flush();
      assert.ok(bench.source.calls.length > 0);
      assert.deepEqual(bench.source.causes, ['change']);
      await bench.answerAll();
      assert.equal(bench.clock.timerCount, 0);
    });
  }

  for (const luck of [0, 0.5, 0.999]) {
    for (const looks of ['has the focus', 'gets it later'] as const) {
      it(`begins within 1 to 2 seconds where the window ${looks}, at random: ${luck} (E8)`, async () => {
        const storage = new SlowStorage();
        storage.kept = kept;
        const { bench, start } = createKeptBench(storage);
        // As late as can be where nobody looks.
        bench.clock.luck = 0.999;
        bench.isFocused = looks === 'has the focus';
        if (bench.isFocused) {
          bench.clock.luck = luck;
        }
        await start(SETTINGS);
        if (!bench.isFocused) {
          bench.clock.advance(5000);
          bench.setFocus(false);
          await flush();
          bench.clock.luck = luck;
          bench.setFocus(true);
          await flush();
        }
        bench.clock.advance(1000 + Math.floor(luck * 1000) - 1);
        await flush();
        assert.deepEqual([bench.source.calls.length, bench.openCount], [0, 0]);
        bench.clock.advance(1);
        await flush();
        assert.ok(bench.source.calls.length > 0);
        await bench.answerAll();
        assert.equal(bench.clock.timerCount, 0);
      });
    }
  }

  it('never begins after the end, whoever looks then (E8)', async () => {
    for (const isFocused of [false, true]) {
      const storage = new SlowStorage();
      storage.kept = kept;
      const { bench, start } = createKeptBench(storage);
      bench.isFocused = isFocused;
      await start(SETTINGS);
      bench.engine.dispose();
      await flush();
      bench.setFocus(true);
      bench.clock.advance(30_000);
      await flush();
      assert.deepEqual([bench.source.calls.length, bench.clock.timerCount], [0, 0]);
    }
  });

  it('begins at once where nothing is kept (E8)', async () => {
    const { bench, start } = createKeptBench(new SlowStorage());
    bench.clock.luck = 0.9;
    await start(SETTINGS);
    assert.ok(bench.source.calls.length > 0);
  });

  it('does not wait when a person asks, nor ask once more after that (E8)', async () => {
    const storage = new SlowStorage();
    storage.kept = kept;
    const { bench, start } = createKeptBench(storage);
    bench.clock.luck = 0.9;
    await start(SETTINGS);
    await bench.refresh();
    await bench.answerAll();
    const made = bench.source.calls.length;
    assert.ok(made > 0);
    bench.clock.advance(60_000);
    await flush();
    assert.deepEqual([bench.source.calls.length, bench.clock.timerCount], [made, 0]);
  });

  it('still begins when a name changes meanwhile, and never once it is disposed of (E8)', async () => {
    for (const isDisposed of [false, true]) {
      const storage = new SlowStorage();
      storage.kept = kept;
      const { bench, start } = createKeptBench(storage);
      bench.clock.luck = 0.9;
      await start(SETTINGS);
      const again = await bench.set({ ...SETTINGS, accountNames: { [toIds(1)[0] ?? '']: 'one' } });
      assert.deepEqual([bench.source.calls.length, again.state], [0, 'pending']);
      if (isDisposed) {
        bench.engine.dispose();
      }
      bench.clock.advance(30_000);
      await flush();
      assert.equal(bench.source.calls.length > 0, !isDisposed);
      assert.equal(bench.clock.timerCount, 0);
    }
  });

  it('is not taken up again by a later change of the settings (H5)', async () => {
    const { bench } = await begin({ ...SETTINGS, profile: 'other' });
    await bench.set(SETTINGS);
    assert.ok(bench.read().every((entry) => entry === 'waiting'));
  });

  it('stays, out of date, when nothing can be read', async () => {
    const { bench, storage } = await begin(SETTINGS);
    await bench.answerAll((call) => call.fail('offline'));
    assert.ok(bench.read().every((entry) => entry === 'ENABLED*'));
    assert.equal(storage.saves.length, 0);
  });
});

describe('keeping: two windows on one workspace', () => {
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = createTemporaryFolder();
  });

  afterEach(() => folder.remove());

  it('both work, and what is kept is whole and of the one that ended last (E7)', async () => {
    const log: string[] = [];
    const note = (message: string) => log.push(message);
    const open = () =>
      createKeptBench(
        new KeptFile(SNAPSHOT, {
          folder: folder.path,
          clock: { now: () => Date.now() },
          log: { info: note, warn: note },
        }),
      );
    const [one, two] = [open(), open()];
    await Promise.all([one.start(SETTINGS), two.start({ ...SETTINGS, regions: ['us-east-1'] })]);
    for (let round = 0; round < 10; round++) {
      for (const { bench } of [one, two]) {
        bench.clock.advance(60_000);
        await bench.answerAll();
        await bench.refresh();
      }
    }
    await Promise.all([one.bench.answerAll(), two.bench.answerAll()]);
    await Promise.all([one.saved(), two.saved()]);
    two.bench.clock.advance(60_000);
    await two.bench.refresh();
    await two.bench.answerAll();
    await two.saved();
    assert.deepEqual(log, []);
    assert.deepEqual(readdirSync(folder.path), ['snapshot.jsonl']);
    const three = open();
    const now = Date.now();
    assert.deepEqual(await three.keeper.load(), toKept(two.bench.snapshot, now));
  });
});
