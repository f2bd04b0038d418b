/** What is known stays known under the same profile, Region and account, and what did not change stays the same. */
import assert from 'node:assert/strict';
import { diffSnapshots } from '../../../src/core/state/diff.ts';
import { ALL_ON, DENIED, toAnswer, toId, toIds, toScopedSnapshot } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';

const EAST = 'us-east-1';
const WEST = 'eu-west-1';
const SETTINGS = { accountIds: toIds(3), regions: [EAST] };

async function startRead(settings: Parameters<EngineBench['set']>[0] = {}): Promise<EngineBench> {
  const bench = new EngineBench();
  await bench.set({ ...SETTINGS, ...settings });
  await bench.answerAll();
  bench.source.calls.length = 0;
  return bench;
}

describe('refresh: the settings change', () => {
  for (const [what, settings] of Object.entries({
    'a name': { accountNames: { [toId(2)]: 'two' } },
    'the interval': { refreshIntervalMinutes: 60 },
    'the number of calls in flight': { maxConcurrentRequests: 2 },
    'the status bar': { showStatusBar: false },
    'the hovers in editors': { editorHovers: false },
    'the order of the accounts': { accountIds: toIds(3).reverse() },
    nothing: {},
  })) {
    it(`asks nothing anew for ${what}, and keeps what is known`, async () => {
      const bench = await startRead();
      const configured = await bench.set({ ...SETTINGS, ...settings });
      assert.deepEqual([bench.source.calls.length, configured.state], [0, 'resolved']);
      assert.deepEqual(bench.read(), ['ENABLED', 'ENABLED', 'ENABLED']);
    });
  }

  it('puts what is known beside its account when names change the order', async () => {
    const bench = new EngineBench();
    await bench.set(SETTINGS);
    await bench.answerAll((call) => call.answer((id) => toAnswer(`S${Number(id)}`)));
    await bench.set({ ...SETTINGS, accountNames: { [toId(3)]: 'a', [toId(2)]: 'b' } });
    assert.deepEqual(bench.read(), ['S3', 'S2', 'S1']);
  });

  it('reads accounts that were added, and shows the others meanwhile', async () => {
    const bench = await startRead();
    await bench.set({ ...SETTINGS, accountIds: toIds(5) });
    assert.deepEqual(bench.read(), ['ENABLED', 'ENABLED', 'ENABLED', 'waiting', 'waiting']);
    await bench.answerAll();
    assert.deepEqual(bench.read(), Array(5).fill('ENABLED'));
  });

  it('keeps a Region that stays when others come and go', async () => {
    const bench = await startRead();
    await bench.set({ ...SETTINGS, regions: [WEST, EAST] });
    assert.deepEqual([bench.read(0), bench.read(1)], [Array(3).fill('waiting'), Array(3).fill('ENABLED')]);
    await bench.answerAll();
    await bench.set({ ...SETTINGS, regions: [WEST] });
    assert.equal(bench.snapshot.readings.length, 1);
    assert.deepEqual(bench.read(), Array(3).fill('ENABLED'));
  });

  it('keeps nothing of another profile (E5)', async () => {
    const bench = await startRead();
    await bench.set({ ...SETTINGS, profile: 'other' });
    assert.deepEqual(bench.read(), Array(3).fill('waiting'));
    assert.equal(bench.snapshot.readings[0]?.readAt, undefined);
  });

  it('keeps nothing of another endpoint of the settings (E5)', async () => {
    const bench = await startRead();
    await bench.set({ ...SETTINGS, endpointUrl: 'http://127.0.0.1:1' });
    assert.deepEqual(bench.read(), Array(3).fill('waiting'));
    assert.deepEqual(
      bench.source.open.map(({ call }) => call.endpointUrl),
      ['http://127.0.0.1:1'],
    );
    assert.equal(bench.snapshot.readings[0]?.endpointUrl, 'http://127.0.0.1:1');
  });

  it('keeps nothing of another endpoint of the environment or the profile (E5)', async () => {
    const bench = await startRead();
    bench.source.endpointUrl = 'https://inspector.example';
    await bench.refresh();
    assert.deepEqual(bench.read(), Array(3).fill('waiting'));
    assert.equal(bench.snapshot.readings[0]?.endpointUrl, 'https://inspector.example');
    assert.equal(bench.snapshot.readings[0]?.readAt, undefined);
    await bench.answerAll();
    await bench.set({ ...SETTINGS, accountNames: { [toId(1)]: 'one' } });
    assert.deepEqual(bench.read(), Array(3).fill('ENABLED'));
  });

  it('asks a Region that denied at once, while the interval leaves it alone for an hour (D1)', async () => {
    const bench = await startRead();
    await bench.refresh();
    await bench.answerAll((call) => call.fail('accessDenied'));
    await bench.refresh(undefined, 'schedule');
    assert.equal(bench.source.open.length, 0);
    await bench.set({ ...SETTINGS, accountIds: toIds(4) });
    assert.equal(bench.source.open.length, 1);
  });

  for (const waiting of [undefined, 'schedule', 'change', 'person'] as const) {
    it(`asks a Region that denied also in the middle of the interval’s refresh, with ${waiting ?? 'nothing'} behind it (D1)`, async () => {
      const bench = await startRead({ regions: [EAST, WEST] });
      await bench.refresh();
      await bench.answerAll((call) =>
        call.call.region === EAST ? call.fail('accessDenied') : call.answer(),
      );
      await bench.refresh(undefined, 'schedule');
      if (waiting !== undefined) {
        await bench.refresh(undefined, waiting);
      }
      await bench.set({ ...SETTINGS, regions: [EAST, WEST], accountIds: toIds(4) });
      await bench.answerAll();
      assert.deepEqual(bench.read(), Array(4).fill('ENABLED'));
      assert.equal(bench.source.causes.at(-1), waiting === 'person' ? 'person' : 'change');
    });
  }

  it('does not ask it where only names change in the middle of the interval’s refresh (D1)', async () => {
    const bench = await startRead({ regions: [EAST, WEST] });
    await bench.refresh();
    await bench.answerAll((call) => (call.call.region === EAST ? call.fail('accessDenied') : call.answer()));
    await bench.refresh(undefined, 'schedule');
    await bench.set({ ...SETTINGS, regions: [EAST, WEST], accountNames: { [toId(1)]: 'one' } });
    await bench.answerAll();
    assert.deepEqual(bench.read(), Array(3).fill('ENABLED*'));
  });

  it('asks the endpoint of the settings before that of the environment', async () => {
    const bench = new EngineBench();
    bench.source.endpointUrl = 'https://inspector.example';
    await bench.set({ ...SETTINGS, endpointUrl: 'http://127.0.0.1:1' });
    assert.equal(bench.source.open[0]?.call.endpointUrl, 'http://127.0.0.1:1');
  });

  it('keeps what is known, stale as it is, and why', async () => {
    const bench = await startRead();
    await bench.refresh();
    await bench.answerAll((call) => call.fail('serviceFault'));
    await bench.set({ ...SETTINGS, accountNames: { [toId(1)]: 'one' } });
    assert.deepEqual(bench.read(), Array(3).fill('ENABLED*'));
    assert.equal(bench.snapshot.readings[0]?.failure?.kind, 'serviceFault');
  });

  it('keeps what is known while a mistake in the settings lets nothing be read', async () => {
    const bench = await startRead();
    await bench.set({ ...SETTINGS, regions: [EAST, 5], accountIds: [...toIds(3), 'x'] });
    assert.deepEqual(bench.read(), Array(3).fill('ENABLED'));
  });

  it('shows nothing any more once the last account is removed', async () => {
    const bench = await startRead();
    await bench.set({ ...SETTINGS, accountIds: [] });
    assert.deepEqual(bench.snapshot, toScopedSnapshot([], []));
  });

  it('does not show one Region’s values as another’s while the Region of the profile is looked up', async () => {
    const bench = await startRead({ regions: [EAST, WEST] });
    await bench.set({ ...SETTINGS, regions: [] });
    bench.source.lookups[0]?.resolve({ kind: 'found', region: WEST, endpointUrl: undefined });
    await flush();
    const [reading] = bench.snapshot.readings;
    assert.equal(reading?.region, WEST);
    assert.deepEqual(bench.read(), Array(3).fill('waiting'));
  });
});

