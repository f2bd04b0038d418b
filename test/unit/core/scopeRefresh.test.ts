/** A refresh of one scope: all of it, and nothing of the others. */
import assert from 'node:assert/strict';
import type { RefreshRequest, RequestedPart } from '../../../src/core/refresh/plan.ts';
import { toId, toIds } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';

const EAST = 'us-east-1';
const WEST = 'eu-west-1';

/** Two organisations with two accounts each, read once. */
async function startRead(): Promise<EngineBench> {
  const bench = new EngineBench();
  await bench.set({
    scopes: [
      { name: 'North', profile: 'n', regions: [EAST, WEST], accountIds: toIds(2) },
      { name: 'South', profile: 's', regions: [EAST], accountIds: toIds(2, 3) },
    ],
  });
  await bench.answerAll();
  bench.clock.advance(60_000);
  bench.source.calls.length = 0;
  return bench;
}

function ask(part: Partial<RequestedPart>): RefreshRequest {
  return { kind: 'some', parts: [{ scope: 'North', accountIds: undefined, region: undefined, ...part }] };
}

function describeCalls({ source }: EngineBench): string[] {
  return source.calls
    .map(({ call }) => `${call.profile} ${call.region} ${call.accountIds.map(Number).join()}`)
    .sort();
}

describe('refresh: of a scope', () => {
  it('reads all of its accounts in all of its Regions, and no other scope', async () => {
    const bench = await startRead();
    const [, , south] = bench.snapshot.readings;
    await bench.refresh(ask({}));
    await bench.answerAll();
    assert.deepEqual(describeCalls(bench), [`n ${WEST} 1,2`, `n ${EAST} 1,2`]);
    assert.equal(bench.snapshot.readings[2], south);
  });

  it('counts as reading its Regions whole: the time is new, and a failure ends', async () => {
    const bench = await startRead();
    const before = bench.snapshot.readings.map(({ readAt }) => readAt ?? 0);
    await bench.refresh(ask({}));
    await bench.answerAll((call) => (call.call.region === WEST ? call.fail('serviceFault') : call.answer()));
    const [east, west, south] = bench.snapshot.readings;
    assert.ok((east?.readAt ?? 0) > (before[0] ?? 0));
    assert.equal(west?.failure?.kind, 'serviceFault');
    assert.equal(south?.readAt, before[2]);
    await bench.refresh(ask({}));
    await bench.answerAll();
    assert.equal(bench.snapshot.readings[1]?.failure, undefined);
    assert.ok((bench.snapshot.readings[1]?.readAt ?? 0) > (before[1] ?? 0));
  });

  it('leaves the reason standing in a Region that it does not read: what failed finds it again', async () => {
    const bench = new EngineBench();
    const find = bench.source.fetchProfile.bind(bench.source);
    const failure = { kind: 'profileMissing', code: 'ProfileNotFound' } as const;
    bench.source.fetchProfile = async () => ({ kind: 'failed', failure });
    await bench.set({
      scopes: [{ name: 'North', profile: 'n', regions: [EAST, WEST], accountIds: toIds(1) }],
    });
    await bench.answerAll();
    bench.source.fetchProfile = find;
    await bench.refresh(ask({ region: EAST }));
    await bench.answerAll();
    const kinds = () => bench.snapshot.readings.map((reading) => reading.failure?.kind);
    assert.deepEqual(
      [kinds(), bench.read(0), bench.read(1)],
      [[undefined, 'profileMissing'], ['ENABLED'], ['unread']],
    );
    await bench.refresh({ kind: 'failed', mendedBy: 'files' }, 'change');
    await bench.answerAll();
    assert.deepEqual([kinds(), bench.read(1)], [[undefined, undefined], ['ENABLED']]);
  });

  it('shows as waiting what was never read there, and nothing else', async () => {
    const bench = new EngineBench();
    await bench.set({
      regions: [EAST],
      accountIds: toIds(2),
      scopes: [
        { name: 'North', profile: 'n' },
        { name: 'South', profile: 's' },
      ],
    });
    await bench.answerAll((call) => call.fail('timedOut'));
    await bench.refresh(ask({}));
    assert.deepEqual(bench.read(0), ['waiting', 'waiting']);
    assert.deepEqual(bench.read(1), ['unread', 'unread']);
    await bench.answerAll();
  });

  it('can be of one Region', async () => {
    const bench = await startRead();
    await bench.refresh(ask({ region: WEST }));
    await bench.answerAll();
    assert.deepEqual(describeCalls(bench), [`n ${WEST} 1,2`]);
  });

  it('asked for together with some accounts of it, before or after, is of all of them', async () => {
    const some = ask({ accountIds: [toId(1)] });
    for (const requests of [
      [ask({}), some],
      [some, ask({})],
    ]) {
      const bench = await startRead();
      await bench.refresh(ask({ scope: 'South' }));
      await Promise.all(requests.map((request) => bench.refresh(request)));
      await bench.answerAll();
      assert.deepEqual(describeCalls(bench), [`n ${WEST} 1,2`, `n ${EAST} 1,2`, `s ${EAST} 3,4`].sort());
    }
  });

  it('that is not there reads nothing', async () => {
    const bench = await startRead();
    const refresh = await bench.refresh(ask({ scope: 'East' }));
    assert.equal(refresh.state, 'resolved');
    assert.deepEqual(describeCalls(bench), []);
  });
});
