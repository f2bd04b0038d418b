/** The list of recent changes: the last 500, what of them was looked at, kept, cleared and put back. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Change, ChangedState } from '../../../src/core/changes/change.ts';
import {
  findChange,
  isToldAt,
  parseChangeKey,
  toAccountKeys,
  toChangeKey,
} from '../../../src/core/changes/changeRows.ts';
import { encodeChanges, parseChanges } from '../../../src/core/changes/changesFormat.ts';
import { MAX_CHANGES } from '../../../src/core/changes/findChanges.ts';
import {
  type ChangeList,
  type ListedChange,
  RecentChanges,
} from '../../../src/core/changes/recentChanges.ts';
import { Untold } from '../../../src/core/changes/untold.ts';
import { KNOWN_STATUSES } from '../../../src/core/model.ts';
import type { KeptStorage } from '../../../src/core/ports.ts';
import { type AccountRow, parseRowKey } from '../../../src/core/rows/rows.ts';
import { toAccount, toId } from '../support/builders.ts';
import { flush } from '../support/flush.ts';
import { anyJson, anyText, checkAsyncProperty, checkProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';

function toChange(number: number, more: Partial<Change> = {}): Change {
  return {
    scope: '',
    profile: 'audit',
    account: toAccount(number),
    region: 'us-east-1',
    scanType: undefined,
    from: { kind: 'status', status: 'ENABLED', fault: undefined },
    fromAt: 1000,
    to: { kind: 'status', status: 'DISABLED', fault: undefined },
    at: 2000,
    ...more,
  };
}

function toChanges(count: number, from = 1): Change[] {
  return Array.from({ length: count }, (_, index) => toChange(from + index));
}

class MemoryStorage implements KeptStorage<ChangeList> {
  kept: ChangeList | undefined;

  async load(): Promise<ChangeList | undefined> {
    return this.kept;
  }

  async save(list: ChangeList): Promise<void> {
    this.kept = list;
  }
}

function createRecent(storage?: KeptStorage<ChangeList>): RecentChanges {
  return new RecentChanges(
    storage,
    (work) => void work.catch((error: unknown) => assert.fail(String(error))),
  );
}

/** The refreshes, each with its accounts and how many changes it had. */
function toShort(list: ChangeList): string[] {
  return list.map(
    ({ endedAt, changes, total }) =>
      `${endedAt}: ${changes.map(({ account, isSeen }) => `${Number(account.id)}${isSeen ? '' : '*'}`).join(' ')} of ${total}`,
  );
}

