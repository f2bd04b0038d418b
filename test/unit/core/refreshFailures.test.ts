/** A refresh that fails in part loses nothing, and asks no more than it must. */
import assert from 'node:assert/strict';
import type { FailureKind } from '../../../src/core/model.ts';
import { askFor, toId, toIds } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';
import type { ScriptedCall } from '../support/scriptedSource.ts';

const EAST = 'us-east-1';
const WEST = 'eu-west-1';

/** An engine that has read everything once; its calls and log begin anew. */
async function startRead(settings: Parameters<EngineBench['set']>[0]): Promise<EngineBench> {
  const bench = new EngineBench();
  await bench.set({ accountIds: toIds(500), regions: [EAST], ...settings });
  await bench.answerAll();
  bench.source.calls.length = 0;
  bench.clock.jump(60_000);
  return bench;
}

function count(entries: readonly string[], wanted: string): number {
  return entries.filter((entry) => entry === wanted).length;
}

describe('refresh: a batch fails', () => {
  it('keeps the answers of the others, and marks only its own accounts stale (D21)', async () => {
    const bench = await startRead({});
    const readAt = bench.snapshot.readings[0]?.readAt;
    await bench.refresh();
    const third = bench.source.calls[2];
    third?.fail('serviceFault', { code: 'InternalServerException' });
    await bench.answerAll();
    const entries = bench.read();
    assert.equal(count(entries, 'ENABLED*'), 100);
    assert.equal(count(entries, 'ENABLED'), 400);
    assert.deepEqual(new Set(entries.slice(200, 300)), new Set(['ENABLED*']));
    const [reading] = bench.snapshot.readings;
    assert.deepEqual(reading?.failure, { kind: 'serviceFault', code: 'InternalServerException' });
    assert.equal(reading?.readAt, readAt, 'the whole Region was read before, not now');
    const stale = reading?.entries[200];
    assert.ok(stale?.kind === 'read' && stale.takenAt === readAt, 'with the time it was read');
  });

  it('leaves accounts unread that never had an answer: that is not "disabled"', async () => {
    const bench = new EngineBench();
    await bench.set({ accountIds: toIds(101), regions: [EAST] });
    bench.source.calls[1]?.fail('serviceFault');
    await bench.answerAll();
    assert.deepEqual([bench.read()[0], bench.read()[100]], ['ENABLED', 'unread']);
  });

  it('recovers with the next refresh, without a trace', async () => {
    const bench = await startRead({});
    await bench.refresh();
    await bench.answerAll((call) => call.fail('offline'));
    assert.equal(count(bench.read(), 'ENABLED*'), 500);
    await bench.refresh();
    await bench.answerAll();
    assert.equal(count(bench.read(), 'ENABLED'), 500);
    assert.equal(bench.snapshot.readings[0]?.failure, undefined);
    assert.equal(bench.snapshot.readings[0]?.readAt, bench.clock.now());
  });

  it('finishes also when everything failed: the next refresh by itself has to be planned', async () => {
    const bench = await startRead({});
    const finished = bench.finishCount;
    await bench.refresh();
    await bench.answerAll((call) => call.fail('offline'));
    assert.equal(bench.finishCount, finished + 1);
    assert.equal(bench.snapshot.activity.kind, 'idle');
  });

  it('keeps the failure of a Region that a refresh of some accounts does not read whole', async () => {
    const bench = await startRead({ accountIds: toIds(2) });
    await bench.refresh();
    await bench.answerAll((call) => call.fail('serviceFault'));
    await bench.refresh(askFor([toId(1)]));
    await bench.answerAll();
    assert.deepEqual(bench.read(), ['ENABLED', 'ENABLED*']);
    assert.equal(bench.snapshot.readings[0]?.failure?.kind, 'serviceFault');
  });
});

const REGION_WIDE: readonly FailureKind[] = [
  'accessDenied',
  'offline',
  'untrustedCertificate',
  'proxyLogin',
  'webPage',
  'regionUnavailable',
  'clockSkew',
  'noRegion',
  'profileMissing',
  'configUnreadable',
  'configMalformed',
  'insecureEndpoint',
  'signedOut',
  'codeNeeded',
  'credentialsMissing',
  'credentialsRejected',
  'credentialsExpired',
  'credentialsFailed',
  'credentialsTimedOut',
];

describe('refresh: a Region fails', () => {
  for (const kind of REGION_WIDE) {
    it(`asks a Region no more once it failed with ${kind}, and goes on with the others (D1, C17)`, async () => {
      const bench = await startRead({ regions: [EAST, WEST], maxConcurrentRequests: 2 });
      await bench.refresh();
      await bench.answerAll((call) => (call.call.region === EAST ? call.fail(kind) : call.answer()));
      const asked = bench.source.calls.map(({ call }) => call.region);
      assert.equal(asked.filter((region) => region === EAST).length, 1);
      assert.equal(asked.filter((region) => region === WEST).length, 5);
      assert.equal(count(bench.read(0), 'ENABLED*'), 500);
      assert.equal(count(bench.read(1), 'ENABLED'), 500);
      assert.deepEqual(
        bench.snapshot.readings.map(({ failure }) => failure?.kind),
        [kind, undefined],
      );
    });
  }

  it('makes at most the calls in flight to a Region that denies everything (D1)', async () => {
    const bench = await startRead({ accountIds: toIds(5000) });
    await bench.refresh();
    bench.source.open[0]?.fail('accessDenied');
    await flush();
    await bench.answerAll((call) => call.fail('accessDenied'));
    assert.equal(bench.source.calls.length, 6);
    assert.equal(count(bench.read(), 'ENABLED*'), 5000);
  });

  it('gives a Region up after three failures in a row, and takes an answer for a new beginning', async () => {
    const bench = await startRead({ accountIds: toIds(1000), maxConcurrentRequests: 1 });
    await bench.refresh();
    const outcomes = ['x', 'x', '.', 'x', 'x', 'x'];
    await bench.answerAll((call) => (outcomes.shift() === '.' ? call.answer() : call.fail('serviceFault')));
    assert.equal(bench.source.calls.length, 6);
    assert.equal(count(bench.read(), 'ENABLED'), 100);
    assert.equal(count(bench.read(), 'ENABLED*'), 900);
  });

  it('still takes the answers that were on their way when the Region was given up', async () => {
    const bench = await startRead({ accountIds: toIds(1000) });
    await bench.refresh();
    const [denied, ...others] = bench.source.open;
    denied?.fail('accessDenied');
    await flush();
    others.forEach((call: ScriptedCall) => {
      call.answer();
    });
    await bench.answerAll();
    assert.equal(count(bench.read(), 'ENABLED'), 500);
  });

  it('asks a Region again with the next refresh', async () => {
    const bench = await startRead({});
    await bench.refresh();
    await bench.answerAll((call) => call.fail('accessDenied'));
    bench.source.calls.length = 0;
    await bench.refresh();
    await bench.answerAll();
    assert.equal(bench.source.calls.length, 5);
  });
});

