/** What is a change, which way it goes, and what is none: time, failed calls, first readings, other settings. */
import assert from 'node:assert/strict';
import { type ChangedState, directionOf } from '../../../src/core/changes/change.ts';
import {
  type FoundChanges,
  findChanges as findChangesInSteps,
  MAX_CHANGES,
} from '../../../src/core/changes/findChanges.ts';
import type { Answer, Entry, MemberList, RegionReading, Snapshot } from '../../../src/core/model.ts';
import { takeAllSteps } from '../../../src/core/steps.ts';
import {
  ALL_ON,
  DENIED,
  NOT_RETURNED,
  toAccount,
  toAccounts,
  toAnswer,
  toEntry,
  toError,
  toId,
  toReading,
  toScanTypes,
  toScope,
  toScopedSnapshot,
  toSnapshot,
  UNREAD,
  WAITING,
} from '../support/builders.ts';

const NOW = 5000;

const OFF = toAnswer('DISABLED');

function findChanges(before: Snapshot, after: Snapshot, now: number): FoundChanges {
  return takeAllSteps(findChangesInSteps(before, after, now));
}

/** Readings of account 1 in us-east-1, before and after. */
function find(before: Entry, after: Entry): FoundChanges {
  return findChanges(toSnapshot(toReading([before])), toSnapshot(toReading([after])), NOW);
}

function findBetween(before: Answer, after: Answer): string[] {
  return toLines(find(toEntry(before), toEntry(after, { takenAt: 2000 })));
}

function toLines({ changes }: FoundChanges): string[] {
  return changes.map((change) => {
    const { account, region = '', scanType = '', from, to } = change;
    const what = [account.id.replace(/^0+/, ''), region, scanType].filter((each) => each !== '').join(' ');
    return `${what}: ${toWord(from)} > ${toWord(to)} (${directionOf(change)})`;
  });
}

function toWord(state: ChangedState): string {
  return state.kind === 'status'
    ? `${state.status ?? '?'}${state.fault === undefined ? '' : ` ${state.fault}!`}`
    : state.kind;
}

/** An account that is on, with what is said of some scan types. */
function toOn(statuses: Readonly<Record<string, string>>): Answer {
  return toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED', ecr: 'ENABLED', ...statuses }));
}

function toFailing(status: string | undefined, code: string): Answer {
  return toAnswer(status, [], { error: toError(code, `Because of ${code}.`) });
}

