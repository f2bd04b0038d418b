/** A Region is called as fast as the service takes it, and what it refuses is neither lost nor repeated in haste. */
import assert from 'node:assert/strict';
import { Pace } from '../../../src/core/refresh/pace.ts';
import { Paces } from '../../../src/core/refresh/paces.ts';
import { toIds } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';
import { VirtualClock } from '../support/virtualClock.ts';

/** So many calls begin at once. */
function begin(pace: Pace, calls: number): void {
  for (let call = 0; call < calls; call++) {
    pace.noteStart();
  }
}

/** The only call under way is answered, or so many others with it. */
function end(pace: Pace, calls = 1): void {
  for (let call = 0; call < calls; call++) {
    pace.noteEnd();
  }
}

/** A pace with so many refusals behind it, each of a call that started when the pause before it had ended. */
function slowDown(times: number, retryAfterMs = 0) {
  const clock = new VirtualClock();
  const pace = new Pace(clock);
  const goesOn: boolean[] = [];
  const pauses: number[] = [];
  for (let time = 0; time < times; time++) {
    pace.noteStart();
    goesOn.push(pace.slowDown(clock.now(), retryAfterMs));
    end(pace);
    const pauseMs = pace.getDelayMs() ?? Number.NaN;
    pauses.push(pauseMs);
    clock.jump(pauseMs);
  }
  return { clock, pace, pauses, goesOn };
}

/** A rate of five calls a second was found; nothing is in flight, and the pause is over. */
function findRate() {
  const { pace, clock } = slowDown(1);
  const from = clock.now() - 500;
  const startedAt = clock.now();
  for (let answer = 0; answer < 5; answer++) {
    clock.jump(100);
    pace.noteAnswer(clock.now());
  }
  pace.noteStart();
  pace.slowDown(clock.now(), 0);
  end(pace);
  const windowMs = clock.now() - from;
  clock.jump(pace.getDelayMs() ?? 0);
  const getSpacingMs = () => {
    pace.noteStart();
    end(pace);
    return pace.getDelayMs();
  };
  return { pace, clock, startedAt, windowMs, getSpacingMs };
}