describe('refresh: the Region of the profile', () => {
  it('looks the Region up where none is set, and reads there (A13)', async () => {
    const bench = new EngineBench();
    await bench.set({ accountIds: toIds(2), profile: 'audit' });
    assert.deepEqual([bench.source.lookups[0]?.profile, bench.source.calls.length], ['audit', 0]);
    assert.deepEqual(bench.read(), ['waiting', 'waiting']);
    bench.source.lookups[0]?.resolve({ kind: 'found', region: WEST, endpointUrl: undefined });
    await flush();
    assert.deepEqual(
      bench.source.calls.map(({ call }) => call.region),
      [WEST],
    );
    await bench.answerAll();
    assert.equal(bench.snapshot.readings[0]?.region, WEST);
  });

  for (const kind of ['noRegion', 'profileMissing', 'credentialsTimedOut'] as const) {
    it(`says ${kind} and asks nothing where the Region is not found (A13, B1)`, async () => {
      const bench = new EngineBench();
      const configured = await bench.set({ accountIds: toIds(2) });
      bench.source.lookups[0]?.resolve({ kind: 'failed', failure: { kind, code: 'X' } });
      await flush();
      assert.deepEqual(bench.source.calls, []);
      assert.deepEqual(bench.read(), ['unread', 'unread']);
      const [reading] = bench.snapshot.readings;
      assert.deepEqual([reading?.region, reading?.failure?.kind], [undefined, kind]);
      assert.deepEqual(
        [configured.state, bench.snapshot.activity.kind, bench.finishCount],
        ['resolved', 'idle', 1],
      );
    });
  }

  it('keeps what was read when the Region is not found any more', async () => {
    const bench = new EngineBench();
    await bench.set({ accountIds: toIds(2) });
    bench.source.lookups[0]?.resolve({ kind: 'found', region: WEST, endpointUrl: undefined });
    await flush();
    await bench.answerAll();
    await bench.refresh();
    bench.source.lookups[1]?.resolve({ kind: 'failed', failure: { kind: 'profileMissing', code: 'X' } });
    await flush();
    assert.deepEqual([bench.read(), bench.snapshot.readings[0]?.region], [['ENABLED*', 'ENABLED*'], WEST]);
  });

  it('forgets what was read in another Region than the profile has now', async () => {
    const bench = new EngineBench();
    await bench.set({ accountIds: toIds(2) });
    bench.source.lookups[0]?.resolve({ kind: 'found', region: WEST, endpointUrl: undefined });
    await flush();
    await bench.answerAll();
    await bench.refresh();
    bench.source.lookups[1]?.resolve({ kind: 'found', region: EAST, endpointUrl: undefined });
    await flush();
    assert.deepEqual(bench.read(), ['waiting', 'waiting']);
    assert.equal(bench.snapshot.readings[0]?.readAt, undefined);
    await bench.answerAll();
    assert.deepEqual([bench.read(), bench.snapshot.readings[0]?.region], [['ENABLED', 'ENABLED'], EAST]);
  });

  it('no longer says that there is no Region once a refresh of some accounts has found one', async () => {
    const bench = new EngineBench();
    await bench.set({ accountIds: toIds(2) });
    bench.source.lookups[0]?.resolve({ kind: 'failed', failure: { kind: 'noRegion', code: 'NoRegion' } });
    await flush();
    await bench.refresh(askFor([toId(1)]));
    bench.source.lookups[1]?.resolve({ kind: 'found', region: WEST, endpointUrl: undefined });
    await flush();
    await bench.answerAll();
    assert.deepEqual(bench.read(), ['ENABLED', 'unread']);
    assert.equal(bench.snapshot.readings[0]?.failure, undefined);
  });

  it('does not take a refresh of some accounts for one of everything where the Region is not found', async () => {
    const bench = new EngineBench();
    await bench.set({ accountIds: toIds(2) });
    bench.source.lookups[0]?.resolve({ kind: 'found', region: WEST, endpointUrl: undefined });
    await flush();
    await bench.answerAll();
    const finished = bench.finishCount;
    await bench.refresh(askFor([toId(1)]));
    bench.source.lookups[1]?.resolve({ kind: 'failed', failure: { kind: 'noRegion', code: 'NoRegion' } });
    await flush();
    assert.equal(bench.finishCount, finished);
  });
});
