/** A batch that the service refuses is split until the id that it minds is alone, and no further. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { AccountId } from '../../../src/core/model.ts';
import { askFor, toId, toIds } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { checkAsyncProperty } from '../support/properties.ts';
import type { ScriptedCall } from '../support/scriptedSource.ts';
import { seedTitle } from '../support/seededRandom.ts';

/** Answers as a service does that minds these ids. */
function refusing(bad: readonly AccountId[]) {
  return (call: ScriptedCall) => {
    if (call.call.accountIds.some((id) => bad.includes(id))) {
      call.fail('requestRefused', { code: 'ValidationException', message: 'no such account' });
    } else {
      call.answer();
    }
  };
}

/** An engine that has read this many accounts once. */
async function startRead(
  count: number,
  settings: Parameters<EngineBench['set']>[0] = {},
): Promise<EngineBench> {
  const bench = new EngineBench();
  await bench.set({ accountIds: toIds(count), regions: ['us-east-1'], ...settings });
  await bench.answerAll();
  bench.source.calls.length = 0;
  return bench;
}

describe('refresh: refused batches', () => {
  for (const place of [1, 50, 51, 100]) {
    it(`finds the bad id at place ${place} of 100 in 15 calls at most, and serves the others (D13)`, async () => {
      const bench = await startRead(100);
      await bench.refresh();
      await bench.answerAll(refusing([toId(place)]));
      const entries = bench.read();
      assert.equal(entries[place - 1], 'refused');
      assert.equal(entries.filter((entry) => entry === 'ENABLED').length, 99);
      assert.ok(bench.source.calls.length <= 15, `${bench.source.calls.length} calls`);
      assert.equal(bench.snapshot.readings[0]?.failure, undefined);
    });
  }

  it('says of the bad id what the service said (D13)', async () => {
    const bench = await startRead(10);
    await bench.refresh();
    await bench.answerAll(refusing([toId(4)]));
    const entry = bench.snapshot.readings[0]?.entries[3];
    assert.deepEqual(entry?.kind === 'read' ? entry.answer : entry, {
      kind: 'refused',
      message: 'no such account',
    });
  });

  it(`finds up to three bad ids among 300, wherever they are (D13) [${seedTitle}]`, async () => {
    const numbers = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 3 });
    const property = fc.asyncProperty(numbers, async (each) => {
      const bench = await startRead(300);
      const bad = new Set(each.map(toId));
      await bench.refresh();
      await bench.answerAll(refusing([...bad]));
      assert.deepEqual(
        bench.read().flatMap((entry, index) => (entry === 'refused' ? [toId(index + 1)] : [])),
        [...bad].sort(),
      );
      assert.ok(bench.source.calls.length <= 3 + 14 * bad.size, `${bench.source.calls.length} calls`);
      assert.equal(bench.snapshot.activity.kind, 'idle');
    });
    await checkAsyncProperty(property, 30);
  });

  it('never asks about nobody, nor twice about the same batch (D13)', async () => {
    const bench = await startRead(100);
    await bench.refresh();
    await bench.answerAll(refusing([toId(1), toId(2), toId(99)]));
    const batches = bench.source.calls.map(({ call }) => call.accountIds.join());
    assert.ok(batches.every((batch) => batch !== ''));
    assert.equal(new Set(batches).size, batches.length);
  });

  it('does not ask once for each account when everything is refused (D13)', async () => {
    const bench = await startRead(5000);
    await bench.refresh();
    await bench.answerAll(refusing(toIds(5000)));
    assert.ok(bench.source.calls.length <= 80, `${bench.source.calls.length} calls`);
    assert.equal(bench.snapshot.readings[0]?.failure?.kind, 'requestRefused');
    assert.equal(bench.snapshot.activity.kind, 'idle');
  });

  it('loses no known value to a service that refuses everything: that says nothing of any account', async () => {
    const bench = await startRead(100);
    await bench.refresh();
    await bench.answerAll(refusing(toIds(100)));
    assert.deepEqual(new Set(bench.read()), new Set(['ENABLED*']));
    assert.equal(bench.snapshot.readings[0]?.failure?.kind, 'requestRefused');
  });

  it('spends its calls in each Region apart: one that refuses everything takes none from another', async () => {
    const bench = await startRead(200, { regions: ['us-east-1', 'eu-west-1'] });
    await bench.refresh();
    await bench.answerAll((call) =>
      refusing(call.call.region === 'us-east-1' ? toIds(200) : [toId(150)])(call),
    );
    const inIreland = bench.read(1);
    assert.equal(inIreland.filter((entry) => entry === 'ENABLED').length, 199);
    assert.equal(inIreland[149], 'refused');
    assert.deepEqual(
      bench.snapshot.readings.map(({ failure }) => failure?.kind),
      ['requestRefused', undefined],
    );
  });

  it('takes the refusal of the only account that was asked about for a failure of the call', async () => {
    const bench = await startRead(1);
    await bench.refresh();
    await bench.answerAll(refusing([toId(1)]));
    assert.deepEqual([bench.source.calls.length, bench.read()], [1, ['ENABLED*']]);
    assert.equal(bench.snapshot.readings[0]?.failure?.kind, 'requestRefused');
  });

  it('does not put a Region into trouble by asking again about an account that is known to be refused', async () => {
    const bench = await startRead(10);
    await bench.refresh();
    await bench.answerAll(refusing([toId(4)]));
    assert.equal(bench.read()[3], 'refused');
    await bench.refresh(askFor([toId(4)]));
    await bench.answerAll(refusing([toId(4)]));
    assert.equal(bench.read()[3], 'refused');
    assert.equal(bench.snapshot.readings[0]?.failure, undefined);
  });

  it('counts the parts of a batch as calls to come, and ends at all of them', async () => {
    const bench = await startRead(100);
    const progress: number[] = [];
    bench.store.onDidChange(({ activity }) => {
      if (activity.kind === 'refreshing') {
        assert.ok(activity.doneCalls <= activity.totalCalls);
        progress.push(activity.totalCalls - activity.doneCalls);
      }
    });
    await bench.refresh();
    await bench.answerAll(refusing([toId(77)]));
    assert.equal(progress.at(-1), 0);
    assert.equal(bench.finishCount, 2);
  });

  it('marks a part stale that fails for another reason', async () => {
    const bench = await startRead(4);
    await bench.refresh();
    await bench.answerAll((call) => {
      const ids = call.call.accountIds.map(Number);
      if (ids.includes(1)) {
        call.fail('requestRefused');
      } else if (ids.includes(3)) {
        call.fail('timedOut');
      } else {
        call.answer();
      }
    });
    assert.deepEqual(bench.read(), ['refused', 'ENABLED', 'ENABLED*', 'ENABLED*']);
    assert.equal(bench.snapshot.readings[0]?.failure?.kind, 'timedOut');
  });
});
