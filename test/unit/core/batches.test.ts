/** Account ids come in batches that Amazon Inspector takes. */
import assert from 'node:assert/strict';
import { halve, MAX_BATCH_SIZE, toBatches } from '../../../src/core/batches.ts';
import { toIds } from '../support/builders.ts';

describe('batches', () => {
  for (const [count, calls] of [
    [1, 1],
    [99, 1],
    [100, 1],
    [101, 2],
    [250, 3],
    [5_000, 50],
  ] as const) {
    it(`asks about ${count} accounts in ${calls} calls, about each once and in order (A6)`, () => {
      const ids = toIds(count);
      const batches = toBatches(ids);
      assert.equal(batches.length, calls);
      assert.ok(batches.every((batch) => batch.length > 0 && batch.length <= 100));
      assert.deepEqual(batches.flat(), ids);
    });
  }

  it('makes no call about nobody: an empty list would ask about the caller (A1)', () => {
    assert.deepEqual(toBatches([]), []);
  });

  it('asks once about an account that comes twice (A5)', () => {
    const ids = toIds(150);
    assert.deepEqual(toBatches([...ids, ...ids]).flat(), ids);
  });

  it('has the limit of the service', () => {
    assert.equal(MAX_BATCH_SIZE, 100);
  });

  it('halves a batch without losing anybody, down to single accounts (D13)', () => {
    for (const count of [2, 3, 99, 100]) {
      const ids = toIds(count);
      const [first, second] = halve(ids);
      assert.deepEqual([...first, ...second], ids);
      assert.ok(second.length > 0 && first.length - second.length <= 1 && first.length >= second.length);
    }
  });
});
