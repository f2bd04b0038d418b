/** Each Region has waits of its own; what the network may mend is asked again with it; the soonest wait comes first. */
import assert from 'node:assert/strict';
import type { FailureKind } from '../../../src/core/model.ts';
import { isOfNetwork } from '../../../src/core/refresh/patience.ts';
import { toIds } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';

const EAST = 'us-east-1';
const WEST = 'eu-west-1';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const SETTINGS = { accountIds: toIds(2), regions: [EAST, WEST], profile: 'audit' };

async function startRead(settings: Parameters<EngineBench['set']>[0] = {}): Promise<EngineBench> {
  const bench = new EngineBench();
  await bench.set({ ...SETTINGS, ...settings });
  await bench.answerAll();
  bench.source.calls.length = 0;
  return bench;
}

function waitOf(bench: EngineBench, reading = 0): number | undefined {
  const { nextTryAt } = bench.snapshot.readings[reading] ?? {};
  return nextTryAt === undefined ? undefined : (nextTryAt - bench.clock.now()) / SECOND;
}

/** Lets one Region fail so often, each time when its time has come, while the other answers. */
async function failOften(bench: EngineBench, times: number, failing = EAST): Promise<void> {
  for (let time = 0; time < times; time++) {
    await bench.refresh(time === 0 ? { kind: 'all' } : { kind: 'failed' }, 'schedule');
    await bench.answerAll((call) =>
      call.call.region === failing ? call.fail('serviceFault') : call.answer(),
    );
    if (time < times - 1) {
      bench.clock.advance((waitOf(bench) ?? 0) * SECOND);
    }
  }
}

describe('refresh: waits of several Regions', () => {
  it('are counted for each Region', async () => {
    const bench = await startRead();
    await failOften(bench, 3);
    assert.deepEqual([waitOf(bench, 0), waitOf(bench, 1)], [120, undefined]);
    await bench.refresh();
    await bench.answerAll((call) => call.fail('serviceFault'));
    assert.equal(waitOf(bench, 1), 30, 'the first failure of that one');
  });

  for (const [what, other] of [
    ['another profile', { profile: 'other' }],
    ['another endpoint', { endpointUrl: 'https://vpce-1.example' }],
  ] as const) {
    it(`begin small with ${what}`, async () => {
      const bench = await startRead();
      await failOften(bench, 4);
      assert.equal(waitOf(bench), 240);
      await bench.set({ ...SETTINGS, ...other });
      await bench.answerAll((call) => call.fail('serviceFault'));
      assert.equal(waitOf(bench), 30);
    });
  }

  it('of throttled Regions end with the soonest, not with the longest (D10)', async () => {
    const bench = await startRead({ accountIds: toIds(300) });
    await bench.refresh();
    await bench.answerAll((call) =>
      call.fail('throttled', { retryAfterSeconds: call.call.region === EAST ? 5 : 12 }),
    );
    const made = bench.source.calls.length;
    bench.clock.advance(5 * SECOND - 1);
    await flush();
    assert.equal(bench.source.calls.length, made);
    bench.clock.advance(SECOND);
    await flush();
    const asked = bench.source.calls.slice(made).map(({ call }) => call.region);
    assert.deepEqual(new Set(asked), new Set([EAST]));
    bench.engine.cancel();
  });
});

describe('refresh: what the service asked, and the wait after it', () => {
  it('holds a person for as long as it asked, and not for our own wait beyond that (D11)', async () => {
    const bench = await startRead({ regions: [EAST] });
    await bench.refresh();
    await bench.answerAll((call) => call.fail('serviceFault', { retryAfterSeconds: 5 }));
    assert.equal(waitOf(bench), 30, 'by itself it is asked after our own wait');
    const made = bench.source.calls.length;
    bench.clock.advance(5 * SECOND - 1);
    await bench.refresh();
    assert.equal(bench.source.calls.length, made);
    bench.clock.advance(1);
    await bench.refresh({ kind: 'failed' }, 'schedule');
    assert.equal(bench.source.calls.length, made);
    await bench.refresh();
    assert.equal(bench.source.calls.length, made + 1);
    await bench.answerAll();
    assert.equal(waitOf(bench), undefined);
  });

  it('holds a person for as long as it asked, however often it has failed before (D11)', async () => {
    const bench = await startRead();
    for (let failures = 1; failures <= 8; failures++) {
      await bench.refresh();
      await bench.answerAll((call) => call.fail('serviceFault', { retryAfterSeconds: 10 }));
      const { nextTryAt = 0, heldUntil } = bench.snapshot.readings[0] ?? {};
      assert.equal(heldUntil, bench.clock.now() + 10 * SECOND, `failure ${failures}`);
      const made = bench.source.calls.length;
      bench.clock.advance(10 * SECOND - 1);
      await bench.refresh();
      assert.equal(bench.source.calls.length, made);
      bench.clock.advance(Math.max(1, nextTryAt - bench.clock.now()));
    }
  });

  it('asks to wait only where waiting is of use (D11)', async () => {
    const heldFor = async (kind: FailureKind, retryAfterSeconds?: number) => {
      const bench = await startRead();
      await bench.refresh();
      const more = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
      for (let round = 0; bench.snapshot.activity.kind === 'refreshing' && round < 100; round++) {
        await bench.answerAll((call) => call.fail(kind, more));
        bench.clock.advance(MINUTE);
        await flush();
      }
      const [reading] = bench.snapshot.readings;
      assert.equal(reading?.failure?.kind, kind);
      return reading?.heldUntil !== undefined;
    };
    assert.ok(await heldFor('throttled', 600));
    assert.ok(!(await heldFor('throttled')));
    assert.ok(await heldFor('serviceFault', 1));
    for (const kind of [
      'webPage',
      'offline',
      'unreachable',
      'timedOut',
      'proxyLogin',
      'accessDenied',
    ] as const) {
      assert.ok(!(await heldFor(kind, 600)), kind);
    }
  });
});

describe('refresh: what lies between this computer and AWS', () => {
  for (const [kind, wait] of [
    ['webPage', 30],
    ['proxyLogin', undefined],
  ] as const) {
    it(`is asked again on another network after ${kind}, and after ${wait ?? 'no'} seconds by itself (C12, C13)`, async () => {
      const bench = await startRead({ regions: [EAST] });
      await bench.refresh();
      await bench.answerAll((call) => call.fail(kind));
      assert.equal(waitOf(bench), wait);
      assert.deepEqual(bench.read(), ['ENABLED*', 'ENABLED*']);
      await bench.refresh({ kind: 'failed', mendedBy: 'network' }, 'change');
      await bench.answerAll();
      assert.deepEqual(bench.read(), ['ENABLED', 'ENABLED']);
    });
  }

  it('is the network and nothing that AWS says', () => {
    for (const kind of ['offline', 'unreachable', 'timedOut', 'webPage', 'proxyLogin'] as const) {
      assert.ok(isOfNetwork({ kind, code: 'X' }), kind);
    }
    for (const kind of ['throttled', 'serviceFault', 'accessDenied', 'signedOut', 'badAnswer'] as const) {
      assert.ok(!isOfNetwork({ kind, code: 'X' }), kind);
    }
  });
});