describe('recent changes: the list', () => {
  it('has the latest refresh first, and no two of the same time', () => {
    const recent = createRecent();
    recent.add({ changes: [toChange(1)], total: 1 }, 10);
    recent.add({ changes: [toChange(2)], total: 1 }, 20);
    recent.add({ changes: [toChange(3)], total: 1 }, 20);
    assert.deepEqual(toShort(recent.current), ['21: 3* of 1', '20: 2* of 1', '10: 1* of 1']);
  });

  it('has 500 changes at most: the oldest go, and what a refresh had is known', () => {
    const recent = createRecent();
    recent.add({ changes: toChanges(300), total: 300 }, 10);
    recent.add({ changes: toChanges(300, 1000), total: 900 }, 20);
    assert.deepEqual(
      recent.current.map(({ changes, total }) => [changes.length, total]),
      [
        [300, 900],
        [200, 300],
      ],
    );
    recent.add({ changes: toChanges(MAX_CHANGES, 2000), total: 7000 }, 30);
    assert.deepEqual(
      recent.current.map(({ changes, total }) => [changes.length, total]),
      [[500, 7000]],
    );
  });

  it('does not take the same change twice, as after an end between two saves', () => {
    const recent = createRecent();
    assert.equal(recent.add({ changes: toChanges(2), total: 2 }, 10), true);
    assert.equal(recent.add({ changes: toChanges(2), total: 2 }, 20), false);
    assert.equal(recent.add({ changes: toChanges(3), total: 5 }, 30), true);
    assert.deepEqual(toShort(recent.current), ['30: 3* of 3', '10: 1* 2* of 2']);
    // The same way again is another change: it was confirmed in between.
    assert.equal(recent.add({ changes: [toChange(1, { fromAt: 1500 })], total: 1 }, 40), true);
  });

  it('tells what was looked at, and tells of it once', () => {
    const recent = createRecent();
    const told: number[] = [];
    recent.add({ changes: toChanges(3), total: 3 }, 10);
    recent.onDidChange((changes) => told.push(changes.length));
    assert.equal(recent.unseenCount, 3);
    const [first] = recent.getUnseen('', 'audit', toId(1));
    assert.ok(first);
    recent.markSeen([first]);
    recent.markSeen([first]);
    assert.deepEqual(recent.getUnseen('', 'audit', toId(1)), []);
    assert.deepEqual(toShort(recent.current), ['10: 1 2* 3* of 3']);
    recent.markAllSeen();
    recent.markAllSeen();
    assert.equal(recent.unseenCount, 0);
    assert.deepEqual(told, [1, 2]);
  });

  it('knows an account by its scope and the profile that it was read with', () => {
    const recent = createRecent();
    recent.add({ changes: [toChange(1), toChange(1, { scope: 'b' })], total: 2 }, 10);
    assert.equal(recent.getUnseen('', 'audit', toId(1)).length, 1);
    assert.equal(recent.getUnseen('b', 'audit', toId(1)).length, 1);
    assert.equal(recent.getUnseen('', 'other', toId(1)).length, 0);
    assert.equal(recent.getUnseen('c', 'audit', toId(1)).length, 0);
  });

  it('is cleared, and put back below what has come since', () => {
    const recent = createRecent();
    recent.add({ changes: [toChange(1)], total: 1 }, 10);
    const restore = recent.clear();
    assert.deepEqual([recent.current, recent.unseenCount], [[], 0]);
    recent.add({ changes: [toChange(2)], total: 1 }, 20);
    restore();
    assert.deepEqual(toShort(recent.current), ['20: 2* of 1', '10: 1* of 1']);
  });
});

describe('recent changes: kept', () => {
  it('what is in the list and what was looked at, from one start to the next', async () => {
    const storage = new MemoryStorage();
    const recent = createRecent(storage);
    await recent.load();
    recent.add({ changes: toChanges(2), total: 2 }, 10);
    const [first] = recent.getUnseen('', 'audit', toId(1));
    recent.markSeen(first === undefined ? [] : [first]);
    await flush();
    const next = createRecent(storage);
    await next.load();
    await next.load();
    assert.deepEqual(next.current, recent.current);
    assert.equal(next.unseenCount, 1);
  });

  it('nothing without a storage, and none is needed', async () => {
    const recent = createRecent();
    await recent.load();
    recent.add({ changes: toChanges(1), total: 1 }, 10);
    assert.equal(recent.unseenCount, 1);
  });
});

const state: fc.Arbitrary<ChangedState> = fc.oneof(
  fc
    .record({
      status: fc.option(fc.oneof(fc.constantFrom<string>(...KNOWN_STATUSES), fc.constant('NEW_STATUS')), {
        nil: undefined,
      }),
      fault: fc.constantFrom(undefined, '', 'ACCESS_DENIED', 'SSM_THROTTLED'),
    })
    .map((each): ChangedState => ({ kind: 'status', ...each })),
  fc.constantFrom<ChangedState>(
    { kind: 'notReported' },
    { kind: 'notReturned' },
    { kind: 'refused' },
    { kind: 'notMember' },
    { kind: 'member', needsAttention: true },
    { kind: 'member', needsAttention: false },
  ),
);
const time = fc.integer({ min: 0, max: 8.64e15 });
const wellFormed = anyText.map((each) => each.toWellFormed().slice(0, 2048));
const change: fc.Arbitrary<ListedChange> = fc
  .record({
    scope: wellFormed,
    profile: wellFormed,
    number: fc.integer({ min: 1, max: 5 }),
    name: fc.constantFrom(undefined, 'payments-live', '“quoted” {"a":1}'),
    region: fc.constantFrom(undefined, 'us-east-1', 'eu-west-1'),
    scanType: fc.constantFrom(undefined, 'ec2', 'ecr', 'eks', ''),
    from: state,
    fromAt: time,
    to: state,
    at: time,
    isSeen: fc.boolean(),
  })
  .map(({ number, name, ...rest }) => ({ ...rest, account: toAccount(number, name) }));
