/** What is copied as JSON: its shape is a promise, and nothing that is not known is missing from it. */
import assert from 'node:assert/strict';
import {
  toAccountDetails,
  toGroupDetails,
  toProblemDetails,
  toTroubleDetails,
} from '../../../src/core/rows/details.ts';
import { getAllTroubles } from '../../../src/core/state/troubles.ts';
import {
  configure,
  DENIED,
  toAccount,
  toAnswer,
  toEntry,
  toError,
  toFailure,
  toReading,
  toScope,
  toScopedSnapshot,
  UNREAD,
} from '../support/builders.ts';

const account = toAccount(12, 'payments');
const scope = toScope([account], { name: 'Corp' });
const toIso = (time: number) => new Date(time).toISOString();

describe('details of a row', () => {
  it('of an account have every Region, with ids as texts and nothing left out', () => {
    const answer = toAnswer('ENABLED', [
      { scanType: 'ec2', status: 'ENABLED', error: undefined },
      { scanType: 'ecr', status: undefined, error: toError('SSM_THROTTLED', 'slow down') },
    ]);
    const places = [
      { account, entry: toEntry(answer, { takenAt: 0, stale: true }), reading: toReading([], { scope }) },
      { account, entry: toEntry(DENIED), reading: toReading([], { scope, region: 'eu-west-1' }) },
      {
        account,
        entry: UNREAD,
        reading: toReading([], { scope, region: undefined, failure: toFailure('signedOut', 'X') }),
      },
    ];
    const details = toAccountDetails(places, toIso);
    assert.deepEqual(JSON.parse(JSON.stringify(details)), {
      kind: 'account',
      scope: 'Corp',
      accountId: '000000000012',
      name: 'payments',
      regions: [
        {
          region: 'us-east-1',
          answer: 'status',
          condition: 'someOn',
          status: 'ENABLED',
          error: null,
          scanTypes: [
            { scanType: 'ec2', status: 'ENABLED', error: null },
            { scanType: 'ecr', status: null, error: { code: 'SSM_THROTTLED', message: 'slow down' } },
          ],
          readAt: '1970-01-01T00:00:00.000Z',
          outOfDate: true,
          failure: null,
        },
        {
          region: 'eu-west-1',
          answer: 'status',
          condition: 'failed',
          status: null,
          error: { code: 'ACCESS_DENIED', message: 'The account is not associated.' },
          scanTypes: [],
          readAt: '1970-01-01T00:00:01.000Z',
          outOfDate: false,
          failure: null,
        },
        {
          region: null,
          answer: 'notRead',
          condition: 'unknown',
          status: null,
          error: null,
          scanTypes: [],
          readAt: null,
          outOfDate: false,
          failure: 'signedOut/X',
        },
      ],
    });
    assert.equal(toAccountDetails([], toIso), undefined);
  });

  it('of groups, troubles and problems of the settings say what these are', () => {
    const counts = { all: 9, shown: 3, stale: 1, needAttention: 2, unknown: 1, worst: undefined };
    assert.deepEqual(
      toGroupDetails({ kind: 'stateGroup', scope: '', state: 'pinned', region: 'us-east-1' }, counts),
      {
        kind: 'group',
        group: 'stateGroup',
        scope: null,
        region: 'us-east-1',
        state: 'pinned',
        accounts: 3,
        needAttention: 2,
        notKnown: 1,
        outOfDate: 1,
      },
    );
    assert.equal(toGroupDetails({ kind: 'scope', scope: 'Corp' }, counts).scope, 'Corp');
    assert.equal(toGroupDetails({ kind: 'regionGroup', region: 'x' }, counts).region, 'x');
    const snapshot = toScopedSnapshot(
      [account],
      [toReading([UNREAD], { failure: { kind: 'throttled', code: 'T', message: 'm' } })],
    );
    assert.deepEqual(getAllTroubles(snapshot).map(toTroubleDetails), [
      {
        kind: 'trouble',
        scope: '',
        regions: ['us-east-1'],
        failure: 'throttled',
        error: { code: 'T', message: 'm' },
      },
    ]);
    assert.deepEqual(configure({ accountIds: ['1'] }).problems.map(toProblemDetails), [
      { kind: 'settingProblem', setting: 'accountIds', at: [0], entry: '1', problem: 'wrongLength' },
    ]);
  });
});
