/** A Region that throttles is slowed down and loses nothing; one that fails is asked again when its time has come. */
import assert from 'node:assert/strict';
import type { FailureKind } from '../../../src/core/model.ts';
import { toId, toIds } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';
import type { ScriptedCall } from '../support/scriptedSource.ts';

const EAST = 'us-east-1';
const WEST = 'eu-west-1';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** An engine that has read everything once; its calls begin anew. */
async function startRead(settings: Parameters<EngineBench['set']>[0] = {}): Promise<EngineBench> {
  const bench = new EngineBench();
  await bench.set({ accountIds: toIds(300), regions: [EAST], ...settings });
  await bench.answerAll();
  bench.source.calls.length = 0;
  return bench;
}

/** Lets time pass in small steps, and everything answer that is open. */
async function pass(bench: EngineBench, ms: number, how?: (call: ScriptedCall) => void): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) {
    bench.clock.advance(100);
    await bench.answerAll(how);
  }
}

function waitOf(bench: EngineBench, reading = 0): number | undefined {
  const { nextTryAt } = bench.snapshot.readings[reading] ?? {};
  return nextTryAt === undefined ? undefined : nextTryAt - bench.clock.now();
}

/** Fails the whole refresh. */
async function failAll(bench: EngineBench, kind: FailureKind, more: object = {}): Promise<void> {
  await bench.answerAll((call) => call.fail(kind, more));
}

