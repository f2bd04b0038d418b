/** Answers on a long list are written together, some of them at a time, and none is lost however the refresh ends. */
import assert from 'node:assert/strict';
import type { Entry } from '../../../src/core/model.ts';
import { toAnswer, toIds } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';

const COUNT = 6000;
const SETTINGS = { accountIds: toIds(COUNT), regions: ['us-east-1'], maxConcurrentRequests: 6 };
const OFF = toAnswer('DISABLED');

/** Read once, with everything on; then a few answers of a second refresh say that it is off, and nobody saw it yet. */
async function startAnswering(count: number) {
  const bench = new EngineBench();
  await bench.set(SETTINGS);
  await bench.answerAll();
  await bench.refresh();
  const lists = new Set<readonly Entry[]>();
  bench.store.onDidChange(({ readings }) => lists.add(readings[0]?.entries ?? []));
  for (let answered = 0; answered < count; answered++) {
    bench.source.open[0]?.answer(() => OFF);
    await flush();
  }
  return { bench, lists };
}

const countOff = (bench: EngineBench) => bench.read().filter((word) => word.startsWith('DISABLED')).length;

describe('a long list', () => {
  it('is written anew for several answers together, after a moment in which they are counted', async () => {
    const { bench, lists } = await startAnswering(5);
    assert.deepEqual([countOff(bench), lists.size], [0, 1]);
    const { activity } = bench.snapshot;
    assert.deepEqual(activity.kind === 'refreshing' && activity.doneCalls, 5);
    bench.clock.advance(99);
    assert.equal(countOff(bench), 0);
    bench.clock.advance(1);
    assert.deepEqual([countOff(bench), lists.size, bench.clock.timerCount], [500, 2, 0]);
    const written = bench.snapshot.readings[0]?.entries;
    const copy = written?.slice();
    bench.source.open[0]?.answer(() => OFF);
    await flush();
    assert.deepEqual(written, copy, 'what was shown never changes');
    await bench.answerAll((call) => call.answer(() => OFF));
    assert.deepEqual([countOff(bench), bench.snapshot.activity.kind], [COUNT, 'idle']);
    assert.equal(bench.clock.timerCount, 0);
  });

  for (const [how, end] of [
    ['is cancelled', (bench: EngineBench) => bench.engine.cancel()],
    ['is suspended', (bench: EngineBench) => bench.engine.suspend()],
    [
      'is overtaken by other settings',
      (bench: EngineBench) => void bench.set({ ...SETTINGS, regions: ['us-east-1', 'eu-west-1'] }),
    ],
    ['is ended by a bug', (bench: EngineBench) => bench.source.open[0]?.crash(new Error('bug'))],
    ['meets a value that has become old', (bench: EngineBench) => bench.engine.markOld()],
  ] as const) {
    it(`keeps each answer where the refresh ${how} (E14, E2)`, async () => {
      const { bench } = await startAnswering(3);
      assert.equal(countOff(bench), 0);
      end(bench);
      await flush();
      assert.equal(countOff(bench), 300);
      assert.equal(bench.clock.timerCount, 0);
    });
  }

  it('tells at once of a scan type that nobody has reported before', async () => {
    const { bench } = await startAnswering(1);
    const newer = toAnswer('ENABLED', [{ scanType: 'eks', status: 'ENABLED', error: undefined }]);
    bench.source.open[0]?.answer(() => newer);
    await flush();
    assert.ok(bench.snapshot.readings[0]?.offeredScanTypes.includes('eks'));
    assert.equal(countOff(bench), 100);
  });
});
