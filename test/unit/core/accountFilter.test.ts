/** Which accounts a filter leaves: words, quick filters, and where they have to be found. */
import assert from 'node:assert/strict';
import type { Snapshot } from '../../../src/core/model.ts';
import { isFiltering, NO_FILTER, switchQuickFilter } from '../../../src/core/rows/accountFilter.ts';
import { arrangeRows, type Choices } from '../support/arranged.ts';
import {
  ALL_ON,
  DENIED,
  joinSnapshots,
  NOT_RETURNED,
  toAccount,
  toAnswer,
  toEntry,
  toError,
  toReading,
  toScanTypes,
  toScope,
  toScopedSnapshot,
  UNREAD,
} from '../support/builders.ts';

const ON = toEntry(ALL_ON);
const ECR_OFF = toEntry(toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED', ecr: 'DISABLED' })));
const EC2_OFF = toEntry(toAnswer('ENABLED', toScanTypes({ ec2: 'DISABLED', ecr: 'ENABLED' })));
const FAILED = toEntry(DENIED);
const PASSING = toEntry(
  toAnswer('ENABLED', [{ scanType: 'ec2', status: 'ENABLED', error: toError('SSM_THROTTLED') }]),
);

const accounts = [
  toAccount(1, 'Payments-Live'),
  toAccount(2, 'sandbox ÄÖ'),
  toAccount(123_456_789_012),
  toAccount(4, 'audit'),
];
const snapshot = toScopedSnapshot(accounts, [
  toReading([ON, ECR_OFF, FAILED, ON]),
  toReading([ON, EC2_OFF, ON, PASSING], { region: 'eu-west-1' }),
]);

function find(choices: Choices, of: Snapshot = snapshot): string[] {
  return arrangeRows(of, { grouping: 'none', ...choices })
    .getRoots(0)
    .map((key) => key.split('/').slice(1).join('/'));
}

const LIVE = '/000000000001';
const SANDBOX = '/000000000002';
const NAMELESS = '/123456789012';
const AUDIT = '/000000000004';

describe('account filter: words', () => {
  const cases: Record<string, readonly string[]> = {
    payments: [LIVE],
    PAYMENTS: [LIVE],
    'live pay': [LIVE],
    äö: [SANDBOX],
    '123456789012': [NAMELESS],
    '1234-5678-9012': [NAMELESS],
    '456789': [NAMELESS],
    access_denied: [NAMELESS],
    ssm_throttled: [AUDIT],
    'us-east-1': [LIVE, SANDBOX, AUDIT, NAMELESS],
    'ecr disabled': [SANDBOX],
    'disabled ecr eu-west-1': [],
    'disabled ec2 eu-west-1': [SANDBOX],
    'access_denied eu-west-1': [],
    'payments sandbox': [],
    '  audit  ': [AUDIT],
    nothing: [],
    __proto__: [],
  };
  for (const [text, found] of Object.entries(cases)) {
    it(`“${text}” must all be found in one account, Region and scan type`, () => {
      assert.deepEqual(find({ text }).sort(), [...found].sort());
    });
  }

  it('are found in the name of the scope', () => {
    const of = (name: string) =>
      toScopedSnapshot([toAccount(1)], [toReading([ON], { scope: toScope([], { name }) })]);
    const both = joinSnapshots(of('Production'), of('Acquired'));
    assert.deepEqual(find({ text: 'product' }, both), ['Production/000000000001']);
    assert.deepEqual(find({ text: 'acquired 0001' }, both), ['Acquired/000000000001']);
  });

  it('are found in an account of which no Region is read', () => {
    const unread: Snapshot = { scopes: [toScope(accounts)], readings: [], activity: { kind: 'idle' } };
    assert.deepEqual(find({ text: 'audit' }, unread), [AUDIT]);
    assert.deepEqual(find({ quick: 'failed' }, unread), []);
    assert.deepEqual(find({ quick: 'attention' }, unread), []);
    assert.equal(find({ quick: 'notFullyOn' }, unread).length, 4);
  });

  it('of more than anybody types are not looked for, and blanks are none', () => {
    assert.deepEqual(find({ text: `audit${' audit'.repeat(500)}` }), [AUDIT]);
    assert.equal(find({ text: Array.from({ length: 60 }, () => 'a').join(' ') }).length > 0, true);
    assert.equal(isFiltering({ text: ' \n\t', quick: undefined }), false);
    assert.equal(isFiltering(NO_FILTER), false);
    assert.equal(isFiltering({ text: 'x', quick: undefined }), true);
    assert.equal(isFiltering({ text: '', quick: 'failed' }), true);
  });
});

describe('account filter: quick filters', () => {
  it('are switched on, over to another, and off, whatever is typed', () => {
    const typed = { text: 'audit', quick: undefined };
    const failed = switchQuickFilter(typed, 'failed');
    assert.deepEqual(failed, { text: 'audit', quick: 'failed' });
    assert.deepEqual(switchQuickFilter(failed, 'attention'), { text: 'audit', quick: 'attention' });
    assert.deepEqual(switchQuickFilter(failed, 'failed'), typed);
  });

  it('leave the accounts that need attention, that are not fully on, that failed', () => {
    assert.deepEqual(find({ quick: 'attention' }), [NAMELESS]);
    assert.deepEqual(find({ quick: 'failed' }).sort(), [AUDIT, NAMELESS].sort());
    assert.deepEqual(find({ quick: 'notFullyOn' }).sort(), [AUDIT, NAMELESS, SANDBOX].sort());
  });

  it('hold in the same Region as the words', () => {
    assert.deepEqual(find({ quick: 'failed', text: 'us-east-1' }), [NAMELESS]);
    assert.deepEqual(find({ quick: 'failed', text: 'eu-west-1' }), [AUDIT]);
    assert.deepEqual(find({ quick: 'failed', text: 'payments' }), []);
  });

  it('take for not fully on what is not known', () => {
    const doubtful = toScopedSnapshot(accounts, [
      toReading([UNREAD, toEntry(NOT_RETURNED), ON, toEntry(ALL_ON, { stale: true })]),
    ]);
    assert.deepEqual(find({ quick: 'notFullyOn' }, doubtful).sort(), [LIVE, SANDBOX].sort());
  });

  it('leave each account in the Regions where they hold, by Region', () => {
    assert.deepEqual(find({ quick: 'failed', grouping: 'region' }), ['us-east-1', 'eu-west-1']);
    const rows = arrangeRows(snapshot, { quick: 'failed', grouping: 'region' });
    assert.deepEqual(rows.getChildren({ kind: 'regionGroup', region: 'eu-west-1' }), [
      'region//000000000004/eu-west-1',
    ]);
    assert.deepEqual(rows.current.groups.get('regionGroup/eu-west-1')?.counts.all, 4);
  });

  it('show in one list what is little, also of several scopes', () => {
    const of = (name: string) =>
      toScopedSnapshot(
        [toAccount(1), toAccount(2)],
        [toReading([ON, FAILED], { scope: toScope([], { name }) })],
      );
    const both = joinSnapshots(of('a'), of('b'));
    const rows = arrangeRows(both, { quick: 'failed' });
    assert.deepEqual(rows.getRoots(0), ['account/a/000000000002', 'account/b/000000000002']);
    assert.equal(rows.areScopesMixed, true);
  });
});
