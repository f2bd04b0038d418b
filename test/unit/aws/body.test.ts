/** The body of an answer is read whole, or given up: too large, or for nobody. */
import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { MAX_BODY_BYTES, readBody } from '../../../src/aws/body.ts';
import { DeadlineError, withDeadline } from '../../../src/aws/deadline.ts';

const { signal } = new AbortController();

describe('body', () => {
  it('is read whole, however it is cut into parts', async () => {
    for (const parts of [[], ['abc'], ['a', '', 'b', 'c'], ['x'.repeat(100_000), 'y'.repeat(100_000)]]) {
      const body = await readBody(Readable.from(parts.map((part) => Buffer.from(part))), signal);
      assert.equal(body.toString(), parts.join(''));
    }
  });

  it('may be 8 MiB and no more, and the stream is ended past that (C20)', async () => {
    assert.equal(MAX_BODY_BYTES, 8 * 1024 * 1024);
    const half = Buffer.alloc(MAX_BODY_BYTES / 2);
    assert.equal((await readBody(Readable.from([half, half]), signal)).length, MAX_BODY_BYTES);
    const large = Readable.from([half, half, Buffer.of(1), half]);
    await assert.rejects(readBody(large, signal), { name: 'BodyTooLargeError' });
    assert.ok(large.destroyed);
  });

  it('that never ends is given up when the call is aborted, before or meanwhile (C7)', async () => {
    const abort = new AbortController();
    const endless = new PassThrough();
    endless.write('a');
    const reading = readBody(endless, abort.signal);
    abort.abort(new Error('enough'));
    await assert.rejects(reading, /enough/);
    assert.ok(endless.destroyed);
    const late = new PassThrough();
    await assert.rejects(readBody(late, abort.signal), /enough/);
    assert.ok(late.destroyed);
  });

  it('that breaks is an error, not half a body (C4)', async () => {
    const broken = new PassThrough();
    broken.write('half');
    const reading = readBody(broken, signal);
    broken.destroy(new Error('reset'));
    await assert.rejects(reading, /reset/);
  });
});

describe('deadline', () => {
  it('passes on what comes in time, and what fails', async () => {
    assert.equal(await withDeadline(Promise.resolve('x'), 60_000), 'x');
    await assert.rejects(withDeadline(Promise.reject(new Error('no')), 60_000), /no/);
  });

  it('gives up what does not come, and ignores how it fails later (B16)', async () => {
    const late = Promise.withResolvers<never>();
    await assert.rejects(withDeadline(late.promise, 1), (error) => error instanceof DeadlineError);
    // An unhandled rejection would fail the run.
    late.reject(new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve));
  });
});
