/** Scan types that the settings want on: what counts as lacking, and that all that counts and groups agree. */
import assert from 'node:assert/strict';
import { type Answer, KNOWN_SCAN_TYPES } from '../../../src/core/model.ts';
import { codeOfEntry, stateOfCode } from '../../../src/core/state/accountStates.ts';
import { type Expected, findLacking, isLacking } from '../../../src/core/state/lacking.ts';
import {
  conditionOfEntry,
  isScannedWithoutProblem,
  needsAttention,
} from '../../../src/core/state/summary.ts';
import { summarize, Tally } from '../../../src/core/state/tally.ts';
import { arrangeRows, toOutline, toRowView } from '../support/arranged.ts';
import {
  ALL_ON,
  DENIED,
  NOT_RETURNED,
  toAnswer,
  toEntry,
  toError,
  toReading,
  toScanTypes,
  toSnapshot,
  UNREAD,
  WAITING,
} from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';

const require = (...requiredScanTypes: string[]): Expected => ({
  offeredScanTypes: KNOWN_SCAN_TYPES,
  requiredScanTypes,
});
const ecr = (status: string | undefined, account = 'ENABLED') =>
  toAnswer(account, toScanTypes({ ec2: 'ENABLED', ecr: status }));

describe('lacking: a required scan type', () => {
  const cases: readonly [string, Answer, 'off' | 'notKnown' | undefined][] = [
    ['that is on', ALL_ON, undefined],
    ['that is off', ecr('DISABLED'), 'off'],
    ['that is being turned on', ecr('ENABLING'), undefined],
    ['that is being turned off', ecr('DISABLING'), 'off'],
    ['that is suspended', ecr('SUSPENDED'), 'off'],
    ['that is being suspended', ecr('SUSPENDING'), 'off'],
    ['with a status that is newer than this program', ecr('PAUSED'), 'notKnown'],
    ['without a status', ecr(undefined), 'notKnown'],
    ['that is not reported', toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED' })), 'notKnown'],
    ['of an account that reports none', toAnswer('ENABLED', []), 'notKnown'],
    ['of an account that is off', toAnswer('DISABLED'), 'off'],
    ['of an account that is off, without a word on it', toAnswer('DISABLED', []), 'off'],
    ['of a suspended account, without a word on it', toAnswer('SUSPENDED', []), 'off'],
    ['of an account that is being turned on', ecr('DISABLED', 'ENABLING'), undefined],
    ['of an account that is being turned off', ecr('DISABLED', 'DISABLING'), 'off'],
    ['of an account that is being turned off, as yet on', ecr('ENABLED', 'DISABLING'), undefined],
    ['of an account of an unknown status, without a word on it', toAnswer('PAUSED', []), undefined],
    ['that fails, but is on', withError('ENABLED'), undefined],
    ['that fails and is off', withError('DISABLED'), 'off'],
    ['of an account that is denied', DENIED, undefined],
    ['of an account that is not returned', NOT_RETURNED, undefined],
    ['of an account that is refused', { kind: 'refused', message: undefined }, undefined],
  ];
  for (const [what, answer, lack] of cases) {
    it(`${what}: ${lack ?? 'none'}`, () => {
      const expected = require('ecr');
      const wanted = lack === undefined ? [] : [{ scanType: 'ecr', lack }];
      assert.deepEqual(findLacking(answer, expected), wanted);
      assert.equal(isLacking(answer, expected), lack !== undefined);
      assert.equal(
        needsAttention(toEntry(answer), expected),
        lack !== undefined || needsAttention(toEntry(answer)),
      );
      assert.equal(
        isScannedWithoutProblem(toEntry(answer), expected),
        lack === undefined && isScannedWithoutProblem(toEntry(answer)),
      );
    });
  }

  it('counts against nobody where the Region does not offer it', () => {
    const expected = { offeredScanTypes: ['ec2'], requiredScanTypes: ['ecr'] };
    for (const answer of [ecr('DISABLED'), toAnswer('DISABLED'), toAnswer('ENABLED', [])]) {
      assert.deepEqual(findLacking(answer, expected), []);
    }
  });

  it('can be one that is newer than this program', () => {
    const expected = { offeredScanTypes: [...KNOWN_SCAN_TYPES, 'eks'], requiredScanTypes: ['eks', 'ec2'] };
    assert.deepEqual(findLacking(ALL_ON, expected), [{ scanType: 'eks', lack: 'notKnown' }]);
    assert.equal(conditionOfEntry(toEntry(ALL_ON), expected), 'lacking');
  });

  it('is found in the order of the settings', () => {
    const scanTypes = findLacking(toAnswer('DISABLED'), require('lambda', 'ec2')).map(
      (each) => each.scanType,
    );
    assert.deepEqual(scanTypes, ['lambda', 'ec2']);
  });

  it('makes an account that is partly on one that lacks something, and leaves worse conditions', () => {
    const condition = (answer: Answer) => conditionOfEntry(toEntry(answer), require('ecr'));
    assert.equal(condition(ALL_ON), 'allOn');
    assert.equal(condition(toAnswer('ENABLED', toScanTypes({ ec2: 'DISABLED', ecr: 'ENABLED' }))), 'someOn');
    assert.equal(condition(ecr('DISABLED')), 'lacking');
    assert.equal(condition(toAnswer('ENABLED', toScanTypes({ ec2: 'DISABLED', ecr: 'DISABLED' }))), 'noneOn');
    assert.equal(condition(toAnswer('DISABLED')), 'off');
    assert.equal(condition(toAnswer('ENABLED', [])), 'unknown');
    assert.equal(condition(withError('DISABLED')), 'lacking');
    assert.equal(conditionOfEntry(UNREAD, require('ecr')), 'unknown');
    assert.equal(conditionOfEntry(WAITING, require('ecr')), 'waiting');
  });
});

describe('lacking: all together', () => {
  const reading = (requiredScanTypes: readonly string[]) =>
    toReading([toEntry(ALL_ON), toEntry(ecr('DISABLED')), toEntry(toAnswer('DISABLED')), UNREAD], {
      requiredScanTypes,
    });

  it('counts, groups, badge and filter agree', () => {
    const snapshot = toSnapshot(reading(['ecr']));
    const { needAttention, scannedWithoutProblem, byState } = summarize(snapshot);
    assert.deepEqual([needAttention, scannedWithoutProblem, byState.get('attention')], [2, 1, 2]);
    assert.deepEqual(toOutline(arrangeRows(snapshot, { grouping: 'state' })), [
      'stateGroup//attention',
      '  account//000000000002',
      '  account//000000000003',
      'stateGroup//unknown',
      '  account//000000000004',
      'stateGroup//fullyOn',
      '  account//000000000001',
    ]);
    assert.deepEqual(toOutline(arrangeRows(snapshot, { quick: 'required' })), [
      'account//000000000002',
      'account//000000000003',
    ]);
    assert.deepEqual(toOutline(arrangeRows(toSnapshot(reading([])), { quick: 'required' })), []);
  });

  it('another wish counts at once, with what was counted and arranged before', () => {
    const tally = new Tally();
    const before = toSnapshot(reading([]));
    assert.equal(tally.summarize(before).needAttention, 1);
    const rows = arrangeRows(before, { grouping: 'state' });
    // Also while a refresh runs.
    const after = {
      ...before,
      activity: { kind: 'refreshing', doneCalls: 0, totalCalls: 2 } as const,
      readings: before.readings.map((each) => ({ ...each, requiredScanTypes: ['ecr'] })),
    };
    assert.equal(tally.summarize(after).needAttention, 2);
    const code = codeOfEntry(toEntry(ecr('DISABLED')), reading(['ecr']));
    assert.equal(stateOfCode(code), 'attention');
    const view = toRowView({ grouping: 'state' });
    rows.advance(after, view, () => false);
    assert.deepEqual(toOutline(rows).slice(0, 3), [
      'stateGroup//attention',
      '  account//000000000002',
      '  account//000000000003',
    ]);
  });

  it('the setting is taken over without a call', async () => {
    const bench = new EngineBench();
    const settings = { accountIds: ['000000000001'], regions: ['us-east-1'] };
    await bench.set(settings);
    await bench.answerAll((call) => call.answer(() => ecr('DISABLED')));
    assert.equal(summarize(bench.snapshot).needAttention, 0);
    const before = bench.source.calls.length;
    await bench.set({ ...settings, requiredScanTypes: ['ecr'] });
    assert.equal(summarize(bench.snapshot).needAttention, 1);
    assert.equal(bench.source.calls.length, before);
    await bench.set(settings);
    assert.equal(summarize(bench.snapshot).needAttention, 0);
  });
});

function withError(status: string): Answer {
  return toAnswer('ENABLED', [
    { scanType: 'ec2', status: 'ENABLED', error: undefined },
    { scanType: 'ecr', status, error: toError('SSM_THROTTLED') },
  ]);
}
