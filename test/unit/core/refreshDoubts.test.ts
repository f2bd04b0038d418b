/** What a refresh could not make sure of is not shown as if it had. */
import assert from 'node:assert/strict';
import type { AccountId, Answer, Region } from '../../../src/core/model.ts';
import { summarize } from '../../../src/core/state/tally.ts';
import { ALL_ON, askFor, NOT_RETURNED, toId, toIds } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';

const EAST = 'us-east-1';
const WEST = 'eu-west-1';

/** An engine that has read everything once, all accounts on. */
async function startRead(
  count: number,
  settings: Parameters<EngineBench['set']>[0] = {},
): Promise<EngineBench> {
  const bench = new EngineBench();
  await bench.set({ accountIds: toIds(count), regions: [EAST], ...settings });
  await bench.answerAll();
  bench.source.calls.length = 0;
  bench.clock.jump(60_000);
  assert.ok(summarize(bench.snapshot).allWell);
  return bench;
}

function naming(isNamed: (id: AccountId) => boolean): (id: AccountId) => Answer {
  return (id) => (isNamed(id) ? ALL_ON : NOT_RETURNED);
}

const NOBODY = naming(() => false);

function failuresOf(bench: EngineBench): (string | undefined)[] {
  return bench.snapshot.readings.map(({ failure }) => failure?.kind);
}

describe('refresh: accounts that are not returned', () => {
  it('says at once that the last of 101 accounts is not returned, without trouble in the Region', async () => {
    const bench = await startRead(101);
    await bench.refresh();
    await bench.answerAll((call) => call.answer(naming((id) => id !== toId(101))));
    const entries = bench.read();
    assert.equal(entries[100], 'notReturned');
    assert.deepEqual(new Set(entries.slice(0, 100)), new Set(['ENABLED']));
    assert.deepEqual(failuresOf(bench), [undefined]);
    assert.equal(bench.snapshot.readings[0]?.readAt, bench.clock.now());
  });

  it('says so also when the lone account is answered before the others', async () => {
    const bench = await startRead(101);
    await bench.refresh();
    bench.source.calls[1]?.answer(NOBODY);
    await flush();
    await bench.answerAll();
    assert.equal(bench.read()[100], 'notReturned');
    assert.deepEqual(failuresOf(bench), [undefined]);
  });

  it('keeps every value, as of then, when a whole refresh names nobody, and believes it the second time', async () => {
    const bench = await startRead(150);
    await bench.refresh();
    await bench.answerAll((call) => call.answer(NOBODY));
    assert.deepEqual(new Set(bench.read()), new Set(['ENABLED*']));
    assert.deepEqual(failuresOf(bench), ['noData']);
    assert.ok(!summarize(bench.snapshot).allWell);
    await bench.refresh();
    await bench.answerAll((call) => call.answer(NOBODY));
    assert.deepEqual(new Set(bench.read()), new Set(['notReturned']));
    assert.deepEqual(failuresOf(bench), [undefined]);
    assert.ok(!summarize(bench.snapshot).allWell);
  });

  it('does not believe it the second time when somebody was named in between', async () => {
    const bench = await startRead(150);
    for (const answers of [NOBODY, naming(() => true), NOBODY]) {
      await bench.refresh();
      await bench.answerAll((call) => call.answer(answers));
    }
    assert.deepEqual(new Set(bench.read()), new Set(['ENABLED*']));
    assert.deepEqual(failuresOf(bench), ['noData']);
  });

  it('says so when one account is refreshed that is not returned', async () => {
    const bench = await startRead(3);
    await bench.refresh(askFor([toId(2)]));
    await bench.answerAll((call) => call.answer(NOBODY));
    assert.deepEqual(bench.read(), ['ENABLED', 'notReturned', 'ENABLED']);
    assert.deepEqual(failuresOf(bench), [undefined]);
  });
});

describe('refresh: settings that keep everything from being read', () => {
  it('shows what was read as of then, and never as well (F11)', async () => {
    const bench = await startRead(2);
    await bench.set({ accountIds: toIds(2), regions: [EAST], profile: 7 });
    assert.equal(bench.source.calls.length, 0, 'nothing is asked');
    assert.deepEqual(bench.read(), ['ENABLED*', 'ENABLED*']);
    assert.ok(!summarize(bench.snapshot).allWell);
  });
});