describe('refresh: throttled', () => {
  for (const times of [1, 2]) {
    it(`nobody sees that a batch was throttled ${times} ×: it is asked again after a pause (D9)`, async () => {
      const bench = await startRead({ maxConcurrentRequests: 1 });
      await bench.refresh();
      for (let time = 0; time < times; time++) {
        bench.source.open[0]?.fail('throttled');
        await flush();
        assert.deepEqual([bench.source.open.length, bench.snapshot.activity.kind], [0, 'refreshing']);
        bench.clock.advance(499);
        await flush();
        assert.equal(bench.source.open.length, 0, 'it waits');
        bench.clock.advance(501);
        await flush();
        assert.equal(bench.source.open.length, 1);
      }
      await pass(bench, 5 * SECOND);
      const first = bench.source.calls.filter(({ call }) => call.accountIds[0] === toId(1));
      assert.equal(first.length, times + 1);
      assert.deepEqual(new Set(bench.read()), new Set(['ENABLED']));
      const [reading] = bench.snapshot.readings;
      assert.deepEqual([reading?.failure, reading?.nextTryAt], [undefined, undefined]);
      assert.deepEqual([bench.snapshot.activity.kind, bench.clock.timerCount], ['idle', 0]);
    });
  }

  it('leaves the other Regions as fast as they are (D10)', async () => {
    const bench = await startRead({ regions: [EAST, WEST] });
    await bench.refresh();
    await bench.answerAll((call) => (call.call.region === EAST ? call.fail('throttled') : call.answer()));
    assert.ok(bench.snapshot.readings[1]?.entries.every((entry) => entry.kind === 'read' && !entry.stale));
    assert.equal(bench.snapshot.readings[1]?.readAt, bench.clock.now());
    assert.equal(bench.snapshot.activity.kind, 'refreshing');
    await pass(bench, 10 * SECOND);
    assert.deepEqual(new Set(bench.read(0)), new Set(['ENABLED']));
  });

  it('for ever ends: the rest is old, and is asked for again no earlier than the service wants (D10)', async () => {
    const bench = await startRead();
    const finished = bench.finishCount;
    await bench.refresh();
    const begin = bench.clock.now();
    await failAll(bench, 'throttled', { retryAfterSeconds: 15 });
    while (bench.snapshot.activity.kind === 'refreshing') {
      await pass(bench, 100, (call) => call.fail('throttled', { retryAfterSeconds: 15 }));
    }
    assert.ok(bench.clock.now() - begin <= MINUTE);
    assert.deepEqual([bench.snapshot.activity.kind, bench.finishCount], ['idle', finished + 1]);
    assert.ok(bench.source.calls.length < 30, `${bench.source.calls.length} calls`);
    assert.deepEqual(new Set(bench.read()), new Set(['ENABLED*']));
    const [reading] = bench.snapshot.readings;
    assert.equal(reading?.failure?.kind, 'throttled');
    assert.ok((waitOf(bench) ?? 0) >= 15 * SECOND);
    const made = bench.source.calls.length;
    await bench.refresh({ kind: 'failed' }, 'schedule');
    assert.equal(bench.source.calls.length, made, 'not before its time');
    bench.clock.advance(Math.max(0, waitOf(bench) ?? 0));
    await bench.refresh({ kind: 'failed' }, 'schedule');
    await bench.answerAll();
    assert.deepEqual(new Set(bench.read()), new Set(['ENABLED']));
    assert.equal(bench.snapshot.readings[0]?.nextTryAt, undefined);
  });

  it('for 600 seconds is not asked for 600 seconds, not even for a person (D11)', async () => {
    const bench = await startRead();
    await bench.refresh();
    await failAll(bench, 'throttled', { retryAfterSeconds: 600 });
    assert.equal(waitOf(bench), 600 * SECOND);
    assert.equal(bench.snapshot.activity.kind, 'idle');
    bench.clock.advance(600 * SECOND - 1);
    const made = bench.source.calls.length;
    for (const cause of ['person', 'schedule', 'change'] as const) {
      assert.equal((await bench.refresh({ kind: 'all' }, cause)).state, 'resolved');
    }
    assert.equal(bench.source.calls.length, made);
    assert.equal(bench.snapshot.readings[0]?.failure?.kind, 'throttled');
    bench.clock.advance(1);
    await bench.refresh({ kind: 'failed' }, 'schedule');
    await bench.answerAll();
    assert.equal(bench.source.calls.length, made + 3);
    assert.deepEqual(new Set(bench.read()), new Set(['ENABLED']));
  });

  it('for hours holds a person for a quarter of an hour, and the schedule for as long as it asked (D11)', async () => {
    const bench = await startRead();
    await bench.refresh();
    await failAll(bench, 'throttled', { retryAfterSeconds: 6 * 3600 });
    assert.equal(waitOf(bench), 6 * HOUR);
    const [reading] = bench.snapshot.readings;
    assert.equal(reading?.heldUntil, bench.clock.now() + 15 * MINUTE);
    const made = bench.source.calls.length;
    bench.clock.advance(15 * MINUTE - 1);
    await bench.refresh();
    assert.equal(bench.source.calls.length, made);
    bench.clock.advance(1);
    await bench.refresh({ kind: 'all' }, 'schedule');
    assert.equal(bench.source.calls.length, made);
    await bench.refresh();
    await bench.answerAll();
    assert.deepEqual([bench.source.calls.length, waitOf(bench)], [made + 3, undefined]);
  });

  it('for longer than anybody means is believed for a day (D11)', async () => {
    const bench = await startRead();
    await bench.refresh();
    await failAll(bench, 'throttled', { retryAfterSeconds: 1e18 });
    assert.equal(waitOf(bench), 24 * HOUR);
  });

  it('by a proxy or a web page is not what the service said (C14, D11)', async () => {
    const bench = await startRead();
    await bench.refresh();
    await failAll(bench, 'webPage', { retryAfterSeconds: 86_400 });
    assert.equal(waitOf(bench), 30 * SECOND);
    await bench.refresh();
    await bench.answerAll();
    assert.equal(bench.read()[0], 'ENABLED');
  });

  it('is asked by a person at once where the service named no time (D10)', async () => {
    const bench = await startRead();
    await bench.refresh();
    await pass(bench, 2 * MINUTE, (call) => call.fail('throttled'));
    assert.equal(bench.snapshot.readings[0]?.failure?.kind, 'throttled');
    await bench.refresh();
    await bench.answerAll();
    assert.deepEqual(new Set(bench.read()), new Set(['ENABLED']));
  });

  it('is cancelled in the middle of a pause at once, with no timer left (E14)', async () => {
    for (const end of ['cancel', 'dispose'] as const) {
      const bench = await startRead();
      const running = await bench.refresh();
      await failAll(bench, 'throttled', { retryAfterSeconds: 10 });
      assert.deepEqual([running.state, bench.clock.timerCount], ['pending', 1]);
      bench.engine[end]();
      await flush();
      assert.deepEqual([running.state, bench.clock.timerCount], ['resolved', 0]);
    }
  });

  it('goes on within the pause when the clock is set back meanwhile (E10)', async () => {
    const bench = await startRead();
    await bench.refresh();
    await failAll(bench, 'throttled', { retryAfterSeconds: 5 });
    bench.clock.jump(-24 * HOUR);
    await pass(bench, MINUTE);
    assert.deepEqual([bench.snapshot.activity.kind, bench.read()[0]], ['idle', 'ENABLED']);
  });
});

