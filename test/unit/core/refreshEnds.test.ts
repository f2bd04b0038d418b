/** A refresh that is cancelled or overtaken ends at once, and what it hears later changes nothing. */
import assert from 'node:assert/strict';
import type { Snapshot } from '../../../src/core/model.ts';
import { accountsOf } from '../../support/accountsOf.ts';
import { DENIED, toAnswer, toId, toIds } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';
import type { ScriptedSource } from '../support/scriptedSource.ts';

const EAST = 'us-east-1';
const WEST = 'eu-west-1';

async function startReading(settings: Parameters<EngineBench['set']>[0] = {}): Promise<EngineBench> {
  const bench = new EngineBench();
  await bench.set({ accountIds: toIds(2), regions: [EAST], ...settings });
  return bench;
}

/** Nothing turns and nothing is waited for. */
function isAtRest({ activity, readings }: Snapshot): boolean {
  return (
    activity.kind === 'idle' &&
    readings.every(({ entries }) => entries.every(({ kind }) => kind !== 'waiting'))
  );
}

describe('refresh: cancelled', () => {
  for (const deaf of [false, true]) {
    it(`ends at once, also when the source ${deaf ? 'never answers' : 'ends its calls'} (E14)`, async () => {
      const bench = await startReading({ accountIds: toIds(1000) });
      bench.source.deaf = deaf;
      await bench.answerAll();
      const running = await bench.refresh();
      const queued = await bench.refresh();
      const { calls } = bench.source;
      const made = calls.length;
      bench.engine.cancel();
      assert.ok(isAtRest(bench.snapshot), 'at once, not after a turn');
      await flush();
      assert.deepEqual([running.state, queued.state], ['resolved', 'resolved']);
      assert.ok(calls.slice(-6).every(({ signal }) => signal.aborted));
      assert.equal(calls.length, made, 'no further call');
      assert.equal(bench.finishCount, 1, 'only the first refresh finished');
    });
  }

  it('keeps what has been read, and leaves the rest as it was before', async () => {
    const bench = await startReading({ accountIds: toIds(101) });
    bench.source.calls[1]?.answer();
    await flush();
    bench.engine.cancel();
    assert.deepEqual([bench.read()[0], bench.read()[100]], ['unread', 'ENABLED']);
    await bench.refresh();
    await bench.answerAll();
    await bench.refresh();
    bench.engine.cancel();
    assert.deepEqual(new Set(bench.read()), new Set(['ENABLED']), 'not stale: nothing failed');
  });

  it('hears nothing of what a source answers too late', async () => {
    const bench = await startReading();
    bench.source.deaf = true;
    await bench.answerAll();
    await bench.refresh();
    bench.engine.cancel();
    const { snapshot } = bench;
    bench.source.calls.at(-1)?.answer(() => DENIED);
    await flush();
    assert.equal(bench.snapshot, snapshot);
  });

  it('hears nothing of an answer that came in the same moment', async () => {
    const bench = await startReading();
    bench.source.open[0]?.answer();
    bench.engine.cancel();
    await flush();
    assert.deepEqual(bench.read(), ['unread', 'unread']);
    assert.equal(bench.snapshot.activity.kind, 'idle');
  });

  it('can be refreshed again at once', async () => {
    const bench = await startReading();
    bench.engine.cancel();
    const again = await bench.refresh();
    await bench.answerAll();
    assert.deepEqual([again.state, bench.read()], ['resolved', ['ENABLED', 'ENABLED']]);
  });

  it('ends at once while the Region is looked up', async () => {
    const bench = await startReading({ regions: [] });
    const running = await bench.refresh();
    bench.engine.cancel();
    await flush();
    assert.equal(running.state, 'resolved');
    assert.ok(isAtRest(bench.snapshot));
    const { snapshot } = bench;
    bench.source.lookups[0]?.resolve({ kind: 'found', region: EAST, endpointUrl: undefined });
    await flush();
    assert.equal(bench.snapshot, snapshot);
  });

  it('ends at once while the source is being opened, for ever as it may be', async () => {
    const bench = new EngineBench();
    bench.openSource = () => new Promise<ScriptedSource>(() => {});
    const running = await bench.set({ accountIds: toIds(2), regions: [EAST] });
    assert.equal(running.state, 'pending');
    bench.engine.cancel();
    await flush();
    assert.ok(isAtRest(bench.snapshot));
    assert.equal(running.state, 'resolved');
  });

  it('changes nothing while none runs', async () => {
    const bench = await startReading();
    await bench.answerAll();
    const { readings } = bench.snapshot;
    bench.engine.cancel();
    assert.deepEqual(bench.snapshot.readings, readings);
  });
});

