/** Refreshes by themselves: in time, once after a sleep, and never put off by a clock that jumps. */
import assert from 'node:assert/strict';
import { Schedule } from '../../../src/core/schedule.ts';
import { createRandom, seedTitle, seed as startSeed } from '../support/seededRandom.ts';
import { VirtualClock } from '../support/virtualClock.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** A schedule whose refreshes end at once, as they do when nothing is to be read, unless told otherwise. */
function start(minutes: number) {
  const clock = new VirtualClock();
  const refreshes: number[] = [];
  const schedule: Schedule = new Schedule(clock, () => {
    refreshes.push(clock.now());
  });
  schedule.setInterval(minutes);
  return { clock, schedule, refreshes };
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
    const clock = new VirtualClock();
    let refreshes = 0;
    const schedule: Schedule = new Schedule(clock, () => {
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

  it(`is never starved, and never in a hurry, whatever the clock does (E10, ${seedTitle})`, () => {
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

describe('schedule: the end', () => {
  it('holds no timer after dispose, and never refreshes again', () => {
    const { clock, schedule, refreshes } = start(15);
    schedule.dispose();
    assert.equal(clock.timerCount, 0);
    schedule.restart();
    clock.advance(DAY);
    assert.deepEqual([refreshes.length, clock.timerCount], [0, 0]);
  });

  it('holds no timer when the refresh itself disposes of it, or switches it off', () => {
    for (const end of ['dispose', 'switchOff'] as const) {
      const clock = new VirtualClock();
      const schedule: Schedule = new Schedule(clock, () => {
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
