/** The clock of these tests runs as the world's does, when it is told to. */
import assert from 'node:assert/strict';
import { VirtualClock } from '../support/virtualClock.ts';

describe('virtual clock', () => {
  it('ends timers in their order, each at its time', () => {
    const clock = new VirtualClock();
    const start = clock.now();
    const ended: string[] = [];
    const note = (name: string) => () => ended.push(`${name} ${clock.now() - start}`);
    clock.startTimer(20, note('late'));
    clock.startTimer(10, () => {
      note('early')();
      clock.startTimer(5, note('started meanwhile'));
    });
    clock.startTimer(10, note('disposed of')).dispose();
    clock.advance(30);
    assert.deepEqual(ended, ['early 10', 'started meanwhile 15', 'late 20']);
    assert.deepEqual([clock.now() - start, clock.timerCount], [30, 0]);
  });

  it('lets the time of day jump without ending a timer', () => {
    const clock = new VirtualClock();
    let ended = 0;
    clock.startTimer(10, () => {
      ended += 1;
    });
    clock.jump(1_000_000);
    assert.equal(ended, 0);
    clock.advance(10);
    assert.equal(ended, 1);
  });
});
