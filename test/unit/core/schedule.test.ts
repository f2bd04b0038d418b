/** Refreshes by themselves: in time, once after a sleep, and never put off by a clock that jumps. */
import assert from 'node:assert/strict';
import { Emitter } from '../../../src/core/lifetime.ts';
import type { RegionReading } from '../../../src/core/model.ts';
import type { RefreshCause } from '../../../src/core/ports.ts';
import { Schedule } from '../../../src/core/refresh/schedule.ts';
import { toFailure, toReading } from '../support/builders.ts';
import { createRandom, seedTitle, seed as startSeed } from '../support/seededRandom.ts';
import { VirtualClock } from '../support/virtualClock.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** What is around a schedule, for the test to change. */
class Surroundings {
  readonly clock = new VirtualClock();
  readings: readonly RegionReading[] = [];
  addresses = '192.0.2.1';
  /** How often the network was looked at. */
  looks = 0;
  isFocused = true;
  private readonly focusEmitter = new Emitter<boolean>();

  create(refresh: (kind: string, cause: RefreshCause) => void): Schedule {
    return new Schedule({
      clock: this.clock,
      network: {
        getAddresses: () => {
          this.looks += 1;
          return this.addresses;
        },
      },
      focus: { isFocused: this.isFocused, onDidChange: this.focusEmitter.event },
      getReadings: () => this.readings,
      refresh: (cause, { kind }) => refresh(kind, cause),
    });
  }

  setFocus(isFocused: boolean): void {
    this.isFocused = isFocused;
    this.focusEmitter.fire(isFocused);
  }

  get hasListeners(): boolean {
    return this.focusEmitter.hasListeners;
  }
}

/** A schedule whose refreshes end at once, as they do when nothing is to be read, unless told otherwise. */
function start(minutes: number, around = new Surroundings()) {
  const { clock } = around;
  const refreshes: number[] = [];
  const kinds: string[] = [];
  const schedule = around.create((kind) => {
    refreshes.push(clock.now());
    kinds.push(kind);
  });
  schedule.setInterval(minutes);
  return { around, clock, schedule, refreshes, kinds };
}

describe('schedule: the interval', () => {
  it('refreshes every 15 minutes, not at once', () => {
    const { clock, refreshes } = start(15);
    const begin = clock.now();
    clock.advance(14 * MINUTE);
    assert.deepEqual(refreshes, []);
    clock.advance(46 * MINUTE);
    assert.deepEqual(
      refreshes.map((time) => (time - begin) / MINUTE),
      [15, 30, 45, 60],
    );
  });

  for (const minutes of [1, 7, 1440]) {
    it(`refreshes every ${minutes} minutes when asked to`, () => {
      const { clock, refreshes } = start(minutes);
      clock.advance(minutes * MINUTE * 5);
      assert.equal(refreshes.length, 5);
    });
  }

  it('never refreshes by itself with 0, and holds no timer', () => {
    const { clock, refreshes } = start(0);
    clock.advance(10 * DAY);
    assert.deepEqual([refreshes.length, clock.timerCount], [0, 0]);
  });

  it('counts from the end of the latest refresh, whoever asked for it', () => {
    const { clock, schedule, refreshes } = start(15);
    clock.advance(10 * MINUTE);
    schedule.restart();
    clock.advance(14 * MINUTE);
    assert.equal(refreshes.length, 0);
    clock.advance(1 * MINUTE);
    assert.equal(refreshes.length, 1);
    schedule.restart();
    clock.advance(15 * MINUTE);
    assert.equal(refreshes.length, 2);
  });

  it('may be restarted by the refresh itself', () => {
    const around = new Surroundings();
    const { clock } = around;
    let refreshes = 0;
    const schedule = around.create(() => {
      refreshes += 1;
      schedule.restart();
    });
    schedule.setInterval(1);
    clock.advance(10 * MINUTE);
    assert.deepEqual([refreshes, clock.timerCount], [10, 1]);
  });

  it('asks again after an interval when a refresh never ends', () => {
    const { clock, refreshes } = start(15);
    clock.advance(3 * 15 * MINUTE);
    assert.equal(refreshes.length, 3);
  });

  it('takes a new interval at once, counted from where the old one began', () => {
    const { clock, schedule, refreshes } = start(60);
    clock.advance(20 * MINUTE);
    schedule.setInterval(30);
    clock.advance(9 * MINUTE);
    assert.equal(refreshes.length, 0);
    clock.advance(1 * MINUTE);
    assert.equal(refreshes.length, 1);
    schedule.setInterval(0);
    clock.advance(DAY);
    assert.deepEqual([refreshes.length, clock.timerCount], [1, 0]);
    schedule.setInterval(30);
    clock.advance(30 * MINUTE);
    assert.ok(refreshes.length >= 2);
  });

  it('holds one timer at most', () => {
    const { clock, schedule } = start(15);
    for (let round = 0; round < 50; round++) {
      schedule.setInterval(1 + (round % 20));
      schedule.restart();
      assert.equal(clock.timerCount, 1);
    }
  });
});