const anyList: fc.Arbitrary<ChangeList> = fc
  .uniqueArray(
    fc.record({
      endedAt: time,
      changes: fc.array(change, { minLength: 1, maxLength: 5 }),
      more: fc.nat(10_000),
    }),
    { maxLength: 5, selector: ({ endedAt }) => endedAt },
  )
  .map((list) =>
    list.map(({ endedAt, changes, more }) => ({ endedAt, changes, total: changes.length + more })),
  );

describe('recent changes: as text', () => {
  it(`every list comes back as it was [${seedTitle}]`, async () => {
    await checkAsyncProperty(
      fc.asyncProperty(anyList, async (list) => {
        const lines = [...encodeChanges(list)];
        assert.ok(lines.every((line) => !/[\n\r]/.test(line)));
        assert.deepEqual(await parseChanges(lines), list);
      }),
      1000,
    );
  });

  it(`nothing comes of a text that is cut off anywhere [${seedTitle}]`, async () => {
    await checkAsyncProperty(
      fc.asyncProperty(anyList, fc.nat(), async (list, at) => {
        const lines = [...encodeChanges(list)];
        assert.equal(await parseChanges(lines.slice(0, at % lines.length)), undefined);
        const text = lines.join('\n');
        assert.equal(await parseChanges(text.slice(0, at % text.length).split('\n')), undefined);
      }),
      500,
    );
  });

  it(`whatever stands in the file, it is a list or none, and never throws [${seedTitle}]`, async () => {
    const header = JSON.stringify({ format: 'inspector-account-status changes', version: 1 });
    const [, refresh = '', line = '{}'] = encodeChanges([
      { endedAt: 5, total: 1, changes: [{ ...toChange(1), isSeen: false }] },
    ]);
    const keys = Object.keys(JSON.parse(line));
    const spoilt = fc
      .tuple(fc.constantFrom(...keys, 'other'), anyJson())
      .map(([key, value]) => JSON.stringify({ ...JSON.parse(line), [key]: value }));
    const anyLine = fc.oneof(
      fc.constantFrom(refresh, line),
      spoilt,
      anyJson().map((each) => JSON.stringify(each) ?? ''),
      anyText,
    );
    await checkAsyncProperty(
      fc.asyncProperty(fc.array(anyLine, { maxLength: 6 }), async (lines) => {
        const list = await parseChanges([header, ...lines, '"end"']);
        for (const each of list?.flatMap(({ changes }) => changes) ?? []) {
          assert.match(each.account.id, /^[0-9]{12}$/);
          assert.ok([each.fromAt, each.at].every((at) => new Date(at).getTime() >= 0));
          assert.ok((each.account.name?.length ?? 0) <= 100);
          assert.ok(toAccountKeys(each).every((key) => parseRowKey(key) !== undefined));
        }
        if (list !== undefined) {
          assert.deepEqual(await parseChanges([...encodeChanges(list)]), list);
        }
      }),
      3000,
    );
  });

  it('another version, other lines behind the end, and more than fit are not taken', async () => {
    const list: ChangeList = [{ endedAt: 5, total: 1, changes: [{ ...toChange(1), isSeen: false }] }];
    const lines = [...encodeChanges(list)];
    assert.ok(await parseChanges(lines));
    assert.equal(await parseChanges([...lines, '{}']), undefined);
    assert.equal(
      await parseChanges(lines.map((line) => line.replace('"version":1', '"version":2'))),
      undefined,
    );
    assert.equal(await parseChanges([...lines.slice(0, 2), ...lines.slice(1)]), undefined);
    const many: ChangeList = [
      { endedAt: 5, total: 501, changes: toChanges(501).map((each) => ({ ...each, isSeen: true })) },
    ];
    assert.equal(await parseChanges([...encodeChanges(many)]), undefined);
    assert.equal(await parseChanges([lines[0] ?? '', `"${'x'.repeat(2_000_001)}"`, '"end"']), undefined);
  });
});

