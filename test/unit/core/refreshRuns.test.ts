/** A refresh asks about every account once for each Region, and never asks more at a time than it may. */
import assert from 'node:assert/strict';
import { accountsOf } from '../../support/accountsOf.ts';
import { askFor, toId, toIds, toScopedSnapshot } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';

const EAST = 'us-east-1';
const WEST = 'eu-west-1';

/** An engine that has read these accounts, all on. */
async function startRead(settings: Parameters<EngineBench['set']>[0]): Promise<EngineBench> {
  const bench = new EngineBench();
  await bench.set({ regions: [EAST], ...settings });
  await bench.answerAll();
  bench.source.calls.length = 0;
  return bench;
}

describe('refresh: what is asked', () => {
  it('asks nothing while no account is set (A1)', async () => {
    const bench = new EngineBench();
    const configured = await bench.set({ regions: [EAST] });
    await bench.refresh();
    assert.equal(configured.state, 'resolved');
    assert.deepEqual([bench.source.calls.length, bench.openCount], [0, 0]);
    assert.deepEqual(bench.snapshot, toScopedSnapshot([], []));
  });

  it('asks nothing before it is configured, nor after it is told that nothing may be read', async () => {
    const bench = new EngineBench();
    assert.equal((await bench.refresh()).state, 'resolved');
    await bench.set({ regions: [EAST], accountIds: toIds(2) });
    await bench.answerAll();
    await bench.engine.configure(undefined);
    assert.equal((await bench.refresh()).state, 'resolved');
    assert.equal(bench.source.calls.length, 1);
    assert.deepEqual(accountsOf(bench.snapshot), []);
  });

  it('asks nothing while a setting does not say where or as whom', async () => {
    const bench = new EngineBench();
    await bench.set({ accountIds: toIds(2), regions: ['nope!'] });
    await bench.set({ accountIds: toIds(2), regions: [EAST], endpointUrl: 'http://example.com' });
    await bench.set({ accountIds: toIds(2), regions: [EAST], profile: 5 });
    assert.equal((await bench.refresh()).state, 'resolved');
    assert.deepEqual([bench.source.calls.length, bench.openCount], [0, 0]);
    assert.deepEqual(bench.read(), ['unread', 'unread']);
  });

  for (const [count, calls] of [
    [100, 1],
    [101, 2],
    [250, 3],
    [5_000, 50],
  ] as const) {
    it(`reads ${count} accounts in ${calls} calls for each Region (A6)`, async function () {
      this.timeout(20_000);
      const bench = new EngineBench();
      await bench.set({ accountIds: toIds(count), regions: [EAST, WEST] });
      await bench.answerAll();
      for (const region of [EAST, WEST]) {
        const asked = bench.source.calls.filter(({ call }) => call.region === region);
        assert.equal(asked.length, calls);
        assert.ok(asked.every(({ call }) => call.accountIds.length >= 1 && call.accountIds.length <= 100));
        assert.deepEqual(new Set(asked.flatMap(({ call }) => call.accountIds)), new Set(toIds(count)));
        assert.equal(asked.flatMap(({ call }) => call.accountIds).length, count);
      }
      assert.ok(bench.snapshot.readings.every(({ entries }) => entries.every(({ kind }) => kind === 'read')));
    });
  }

  it('takes Regions in turn, so that a slow one does not keep the others waiting', async () => {
    const bench = new EngineBench();
    await bench.set({ accountIds: toIds(300), regions: [EAST, WEST, 'sa-east-1'], maxConcurrentRequests: 1 });
    await bench.answerAll();
    assert.deepEqual(
      bench.source.calls.map(({ call }) => `${call.region} ${Number(call.accountIds[0])}`),
      [1, 101, 201].flatMap((first) => [EAST, WEST, 'sa-east-1'].map((region) => `${region} ${first}`)),
    );
  });

  for (const limit of [1, 6, 32]) {
    it(`never has more than ${limit} calls in flight, over all Regions (A14)`, async () => {
      const bench = new EngineBench();
      const regions = Array.from({ length: 20 }, (_, index) => `xx-test-${index}`);
      await bench.set({ accountIds: toIds(1000), regions, maxConcurrentRequests: limit });
      assert.equal(bench.source.open.length, limit);
      await bench.answerAll((call) => {
        if (call === bench.source.open[0]) {
          call.answer();
        }
      });
      assert.deepEqual([bench.source.calls.length, bench.source.maxOpen], [200, limit]);
    });
  }

  it('names the profile of the settings in every call', async () => {
    const bench = new EngineBench();
    await bench.set({ accountIds: toIds(1), regions: [EAST], profile: 'audit' });
    assert.deepEqual(
      bench.source.calls.map(({ call }) => call.profile),
      ['audit'],
    );
  });

  it('shows progress from the first call to the last, and none afterwards', async () => {
    const bench = new EngineBench();
    const progress: string[] = [];
    bench.store.onDidChange(({ activity }) => {
      const words = activity.kind === 'idle' ? 'idle' : `${activity.doneCalls}/${activity.totalCalls}`;
      if (progress.at(-1) !== words) {
        progress.push(words);
      }
    });
    await bench.set({ accountIds: toIds(300), regions: [EAST], maxConcurrentRequests: 1 });
    await bench.answerAll();
    assert.deepEqual(progress, ['idle', '0/0', '0/3', '1/3', '2/3', '3/3', 'idle']);
  });

  it('shows answers as they come, while others are still waited for', async () => {
    const bench = new EngineBench();
    await bench.set({ accountIds: toIds(101), regions: [EAST] });
    assert.ok(bench.read().every((entry) => entry === 'waiting'));
    bench.source.calls[1]?.answer();
    await flush();
    assert.deepEqual([bench.read()[0], bench.read()[100]], ['waiting', 'ENABLED']);
  });

  it('notes when a Region was read, and each account in it', async () => {
    const bench = new EngineBench();
    await bench.set({ accountIds: toIds(1), regions: [EAST, WEST] });
    const start = bench.clock.now();
    bench.clock.jump(1000);
    bench.source.calls[0]?.answer();
    await flush();
    bench.clock.jump(1000);
    await bench.answerAll();
    const times = bench.snapshot.readings.map(({ readAt, entries }) => [
      (readAt ?? 0) - start,
      entries[0]?.kind === 'read' ? entries[0].takenAt - start : undefined,
    ]);
    assert.deepEqual(times, [
      [1000, 1000],
      [2000, 2000],
    ]);
  });

  it('writes each call into the log with how long it took, never less than nothing (E10)', async () => {
    const bench = new EngineBench();
    await bench.set({ accountIds: toIds(1), regions: [EAST, WEST] });
    bench.clock.jump(250);
    bench.source.calls[0]?.answer();
    await flush();
    bench.clock.jump(-86_400_000);
    bench.source.calls[1]?.fail('serviceFault');
    await bench.answerAll();
    assert.deepEqual(
      bench.records
        .slice(0, 2)
        .map(({ call, outcome, durationMs }) => [call.region, outcome.kind, durationMs]),
      [
        [EAST, 'answered', 250],
        [WEST, 'failed', 0],
      ],
    );
  });
});