describe('refresh: a bug', () => {
  it('makes what was read old, with an unexpected failure, when the source throws in a call', async () => {
    const bench = await startRead(150, { regions: [EAST, WEST] });
    const watched = await bench.refresh();
    bench.source.calls[0]?.crash(new TypeError('a bug'));
    await flush();
    assert.equal(watched.state, 'rejected');
    for (const reading of [0, 1]) {
      assert.deepEqual(new Set(bench.read(reading)), new Set(['ENABLED*']));
    }
    assert.deepEqual(failuresOf(bench), ['unexpected', 'unexpected']);
    assert.equal(bench.snapshot.readings[0]?.failure?.code, 'TypeError');
    assert.equal(bench.snapshot.activity.kind, 'idle');
    assert.ok(!summarize(bench.snapshot).allWell);
  });

  it('does the same when the source cannot be opened, and recovers with the next refresh', async () => {
    const bench = new EngineBench();
    bench.openSource = () => Promise.reject(new RangeError('a bug'));
    assert.equal((await bench.set({ accountIds: toIds(2), regions: [EAST] })).state, 'rejected');
    assert.deepEqual([bench.read(), failuresOf(bench)], [['unread', 'unread'], ['unexpected']]);
    bench.openSource = async () => bench.source;
    await bench.refresh();
    await bench.answerAll();
    assert.deepEqual([bench.read(), failuresOf(bench)], [['ENABLED', 'ENABLED'], [undefined]]);
  });

  it('leaves alone what a later configuration shows when the refresh before it breaks late', async () => {
    const bench = await startRead(1);
    bench.source.deaf = true;
    await bench.refresh();
    const late = bench.source.calls[0];
    bench.source.deaf = false;
    await bench.set({ accountIds: toIds(2), regions: [EAST] });
    late?.crash(new TypeError('a bug'));
    await bench.answerAll();
    assert.deepEqual([bench.read(), failuresOf(bench)], [['ENABLED', 'ENABLED'], [undefined]]);
  });
});

describe('refresh: of one account', () => {
  it('puts the Region in trouble when it fails, and ends that when it succeeds later', async () => {
    const bench = await startRead(3);
    await bench.refresh(askFor([toId(2)]));
    await bench.answerAll((call) => call.fail('serviceFault'));
    assert.deepEqual(
      [bench.read(), failuresOf(bench)],
      [['ENABLED', 'ENABLED*', 'ENABLED'], ['serviceFault']],
    );
    await bench.refresh(askFor([toId(2)]));
    await bench.answerAll();
    assert.deepEqual([bench.read(), failuresOf(bench)], [['ENABLED', 'ENABLED', 'ENABLED'], [undefined]]);
    assert.ok(summarize(bench.snapshot).allWell);
  });

  it('keeps the trouble while another account is still old', async () => {
    const bench = await startRead(3);
    await bench.refresh(askFor([toId(2), toId(3)]));
    await bench.answerAll((call) => call.fail('serviceFault'));
    await bench.refresh(askFor([toId(2)]));
    await bench.answerAll();
    assert.deepEqual(
      [bench.read(), failuresOf(bench)],
      [['ENABLED', 'ENABLED', 'ENABLED*'], ['serviceFault']],
    );
    await bench.refresh(askFor([toId(3)]));
    await bench.answerAll();
    assert.deepEqual(failuresOf(bench), [undefined]);
  });

  it('ends the trouble of the one Region in which nothing is old any more', async () => {
    const bench = await startRead(1, { regions: [EAST, WEST] });
    await bench.refresh();
    await bench.answerAll((call) => call.fail('serviceFault'));
    await bench.refresh(askFor([toId(1)], WEST as Region));
    await bench.answerAll();
    assert.deepEqual([bench.read(0), bench.read(1)], [['ENABLED*'], ['ENABLED']]);
    assert.deepEqual(failuresOf(bench), ['serviceFault', undefined]);
  });
});

describe('refresh: the profile names another Region than before', () => {
  it('does not show the failure of the old Region under the new name', async () => {
    const bench = new EngineBench();
    await bench.set({ accountIds: toIds(1), regions: [] });
    bench.source.lookups[0]?.resolve({ kind: 'found', region: EAST, endpointUrl: undefined });
    await flush();
    await bench.answerAll((call) => call.fail('accessDenied'));
    assert.deepEqual(failuresOf(bench), ['accessDenied']);
    await bench.refresh();
    bench.source.lookups[1]?.resolve({ kind: 'found', region: WEST, endpointUrl: undefined });
    await flush();
    const [reading] = bench.snapshot.readings;
    assert.deepEqual([reading?.region, reading?.failure, reading?.readAt], [WEST, undefined, undefined]);
    await bench.answerAll();
    assert.deepEqual([bench.read(), failuresOf(bench)], [['ENABLED'], [undefined]]);
  });
});
