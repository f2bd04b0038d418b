/** A change that takes hours says since when it has been seen, and is no error. */
import assert from 'node:assert/strict';
import { needsAttention } from '../../../src/core/state/summary.ts';
import { ALL_ON, toAnswer, toIds, toScanTypes } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';

const MINUTE = 60_000;
const ENABLING = toAnswer('ENABLING', toScanTypes({ ec2: 'ENABLING', ecr: 'ENABLING' }));
const HALF_WAY = toAnswer('ENABLING', toScanTypes({ ec2: 'ENABLED', ecr: 'ENABLING' }));

describe('refresh: a status that lasts', () => {
  async function read(bench: EngineBench, answer: typeof ALL_ON): Promise<void> {
    bench.clock.advance(10 * MINUTE);
    await bench.refresh();
    await bench.answerAll((call) => call.answer(() => answer));
  }

  it('keeps the time at which it was first read, through three hours and failures (D8)', async () => {
    const bench = new EngineBench();
    const entry = () => {
      const first = bench.snapshot.readings[0]?.entries[0];
      assert.ok(first?.kind === 'read');
      return first;
    };
    await bench.set({ accountIds: toIds(1), regions: ['us-east-1'] });
    await bench.answerAll((call) => call.answer(() => ENABLING));
    const startedAt = entry().takenAt;
    assert.equal(entry().since, undefined, 'once is no time');
    for (let round = 0; round < 18; round++) {
      await read(bench, round % 3 === 0 ? ENABLING : HALF_WAY);
      assert.deepEqual([entry().since, entry().takenAt], [startedAt, bench.clock.now()]);
      assert.ok(!needsAttention(entry()));
    }
    bench.clock.advance(10 * MINUTE);
    await bench.refresh();
    await bench.answerAll((call) => call.fail('timedOut'));
    assert.deepEqual([entry().since, entry().stale], [startedAt, true]);
    await read(bench, ALL_ON);
    assert.equal(entry().since, undefined);
    await read(bench, ENABLING);
    assert.equal(entry().since, undefined, 'a change that begins again begins anew');
  });
});