describe('pace', () => {
  it('holds nothing up until the service refuses a call', () => {
    const clock = new VirtualClock();
    const pace = new Pace(clock);
    for (let call = 0; call < 100; call++) {
      assert.equal(pace.getDelayMs(), 0, `with ${call} under way`);
      pace.noteStart();
    }
    pace.noteAnswer(clock.now());
    assert.equal(pace.getDelayMs(), 0);
  });

  it('pauses after a refusal, twice as long after each that follows without an answer between', () => {
    assert.deepEqual(slowDown(5).pauses, [500, 1000, 2000, 4000, 8000]);
  });

  it('pauses up to a quarter longer, so that not all windows come back at once', () => {
    const clock = new VirtualClock();
    clock.luck = 0.5;
    const pace = new Pace(clock);
    pace.noteStart();
    pace.slowDown(clock.now(), 0);
    end(pace);
    assert.equal(pace.getDelayMs(), 562);
  });

  it('pauses as long as the service asks', () => {
    assert.deepEqual(slowDown(1, 7_000).pauses, [7_000]);
  });

  it('gives up for this refresh where the service asks for more than 20 seconds, and not before', () => {
    assert.deepEqual(slowDown(1, 20_000).goesOn, [true]);
    assert.deepEqual(slowDown(1, 20_001).goesOn, [false]);
  });

  it('gives up for this refresh when all its pauses together are longer than a minute', () => {
    assert.deepEqual(slowDown(4, 20_000).goesOn, [true, true, true, false]);
    assert.deepEqual(slowDown(4, 15_000).goesOn, [true, true, true, true]);
    assert.deepEqual(slowDown(5, 15_000).goesOn, [true, true, true, true, false]);
  });

  it('counts a pause once that several calls under way are refused with', () => {
    const clock = new VirtualClock();
    const pace = new Pace(clock);
    const startedAt = clock.now();
    begin(pace, 10);
    clock.jump(10);
    for (let call = 0; call < 10; call++) {
      assert.ok(pace.slowDown(startedAt, 15_000));
      end(pace);
    }
    assert.equal(pace.getDelayMs(), 15_000);
  });

  it('halves the calls in flight with a refusal, down to one at a time', () => {
    const clock = new VirtualClock();
    const pace = new Pace(clock);
    /** The delays until so many are under way. */
    const delaysUpTo = (most: number) => {
      const delays: (number | undefined)[] = [];
      for (let call = 0; call <= most; call++) {
        delays.push(pace.getDelayMs());
        pace.noteStart();
      }
      end(pace, most + 1);
      return delays;
    };
    begin(pace, 6);
    pace.slowDown(clock.now(), 0);
    end(pace, 6);
    clock.jump(1_000);
    assert.deepEqual(delaysUpTo(3), [0, 0, 0, undefined]);
    begin(pace, 3);
    pace.slowDown(clock.now(), 0);
    end(pace, 3);
    clock.jump(2_000);
    assert.deepEqual(delaysUpTo(1), [0, undefined]);
    pace.noteStart();
    pace.slowDown(clock.now(), 0);
    end(pace);
    clock.jump(4_000);
    assert.deepEqual(delaysUpTo(1), [0, undefined]);
  });

  it('tries one more in flight after ten answers without a refusal', () => {
    const { pace, clock } = slowDown(1);
    for (let answer = 0; answer < 9; answer++) {
      pace.noteAnswer(clock.now());
    }
    pace.noteStart();
    assert.equal(pace.getDelayMs(), undefined);
    pace.noteAnswer(clock.now());
    assert.equal(pace.getDelayMs(), 0);
    pace.noteStart();
    assert.equal(pace.getDelayMs(), undefined);
  });

  it('spaces calls by the rate that the service let through between two refusals', () => {
    const { pace, clock } = slowDown(1);
    const from = clock.now();
    for (let answer = 0; answer < 5; answer++) {
      clock.jump(200);
      pace.noteAnswer(clock.now());
    }
    pace.noteStart();
    pace.slowDown(clock.now(), 0);
    end(pace);
    const measuredMs = clock.now() - from;
    clock.jump(pace.getDelayMs() ?? 0);
    begin(pace, 50);
    const spacingMs = pace.getDelayMs() ?? Number.NaN;
    assert.ok(spacingMs >= measuredMs / 5 && spacingMs <= (measuredMs + 625) / 5, `${spacingMs} ms`);
    clock.jump(spacingMs - 1);
    assert.equal(Math.ceil(pace.getDelayMs() ?? Number.NaN), 1);
    clock.jump(1);
    assert.equal(pace.getDelayMs(), 0);
  });

  it('pauses for two calls at that rate when it is refused again', () => {
    const { pace, clock, windowMs, getSpacingMs } = findRate();
    const spacingMs = windowMs / 5;
    assert.equal(getSpacingMs(), spacingMs);
    clock.jump(spacingMs);
    pace.noteAnswer(clock.now());
    clock.jump(1);
    pace.noteStart();
    pace.slowDown(clock.now(), 0);
    end(pace);
    const pauseMs = pace.getDelayMs() ?? Number.NaN;
    assert.ok(pauseMs > 0 && pauseMs < 20_000);
  });

  it('counts answers in that were still under way when the rate was taken', () => {
    const { pace, startedAt, windowMs, getSpacingMs } = findRate();
    for (let answer = 0; answer < 5; answer++) {
      pace.noteAnswer(startedAt);
    }
    assert.equal(getSpacingMs(), windowMs / 10);
  });

  it('tries a little more after ten answers, and each time twice as much more', () => {
    const { pace, clock, windowMs, getSpacingMs } = findRate();
    const spacings = Array.from({ length: 3 }, () => {
      for (let answer = 0; answer < 10; answer++) {
        pace.noteAnswer(clock.now());
      }
      return getSpacingMs() ?? Number.NaN;
    });
    const first = windowMs / 5 / 1.02;
    const expected = [first, first / 1.04, first / 1.04 / 1.08];
    assert.deepEqual(spacings.map(Math.round), expected.map(Math.round));
  });

  it('is not held up by a clock that was set back', () => {
    const { pace, clock } = slowDown(1, 20_000);
    clock.jump(-3_600_000);
    const delayMs = pace.getDelayMs() ?? Number.NaN;
    assert.ok(delayMs <= 20_000, `${delayMs} ms`);
  });
});

