/** A success that names nobody: news about accounts of which nothing is known, and about nobody else. */
import assert from 'node:assert/strict';
import { EngineBench } from '../support/engineBench.ts';

const NOT_RETURNED = { kind: 'notReturned' } as const;

describe('refresh: a success that names nobody', () => {
  it('says of accounts never heard of that they are in neither list (D3)', async () => {
    const bench = new EngineBench();
    await bench.set({ accountIds: ['000000000001', '000000000002'], regions: ['us-east-1'] });
    await bench.answerAll((call) => call.answer(() => NOT_RETURNED));
    assert.deepEqual(bench.read(), ['notReturned', 'notReturned']);
    assert.equal(bench.snapshot.readings[0]?.failure, undefined);
  });

  it('clears nothing that is known (D16)', async () => {
    const bench = new EngineBench();
    await bench.set({ accountIds: ['000000000001', '000000000002'], regions: ['us-east-1'] });
    await bench.answerAll();
    await bench.refresh();
    await bench.answerAll((call) => call.answer(() => NOT_RETURNED));
    assert.deepEqual(bench.read(), ['ENABLED*', 'ENABLED*']);
    assert.equal(bench.snapshot.readings[0]?.failure?.kind, 'noData');
  });

  it('lets one account of many go', async () => {
    const bench = new EngineBench();
    await bench.set({ accountIds: ['000000000001', '000000000002'], regions: ['us-east-1'] });
    await bench.answerAll();
    await bench.refresh();
    await bench.answerAll((call) =>
      call.answer((id) => (id.endsWith('1') ? NOT_RETURNED : { ...ENABLED, status: 'DISABLED' })),
    );
    assert.deepEqual(bench.read(), ['notReturned', 'DISABLED']);
  });
});

const ENABLED = {
  kind: 'status',
  status: 'ENABLED',
  error: undefined,
  failed: false,
  scanTypes: [],
} as const;
