/** What was read yesterday no longer says how things are, also in a window that has been open since. */
import assert from 'node:assert/strict';
import type { Snapshot } from '../../../src/core/model.ts';
import { Ageing } from '../../../src/core/refresh/ageing.ts';
import { toIds } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const SETTINGS = { accountIds: toIds(3), regions: ['us-east-1', 'eu-west-1'] };

/** Read once; nothing is read again by itself. */
async function startRead() {
  const bench = new EngineBench();
  const ageing = new Ageing(bench);
  await bench.set(SETTINGS);
  await bench.answerAll();
  return { bench, ageing };
}

const countOld = ({ readings }: Snapshot) =>
  readings.flatMap(({ entries }) => entries.filter((entry) => entry.kind === 'read' && entry.old)).length;

describe('ageing', () => {
  it('makes what was read a day ago old: all is no longer well, until it is read again', async () => {
    const { bench } = await startRead();
    bench.clock.advance(DAY);
    assert.deepEqual([bench.store.summary.allWell, bench.clock.timerCount], [true, 1]);
    bench.clock.advance(1);
    const { allWell, scannedWithoutProblem, stale } = bench.store.summary;
    assert.deepEqual([allWell, scannedWithoutProblem, stale, countOld(bench.snapshot)], [false, 0, 3, 6]);
    assert.deepEqual(bench.read(), ['ENABLED*', 'ENABLED*', 'ENABLED*']);
    assert.equal(bench.clock.timerCount, 0, 'nothing is left to become old');
    await bench.refresh();
    await bench.answerAll();
    assert.deepEqual([bench.store.summary.allWell, bench.clock.timerCount], [true, 1]);
  });

  it('goes by when each was read, and by nothing else', async () => {
    const { bench } = await startRead();
    bench.clock.advance(HOUR);
    await bench.refresh({ kind: 'some', parts: [{ scope: '', accountIds: undefined, region: 'us-east-1' }] });
    await bench.answerAll();
    const [east] = bench.snapshot.readings;
    bench.clock.advance(DAY - HOUR + 1);
    assert.deepEqual([countOld(bench.snapshot), bench.snapshot.readings[0]], [3, east]);
    bench.clock.advance(HOUR);
    assert.equal(countOld(bench.snapshot), 6);
    // Thousands of accounts share a few entries, also old ones.
    assert.equal(new Set(bench.snapshot.readings.flatMap(({ entries }) => entries)).size, 2);
  });

  it('catches up on the time that the computer slept when it is told to look', async () => {
    const { bench, ageing } = await startRead();
    bench.clock.jump(20 * HOUR);
    ageing.look();
    assert.equal(countOld(bench.snapshot), 0);
    bench.clock.advance(4 * HOUR + 1);
    assert.equal(countOld(bench.snapshot), 6);
    await bench.refresh();
    await bench.answerAll();
    bench.clock.jump(DAY + 1);
    ageing.look();
    assert.equal(countOld(bench.snapshot), 6);
  });

  it('is no reading: an answer in a refresh under way counts, and a clock set back makes nothing old', async () => {
    const { bench, ageing } = await startRead();
    await bench.refresh();
    bench.source.open[0]?.answer();
    await flush();
    bench.clock.jump(-DAY);
    ageing.look();
    assert.equal(countOld(bench.snapshot), 0);
    bench.clock.jump(2 * DAY + 1);
    ageing.look();
    assert.equal(countOld(bench.snapshot), 6);
    await bench.answerAll();
    assert.deepEqual([countOld(bench.snapshot), bench.read(1)], [3, ['ENABLED', 'ENABLED', 'ENABLED']]);
  });

  it('leaves no timer when it ends', async () => {
    const { bench, ageing } = await startRead();
    ageing.dispose();
    assert.equal(bench.clock.timerCount, 0);
    await bench.refresh();
    await bench.answerAll();
    assert.equal(bench.clock.timerCount, 0);
  });
});