describe('pace: from one refresh to the next', () => {
  it('keeps the rate, and no call of the refresh before counts as under way', () => {
    const { pace, getSpacingMs } = findRate();
    const spacingMs = getSpacingMs();
    begin(pace, 20);
    pace.beginRefresh();
    assert.equal(pace.isHeldBack, true);
    assert.equal(getSpacingMs(), spacingMs);
  });

  it('keeps the number of calls in flight', () => {
    const { pace } = slowDown(1);
    pace.beginRefresh();
    pace.noteStart();
    assert.equal(pace.getDelayMs(), undefined);
  });

  it('starts with no more than a second between two calls, and all its pauses still to use', () => {
    const { pace, clock } = slowDown(3, 20_000);
    pace.noteAnswer(clock.now());
    clock.jump(30_000);
    pace.noteStart();
    assert.equal(pace.slowDown(clock.now(), 0), false);
    pace.beginRefresh();
    clock.jump(pace.getDelayMs() ?? Number.NaN);
    pace.noteStart();
    end(pace);
    assert.equal(pace.getDelayMs(), 1_000);
    clock.jump(20_000);
    pace.noteStart();
    assert.equal(pace.slowDown(clock.now(), 20_000), true);
  });

  it('keeps a pause, but none that is too long for a refresh', () => {
    const { pace, clock } = slowDown(1, 25_000);
    clock.jump(-25_000);
    pace.beginRefresh();
    assert.equal(pace.getDelayMs(), 0);
    pace.noteStart();
    pace.slowDown(clock.now(), 15_000);
    pace.beginRefresh();
    assert.equal(pace.getDelayMs(), 15_000);
  });

  it('takes no rate from the time between, in which nobody called', () => {
    const { pace, clock, getSpacingMs } = findRate();
    pace.noteAnswer(clock.now());
    clock.jump(30 * 60_000);
    pace.beginRefresh();
    begin(pace, 2);
    const startedAt = clock.now();
    clock.jump(100);
    pace.noteAnswer(startedAt);
    pace.slowDown(startedAt, 0);
    end(pace, 2);
    clock.jump(pace.getDelayMs() ?? Number.NaN);
    assert.equal(getSpacingMs(), 100);
  });

  it('is forgotten an hour after the last refusal', () => {
    const { pace, clock } = slowDown(1);
    clock.jump(60 * 60_000 - 501);
    assert.equal(pace.isHeldBack, true);
    clock.jump(1);
    assert.equal(pace.isHeldBack, false);
  });

  it('is one for a Region under a profile at an endpoint, until it is forgotten', () => {
    const clock = new VirtualClock();
    const paces = new Paces(clock);
    const place = { profile: 'audit', region: 'us-east-1', endpointUrl: undefined };
    const pace = paces.get(place);
    assert.equal(paces.get({ ...place }), pace);
    for (const other of [{ profile: '' }, { region: 'eu-west-1' }, { endpointUrl: 'http://127.0.0.1:1' }]) {
      assert.notEqual(paces.get({ ...place, ...other }), pace);
    }
    pace.noteStart();
    pace.slowDown(clock.now(), 0);
    paces.beginRefresh();
    assert.equal(paces.get(place), pace);
    clock.jump(60 * 60_000);
    paces.beginRefresh();
    assert.notEqual(paces.get(place), pace);
  });

  it('holds for the next refresh, also of another scope with the same profile', async () => {
    const bench = new EngineBench();
    const scopes = ['a', 'b'].map((name, index) => ({
      name,
      profile: 'audit',
      accountIds: toIds(1, 1 + index),
      regions: ['us-east-1', 'eu-west-1'],
    }));
    await bench.set({ scopes });
    assert.equal(bench.source.open.length, 4);
    bench.source.open
      .filter(({ call }) => call.region === 'us-east-1')[0]
      ?.fail('throttled', { retryAfterSeconds: 10 });
    await flush();
    bench.engine.cancel();
    await flush();
    await bench.refresh();
    assert.deepEqual(
      bench.source.open.map(({ call }) => call.region),
      ['eu-west-1', 'eu-west-1'],
    );
    bench.clock.advance(10_000);
    await flush();
    // One at a time, for both scopes together.
    assert.deepEqual(bench.source.open.filter(({ call }) => call.region === 'us-east-1').length, 1);
    await bench.answerAll();
    assert.ok(
      bench
        .read(0)
        .concat(bench.read(1), bench.read(2), bench.read(3))
        .every((each) => each === 'ENABLED'),
    );
  });
});

