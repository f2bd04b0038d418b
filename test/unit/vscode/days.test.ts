/** Times of yesterday get their date, also in a window that nobody reads anything new in. */
import assert from 'node:assert/strict';
import { watchDays } from '../../../src/vscode/system/days.ts';
import { VirtualClock } from '../support/virtualClock.ts';

describe('days', () => {
  it('are told when they begin, once each, however the clock came there', () => {
    const clock = new VirtualClock();
    clock.jump(new Date(2026, 10, 29, 23, 58).getTime() - clock.now());
    let count = 0;
    const watch = watchDays(clock, () => {
      count += 1;
    });
    clock.advance(60_000);
    assert.equal(count, 0);
    clock.advance(60_000);
    assert.equal(count, 1);
    clock.advance(60 * 60_000);
    assert.equal(count, 1);
    // A night of sleep.
    clock.jump(24 * 60 * 60_000);
    clock.advance(60_000);
    assert.equal(count, 2);
    watch.dispose();
    clock.advance(48 * 60 * 60_000);
    assert.equal(count, 2);
    assert.equal(clock.timerCount, 0);
  });
});
