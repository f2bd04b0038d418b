/** Grouping, sorting and filtering: which rows stand under which, and which are drawn anew. */
import assert from 'node:assert/strict';
import type { Account, Entry, Snapshot } from '../../../src/core/model.ts';
import { ArrangedRows } from '../../../src/core/rows/arrangedRows.ts';
import { MAX_UNGROUPED } from '../../../src/core/rows/layout.ts';
import { parseRowKey } from '../../../src/core/rows/rows.ts';
import { ACCOUNT_STATES } from '../../../src/core/state/accountStates.ts';
import { arrangeRows, type Choices, toOutline, toRowView } from '../support/arranged.ts';
import {
  ALL_ON,
  DENIED,
  joinSnapshots,
  toAccount,
  toAccounts,
  toAnswer,
  toEntry,
  toError,
  toFailure,
  toId,
  toReading,
  toScanTypes,
  toScope,
  toScopedSnapshot,
  toSnapshot,
  UNREAD,
  WAITING,
} from '../support/builders.ts';

const ON = toEntry(ALL_ON);
const PARTLY = toEntry(toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED', ecr: 'DISABLED' })));
const OFF = toEntry(toAnswer('DISABLED'));
const CHANGING = toEntry(toAnswer('ENABLING'));
const FAILED = toEntry(DENIED);
const THROTTLED = toEntry(
  toAnswer('ENABLED', [{ scanType: 'ec2', status: 'ENABLED', error: toError('SSM_THROTTLED') }]),
);
const OLD: Entry = { kind: 'read', answer: ALL_ON, takenAt: 1000, stale: true, old: true };

const BY_STATE: Choices = { grouping: 'state' };

function refreshing(snapshot: Snapshot): Snapshot {
  return { ...snapshot, activity: { kind: 'refreshing', doneCalls: 0, totalCalls: 9 } };
}

/** Two scopes: accounts 1 and 2, and 2 and 3, with these entries. */
function toTwoScopes(first: readonly Entry[], second: readonly Entry[], regions = ['us-east-1']): Snapshot {
  const of = (name: string, from: number, entries: readonly Entry[]) => {
    const scope = toScope([], { name });
    const accounts = entries.map((_, index) => toAccount(from + index));
    return toScopedSnapshot(
      accounts,
      regions.map((region) => toReading(entries, { scope, region })),
    );
  };
  return joinSnapshots(of('a', 1, first), of('b', 2, second));
}

function get(rows: ArrangedRows, choices: Choices, snapshot: Snapshot): string[] {
  rows.advance(snapshot, toRowView(choices), () => false);
  return toOutline(rows);
}

describe('arranged rows: states', () => {
  it('are in the order that asks for a look, each account in one of them', () => {
    const entries = [ON, PARTLY, WAITING, CHANGING, UNREAD, THROTTLED, FAILED, OFF, OLD];
    assert.deepEqual(toOutline(arrangeRows(toSnapshot(toReading(entries)), BY_STATE)), [
      'stateGroup//attention',
      '  account//000000000007',
      '  account//000000000008',
      'stateGroup//failing',
      '  account//000000000006',
      'stateGroup//unknown',
      '  account//000000000005',
      '  account//000000000009',
      'stateGroup//changing',
      '  account//000000000004',
      'stateGroup//waiting',
      '  account//000000000003',
      'stateGroup//partlyOn',
      '  account//000000000002',
      'stateGroup//fullyOn',
      '  account//000000000001',
    ]);
    assert.equal(ACCOUNT_STATES.length, 7);
  });

  it('are the worst over the Regions', () => {
    const readings = [toReading([ON, ON, ON]), toReading([ON, UNREAD, FAILED], { region: 'eu-west-1' })];
    assert.deepEqual(toOutline(arrangeRows(toSnapshot(...readings), BY_STATE)), [
      'stateGroup//attention',
      '  account//000000000003',
      'stateGroup//unknown',
      '  account//000000000002',
      'stateGroup//fullyOn',
      '  account//000000000001',
    ]);
  });

  it('know an account of which no Region is read for unknown', () => {
    const snapshot: Snapshot = {
      scopes: [toScope(toAccounts(1))],
      readings: [],
      activity: { kind: 'idle' },
    };
    assert.deepEqual(toOutline(arrangeRows(snapshot, BY_STATE)), [
      'stateGroup//unknown',
      '  account//000000000001',
    ]);
    assert.deepEqual(toOutline(arrangeRows(snapshot, { grouping: 'region' })), [
      'regionGroup/',
      '  region//000000000001/',
    ]);
  });

  it('count what is under them', () => {
    const stale = toEntry(ALL_ON, { stale: true });
    const rows = arrangeRows(toSnapshot(toReading([ON, stale, FAILED, OFF])), BY_STATE);
    const counts = (key: string) => rows.current.groups.get(key)?.counts;
    assert.deepEqual(counts('stateGroup//attention'), {
      all: 2,
      shown: 2,
      stale: 0,
      needAttention: 2,
      unknown: 0,
      worst: 0,
    });
    assert.deepEqual(counts('stateGroup//fullyOn'), {
      all: 2,
      shown: 2,
      stale: 1,
      needAttention: 0,
      unknown: 0,
      worst: rows.current.groups.get('stateGroup//fullyOn')?.counts.worst,
    });
    assert.deepEqual(rows.current.root.counts, {
      all: 4,
      shown: 4,
      stale: 1,
      needAttention: 2,
      unknown: 0,
      worst: 0,
    });
  });
});

describe('arranged rows: grouped', () => {
  const many = (count: number) => toSnapshot(toReading(Array<Entry>(count).fill(ON).with(0, FAILED)));

  it('by state above 300 accounts, by themselves', () => {
    assert.equal(MAX_UNGROUPED, 300);
    assert.equal(toOutline(arrangeRows(many(300)))[0], 'account//000000000001');
    assert.deepEqual(arrangeRows(many(301)).getRoots(0), ['stateGroup//attention', 'stateGroup//fullyOn']);
    assert.equal(arrangeRows(many(301), { grouping: 'none' }).getRoots(0).length, 301);
    assert.equal(arrangeRows(many(301), { grouping: 'scope' }).getRoots(0).length, 301);
    assert.deepEqual(arrangeRows(many(2), BY_STATE).getRoots(0), [
      'stateGroup//attention',
      'stateGroup//fullyOn',
    ]);
  });

  it('by scope where there are several, and there by state above 300', () => {
    const snapshot = toTwoScopes(Array<Entry>(301).fill(ON), [FAILED]);
    assert.deepEqual(
      toOutline(arrangeRows(snapshot)).filter((line) => !/account\/a/.test(line)),
      ['scope/a', '  stateGroup/a/fullyOn', 'scope/b', '  account/b/000000000002'],
    );
    assert.equal(toOutline(arrangeRows(snapshot, { grouping: 'scope' }))[1], '  account/a/000000000001');
  });

  it('over all scopes by state or not at all, each account as often as it is in scopes', () => {
    const snapshot = toTwoScopes([ON, FAILED], [ON, FAILED]);
    assert.deepEqual(toOutline(arrangeRows(snapshot, BY_STATE)), [
      'stateGroup//attention',
      '  account/a/000000000002',
      '  account/b/000000000003',
      'stateGroup//fullyOn',
      '  account/a/000000000001',
      '  account/b/000000000002',
    ]);
    assert.deepEqual(toOutline(arrangeRows(snapshot, { grouping: 'none' })), [
      'account/a/000000000001',
      'account/a/000000000002',
      'account/b/000000000002',
      'account/b/000000000003',
    ]);
  });

  it('has nothing where the filter leaves nobody, but what may be the reason', () => {
    const snapshot = toTwoScopes([ON], [OFF]);
    const throttled = snapshot.readings.map((reading) => ({
      ...reading,
      failure: toFailure('throttled'),
    }));
    for (const grouping of ['automatic', 'none', 'state', 'region', 'scope'] as const) {
      const rows = new ArrangedRows();
      assert.ok(get(rows, { grouping }, snapshot).length > 0);
      assert.deepEqual(get(rows, { grouping, text: 'nobody' }, snapshot), []);
      assert.ok(rows.isNothingFound);
      assert.equal(rows.getRoots(1).length, 1);
      assert.ok(get(rows, { grouping, text: 'nobody' }, { ...snapshot, readings: throttled }).length > 0);
      assert.ok(!rows.isNothingFound);
    }
    assert.ok(!arrangeRows(toSnapshot(), { text: 'nobody' }).isNothingFound);
  });

  it('has nothing before the first sign-in, unless the settings have a problem', () => {
    const failure = toFailure('signedOut');
    const rows = arrangeRows(toSnapshot(toReading([{ kind: 'unread' }], { failure })));
    assert.deepEqual(rows.getRoots(0), []);
    assert.deepEqual(rows.getRoots(1), [
      'problem/0',
      'trouble//signedOut/signedOut',
      'account//000000000001',
    ]);
    const read = arrangeRows(toSnapshot(toReading([ON], { failure })));
    assert.deepEqual(read.getRoots(0), ['trouble//signedOut/signedOut', 'account//000000000001']);
  });

  it('by Region, over all scopes, an account in each of its Regions', () => {
    const snapshot = toTwoScopes([ON], [FAILED], ['us-east-1', 'eu-west-1']);
    assert.deepEqual(toOutline(arrangeRows(snapshot, { grouping: 'region' })), [
      'regionGroup/us-east-1',
      '  region/a/000000000001/us-east-1',
      '  region/b/000000000002/us-east-1',
      'regionGroup/eu-west-1',
      '  region/a/000000000001/eu-west-1',
      '  region/b/000000000002/eu-west-1',
    ]);
  });

  it('by Region, and there by state above 300, as the account is in that Region', () => {
    const entries = Array<Entry>(301).fill(ON);
    const readings = [toReading(entries), toReading(entries.with(4, FAILED), { region: 'eu-west-1' })];
    const rows = arrangeRows(toSnapshot(...readings), { grouping: 'region' });
    assert.deepEqual(
      toOutline(rows).filter((line) => !/00000000\d/.test(line) || line.includes('000000000005')),
      [
        'regionGroup/us-east-1',
        '  stateGroup//fullyOn/us-east-1',
        '    region//000000000005/us-east-1',
        'regionGroup/eu-west-1',
        '  stateGroup//attention/eu-west-1',
        '    region//000000000005/eu-west-1',
        '  stateGroup//fullyOn/eu-west-1',
      ],
    );
  });

  it('unfold scan types under an account in a Region, also in one not known yet', () => {
    const snapshot = toSnapshot(toReading([ON], { region: undefined }));
    const rows = arrangeRows(snapshot, { grouping: 'region' });
    const [key = ''] = rows.getChildren({ kind: 'regionGroup', region: '' });
    assert.equal(key, 'region//000000000001/');
    const row = parseRowKey(key);
    assert.ok(row);
    const children = rows.getChildren(row);
    assert.equal(children.length, 5);
    assert.ok(row.kind === 'region' && rows.hasChildren(row));
    const scanType = parseRowKey(children[0]);
    assert.equal(scanType && rows.getParent(scanType), key);
  });

  it('with troubles at the top, under their scope only where there is a row for it', () => {
    const healthy = toTwoScopes([ON], [ON]);
    const snapshot = {
      ...healthy,
      readings: healthy.readings.map((each) => ({ ...each, failure: toFailure('throttled') })),
    };
    assert.deepEqual(toOutline(arrangeRows(snapshot)), [
      'scope/a',
      '  trouble/a/throttled/throttled',
      '  account/a/000000000001',
      'scope/b',
      '  trouble/b/throttled/throttled',
      '  account/b/000000000002',
    ]);
    for (const grouping of ['none', 'state', 'region'] as const) {
      const rows = arrangeRows(snapshot, { grouping });
      assert.deepEqual(rows.getRoots(1).slice(0, 3), [
        'problem/0',
        'trouble/a/throttled/throttled',
        'trouble/b/throttled/throttled',
      ]);
      assert.equal(rows.areScopesMixed, true);
      assert.equal(rows.getParent({ kind: 'trouble', scope: 'a', troubleKey: 'x/y' }), undefined);
    }
    assert.equal(arrangeRows(snapshot).areScopesMixed, false);
  });

  it('with the troubles of what a filter finds, and no others', () => {
    const healthy = toTwoScopes([ON], [OFF]);
    const snapshot = {
      ...healthy,
      readings: healthy.readings.map((each) => ({ ...each, failure: toFailure('throttled') })),
    };
    const troubles = (text: string) =>
      arrangeRows(snapshot, { grouping: 'none', text })
        .getRoots(0)
        .filter((key) => key.startsWith('trouble/'));
    assert.deepEqual(troubles('000000000001'), ['trouble/a/throttled/throttled']);
    assert.equal(troubles('nobody').length, 2, 'all may be the reason');
  });
});

describe('arranged rows: sorted', () => {
  const accounts: readonly Account[] = [toAccount(9, 'alpha'), toAccount(1, 'beta 9'), toAccount(5)];
  const snapshot = toScopedSnapshot(accounts, [toReading([ON, FAILED, PARTLY])]);
  const ids = (choices: Choices, of = snapshot) =>
    arrangeRows(of, { grouping: 'none', ...choices })
      .getRoots(0)
      .map((key) => Number(key.split('/')[2]));

  it('by name as the settings are, by id, or the worst first', () => {
    assert.deepEqual(ids({}), [9, 1, 5]);
    assert.deepEqual(ids({ sorting: 'id' }), [1, 5, 9]);
    assert.deepEqual(ids({ sorting: 'state' }), [1, 5, 9]);
  });

  it('by name over all scopes, numbers in names as numbers, those without a name last', () => {
    const other = [toAccount(2, 'beta 8'), toAccount(7, 'beta 10'), toAccount(4)];
    const scoped = (list: readonly Account[], name: string) =>
      toScopedSnapshot(list, [toReading([ON, ON, ON], { scope: toScope([], { name }) })]);
    const both = joinSnapshots(scoped(accounts, 'a'), scoped(other, 'b'));
    assert.deepEqual(ids({}, both), [9, 2, 1, 7, 4, 5]);
    assert.deepEqual(ids({ sorting: 'id' }, both), [1, 2, 4, 5, 7, 9]);
  });

  it('in groups as well', () => {
    assert.deepEqual(toOutline(arrangeRows(snapshot, { grouping: 'region', sorting: 'state' })), [
      'regionGroup/us-east-1',
      '  region//000000000001/us-east-1',
      '  region//000000000005/us-east-1',
      '  region//000000000009/us-east-1',
    ]);
    const failing = toScopedSnapshot(accounts, [toReading([OFF, FAILED, OFF])]);
    assert.deepEqual(toOutline(arrangeRows(failing, { grouping: 'state', sorting: 'state' })), [
      'stateGroup//attention',
      '  account//000000000001',
      '  account//000000000009',
      '  account//000000000005',
    ]);
  });
});

describe('arranged rows: while a refresh runs', () => {
  it('an account that is known stays where it is until the end, whatever is read', () => {
    const rows = new ArrangedRows();
    const first = toSnapshot(toReading([ON, FAILED]));
    const before = get(rows, BY_STATE, first);
    const after = {
      ...first,
      readings: first.readings.map((each) => ({ ...each, entries: [FAILED, ON] })),
    };
    assert.deepEqual(get(rows, BY_STATE, refreshing(after)), before);
    assert.deepEqual(get(rows, BY_STATE, after), [
      'stateGroup//attention',
      '  account//000000000001',
      'stateGroup//fullyOn',
      '  account//000000000002',
    ]);
  });

  it('one that was not known goes to its place at once', () => {
    const rows = new ArrangedRows();
    const readings = [toReading([WAITING, UNREAD, OLD]), toReading([ON, ON, ON], { region: 'eu-west-1' })];
    const first = toSnapshot(...readings);
    get(rows, BY_STATE, refreshing(first));
    const [reading, elsewhere] = first.readings;
    assert.ok(reading && elsewhere);
    const entries = [ON, ON, PARTLY];
    const second = { ...first, readings: [{ ...reading, entries }, elsewhere] };
    assert.deepEqual(get(rows, BY_STATE, refreshing(second)), [
      'stateGroup//partlyOn',
      '  account//000000000003',
      'stateGroup//fullyOn',
      '  account//000000000001',
      '  account//000000000002',
    ]);
  });

  it('what the Region offers counts for those that are known at the end', () => {
    const rows = new ArrangedRows();
    const answer = toEntry(toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED' })));
    const first = toSnapshot(toReading([answer], { offeredScanTypes: ['ec2'] }));
    const [reading] = first.readings;
    assert.ok(reading);
    const second = { ...first, readings: [{ ...reading, offeredScanTypes: ['ec2', 'ecr'] }] };
    assert.deepEqual(get(rows, BY_STATE, first)[0], 'stateGroup//fullyOn');
    assert.deepEqual(get(rows, BY_STATE, refreshing(second))[0], 'stateGroup//fullyOn');
    assert.deepEqual(get(rows, BY_STATE, second)[0], 'stateGroup//partlyOn');
  });

  it('the filter finds what it finds at once, also what is put off', () => {
    const rows = new ArrangedRows();
    const before = toSnapshot(toReading([ON, FAILED]));
    get(rows, {}, before);
    const [reading] = before.readings;
    assert.ok(reading);
    const after = { ...before, readings: [{ ...reading, entries: [FAILED, ON] }] };
    assert.deepEqual(get(rows, { quick: 'failed' }, refreshing(after)), ['account//000000000002']);
    assert.deepEqual(get(rows, { quick: 'failed' }, after), ['account//000000000001']);
  });
});

describe('arranged rows: what is drawn anew', () => {
  const entries = Array<Entry>(400).fill(ON).with(3, FAILED).with(5, PARTLY);
  const snapshot = toSnapshot(toReading(entries));
  const [reading] = snapshot.readings;
  const change = (changed: readonly Entry[]): Snapshot => ({
    ...snapshot,
    readings: reading === undefined ? [] : [{ ...reading, entries: changed }],
  });
  const diff = (before: Snapshot, after: Snapshot, choices: Choices = {}) => {
    const rows = new ArrangedRows();
    const view = toRowView(choices);
    rows.advance(before, view, () => false);
    const drawn = rows.current;
    rows.advance(after, view, () => false);
    return rows.diff(drawn);
  };

  it('is nothing when nothing is another, whatever the time of reading', () => {
    const later = entries.map((entry) => (entry.kind === 'read' ? { ...entry, takenAt: 9000 } : entry));
    for (const grouping of ['automatic', 'none', 'state', 'region', 'scope'] as const) {
      assert.deepEqual(diff(snapshot, change(later), { grouping }), []);
      assert.deepEqual(diff(snapshot, refreshing(snapshot), { grouping }), []);
    }
  });

  it('is the two groups that an account leaves and comes to', () => {
    assert.deepEqual(diff(snapshot, change(entries.with(7, PARTLY))), [
      'stateGroup//partlyOn',
      'stateGroup//fullyOn',
    ]);
  });

  it('is the parent where a group appears or goes', () => {
    assert.deepEqual(diff(snapshot, change(entries.with(3, ON))), [undefined]);
    assert.deepEqual(diff(snapshot, change(entries.with(9, UNREAD))), [undefined]);
  });

  it('is the group alone whose count of what is out of date is another', () => {
    assert.deepEqual(diff(snapshot, change(entries.with(9, toEntry(ALL_ON, { stale: true })))), [
      'stateGroup//fullyOn',
    ]);
  });

  it('is all where the rows are not grouped and stand in another order', () => {
    assert.deepEqual(
      diff(snapshot, change(entries.with(9, FAILED)), { grouping: 'none', sorting: 'state' }),
      [undefined],
    );
    assert.deepEqual(diff(snapshot, change(entries.with(9, FAILED)), { grouping: 'none' }), []);
  });

  it('is the scope whose words are others, and its groups', () => {
    const two = toTwoScopes([ON, ON], [ON]);
    const after = toTwoScopes([ON, FAILED], [ON]);
    const same = {
      ...after,
      scopes: two.scopes,
      readings: after.readings.map((each, at) => ({ ...each, scope: two.scopes[at] ?? each.scope })),
    };
    assert.deepEqual(diff(two, same), ['scope/a']);
  });
});

describe('arranged rows: where an account stands', () => {
  it('is known for each row, and for none that is not shown', () => {
    const rows = arrangeRows(toSnapshot(toReading([ON, FAILED])), { ...BY_STATE, quick: 'failed' });
    assert.equal(rows.getParent({ kind: 'account', scope: '', id: toId(2) }), 'stateGroup//attention');
    assert.equal(rows.getParent({ kind: 'account', scope: '', id: toId(1) }), undefined);
    assert.equal(rows.getParent({ kind: 'account', scope: '', id: toId(9) }), undefined);
    assert.equal(rows.getParent({ kind: 'account', scope: 'x', id: toId(1) }), undefined);
    assert.equal(rows.getParent({ kind: 'problem', index: 0 }), undefined);
  });

  it('gives the ids under a row, in their order', () => {
    const rows = arrangeRows(toSnapshot(toReading([FAILED, ON, OFF])), BY_STATE);
    const group = { kind: 'stateGroup', scope: '', state: 'attention', region: undefined } as const;
    assert.deepEqual(rows.getAccountIds(group), [toId(1), toId(3)]);
    assert.deepEqual(rows.getAccountIds({ kind: 'scope', scope: 'gone' }), []);
  });

  it('is under its Region where the rows are grouped so, else under its account', () => {
    const snapshot = toTwoScopes([ON], [FAILED], ['us-east-1', 'eu-west-1']);
    const region = { kind: 'region', scope: 'a', id: toId(1), region: 'eu-west-1' } as const;
    const scanType = { ...region, kind: 'scanType', scanType: 'ec2' } as const;
    const byRegion = arrangeRows(snapshot, { grouping: 'region' });
    assert.equal(byRegion.getParent(region), 'regionGroup/eu-west-1');
    assert.equal(byRegion.getParent(scanType), 'region/a/000000000001/eu-west-1');
    assert.equal(byRegion.getParent({ kind: 'regionGroup', region: 'eu-west-1' }), undefined);
    const byScope = arrangeRows(snapshot, { grouping: 'scope' });
    assert.equal(byScope.getParent(region), 'account/a/000000000001');
    assert.equal(byScope.getParent(scanType), 'region/a/000000000001/eu-west-1');
    assert.equal(byScope.getParent({ ...scanType, region: undefined }), 'account/a/000000000001');
    assert.equal(byScope.getParent({ kind: 'account', scope: 'a', id: toId(1) }), 'scope/a');
    assert.equal(byScope.getParent({ kind: 'trouble', scope: 'a', troubleKey: 'x/y' }), 'scope/a');
    const one = arrangeRows(toSnapshot(toReading([ON])));
    assert.equal(one.getParent({ ...scanType, scope: '', region: 'us-east-1' }), 'account//000000000001');
  });

  it('is under the group of states in its scope', () => {
    const rows = arrangeRows(toTwoScopes(Array<Entry>(301).fill(ON), [FAILED]));
    const group = { kind: 'stateGroup', scope: 'a', state: 'fullyOn', region: undefined } as const;
    assert.equal(rows.getParent({ kind: 'account', scope: 'a', id: toId(7) }), 'stateGroup/a/fullyOn');
    assert.equal(rows.getParent(group), 'scope/a');
    assert.equal(rows.getParent({ kind: 'scope', scope: 'a' }), undefined);
  });

  it('is shown by a row of its own, or by that of its first Region that is shown', () => {
    const snapshot = toSnapshot(toReading([ON, ON]), toReading([ON, FAILED], { region: 'eu-west-1' }));
    const account = (number: number) => ({ kind: 'account', scope: '', id: toId(number) }) as const;
    const show = (choices: Choices, number: number) =>
      arrangeRows(snapshot, choices).findShownKey(account(number));
    assert.equal(show({}, 2), 'account//000000000002');
    assert.equal(show({ quick: 'failed' }, 1), undefined);
    assert.equal(show({}, 9), undefined);
    assert.equal(show({ grouping: 'region' }, 2), 'region//000000000002/us-east-1');
    assert.equal(show({ grouping: 'region', quick: 'failed' }, 2), 'region//000000000002/eu-west-1');
    assert.equal(show({ grouping: 'region', quick: 'failed' }, 1), undefined);
    const unread: Snapshot = { scopes: [toScope(toAccounts(1))], readings: [], activity: { kind: 'idle' } };
    assert.equal(
      arrangeRows(unread, { grouping: 'region' }).findShownKey(account(1)),
      'region//000000000001/',
    );
  });

  it('has rows under it, or has none', () => {
    const rows = arrangeRows(toTwoScopes([ON], [FAILED]), { grouping: 'scope' });
    assert.ok(rows.hasChildren({ kind: 'scope', scope: 'a' }));
    assert.ok(!rows.hasChildren({ kind: 'scope', scope: 'gone' }));
    assert.deepEqual(rows.getChildren({ kind: 'scope', scope: 'gone' }), []);
    assert.deepEqual(rows.getChildren({ kind: 'problem', index: 0 }), []);
    assert.ok(rows.hasChildren({ kind: 'account', scope: 'a', id: toId(1) }));
    assert.ok(!rows.hasChildren({ kind: 'account', scope: 'b', id: toId(2) }), 'nothing is known of it');
    const filtered = arrangeRows(toTwoScopes([ON], [FAILED]), { grouping: 'scope', quick: 'failed' });
    assert.ok(!filtered.hasChildren({ kind: 'scope', scope: 'a' }));
    assert.ok(filtered.hasChildren({ kind: 'scope', scope: 'b' }));
  });

  it('has a row for a trouble where it has no accounts', () => {
    const scope = toScope([], { name: 'a' });
    const empty = toScopedSnapshot([], [toReading([], { scope, failure: toFailure('signedOut') })]);
    const rows = arrangeRows(joinSnapshots(empty, toTwoScopes([ON], [ON])), { grouping: 'scope' });
    assert.ok(rows.hasChildren({ kind: 'scope', scope: 'a' }));
  });
});

describe('arranged rows: pinned accounts', () => {
  const snapshot = toTwoScopes([ON, FAILED], [ON, FAILED]);

  it('are on top, in the scope that they are pinned in', () => {
    const rows = arrangeRows(snapshot, { grouping: 'none', pins: ['account/b/000000000003'] });
    assert.deepEqual(toOutline(rows), [
      'account/b/000000000003',
      'account/a/000000000001',
      'account/a/000000000002',
      'account/b/000000000002',
    ]);
    assert.ok(rows.isPinned({ kind: 'account', scope: 'b', id: toId(3) }));
    assert.ok(rows.isPinned({ kind: 'region', scope: 'b', id: toId(3), region: 'us-east-1' }));
    assert.ok(!rows.isPinned({ kind: 'account', scope: 'a', id: toId(3) }));
  });

  it('have a group of their own beside those of states, and are in no other', () => {
    assert.deepEqual(toOutline(arrangeRows(snapshot, { ...BY_STATE, pins: ['account/a/000000000001'] })), [
      'stateGroup//pinned',
      '  account/a/000000000001',
      'stateGroup//attention',
      '  account/a/000000000002',
      '  account/b/000000000003',
      'stateGroup//fullyOn',
      '  account/b/000000000002',
    ]);
  });

  it('that are gone, or whose scope is, are no rows', () => {
    const pins = ['account/a/000000000009', 'account/gone/000000000001', 'scope/a', 'nothing'];
    const rows = arrangeRows(snapshot, { ...BY_STATE, pins });
    assert.deepEqual(rows.getRoots(0), ['stateGroup//attention', 'stateGroup//fullyOn']);
  });
});

describe('arranged rows: the accounts under a row', () => {
  const snapshot = toTwoScopes([ON, FAILED], [OFF], ['us-east-1', 'eu-west-1']);
  const list = (rows: ArrangedRows, row?: Parameters<ArrangedRows['getPlaces']>[0]) =>
    [...rows.getPlaces(row)].map(
      ({ account, reading, entry }) =>
        `${reading.scope.name} ${Number(account.id)} ${reading.region} ${entry.kind === 'read' ? entry.answer.kind : entry.kind}`,
    );

  it('are each in all Regions of its scope, in the order of the rows', () => {
    const rows = arrangeRows(snapshot, { grouping: 'scope' });
    assert.deepEqual(list(rows), [
      'a 1 us-east-1 status',
      'a 1 eu-west-1 status',
      'a 2 us-east-1 status',
      'a 2 eu-west-1 status',
      'b 2 us-east-1 status',
      'b 2 eu-west-1 status',
    ]);
    assert.deepEqual(list(rows, { kind: 'scope', scope: 'b' }), [
      'b 2 us-east-1 status',
      'b 2 eu-west-1 status',
    ]);
    assert.deepEqual(list(rows, { kind: 'scope', scope: 'gone' }), []);
  });

  it('are in the Region alone that the row is of', () => {
    const rows = arrangeRows(snapshot, { grouping: 'region', quick: 'failed' });
    assert.deepEqual(list(rows, { kind: 'regionGroup', region: 'eu-west-1' }), ['a 2 eu-west-1 status']);
    assert.deepEqual(list(rows), ['a 2 us-east-1 status', 'a 2 eu-west-1 status']);
    const unknown = arrangeRows(toSnapshot(toReading([ON], { region: undefined })), { grouping: 'region' });
    assert.equal([...unknown.getPlaces({ kind: 'regionGroup', region: '' })].length, 1);
  });

  it('are the same however they are grouped', () => {
    for (const grouping of ['none', 'state', 'scope', 'region'] as const) {
      assert.deepEqual(list(arrangeRows(snapshot, { grouping })).sort(), list(arrangeRows(snapshot)).sort());
    }
  });
});

describe('arranged rows: in steps', () => {
  it('end for the snapshot that they were begun for, and go on with the one of now', () => {
    const rows = new ArrangedRows();
    const view = toRowView({ grouping: 'state' });
    const first = toSnapshot(toReading([ON, FAILED]));
    const second = toSnapshot(toReading([FAILED, FAILED]));
    assert.equal(
      rows.advance(first, view, () => true),
      false,
    );
    assert.deepEqual(toOutline(rows), [], 'not yet');
    let turns = 1;
    while (!rows.advance(second, view, () => true)) {
      turns += 1;
    }
    assert.ok(turns > 1);
    assert.deepEqual(toOutline(rows), [
      'stateGroup//attention',
      '  account//000000000001',
      '  account//000000000002',
    ]);
    const drawn = rows.current;
    assert.ok(
      rows.advance(second, view, () => true),
      'nothing is left to do',
    );
    assert.equal(rows.current, drawn);
  });
});