describe('schedule: sleep and clocks that jump', () => {
  for (const luck of [0, 0.5, 0.999999]) {
    it(`wakes after 8 hours to one refresh, 5 to 15 seconds later, with luck ${luck} (E9)`, () => {
      const { clock, schedule, refreshes } = start(15);
      clock.luck = luck;
      clock.advance(7 * MINUTE);
      clock.jump(8 * HOUR);
      const woken = clock.now();
      // The timer that stood still ends within the 30 seconds between two looks at the clock.
      clock.advance(50 * SECOND);
      assert.equal(refreshes.length, 1);
      const waited = (refreshes[0] ?? 0) - woken;
      assert.ok(waited >= 5 * SECOND && waited <= 45 * SECOND, `${waited} ms`);
      schedule.restart();
      clock.advance(14 * MINUTE);
      assert.equal(refreshes.length, 1);
    });
  }

  it('refreshes 5 to 15 seconds after it notices that it slept (E9)', () => {
    for (const luck of [0, 0.25, 0.999999]) {
      const { clock, refreshes } = start(15);
      clock.luck = luck;
      clock.advance(30 * SECOND - 1);
      clock.jump(8 * HOUR);
      // Notices now.
      clock.advance(1);
      const noticed = clock.now();
      clock.advance(MINUTE);
      const waited = (refreshes[0] ?? 0) - noticed;
      assert.equal(refreshes.length, 1);
      assert.ok(waited >= 5 * SECOND && waited <= 15 * SECOND, `${waited} ms`);
    }
  });

  it('does not refresh after a nap that was shorter than the interval (E9)', () => {
    const { clock, refreshes } = start(60);
    clock.advance(10 * MINUTE);
    clock.jump(20 * MINUTE);
    clock.advance(5 * MINUTE);
    assert.equal(refreshes.length, 0);
    clock.advance(25 * MINUTE);
    assert.equal(refreshes.length, 1);
  });

  it('refreshes within the interval when the clock is set back a day (E10)', () => {
    const { clock, refreshes } = start(15);
    clock.advance(10 * MINUTE);
    clock.jump(-DAY);
    clock.advance(15 * MINUTE + 30 * SECOND);
    assert.equal(refreshes.length, 1);
    clock.advance(15 * MINUTE);
    assert.equal(refreshes.length, 2);
  });

  it('refreshes once, and goes on, when the clock is set forward a year (E10)', () => {
    const { clock, schedule, refreshes } = start(15);
    clock.advance(10 * MINUTE);
    clock.jump(YEAR);
    clock.advance(MINUTE);
    assert.equal(refreshes.length, 1);
    schedule.restart();
    clock.advance(HOUR);
    assert.equal(refreshes.length, 5);
  });

  it('goes on when a clock that was set forward is set right again, before or after the refresh (E10)', () => {
    for (const before of [2 * SECOND, 40 * SECOND, 5 * MINUTE]) {
      const { clock, refreshes } = start(15);
      clock.luck = 0.9;
      clock.advance(29 * SECOND);
      clock.jump(YEAR);
      clock.advance(before);
      const earlier = refreshes.length;
      clock.jump(-YEAR);
      clock.advance(HOUR);
      assert.ok(
        refreshes.length >= earlier + 3,
        `set right after ${before} ms: ${refreshes.length} refreshes`,
      );
    }
  });

  it(`is never starved, and never in a hurry, whatever the clock does (E10) [${seedTitle}]`, () => {
    const random = createRandom(startSeed);
    const { clock, refreshes } = start(15);
    clock.luck = 0.5;
    for (let day = 0; day < 300; day++) {
      clock.jump(Math.floor((random() - 0.5) * 2 * (random() < 0.3 ? YEAR : HOUR)));
      const earlier = refreshes.length;
      clock.advance(16 * MINUTE);
      const count = refreshes.length - earlier;
      assert.ok(count >= 1 && count <= 3, `${count} refreshes on day ${day}`);
    }
  });
});

