/** Who cancels does not wait for a step that ignores it. */
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { untilAborted, waitUnlessAborted } from '../../../src/core/abort.ts';
import { flush } from '../support/flush.ts';
import { collectUncaught } from '../support/uncaught.ts';
import { VirtualClock } from '../support/virtualClock.ts';

describe('untilAborted', () => {
  it('gives what the promise gives, a result or an error', async () => {
    const { signal } = new AbortController();
    assert.equal(await untilAborted(Promise.resolve('result'), signal), 'result');
    await assert.rejects(untilAborted(Promise.reject(new Error('a bug')), signal), /a bug/);
  });

  it('ends as soon as the signal is aborted, whatever the promise does', async () => {
    const abort = new AbortController();
    const waiting = untilAborted(new Promise(() => {}), abort.signal);
    abort.abort();
    assert.equal(await waiting, undefined);
  });

  it('does not wait at all once the signal is aborted', async () => {
    const signal = AbortSignal.abort();
    assert.equal(await untilAborted(new Promise(() => {}), signal), undefined);
    assert.equal(await untilAborted(Promise.resolve('too late'), signal), undefined);
    assert.equal(await untilAborted(Promise.reject(new Error('too late')), signal), undefined);
  });

  it('takes an error that comes with the abort for its consequence', async () => {
    const abort = new AbortController();
    const step = Promise.withResolvers<never>();
    const waiting = untilAborted(step.promise, abort.signal);
    step.reject(new Error('aborted'));
    abort.abort();
    assert.equal(await waiting, undefined);
  });

  it('lets nothing surface that the promise does after the abort', async () => {
    const errors = await collectUncaught(() => {
      for (const before of [true, false]) {
        const abort = new AbortController();
        const step = Promise.withResolvers<never>();
        if (before) {
          abort.abort();
        }
        void untilAborted(step.promise, abort.signal);
        abort.abort();
        void flush().then(() => step.reject(new Error('too late')));
      }
    });
    await flush();
    assert.deepEqual(errors, []);
  });

  it('leaves nothing behind on a signal that outlives it', async () => {
    const { signal } = new AbortController();
    await untilAborted(Promise.resolve(), signal);
    await assert.rejects(untilAborted(Promise.reject(new Error('a bug')), signal));
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
  });
});

describe('waitUnlessAborted', () => {
  it('says that the time has passed, and leaves nothing behind on the signal', async () => {
    const clock = new VirtualClock();
    const { signal } = new AbortController();
    const waiting = waitUnlessAborted(clock, 1000, signal);
    clock.advance(1000);
    assert.equal(await waiting, true);
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
  });

  for (const when of ['before', 'after'] as const) {
    it(`waits no longer where the signal is aborted ${when} it begins, and leaves no timer`, async () => {
      const clock = new VirtualClock();
      const abort = new AbortController();
      if (when === 'before') {
        abort.abort();
      }
      const waiting = waitUnlessAborted(clock, 1000, abort.signal);
      abort.abort();
      assert.equal(clock.timerCount, 0);
      assert.equal(await waiting, false);
    });
  }
});