describe('refresh: what stays the same', () => {
  it('keeps answers that say the same, so that nothing is drawn again', async () => {
    const bench = await startRead();
    const before = bench.snapshot;
    bench.clock.jump(60_000);
    await bench.refresh();
    await bench.answerAll((call) => call.answer(() => structuredClone(ALL_ON)));
    const after = bench.snapshot;
    assert.deepEqual(diffSnapshots(before, after), { kind: 'accounts', changed: [] });
    for (const [index, entry] of (after.readings[0]?.entries ?? []).entries()) {
      const earlier = before.readings[0]?.entries[index];
      assert.ok(entry.kind === 'read' && earlier?.kind === 'read');
      assert.equal(entry.answer, earlier.answer);
      assert.equal(entry.takenAt - earlier.takenAt, 60_000);
    }
  });

  it('changes only the account that says something else', async () => {
    const bench = await startRead();
    const before = bench.snapshot;
    await bench.refresh();
    await bench.answerAll((call) => call.answer((id) => (id === toId(2) ? DENIED : structuredClone(ALL_ON))));
    assert.deepEqual(diffSnapshots(before, bench.snapshot), {
      kind: 'accounts',
      changed: [{ scope: '', id: toId(2) }],
    });
  });

  it('changes no row while a refresh of what is known runs', async () => {
    const bench = await startRead();
    const before = bench.snapshot;
    await bench.refresh();
    assert.deepEqual(diffSnapshots(before, bench.snapshot), { kind: 'accounts', changed: [] });
    assert.equal(bench.snapshot.readings[0], before.readings[0]);
  });

  it('draws nothing again either where the Region is that of the profile, and looked up each time', async () => {
    const bench = new EngineBench();
    await bench.set({ ...SETTINGS, regions: [] });
    bench.source.lookups[0]?.resolve({ kind: 'found', region: EAST, endpointUrl: undefined });
    await flush();
    await bench.answerAll();
    const before = bench.snapshot;
    await bench.refresh();
    bench.source.lookups[1]?.resolve({ kind: 'found', region: EAST, endpointUrl: undefined });
    await flush();
    await bench.answerAll((call) => call.answer(() => structuredClone(ALL_ON)));
    assert.deepEqual(diffSnapshots(before, bench.snapshot), { kind: 'accounts', changed: [] });
  });

  it('never changes a snapshot that it has given away', async () => {
    const bench = new EngineBench();
    const seen: [unknown, string][] = [];
    bench.store.onDidChange((snapshot) => seen.push([snapshot, JSON.stringify(snapshot)]));
    await bench.set({ ...SETTINGS, accountIds: toIds(101) });
    bench.source.calls[0]?.fail('timedOut');
    await bench.answerAll();
    await bench.refresh();
    bench.engine.cancel();
    assert.ok(seen.length > 5);
    for (const [snapshot, text] of seen) {
      assert.equal(JSON.stringify(snapshot), text);
    }
  });
});