describe('schedule: what failed', () => {
  const failed = (kind: 'throttled' | 'offline', nextTryAt: number) =>
    toReading([], { failure: toFailure(kind), nextTryAt });

  it('is tried again when its time has come, before the interval is over (D10, D11)', () => {
    const { around, clock, schedule, refreshes, kinds } = start(15);
    const nextTryAt = clock.now() + 10 * MINUTE;
    around.readings = [toReading([]), failed('throttled', nextTryAt)];
    schedule.look();
    clock.advance(10 * MINUTE - 1);
    assert.deepEqual(kinds, []);
    clock.advance(1);
    assert.deepEqual([kinds, refreshes], [['failed'], [nextTryAt]]);
    clock.advance(5 * MINUTE);
    assert.deepEqual(kinds, ['failed', 'all'], 'the interval goes on as before');
  });

  it('waits less than the interval while there is no network (C1)', () => {
    const { around, clock, schedule, kinds } = start(60);
    around.readings = [failed('offline', clock.now() + 30 * SECOND)];
    schedule.look();
    clock.advance(30 * SECOND);
    assert.deepEqual(kinds, ['failed']);
    around.readings = [failed('offline', clock.now() + 60 * SECOND)];
    schedule.look();
    clock.advance(60 * SECOND);
    assert.deepEqual(kinds, ['failed', 'failed']);
  });

  it('is asked for by the earliest of several times', () => {
    const { around, clock, schedule, refreshes } = start(60);
    const now = clock.now();
    around.readings = [failed('throttled', now + 20 * MINUTE), failed('throttled', now + 10 * MINUTE)];
    schedule.look();
    clock.advance(20 * MINUTE);
    assert.deepEqual(
      refreshes.map((time) => (time - now) / MINUTE),
      [10, 20],
    );
  });

  it('is tried once for each time, also when that refresh was cancelled', () => {
    const { around, clock, schedule, kinds } = start(60);
    around.readings = [failed('throttled', clock.now() + MINUTE)];
    schedule.look();
    clock.advance(30 * MINUTE);
    schedule.look();
    assert.deepEqual(kinds, ['failed']);
  });

  it('waits for a person when nothing is refreshed by itself (C1)', () => {
    const { around, clock, schedule, kinds } = start(0);
    around.readings = [failed('offline', clock.now() + MINUTE)];
    schedule.look();
    around.addresses = '192.0.2.2';
    clock.advance(DAY);
    assert.deepEqual([kinds, clock.timerCount, around.looks], [[], 0, 0]);
  });

  it('waits for the network to return after a sleep (E9)', () => {
    const { around, clock, schedule, refreshes } = start(60);
    around.readings = [failed('throttled', clock.now() + 10 * MINUTE)];
    schedule.look();
    clock.advance(30 * SECOND - 1);
    clock.jump(20 * MINUTE);
    clock.advance(1);
    const noticed = clock.now();
    clock.advance(MINUTE);
    const waited = (refreshes[0] ?? 0) - noticed;
    assert.equal(refreshes.length, 1);
    assert.ok(waited >= 5 * SECOND && waited <= 15 * SECOND, `${waited} ms`);
  });
});

describe('schedule: the network', () => {
  const offline = (clock: VirtualClock) =>
    toReading([], { failure: toFailure('offline'), nextTryAt: clock.now() + 15 * MINUTE });

  it('is not looked at while it serves', () => {
    const { around, clock } = start(15);
    around.readings = [toReading([]), toReading([], { failure: toFailure('throttled') })];
    clock.advance(HOUR);
    assert.equal(around.looks, 0);
  });

  it('ends the waiting within seconds when it is back (C1)', () => {
    const around = new Surroundings();
    const causes: RefreshCause[] = [];
    const kinds: string[] = [];
    const schedule = around.create((kind, cause) => {
      kinds.push(kind);
      causes.push(cause);
    });
    const { clock } = around;
    around.addresses = '';
    schedule.setInterval(60);
    around.readings = [offline(clock)];
    schedule.look();
    clock.advance(2 * MINUTE);
    assert.deepEqual(kinds, []);
    around.addresses = '192.0.2.7';
    clock.advance(5 * SECOND);
    assert.deepEqual([kinds, causes], [['failed'], ['change']]);
    clock.advance(5 * MINUTE);
    assert.deepEqual(kinds, ['failed'], 'once for each change');
  });

  it('ends the waiting when it is another one, not when it is gone (C1)', () => {
    const { around, clock, schedule, kinds } = start(60);
    around.readings = [offline(clock)];
    schedule.look();
    around.addresses = '';
    clock.advance(MINUTE);
    assert.deepEqual(kinds, []);
    around.addresses = '198.51.100.4';
    clock.advance(5 * SECOND);
    assert.deepEqual(kinds, ['failed']);
    around.readings = [toReading([])];
    around.addresses = '203.0.113.9';
    clock.advance(5 * MINUTE);
    assert.deepEqual(kinds, ['failed'], 'the Region has been read: nothing waits for the network');
  });
});

