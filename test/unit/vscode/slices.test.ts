/** Much work in turns: each short, in order, and the rest of the program between them. */
import assert from 'node:assert/strict';
import { Slices, takeStepsInTurns } from '../../../src/vscode/slices.ts';
import { flush } from '../support/flush.ts';
import { VirtualClock } from '../support/virtualClock.ts';

/** Work that takes a millisecond each, noted with the turn that it was done in. */
function bench() {
  const clock = new VirtualClock();
  const slices = new Slices(clock);
  const done: number[] = [];
  const work = (number: number) => () => {
    done.push(number);
    clock.jump(1);
    return number;
  };
  return { clock, slices, done, work };
}

describe('slices', () => {
  it('do at once what fits, and the rest turn by turn, in order', async () => {
    const { clock, slices, done, work } = bench();
    const all = Array.from({ length: 25 }, (_, number) => slices.run(work(number)));
    assert.equal(done.length, 10);
    clock.advance(1);
    assert.equal(done.length, 20);
    clock.advance(1);
    assert.deepEqual(
      await Promise.all(all),
      Array.from({ length: 25 }, (_, number) => number),
    );
    assert.deepEqual(
      done,
      Array.from({ length: 25 }, (_, number) => number),
    );
    clock.advance(1);
    assert.equal(clock.timerCount, 0);
  });

  it('keep a turn short although the clock is set back', async () => {
    const { clock, slices, done, work } = bench();
    const first = slices.run(work(0));
    clock.jump(-60_000);
    const second = slices.run(work(1));
    assert.deepEqual(done, [0]);
    clock.advance(1);
    assert.deepEqual(await Promise.all([first, second]), [0, 1]);
  });

  it('do what is left at their end, and at once what comes after it: nobody waits for ever', async () => {
    const { clock, slices, done, work } = bench();
    const all = Array.from({ length: 25 }, (_, number) => slices.run(work(number)));
    let steps = 0;
    const finished = slices.finish(() => ++steps === 3);
    slices.dispose();
    assert.equal(done.length, 25);
    await Promise.all([...all, finished]);
    assert.equal(await slices.run(work(25)), 25);
    assert.equal(clock.timerCount, 0);
  });

  it('give what the work throws to the one who asked for it alone', async () => {
    const { slices, work } = bench();
    const failing = slices.run(() => {
      throw new RangeError('no');
    });
    await assert.rejects(failing, RangeError);
    assert.equal(await slices.run(work(5)), 5);
  });

  it('finish what goes on from turn to turn', async () => {
    const { clock, slices } = bench();
    let left = 35;
    let turns = 0;
    const finished = slices.finish((isTimeOver) => {
      turns += 1;
      while (left > 0 && !isTimeOver()) {
        left -= 1;
        clock.jump(1);
      }
      return left === 0;
    });
    for (let turn = 0; turn < 4; turn++) {
      await flush();
      clock.advance(1);
    }
    await finished;
    assert.equal(turns, 4);
  });
});

describe('steps in turns', () => {
  /** Steps of a millisecond each. */
  function* steps(clock: VirtualClock, count: number, done: number[]) {
    for (let number = 0; number < count; number++) {
      done.push(number);
      clock.jump(1);
      yield;
    }
    return 'end';
  }

  it('come to their end over as many turns as that takes, and leave no timer', async () => {
    const clock = new VirtualClock();
    const done: number[] = [];
    const result = takeStepsInTurns(steps(clock, 25, done), clock);
    assert.equal(done.length, 10);
    for (let turn = 0; turn < 3; turn++) {
      await flush();
      clock.advance(1);
    }
    assert.equal(await result, 'end');
    assert.deepEqual([done.length, clock.timerCount], [25, 0]);
  });

  it('end with the signal, and come to nothing', async () => {
    const clock = new VirtualClock();
    const done: number[] = [];
    const abort = new AbortController();
    const result = takeStepsInTurns(steps(clock, 25, done), clock, abort.signal);
    abort.abort();
    await flush();
    clock.advance(1);
    assert.equal(await result, undefined);
    assert.deepEqual([done.length, clock.timerCount], [10, 0]);
  });

  it('pass on what a step throws', async () => {
    const clock = new VirtualClock();
    const failing = (function* (): Generator<void, string, void> {
      yield;
      throw new RangeError('a bug');
    })();
    await assert.rejects(takeStepsInTurns(failing, clock), RangeError);
    assert.equal(clock.timerCount, 0);
  });
});