describe('recent changes: rows', () => {
  it(`only keys of the list's rows are keys of it, and none of the accounts [${seedTitle}]`, () => {
    checkProperty(
      fc.property(fc.oneof(anyText, anyJson()), (value) => {
        const row = parseChangeKey(value);
        assert.ok(row === undefined || toChangeKey(row) === value);
      }),
      2000,
    );
    for (const key of ['refresh/5', 'change/5/0', 'more/1795939200000', 'change/5/499']) {
      assert.ok(parseChangeKey(key), key);
      assert.equal(parseRowKey(key), undefined);
    }
    for (const key of [
      'refresh/5/0',
      'change/5',
      'change/5/',
      'change/05/0',
      'change/5/5000',
      'more',
      'x/5',
      '',
    ]) {
      assert.equal(parseChangeKey(key), undefined, key);
    }
  });

  it('finds a change by its row, as long as it is in the list', () => {
    const recent = createRecent();
    recent.add({ changes: toChanges(2), total: 2 }, 10);
    const find = (key: string) => {
      const row = parseChangeKey(key);
      return row && findChange(recent.current, row);
    };
    assert.equal(find('change/10/1')?.account.id, toId(2));
    assert.equal(find('change/10/2'), undefined);
    assert.equal(find('change/11/0'), undefined);
    assert.equal(find('refresh/10'), undefined);
  });

  it('tells a change at its row and those above it, and at no other', () => {
    const where = (each: Change) =>
      [
        'account//000000000001',
        'region//000000000001/us-east-1',
        'region//000000000001/eu-west-1',
        'scanType//000000000001/us-east-1/ec2',
        'scanType//000000000001/us-east-1/ecr',
        'scanType//000000000001/eu-west-1/ec2',
      ].map((key) => (isToldAt(each, parseRowKey(key) as AccountRow) ? 'x' : '-'));
    assert.equal(where(toChange(1, { scanType: 'ec2' })).join(''), 'xx-x--');
    assert.equal(where(toChange(1)).join(''), 'xx----');
    assert.equal(where(toChange(1, { region: undefined })).join(''), 'xxx---');
    assert.deepEqual(toAccountKeys(toChange(1, { scanType: 'ec2' })), [
      'scanType//000000000001/us-east-1/ec2',
      'region//000000000001/us-east-1',
      'account//000000000001',
    ]);
    assert.deepEqual(toAccountKeys(toChange(1, { region: undefined })), ['account//000000000001']);
  });
});

describe('recent changes: told of', () => {
  const found = (changed: number[], worse: number[]) => ({
    changedIds: new Set(changed.map(toId)),
    worseIds: new Set(worse.map(toId)),
  });

  it('merged until somebody can be told, each account once, and then no more', () => {
    const untold = new Untold();
    untold.take(found([1, 2], [1]));
    untold.take(found([1, 3, 4], [1, 3]));
    assert.deepEqual(untold.tell('problems'), { kind: 'worse', worse: 2 });
    assert.equal(untold.tell('problems'), undefined);
    untold.take(found([1, 2], [1]));
    untold.take(found([3], []));
    assert.deepEqual(untold.tell('all'), { kind: 'all', changed: 3, worse: 1 });
    assert.equal(untold.tell('all'), undefined);
  });

  it('only where it is wanted; what was not does not come later', () => {
    const untold = new Untold();
    untold.take(found([1], [1]));
    assert.equal(untold.tell('off'), undefined);
    assert.equal(untold.tell('all'), undefined);
    untold.take(found([1], []));
    assert.equal(untold.tell('problems'), undefined);
    untold.take(found([1], [1]));
    untold.forget();
    assert.equal(untold.tell('problems'), undefined);
  });
});