describe('schedule: a window that nobody looks at', () => {
  it('asks nothing any more after an hour without the focus, and holds no timer (E13)', () => {
    const { around, clock, kinds } = start(15);
    around.setFocus(false);
    clock.advance(HOUR - 1);
    const before = kinds.length;
    assert.equal(before, 3);
    clock.advance(DAY);
    assert.deepEqual([kinds.length, clock.timerCount], [before, 0]);
  });

  it('refreshes at once when it gets the focus again and a refresh is overdue (E13)', () => {
    const { around, clock, kinds, refreshes } = start(15);
    around.setFocus(false);
    clock.advance(DAY);
    const before = kinds.length;
    around.setFocus(true);
    assert.deepEqual([kinds.length, refreshes.at(-1)], [before + 1, clock.now()]);
    clock.advance(15 * MINUTE);
    assert.equal(kinds.length, before + 2);
  });

  it('does not refresh on getting the focus when none is due (E13)', () => {
    const { around, clock, kinds } = start(15);
    clock.advance(MINUTE);
    around.setFocus(false);
    clock.advance(MINUTE);
    around.setFocus(true);
    assert.deepEqual(kinds, []);
  });

  it('asks as often as ever in the first hour, and never oftener than the interval (E13)', () => {
    const { around, clock, refreshes } = start(10);
    const begin = clock.now();
    around.setFocus(false);
    clock.advance(55 * MINUTE);
    assert.deepEqual(
      refreshes.map((time) => (time - begin) / MINUTE),
      [10, 20, 30, 40, 50],
    );
  });

  it('counts from the beginning when it never had the focus (E13)', () => {
    const around = new Surroundings();
    around.isFocused = false;
    const { clock, kinds } = start(15, around);
    clock.advance(3 * HOUR);
    assert.equal(kinds.length, 3);
  });

  it('says whether anybody has looked in the last hour (E13)', () => {
    const { around, clock, schedule } = start(15);
    clock.advance(3 * HOUR);
    assert.ok(schedule.isWatched);
    around.setFocus(false);
    clock.advance(HOUR - 1);
    assert.ok(schedule.isWatched);
    clock.advance(1);
    assert.ok(!schedule.isWatched);
    around.setFocus(true);
    assert.ok(schedule.isWatched);
  });

  it('tries nothing again that failed until somebody looks (E13)', () => {
    const { around, clock, schedule, kinds } = start(1440);
    around.setFocus(false);
    around.readings = [toReading([], { failure: toFailure('offline'), nextTryAt: clock.now() + 2 * HOUR })];
    schedule.look();
    clock.advance(3 * HOUR);
    around.addresses = '198.51.100.4';
    clock.advance(HOUR);
    assert.deepEqual(kinds, []);
    around.setFocus(true);
    assert.equal(kinds.length, 1);
  });
});

describe('schedule: the end', () => {
  it('holds no timer after dispose, and never refreshes again', () => {
    const { around, clock, schedule, refreshes } = start(15);
    schedule.dispose();
    assert.equal(clock.timerCount, 0);
    schedule.restart();
    around.setFocus(true);
    clock.advance(DAY);
    assert.deepEqual([refreshes.length, clock.timerCount, around.hasListeners], [0, 0, false]);
  });

  it('holds no timer when the refresh itself disposes of it, or switches it off', () => {
    for (const end of ['dispose', 'switchOff'] as const) {
      const around = new Surroundings();
      const { clock } = around;
      const schedule = around.create(() => {
        if (end === 'dispose') {
          schedule.dispose();
        } else {
          schedule.setInterval(0);
        }
      });
      schedule.setInterval(1);
      clock.advance(MINUTE);
      assert.equal(clock.timerCount, 0, end);
    }
  });
});
