/** An account that is enabled is not well as long as one of its scan types is in doubt (invariant 2). */
import assert from 'node:assert/strict';
import { isScannedWithoutProblem, needsAttention } from '../../../src/core/state/summary.ts';
import { summarize } from '../../../src/core/state/tally.ts';
import { ALL_ON, toAnswer, toEntry, toReading, toScanTypes, toSnapshot } from '../support/builders.ts';

describe('summary: a scan type in doubt', () => {
  for (const [what, status] of [
    ['is suspended', 'SUSPENDED'],
    ['has a status that nobody knows', 'PAUSED_BY_MOON'],
    ['has no status', undefined],
  ] as const) {
    for (const scanType of ['ecr', 'newScanType']) {
      it(`an enabled account of which ${scanType} ${what} is not scanned without a problem, and asks for a look (F11, F12)`, () => {
        const entry = toEntry(toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED', [scanType]: status })));
        assert.ok(!isScannedWithoutProblem(entry));
        assert.ok(needsAttention(entry));
        const summary = summarize(toSnapshot(toReading([toEntry(ALL_ON), entry])));
        assert.deepEqual(
          [summary.scannedWithoutProblem, summary.needAttention, summary.allWell],
          [1, 1, false],
        );
      });
    }
  }

  it('a scan type that is off, or on its way, is no doubt', () => {
    for (const status of ['DISABLED', 'ENABLING', 'DISABLING']) {
      const entry = toEntry(toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED', ecr: status })));
      assert.ok(isScannedWithoutProblem(entry), status);
      assert.ok(!needsAttention(entry), status);
    }
  });
});