describe('refresh: asked for while one runs', () => {
  it('makes one more refresh of 50 clicks (E1)', async () => {
    const bench = await startRead({ accountIds: toIds(1) });
    const clicks = [];
    for (let click = 0; click < 50; click++) {
      clicks.push(await bench.refresh());
    }
    assert.equal(bench.source.open.length, 1);
    assert.ok(clicks.every(({ state }) => state === 'pending'));
    bench.source.open[0]?.answer();
    await flush();
    assert.deepEqual(new Set(clicks.slice(1).map(({ state }) => state)), new Set(['pending']));
    assert.equal(clicks[0]?.state, 'resolved');
    await bench.answerAll();
    assert.ok(clicks.every(({ state }) => state === 'resolved'));
  });

  it('runs no third refresh after 50 clicks, and asks the source to look anew for each (E1)', async () => {
    const bench = await startRead({ accountIds: toIds(1) });
    const begun = bench.source.causes.length;
    for (let click = 0; click < 50; click++) {
      await bench.refresh();
    }
    await bench.answerAll();
    assert.equal(bench.source.calls.length, 2);
    assert.equal(bench.source.causes.length - begun, 2);
    assert.equal(bench.source.maxOpen, 1);
  });

  it('joins what is asked for meanwhile: accounts to accounts, and everything to everything', async () => {
    const bench = await startRead({ accountIds: toIds(5) });
    await bench.refresh(askFor([toId(1)]));
    await bench.refresh(askFor([toId(2), toId(3)]));
    await bench.refresh(askFor([toId(3), toId(4)]));
    await bench.answerAll();
    const asked = () => bench.source.calls.map(({ call }) => call.accountIds.map(Number));
    assert.deepEqual(asked(), [[1], [2, 3, 4]]);
    await bench.refresh(askFor([toId(1)]));
    await bench.refresh(askFor([toId(2)]));
    await bench.refresh();
    await bench.refresh(askFor([toId(3)]));
    await bench.answerAll();
    assert.deepEqual(asked().slice(2), [[1], [1, 2, 3, 4, 5]]);
  });

  it('joins them Region by Region', async () => {
    const bench = await startRead({ accountIds: toIds(2), regions: [EAST, WEST] });
    const some = (id: number, region?: string) => bench.refresh(askFor([toId(id)], region));
    await some(1, EAST);
    await some(1, WEST);
    await some(2, WEST);
    await bench.answerAll();
    await some(1, EAST);
    await some(1, EAST);
    await some(2, WEST);
    await bench.answerAll();
    assert.deepEqual(
      bench.source.calls.map(({ call }) => `${call.region} ${call.accountIds.map(Number)}`),
      [`${EAST} 1`, `${WEST} 1,2`, `${EAST} 1`, `${EAST} 1`, `${WEST} 2`],
    );
  });
});