describe('refresh: other settings meanwhile', () => {
  it('drops what the old run hears later (E2)', async () => {
    const bench = await startReading();
    bench.source.deaf = true;
    const [old] = bench.source.calls;
    const settings = { accountIds: toIds(3), regions: [EAST] };
    const configured = await bench.set(settings);
    assert.ok(old?.signal.aborted);
    old?.answer(() => DENIED);
    await flush();
    assert.deepEqual(bench.read(), ['waiting', 'waiting', 'waiting']);
    await bench.answerAll();
    assert.deepEqual([bench.read(), configured.state], [['ENABLED', 'ENABLED', 'ENABLED'], 'resolved']);
  });

  it('ends the promises of the run that was overtaken, and of those queued behind it (E2)', async () => {
    const bench = new EngineBench();
    bench.source.deaf = true;
    const first = await bench.set({ accountIds: toIds(1), regions: [EAST] });
    const queued = await bench.refresh();
    await bench.set({ accountIds: toIds(2), regions: [EAST] });
    assert.deepEqual([first.state, queued.state], ['resolved', 'resolved']);
  });

  it('does not bring an account back that was removed meanwhile (E4)', async () => {
    const bench = await startReading({ accountIds: toIds(3) });
    bench.source.deaf = true;
    const [old] = bench.source.calls;
    await bench.set({ accountIds: [toId(1), toId(3)], regions: [EAST] });
    old?.answer(() => DENIED);
    await bench.answerAll();
    old?.answer(() => DENIED);
    await flush();
    assert.deepEqual(
      accountsOf(bench.snapshot).map(({ id }) => Number(id)),
      [1, 3],
    );
    assert.deepEqual(bench.read(), ['ENABLED', 'ENABLED']);
  });

  it('shows no account what another profile says of it (E5)', async () => {
    const bench = await startReading({ profile: 'one' });
    await bench.answerAll();
    await bench.refresh();
    bench.source.deaf = true;
    const late = bench.source.calls.at(-1);
    await bench.set({ accountIds: toIds(2), regions: [EAST], profile: 'two' });
    assert.deepEqual(bench.read(), ['waiting', 'waiting'], 'what the first profile read is gone');
    late?.answer(() => DENIED);
    await flush();
    assert.deepEqual(bench.read(), ['waiting', 'waiting']);
    await bench.answerAll((call) => call.answer(() => toAnswer(call.call.profile)));
    assert.deepEqual(bench.read(), ['two', 'two']);
  });

  it('shows no account what another profile says of it in the moment of the change (E5)', async () => {
    const bench = await startReading({ profile: 'one' });
    bench.source.open[0]?.answer();
    await bench.set({ accountIds: toIds(2), regions: [EAST], profile: 'two' });
    assert.deepEqual(bench.read(), ['waiting', 'waiting']);
  });

  it('does not look for the Region of a profile that is no longer meant (E5)', async () => {
    const bench = await startReading({ regions: [], profile: 'one' });
    await bench.set({ accountIds: toIds(2), profile: 'two' });
    bench.source.lookups[0]?.resolve({ kind: 'found', region: WEST, endpointUrl: undefined });
    await flush();
    assert.equal(bench.snapshot.readings[0]?.region, undefined);
    bench.source.lookups[1]?.resolve({ kind: 'found', region: EAST, endpointUrl: undefined });
    await flush();
    assert.deepEqual(
      bench.source.calls.map(({ call }) => `${call.profile} ${call.region}`),
      [`two ${EAST}`],
    );
  });

  it('goes on after an interruption by settings that change nothing of what is asked', async () => {
    const bench = await startReading();
    await bench.set({ accountIds: toIds(2), regions: [EAST], accountNames: { [toId(1)]: 'one' } });
    assert.equal(bench.source.open.length, 1);
    await bench.answerAll();
    assert.deepEqual(bench.read(), ['ENABLED', 'ENABLED']);
  });

  it('stops everything when nothing may be read any more (E11)', async () => {
    const bench = await startReading();
    await bench.engine.configure(undefined);
    await flush();
    assert.equal(bench.source.open.length, 0);
    assert.deepEqual(bench.snapshot.readings, []);
  });
});

describe('refresh: disposed of', () => {
  it('ends its calls, changes nothing any more, and leaves no promise open (E6)', async () => {
    const bench = await startReading();
    bench.source.deaf = true;
    const running = await bench.refresh();
    const { calls } = bench.source;
    const { snapshot } = bench;
    bench.engine.dispose();
    await flush();
    assert.ok(calls.every(({ signal }) => signal.aborted));
    assert.equal(running.state, 'resolved');
    for (const call of calls) {
      call.answer(() => DENIED);
    }
    await flush();
    assert.equal(bench.snapshot, snapshot);
    assert.equal((await bench.refresh()).state, 'resolved');
    assert.equal(bench.finishCount, 0);
  });

  it('asks nothing of a source that is opened too late (E6)', async () => {
    const bench = new EngineBench();
    const opening = Promise.withResolvers<ScriptedSource>();
    bench.openSource = () => opening.promise;
    await bench.set({ accountIds: toIds(2), regions: [EAST] });
    bench.engine.dispose();
    opening.resolve(bench.source);
    await flush();
    assert.deepEqual([bench.source.causes, bench.source.calls], [[], []]);
  });

  it('opens no source when it has nothing to read', () => {
    const bench = new EngineBench();
    bench.engine.dispose();
    assert.equal(bench.openCount, 0);
  });
});