describe('changes: what is one', () => {
  it('an account that is turned off is one change, with its scan types', () => {
    assert.deepEqual(findBetween(ALL_ON, OFF), ['1 us-east-1: ENABLED > DISABLED (worse)']);
    assert.deepEqual(findBetween(OFF, ALL_ON), ['1 us-east-1: DISABLED > ENABLED (better)']);
  });

  it('a scan type alone is one, and says when it was read as it was and as it is', () => {
    const found = find(toEntry(toOn({})), toEntry(toOn({ ecr: 'DISABLED' }), { takenAt: 2000 }));
    assert.deepEqual(toLines(found), ['1 us-east-1 ecr: ENABLED > DISABLED (worse)']);
    assert.deepEqual(
      found.changes.map(({ fromAt, at }) => [fromAt, at]),
      [[1000, 2000]],
    );
    assert.deepEqual([found.total, [...found.changedIds], [...found.worseIds]], [1, [toId(1)], [toId(1)]]);
  });

  it('scan types that do not go the way of their account are said with it', () => {
    assert.deepEqual(
      findBetween(
        toAnswer('DISABLED', toScanTypes({ ec2: 'DISABLED', ecr: 'DISABLED', lambda: 'DISABLED' })),
        toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED', ecr: 'ENABLING', lambda: 'DISABLED' })),
      ),
      ['1 us-east-1: DISABLED > ENABLED (better)', '1 us-east-1 ecr: DISABLED > ENABLING (better)'],
    );
  });

  it('failing, failing in another way, and failing no more', () => {
    const fails = (code: string) =>
      toAnswer('ENABLED', [{ scanType: 'ec2', status: 'ENABLED', error: toError(code) }]);
    const works = toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED' }));
    assert.deepEqual(findBetween(works, fails('SSM_UNAVAILABLE')), [
      '1 us-east-1 ec2: ENABLED > ENABLED SSM_UNAVAILABLE! (worse)',
    ]);
    assert.deepEqual(findBetween(fails('SSM_UNAVAILABLE'), fails('EVENTBRIDGE_UNAVAILABLE')), [
      '1 us-east-1 ec2: ENABLED SSM_UNAVAILABLE! > ENABLED EVENTBRIDGE_UNAVAILABLE! (neutral)',
    ]);
    assert.deepEqual(findBetween(fails('SSM_UNAVAILABLE'), works), [
      '1 us-east-1 ec2: ENABLED SSM_UNAVAILABLE! > ENABLED (better)',
    ]);
    assert.deepEqual(findBetween(ALL_ON, DENIED), ['1 us-east-1: ENABLED > ? ACCESS_DENIED! (worse)']);
    assert.deepEqual(findBetween(ALL_ON, toAnswer('ENABLED', [], { failed: true })), [
      '1 us-east-1: ENABLED > ENABLED ! (worse)',
    ]);
  });

  it('not returned any more, and returned again, without a word on its scan types', () => {
    assert.deepEqual(findBetween(ALL_ON, NOT_RETURNED), ['1 us-east-1: ENABLED > notReturned (worse)']);
    assert.deepEqual(findBetween(NOT_RETURNED, ALL_ON), ['1 us-east-1: notReturned > ENABLED (better)']);
    assert.deepEqual(findBetween(NOT_RETURNED, OFF), ['1 us-east-1: notReturned > DISABLED (better)']);
    assert.deepEqual(findBetween(ALL_ON, { kind: 'refused', message: 'x' }), [
      '1 us-east-1: ENABLED > refused (worse)',
    ]);
  });

  it('what passes by itself is not for the worse', () => {
    for (const after of [toFailing('ENABLED', 'SSM_THROTTLED'), toAnswer('ENABLING', [])]) {
      assert.match(findBetween(ALL_ON, after)[0] ?? '', /\(neutral\)$/);
    }
    assert.match(findBetween(ALL_ON, toAnswer('DISABLING', []))[0] ?? '', /\(worse\)$/);
    assert.match(findBetween(ALL_ON, toFailing('DISABLED', 'SSM_THROTTLED'))[0] ?? '', /\(worse\)$/);
  });

  it('a scan type that is new in the service is neither worse nor better where it is off', () => {
    assert.deepEqual(findBetween(toOn({}), toOn({ eks: 'DISABLED' })), [
      '1 us-east-1 eks: notReported > DISABLED (neutral)',
    ]);
    assert.deepEqual(findBetween(toOn({ eks: 'ENABLED' }), toOn({})), [
      '1 us-east-1 eks: ENABLED > notReported (worse)',
    ]);
  });

  it('is found after a call that failed, and after days', () => {
    const stale = toEntry(ALL_ON, { stale: true });
    const old: Entry = { kind: 'read', answer: ALL_ON, takenAt: 1, stale: true, old: true };
    for (const before of [stale, old]) {
      assert.equal(find(before, toEntry(OFF)).total, 1);
    }
  });
});

