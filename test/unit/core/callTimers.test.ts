/** However many Regions wait, one timer says when the next call may be made, and none is left behind. */
import assert from 'node:assert/strict';
import { toIds } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';

const EAST = 'us-east-1';
const WEST = 'eu-west-1';

/** East waits after it was throttled; West has calls in flight. */
async function startWaiting(): Promise<EngineBench> {
  const bench = new EngineBench();
  await bench.set({ accountIds: toIds(1500), regions: [EAST, WEST], maxConcurrentRequests: 4 });
  while (bench.source.open.some(({ call }) => call.region === EAST)) {
    for (const call of bench.source.open.filter(({ call: { region } }) => region === EAST)) {
      call.fail('throttled', { retryAfterSeconds: 10 });
    }
    await flush();
  }
  return bench;
}

describe('refresh: timers', () => {
  it('is one while a Region waits, whatever the others answer meanwhile', async () => {
    const bench = await startWaiting();
    assert.ok(bench.source.open.length > 0);
    for (let answered = 0; answered < 8; answered++) {
      bench.source.open[0]?.answer();
      await flush();
      assert.ok(bench.clock.timerCount <= 1, `${bench.clock.timerCount} timers`);
    }
    bench.engine.cancel();
    await flush();
    assert.equal(bench.clock.timerCount, 0);
  });

  it('is none after a bug in the middle of a wait (E15)', async () => {
    const bench = await startWaiting();
    while (bench.source.open.length > 1) {
      bench.source.open[0]?.answer();
      await flush();
    }
    assert.equal(bench.clock.timerCount, 1);
    bench.source.open[0]?.crash(new Error('a bug in the source'));
    await flush();
    assert.deepEqual([bench.snapshot.activity.kind, bench.clock.timerCount], ['idle', 0]);
  });
});