describe('refresh: waits after a failure', () => {
  for (const kind of ['offline', 'unreachable', 'timedOut', 'serviceFault'] as const) {
    it(`grow from 30 seconds to 15 minutes while it is ${kind}, and a success ends them (C1, D12)`, async () => {
      const bench = await startRead();
      const waits: number[] = [];
      for (let round = 0; round < 8; round++) {
        await bench.refresh({ kind: 'failed' }, 'schedule');
        await bench.refresh(round === 0 ? { kind: 'all' } : { kind: 'failed' }, 'schedule');
        await failAll(bench, kind);
        assert.equal(bench.read()[0], 'ENABLED*');
        waits.push((waitOf(bench) ?? 0) / SECOND);
        bench.clock.advance(waitOf(bench) ?? 0);
      }
      assert.deepEqual(waits, [30, 60, 120, 240, 480, 900, 900, 900]);
      await bench.refresh({ kind: 'failed' }, 'schedule');
      await bench.answerAll();
      assert.deepEqual([bench.read()[0], waitOf(bench)], ['ENABLED', undefined]);
      await bench.refresh();
      await failAll(bench, kind);
      assert.equal(waitOf(bench), 30 * SECOND);
    });
  }

  it('are not all the same, so that windows do not call together (C1)', async () => {
    const bench = await startRead();
    bench.clock.luck = 0.5;
    await bench.refresh();
    await failAll(bench, 'offline');
    assert.equal(waitOf(bench), 33 * SECOND);
  });

  it('end at once when a person asks, who does not make them longer (C1)', async () => {
    const bench = await startRead();
    for (let click = 0; click < 5; click++) {
      const made = bench.source.calls.length;
      await bench.refresh();
      assert.ok(bench.source.calls.length > made);
      await failAll(bench, 'offline');
      assert.equal(waitOf(bench), 30 * SECOND);
    }
  });

  it('end when the network is another one, and begin small again (C1)', async () => {
    const bench = await startRead({ regions: [EAST, WEST] });
    await bench.refresh();
    await bench.answerAll((call) =>
      call.call.region === EAST ? call.fail('offline') : call.fail('accessDenied'),
    );
    const made = bench.source.calls.length;
    await bench.refresh({ kind: 'failed', mendedBy: 'network' }, 'change');
    const asked = bench.source.calls.slice(made);
    assert.ok(asked.length > 0 && asked.every(({ call }) => call.region === EAST));
    await failAll(bench, 'offline');
    assert.equal(waitOf(bench), 30 * SECOND);
  });

  it('do not last longer because the clock is set back (E10)', async () => {
    const bench = await startRead();
    await bench.refresh();
    await failAll(bench, 'throttled', { retryAfterSeconds: 600 });
    bench.clock.jump(-24 * HOUR);
    await bench.refresh({ kind: 'all' }, 'schedule');
    await bench.answerAll();
    assert.deepEqual([bench.read()[0], waitOf(bench)], ['ENABLED', undefined]);
  });

  it('are an hour where access is denied, but for a person (D1)', async () => {
    const bench = await startRead();
    await bench.refresh();
    await failAll(bench, 'accessDenied');
    assert.equal(waitOf(bench), HOUR);
    const made = bench.source.calls.length;
    for (let minute = 15; minute < 60; minute += 15) {
      bench.clock.advance(15 * MINUTE);
      await bench.refresh({ kind: 'all' }, 'schedule');
      await bench.refresh({ kind: 'failed', mendedBy: 'files' }, 'change');
    }
    assert.equal(bench.source.calls.length, made);
    assert.equal(bench.read()[0], 'ENABLED*');
    bench.clock.advance(15 * MINUTE);
    await bench.refresh({ kind: 'all' }, 'schedule');
    assert.ok(bench.source.calls.length > made);
    await failAll(bench, 'accessDenied');
    const before = bench.source.calls.length;
    await bench.refresh();
    assert.ok(bench.source.calls.length > before, 'a person at once');
    await bench.answerAll();
    assert.equal(bench.read()[0], 'ENABLED');
  });

  it('hold one Region only: the others are read with the interval (D1, C17)', async () => {
    const bench = await startRead({ regions: [EAST, WEST] });
    await bench.refresh();
    await bench.answerAll((call) => (call.call.region === EAST ? call.fail('accessDenied') : call.answer()));
    const made = bench.source.calls.length;
    await bench.refresh({ kind: 'all' }, 'schedule');
    await bench.answerAll();
    const asked = bench.source.calls.slice(made).map(({ call }) => call.region);
    assert.deepEqual(asked, [WEST, WEST, WEST]);
    assert.equal(bench.snapshot.readings[0]?.failure?.kind, 'accessDenied');
  });

  for (const kind of ['signedOut', 'profileMissing', 'credentialsFailed', 'badAnswer'] as const) {
    it(`are none of their own after ${kind}: the interval, or a change of the files, is next`, async () => {
      const bench = await startRead();
      await bench.refresh();
      await failAll(bench, kind);
      assert.equal(waitOf(bench), undefined);
      await bench.refresh({ kind: 'failed' }, 'change');
      await bench.answerAll();
      assert.equal(bench.read()[0], 'ENABLED');
    });
  }
});