describe('refresh: of some accounts', () => {
  it('asks about those only, in every Region, each once', async () => {
    const bench = await startRead({ accountIds: toIds(5), regions: [EAST, WEST] });
    await bench.refresh(askFor([toId(4), toId(2), toId(4)]));
    assert.deepEqual(
      bench.source.calls.map(({ call }) => [call.region, call.accountIds.map(Number)]),
      [
        [EAST, [2, 4]],
        [WEST, [2, 4]],
      ],
    );
  });

  it('asks in the one Region that is meant', async () => {
    const bench = await startRead({ accountIds: toIds(5), regions: [EAST, WEST] });
    await bench.refresh(askFor([toId(4)], WEST));
    assert.deepEqual(
      bench.source.calls.map(({ call }) => call.region),
      [WEST],
    );
  });

  it('asks nothing about accounts that are not set, nor for none', async () => {
    const bench = await startRead({ accountIds: toIds(2) });
    const strange = await bench.refresh(askFor([toId(9)]));
    const none = await bench.refresh(askFor([]));
    assert.deepEqual([strange.state, none.state, bench.source.calls.length], ['resolved', 'resolved', 0]);
    assert.equal(bench.snapshot.activity.kind, 'idle');
  });

  it('says nothing of when the Region was read, and counts as no refresh of everything', async () => {
    const bench = await startRead({ accountIds: toIds(2) });
    const { readAt } = bench.snapshot.readings[0] ?? {};
    bench.clock.jump(60_000);
    await bench.refresh(askFor([toId(1)]));
    await bench.answerAll();
    assert.equal(bench.snapshot.readings[0]?.readAt, readAt);
    assert.equal(bench.finishCount, 1);
    const [first, second] = bench.snapshot.readings[0]?.entries ?? [];
    assert.ok(first?.kind === 'read' && second?.kind === 'read');
    assert.equal(first.takenAt - second.takenAt, 60_000);
  });
});
