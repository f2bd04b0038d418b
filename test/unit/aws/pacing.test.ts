/** The engine over the real SDK and real sockets: Regions that throttle, fail for a while, or are dead. */
import assert from 'node:assert/strict';
import { RefreshEngine } from '../../../src/core/refresh/refresh.ts';
import { SnapshotStore } from '../../../src/core/state/store.ts';
import { toAccount } from '../../emulator/accountAnswers.ts';
import { faults } from '../../emulator/faults.ts';
import type { RegionScenario } from '../../emulator/scenario.ts';
import { AwsBench } from '../support/awsBench.ts';
import { configure, toIds } from '../support/builders.ts';
import { HurriedClock } from '../support/virtualClock.ts';

const EAST = 'us-east-1';
const HEALTHY: RegionScenario = { otherAccounts: toAccount('ENABLED') };

/** An engine on the bench's source, whose pauses pass at once. */
function createEngine(bench: AwsBench) {
  const store = new SnapshotStore();
  const clock = new HurriedClock();
  const engine = new RefreshEngine({
    store,
    clock,
    openSource: async () => bench.source,
    log: { recordCall() {}, recordMembers() {} },
  });
  const read = (accounts: number, regions: readonly string[] = [EAST]) =>
    engine.configure(configure({ accountIds: toIds(accounts), regions, endpointUrl: bench.emulator.url }));
  const isFresh = (reading = 0) =>
    store.current.readings[reading]?.entries.every((entry) => entry.kind === 'read' && !entry.stale) === true;
  return { engine, store, clock, read, isFresh };
}

describe('engine and SDK: a Region that throttles', () => {
  for (const firstCalls of [1, 2]) {
    it(`answers in the end, and nobody sees that it refused ${firstCalls} × (D9)`, async () => {
      await using bench = await AwsBench.start({
        scenario: {
          description: '',
          regions: { '*': { ...HEALTHY, faults: [{ firstCalls, fault: faults.throttling }] } },
        },
      });
      const { engine, store, read, isFresh } = createEngine(bench);
      await read(2);
      assert.ok(isFresh());
      assert.equal(store.current.readings[0]?.failure, undefined);
      assert.equal(bench.emulator.requests.length, firstCalls + 1);
      engine.dispose();
    });
  }

  it('loses no batch of 40, and leaves a Region that does not throttle alone (D10)', async () => {
    await using bench = await AwsBench.start({
      scenario: {
        description: '',
        regions: {
          '*': HEALTHY,
          'eu-west-1': {
            ...HEALTHY,
            faults: [
              { chance: 0.2, fault: { kind: 'serviceError', type: 'ThrottlingException', message: 'x' } },
            ],
          },
        },
      },
    });
    const { engine, store, read, isFresh } = createEngine(bench);
    await read(4000, [EAST, 'eu-west-1']);
    assert.deepEqual([isFresh(0), isFresh(1)], [true, true]);
    assert.ok(store.current.readings.every(({ failure }) => failure === undefined));
    const answered = bench.emulator.requests.filter(({ status }) => status === 200);
    assert.equal(answered.length, 80);
    assert.ok(bench.emulator.requests.length > 80);
    engine.dispose();
  });

  it('for ten minutes is asked once, and says when it is asked again (D11)', async () => {
    await using bench = await AwsBench.start({
      scenario: {
        description: '',
        regions: { '*': { ...HEALTHY, faults: [{ fault: faults['throttling-for-minutes'] }] } },
      },
    });
    const { engine, store, clock, read } = createEngine(bench);
    await read(2);
    const [reading] = store.current.readings;
    assert.deepEqual([reading?.failure?.kind, reading?.failure?.retryAfterSeconds], ['throttled', 600]);
    assert.equal((reading?.nextTryAt ?? 0) - clock.now(), 600_000);
    await engine.refresh('person');
    assert.equal(bench.emulator.requests.length, 1);
    clock.advance(600_000);
    bench.emulator.use({ description: '', regions: { '*': HEALTHY } });
    await engine.refresh('schedule', { kind: 'failed' });
    assert.equal(store.current.readings[0]?.failure, undefined);
    engine.dispose();
  });
});

describe('engine and SDK: a Region that fails', () => {
  for (const fault of [
    'server-error-without-body',
    'bad-gateway',
    'service-unavailable',
    'gateway-timeout',
  ] as const) {
    it(`with "${fault}" is retried, then old, then asked again by itself (D12)`, async () => {
      await using bench = await AwsBench.start({
        scenario: { description: '', regions: { '*': HEALTHY } },
      });
      const { engine, store, clock, read, isFresh } = createEngine(bench);
      await read(2);
      bench.emulator.use({
        description: '',
        regions: { '*': { ...HEALTHY, faults: [{ fault: faults[fault] }] } },
      });
      await engine.refresh('schedule');
      assert.equal(bench.emulator.requests.filter(({ status }) => status !== 200).length, 4);
      const [reading] = store.current.readings;
      assert.ok(reading?.entries.every((entry) => entry.kind === 'read' && entry.stale));
      assert.equal((reading?.nextTryAt ?? 0) - clock.now(), 30_000);
      bench.emulator.use({ description: '', regions: { '*': HEALTHY } });
      clock.advance(30_000);
      await engine.refresh('schedule', { kind: 'failed' });
      assert.ok(isFresh());
      engine.dispose();
    });
  }

  it('alone of four leaves three fresh, and they wait for nothing (C17)', async () => {
    const regions = [EAST, 'eu-west-1', 'sa-east-1', 'ap-south-1'];
    await using bench = await AwsBench.start({
      scenario: {
        description: '',
        regions: { '*': HEALTHY, 'eu-west-1': { ...HEALTHY, faults: [{ fault: faults.hang }] } },
      },
      deadlines: { request: 400 },
    });
    const { engine, store, read, isFresh } = createEngine(bench);
    const freshAt: number[] = [];
    const begin = performance.now();
    store.onDidChange(() => {
      if (freshAt.length === 0 && isFresh(0) && isFresh(2) && isFresh(3)) {
        freshAt.push(performance.now() - begin);
      }
    });
    await read(2, regions);
    const wholeMs = performance.now() - begin;
    assert.deepEqual([0, 1, 2, 3].map(isFresh), [true, false, true, true]);
    assert.ok(
      (freshAt[0] ?? Number.POSITIVE_INFINITY) < wholeMs - 400,
      'long before the dead one is given up',
    );
    assert.ok(wholeMs < 2 * 4 * 400, `${wholeMs} ms: as long as the slowest, four attempts, and no more`);
    engine.dispose();
  });
});