describe('refresh: of what failed', () => {
  for (const kind of ['credentialsRejected', 'requestRefused', 'regionUnavailable', 'clockSkew'] as const) {
    it(`asks no Region by itself that waits for the interval, because of ${kind}, when another one is due (D12)`, async () => {
      const bench = await startRead({ accountIds: toIds(2), regions: [EAST, WEST] });
      await bench.refresh();
      await bench.answerAll((call) =>
        call.call.region === EAST ? call.fail('serviceFault') : call.fail(kind),
      );
      const made = bench.source.calls.length;
      bench.clock.advance(30 * SECOND);
      await bench.refresh({ kind: 'failed' }, 'schedule');
      await bench.answerAll();
      assert.deepEqual(
        bench.source.calls.slice(made).map(({ call }) => call.region),
        [EAST],
      );
      assert.deepEqual(
        bench.snapshot.readings.map(({ failure }) => failure?.kind),
        [undefined, kind],
      );
      for (const [request, cause] of [
        [{ kind: 'all' }, 'schedule'],
        [{ kind: 'failed' }, 'person'],
      ] as const) {
        const before = bench.source.calls.length;
        await bench.refresh(request, cause);
        await bench.answerAll((call) => call.fail(kind));
        assert.ok(
          bench.source.calls.slice(before).some(({ call }) => call.region === WEST),
          `${cause}: ${request.kind}`,
        );
      }
    });
  }

  it('asks only for what is old, and is then as of the oldest (D10, D21)', async () => {
    const bench = await startRead();
    bench.clock.advance(MINUTE);
    await bench.refresh();
    bench.source.calls[1]?.fail('serviceFault');
    await bench.answerAll();
    const readAt = bench.clock.now();
    const made = bench.source.calls.length;
    bench.clock.advance(30 * SECOND);
    await bench.refresh({ kind: 'failed' }, 'schedule');
    assert.deepEqual(
      bench.source.calls.slice(made).map(({ call }) => call.accountIds),
      [toIds(100, 101)],
    );
    await bench.answerAll();
    const [reading] = bench.snapshot.readings;
    assert.deepEqual([reading?.failure, reading?.nextTryAt, reading?.readAt], [undefined, undefined, readAt]);
  });
});

