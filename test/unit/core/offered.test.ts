/** A scan type that no account of a Region reports is not offered there, and counts against nobody. */
import assert from 'node:assert/strict';
import { KNOWN_SCAN_TYPES } from '../../../src/core/model.ts';
import { NOTHING_EXPECTED } from '../../../src/core/state/lacking.ts';
import { conditionOfEntry, countScanTypes, findOfferedScanTypes } from '../../../src/core/state/summary.ts';
import { toAnswer, toEntry, UNREAD, WAITING } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';

const FOUR = KNOWN_SCAN_TYPES.filter((scanType) => scanType !== 'codeRepository');
const on = (...scanTypes: string[]) =>
  toAnswer(
    'ENABLED',
    scanTypes.map((scanType) => ({ scanType, status: 'ENABLED', error: undefined })),
  );

describe('summary: scan types that a Region offers', () => {
  it('are those that at least one account reports, in the service’s order, newer ones last', () => {
    const entries = [toEntry(on('sbom', 'ecr')), WAITING, UNREAD, toEntry(on('ec2', 'ai'))];
    assert.deepEqual(findOfferedScanTypes(entries), ['ec2', 'ecr', 'ai', 'sbom']);
    assert.deepEqual(findOfferedScanTypes([]), []);
  });

  it('count against an account that does not report them; others do not', () => {
    assert.deepEqual(countScanTypes(on(...FOUR), FOUR), { on: 4, all: 4 });
    assert.deepEqual(countScanTypes(on(...FOUR), KNOWN_SCAN_TYPES), { on: 4, all: 5 });
    assert.equal(
      conditionOfEntry(toEntry(on(...FOUR)), { ...NOTHING_EXPECTED, offeredScanTypes: FOUR }),
      'allOn',
    );
    assert.equal(conditionOfEntry(toEntry(on(...FOUR)), NOTHING_EXPECTED), 'someOn');
  });

  it('a newer scan type counts for the accounts that report it alone', () => {
    assert.deepEqual(countScanTypes(on(...FOUR, 'ai'), [...FOUR, 'ai']), { on: 5, all: 5 });
    assert.deepEqual(countScanTypes(on(...FOUR), [...FOUR, 'ai']), { on: 4, all: 4 });
  });

  it('are found as answers arrive, and keep their identity while they are the same', async () => {
    const bench = new EngineBench();
    await bench.set({ accountIds: ['000000000001', '000000000002'], regions: ['us-east-1'] });
    await bench.answerAll((call) => call.answer((id) => on(...(id.endsWith('1') ? FOUR : KNOWN_SCAN_TYPES))));
    const first = bench.snapshot.readings[0]?.offeredScanTypes;
    assert.deepEqual(first, KNOWN_SCAN_TYPES);
    await bench.refresh();
    await bench.answerAll((call) => call.answer((id) => on(...(id.endsWith('1') ? FOUR : KNOWN_SCAN_TYPES))));
    assert.equal(bench.snapshot.readings[0]?.offeredScanTypes, first);
    await bench.refresh();
    await bench.answerAll((call) => call.answer(() => on(...FOUR)));
    assert.deepEqual(bench.snapshot.readings[0]?.offeredScanTypes, FOUR);
  });
});
