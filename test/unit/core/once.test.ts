/** What is made once for all who ask: the same while it is made and afterwards, and made again after a failure. */
import assert from 'node:assert/strict';
import { once } from '../../../src/core/once.ts';

describe('once', () => {
  it('makes nothing before somebody asks, and then one for all', async () => {
    let made = 0;
    const get = once(async () => ++made);
    assert.equal(made, 0);
    assert.deepEqual(await Promise.all([get(), get(), get()]), [1, 1, 1]);
    assert.equal(await get(), 1);
  });

  it('fails for all who wait, and is made again for the next one', async () => {
    let made = 0;
    const get = once(async () => {
      made += 1;
      if (made === 1) {
        throw new Error('not yet');
      }
      return made;
    });
    const both = await Promise.allSettled([get(), get()]);
    assert.deepEqual(
      both.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.deepEqual([await get(), await get()], [2, 2]);
  });
});