describe('changes: what is none', () => {
  it('the first reading, a failed call, time, the same again, other words of the same error', () => {
    const on = toEntry(ALL_ON);
    const none: readonly (readonly [Entry, Entry])[] = [
      [UNREAD, on],
      [WAITING, toEntry(OFF)],
      [on, toEntry(ALL_ON, { stale: true })],
      [on, UNREAD],
      [on, toEntry(ALL_ON, { takenAt: 9000 })],
      [on, toEntry({ ...toAnswer('ENABLED') })],
      [
        toEntry(toFailing('ENABLED', 'SSM_UNAVAILABLE')),
        toEntry(toAnswer('ENABLED', [], { error: toError('SSM_UNAVAILABLE', 'x') })),
      ],
      [on, toEntry(toAnswer('ENABLED', undefined, { error: toError('ALREADY_ENABLED') }))],
    ];
    for (const [before, after] of none) {
      assert.deepEqual(toLines(find(before, after)), []);
    }
  });

  it('what was read with another profile, for another scope, in another Region, at another endpoint', () => {
    const before = toSnapshot(toReading([toEntry(ALL_ON)]));
    const others: readonly RegionReading[] = [
      toReading([toEntry(OFF)], { profile: 'other' }),
      toReading([toEntry(OFF)], { scope: toScope([], { name: 'other' }) }),
      toReading([toEntry(OFF)], { region: 'eu-west-1' }),
      toReading([toEntry(OFF)], { endpointUrl: 'http://127.0.0.1:1' }),
    ];
    for (const reading of others) {
      assert.equal(findChanges(before, toSnapshot(reading), NOW).total, 0);
    }
  });

  it('accounts that the settings add or take away; the others are found wherever they stand', () => {
    const reading = (answers: readonly Answer[]) => [toReading(answers.map((answer) => toEntry(answer)))];
    const before = toScopedSnapshot([toAccount(1), toAccount(2)], reading([ALL_ON, ALL_ON]));
    const after = toScopedSnapshot([toAccount(3), toAccount(2)], reading([OFF, OFF]));
    assert.deepEqual(toLines(findChanges(before, after, NOW)), ['2 us-east-1: ENABLED > DISABLED (worse)']);
  });
});

describe('changes: members', () => {
  const follow = (numbers: readonly number[], readAt: number, answer = ALL_ON): Snapshot => {
    const accounts = numbers.map((number) => toAccount(number));
    const facts = { readAt, region: 'us-east-1', accountId: undefined, namesAskedAt: readAt };
    const members: MemberList = { kind: 'read', accounts, ...facts, namesAreDenied: false };
    const scope = toScope(accounts, { members });
    const readings = ['us-east-1', 'eu-west-1'].map((region) => ({
      ...toReading(
        accounts.map(() => toEntry(answer)),
        { region },
      ),
      scope,
    }));
    return { scopes: [scope], readings, activity: { kind: 'idle' } };
  };

  it('who joined and who left, once for all Regions; worse only where somebody must look', () => {
    assert.deepEqual(toLines(findChanges(follow([1, 2], 10), follow([2, 3], 20), NOW)), [
      '3: notMember > member (neutral)',
      '1: member > notMember (neutral)',
    ]);
    assert.deepEqual(toLines(findChanges(follow([], 10), follow([4], 20, OFF), NOW)), [
      '4: notMember > member (worse)',
    ]);
  });

  it('not from settings to a list, not from a list of before, and not from the first list', () => {
    const { scopes, readings, activity } = follow([1, 2], 10);
    const named = { scopes: scopes.map(({ members: _, ...scope }) => scope), readings: [], activity };
    const unread = {
      scopes: scopes.map((scope) => ({ ...scope, accounts: [], members: { kind: 'unread' } as const })),
      readings,
      activity,
    };
    const after = follow([3], 20);
    for (const before of [named, unread, follow([1, 2], 20)]) {
      assert.equal(findChanges(before, after, NOW).total, 0);
    }
    assert.equal(findChanges(follow([1], 10), named, NOW).total, 0);
  });
});

describe('changes: a whole organisation', () => {
  it('keeps the worse ones of thousands, and counts all', () => {
    const count = 2000;
    const accounts = toAccounts(count);
    const take = (answerOf: (place: number) => Answer) =>
      toScopedSnapshot(accounts, [toReading(accounts.map((_, place) => toEntry(answerOf(place))))]);
    const before = take((place) => (place >= 1990 ? ALL_ON : OFF));
    const found = findChanges(
      before,
      take((place) => (place >= 1990 ? OFF : ALL_ON)),
      NOW,
    );
    assert.equal(found.total, count);
    assert.equal(found.changes.length, MAX_CHANGES);
    assert.deepEqual([found.changedIds.size, found.worseIds.size], [count, 10]);
    assert.deepEqual(found.changes.slice(0, 10).map(directionOf), Array(10).fill('worse'));
  });
});