describe('pace: in a refresh', () => {
  it('gives a Region that does not answer no more than its share of the calls in flight', async () => {
    const bench = new EngineBench();
    const regions = ['us-east-1', 'eu-west-1', 'sa-east-1'];
    await bench.set({ accountIds: toIds(1000), regions, maxConcurrentRequests: 6 });
    for (let round = 0; round < 20; round++) {
      for (const call of bench.source.open.filter((each) => each.call.region !== 'us-east-1')) {
        call.answer();
      }
      await flush();
    }
    assert.ok([1, 2].every((reading) => bench.read(reading).every((each) => each === 'ENABLED')));
    assert.ok(bench.read(0).every((each) => each === 'waiting'));
  });

  it('asks a throttled call again by itself once the pause is over, and nobody sees it', async () => {
    const bench = new EngineBench();
    const configured = await bench.set({ accountIds: toIds(101), regions: ['us-east-1'] });
    bench.source.calls[0]?.fail('throttled', { retryAfterSeconds: 3 });
    bench.source.calls[1]?.answer();
    await flush();
    assert.deepEqual([bench.source.open.length, configured.state], [0, 'pending']);
    bench.clock.advance(2_999);
    await flush();
    assert.equal(bench.source.open.length, 0);
    bench.clock.advance(1);
    await flush();
    assert.deepEqual(
      bench.source.open.map(({ call }) => call.accountIds.length),
      [100],
    );
    await bench.answerAll();
    assert.equal(configured.state, 'resolved');
    assert.ok(bench.read().every((each) => each === 'ENABLED'));
    assert.equal(bench.snapshot.readings[0]?.failure, undefined);
  });

  it('holds no other Region up while one pauses', async () => {
    const bench = new EngineBench();
    await bench.set({
      accountIds: toIds(301),
      regions: ['us-east-1', 'eu-west-1'],
      maxConcurrentRequests: 1,
    });
    await bench.answerAll((call) =>
      call.call.region === 'us-east-1' ? call.fail('throttled', { retryAfterSeconds: 10 }) : call.answer(),
    );
    assert.ok(bench.read(1).every((each) => each === 'ENABLED'));
    assert.ok(bench.read(0).every((each) => each === 'waiting'));
  });

  it('pauses no more once the refresh is cancelled', async () => {
    const bench = new EngineBench();
    const configured = await bench.set({ accountIds: toIds(1), regions: ['us-east-1'] });
    bench.source.calls[0]?.fail('throttled', { retryAfterSeconds: 3 });
    await flush();
    bench.engine.cancel();
    await flush();
    assert.equal(configured.state, 'resolved');
    bench.clock.advance(60_000);
    await flush();
    assert.equal(bench.source.calls.length, 1);
  });
});