describe('refresh: the network goes away in the middle', () => {
  for (const kind of ['offline', 'unreachable', 'timedOut'] as const) {
    it(`asks once more at the end for what was ${kind} while the rest succeeded (C19)`, async () => {
      const bench = await startRead({ accountIds: toIds(1000), maxConcurrentRequests: 3 });
      await bench.refresh();
      bench.source.open[0]?.answer();
      await flush();
      for (const call of bench.source.open) {
        call.fail(kind);
      }
      await flush();
      await bench.answerAll();
      assert.deepEqual(new Set(bench.read()), new Set(['ENABLED']));
      assert.equal(bench.source.calls.length, 10 + 3, 'three calls were in flight, and made twice');
      const [reading] = bench.snapshot.readings;
      assert.deepEqual([reading?.failure, reading?.readAt], [undefined, bench.clock.now()]);
    });
  }

  it('asks no third time (C19)', async () => {
    const bench = await startRead({ maxConcurrentRequests: 1 });
    await bench.refresh();
    const isBad = ({ call }: ScriptedCall) => call.accountIds[0] === toId(101);
    await bench.answerAll((call) => (isBad(call) ? call.fail('timedOut') : call.answer()));
    assert.equal(bench.source.calls.filter(isBad).length, 2);
    assert.equal(bench.source.calls.length, 4);
    assert.deepEqual(new Set(bench.read().slice(100, 200)), new Set(['ENABLED*']));
    assert.equal(waitOf(bench), 30 * SECOND);
  });

  it('does not ask a Region again that never answered, nor one that denied (C17, C19, D1)', async () => {
    const bench = await startRead({ regions: [EAST, WEST], maxConcurrentRequests: 2 });
    await bench.refresh();
    const outcomes = ['answer', 'timedOut', 'accessDenied'];
    await bench.answerAll((call) => {
      const next = call.call.region === EAST ? 'offline' : outcomes.shift();
      if (next === 'answer') {
        call.answer();
      } else {
        call.fail(next as FailureKind);
      }
    });
    const asked = (region: string) => bench.source.calls.filter(({ call }) => call.region === region).length;
    assert.deepEqual([asked(EAST), asked(WEST)], [1, 3]);
    assert.equal(bench.snapshot.readings[1]?.failure?.kind, 'timedOut');
  });
});

describe('refresh: progress', () => {
  it('counts each call once, those asked again and those left out too (C18)', async () => {
    const bench = await startRead({ accountIds: toIds(10_000), maxConcurrentRequests: 2 });
    const seen: string[] = [];
    bench.store.onDidChange(({ activity }) => {
      if (activity.kind === 'refreshing') {
        seen.push(`${activity.doneCalls}/${activity.totalCalls}`);
      }
    });
    await bench.refresh();
    bench.source.open[0]?.fail('throttled');
    await flush();
    assert.equal(seen.at(-1), '0/100');
    for (let call = 0; call < 62; call++) {
      bench.clock.advance(SECOND);
      await flush();
      bench.source.open[0]?.answer();
      await flush();
    }
    assert.equal(seen.at(-1), '62/100');
    bench.clock.advance(SECOND);
    await flush();
    bench.engine.cancel();
    assert.equal(bench.snapshot.activity.kind, 'idle');
    assert.equal(bench.source.open.length, 0);
  });
});
