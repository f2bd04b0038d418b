/** For any snapshot and arrangement: each account exactly once, in its group, under the row that says it is. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Account, Answer, Entry, RegionReading, Snapshot } from '../../../src/core/model.ts';
import { QUICK_FILTERS } from '../../../src/core/rows/accountFilter.ts';
import { ArrangedRows } from '../../../src/core/rows/arrangedRows.ts';
import { GROUPINGS, SORTINGS } from '../../../src/core/rows/arrangement.ts';
import { isGroupRow, parseRowKey, type RowKey } from '../../../src/core/rows/rows.ts';
import { conditionOfEntry, hasFault, needsAttention } from '../../../src/core/state/summary.ts';
import { arrangeRows, toOutline, toRowView } from '../support/arranged.ts';
import {
  ALL_ON,
  DENIED,
  joinSnapshots,
  NOT_RETURNED,
  toAccount,
  toAnswer,
  toError,
  toReading,
  toScanTypes,
  toScope,
  toScopedSnapshot,
  UNREAD,
  WAITING,
} from '../support/builders.ts';
import { checkProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';

const ANSWERS: readonly Answer[] = [
  ALL_ON,
  ALL_ON,
  DENIED,
  NOT_RETURNED,
  { kind: 'refused', message: undefined },
  toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED', ecr: 'DISABLED' })),
  toAnswer('ENABLED', [{ scanType: 'ec2', status: 'ENABLED', error: toError('SSM_THROTTLED') }]),
  toAnswer('ENABLED', []),
  toAnswer('DISABLED'),
  toAnswer('ENABLING'),
  toAnswer('SUSPENDED'),
  toAnswer('NEW_STATUS'),
  toAnswer(undefined, [], { error: toError('SSM_THROTTLED') }),
];

const anyEntry: fc.Arbitrary<Entry> = fc.oneof(
  fc.constantFrom(WAITING, UNREAD),
  fc.record({
    kind: fc.constant('read' as const),
    answer: fc.constantFrom(...ANSWERS),
    takenAt: fc.constantFrom(1000, 2000),
    stale: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('read' as const),
    answer: fc.constantFrom(...ANSWERS),
    takenAt: fc.constant(1000),
    stale: fc.constant(true),
    old: fc.constant(true as const),
  }),
);

const NAMES = [undefined, 'a', 'b 2', 'b 10', 'ä'];

function anyScope(name: string): fc.Arbitrary<Snapshot> {
  const regions = fc.subarray(['us-east-1', 'eu-west-1', 'sa-east-1']);
  const accounts = fc.uniqueArray(fc.record({ id: fc.nat(12), name: fc.constantFrom(...NAMES) }), {
    selector: ({ id }) => id,
    maxLength: 8,
  });
  return fc.tuple(regions, accounts).chain(([names, list]) =>
    fc
      .tuple(...names.map(() => fc.array(anyEntry, { minLength: list.length, maxLength: list.length })))
      .map((columns) => {
        const scope = toScope([], { name });
        const readings = columns.map((entries, at) =>
          toReading(entries, { scope, ...(names[at] === undefined ? {} : { region: names[at] }) }),
        );
        const sorted: Account[] = list.map(({ id, name: own }) => toAccount(id, own));
        const built = toScopedSnapshot(sorted, readings);
        // A scope without readings keeps its name.
        return readings.length > 0 ? built : { ...built, scopes: [toScope(sorted, { name })] };
      }),
  );
}

const anySnapshot = fc
  .oneof(fc.tuple(anyScope('')), fc.tuple(anyScope('one'), anyScope('two'), anyScope('three')))
  .map((parts) => joinSnapshots(...parts));

/** Of these snapshots or of none: an account that is away may keep its pin. */
const anyPins = fc.subarray(
  ['', 'one', 'two'].flatMap((scope) => [1, 2, 3, 99].map((id) => `account/${scope}/${toAccount(id).id}`)),
);

const anyChoices = fc.record({
  pins: fc.oneof(fc.constant([]), anyPins),
  grouping: fc.constantFrom(...GROUPINGS),
  sorting: fc.constantFrom(...SORTINGS),
  quick: fc.constantFrom(undefined, undefined, ...QUICK_FILTERS),
  text: fc.constantFrom('', '', 'a', 'b 1', 'east', 'enabled', 'x'),
});

/** Each row with the one that it stands under. */
function walk(rows: ArrangedRows): { readonly key: RowKey; readonly parent: RowKey | undefined }[] {
  const below = (key: RowKey): ReturnType<typeof walk> => {
    const row = parseRowKey(key);
    const children = row === undefined ? [] : rows.getChildren(row);
    return children.flatMap((child) => [{ key: child, parent: key }, ...below(child)]);
  };
  return rows.getRoots(0).flatMap((key) => [{ key, parent: undefined }, ...below(key)]);
}

function entriesOf(snapshot: Snapshot, key: RowKey): { entry: Entry; reading: RegionReading }[] {
  const row = parseRowKey(key);
  assert.ok(row?.kind === 'account' || row?.kind === 'region');
  return snapshot.readings
    .filter(
      ({ scope, region }) => scope.name === row.scope && (row.kind === 'account' || region === row.region),
    )
    .flatMap((reading) => {
      const entry = reading.entries[reading.scope.accounts.findIndex(({ id }) => id === row.id)];
      return entry === undefined ? [] : [{ entry, reading }];
    });
}

describe('arranged rows: for any accounts', () => {
  it(`each is there exactly once, and once for each Region by Region, without a filter [${seedTitle}]`, () => {
    const property = fc.property(anySnapshot, anyChoices, (snapshot, choices) => {
      const rows = arrangeRows(snapshot, { ...choices, text: '', quick: undefined });
      const leaf = choices.grouping === 'region' ? 'region' : 'account';
      const shown = walk(rows)
        .map(({ key }) => key)
        .filter((key) => parseRowKey(key)?.kind === leaf);
      const wanted = snapshot.scopes.flatMap((scope) => {
        const regions = snapshot.readings.filter((reading) => reading.scope === scope);
        const name = encodeURIComponent(scope.name);
        return scope.accounts.flatMap(({ id }) =>
          leaf === 'account'
            ? [`account/${name}/${id}`]
            : regions.length === 0
              ? [`region/${name}/${id}/`]
              : regions.map(({ region }) => `region/${name}/${id}/${region}`),
        );
      });
      assert.deepEqual(shown.sort(), wanted.sort());
    });
    checkProperty(property, 500);
  }).timeout(30_000);

  it(`each row is known to stand where it stands, and each group counts what is under it [${seedTitle}]`, () => {
    const property = fc.property(anySnapshot, anyChoices, (snapshot, choices) => {
      const rows = arrangeRows(snapshot, choices);
      for (const { key, parent } of walk(rows)) {
        const row = parseRowKey(key);
        assert.ok(row);
        assert.equal(rows.getParent(row), parent, key);
        if (isGroupRow(row)) {
          const under = walk(rows).filter((each) => each.parent === key);
          const group = rows.getGroup(row);
          assert.ok(group);
          assert.equal(group.groups?.length ?? group.counts.shown, under.length);
          assert.equal(rows.hasChildren(row), under.length > 0);
        }
      }
    });
    checkProperty(property, 300);
  }).timeout(30_000);

  it(`“Fully on” has nothing that is old, unknown, failing or off, “Needs attention” all that needs it and is not pinned [${seedTitle}]`, () => {
    const property = fc.property(anySnapshot, anyPins, (snapshot, pins) => {
      const rows = arrangeRows(snapshot, { grouping: 'state', pins });
      for (const { key, parent } of walk(rows)) {
        if (!key.startsWith('account/')) {
          continue;
        }
        const entries = entriesOf(snapshot, key);
        assert.equal(parent === 'stateGroup//pinned', pins.includes(key));
        assert.equal(
          parent === 'stateGroup//attention',
          !pins.includes(key) && entries.some(({ entry, reading }) => needsAttention(entry, reading)),
        );
        if (parent === 'stateGroup//fullyOn') {
          assert.ok(entries.length > 0);
          for (const { entry, reading } of entries) {
            assert.ok(entry.kind === 'read' && entry.old === undefined && !hasFault(entry));
            assert.equal(conditionOfEntry(entry, reading), 'allOn');
          }
        }
      }
    });
    checkProperty(property, 500);
  }).timeout(30_000);

  it(`those that are pinned come first in each list of accounts, and are shown wherever the others are [${seedTitle}]`, () => {
    const property = fc.property(anySnapshot, anyChoices, (snapshot, choices) => {
      const rows = arrangeRows(snapshot, choices);
      const lists = new Map<RowKey | undefined, boolean[]>();
      for (const { key, parent } of walk(rows)) {
        const row = parseRowKey(key);
        const isLeaf = row?.kind === (choices.grouping === 'region' ? 'region' : 'account');
        if (isLeaf && (row.kind === 'account' || row.kind === 'region')) {
          lists.set(parent, [...(lists.get(parent) ?? []), rows.isPinned(row)]);
        }
      }
      for (const [parent, list] of lists) {
        assert.deepEqual(list, [...list].sort().reverse(), String(parent));
        const isOfState = parent?.startsWith('stateGroup/') ?? false;
        assert.ok(!isOfState || new Set(list).size === 1, 'a group of states has all of them, or none');
      }
      const withoutPins = walk(arrangeRows(snapshot, { ...choices, pins: [] }));
      const leaves = (all: ReturnType<typeof walk>) =>
        all.map(({ key }) => key).filter((key) => /^(account|region)\//.test(key));
      assert.deepEqual(leaves(walk(rows)).sort(), leaves(withoutPins).sort());
    });
    checkProperty(property, 300);
  }).timeout(30_000);

  it(`an account is found by the row that shows it, and by none when it is filtered away [${seedTitle}]`, () => {
    const property = fc.property(anySnapshot, anyChoices, (snapshot, choices) => {
      const rows = arrangeRows(snapshot, choices);
      const keys = walk(rows).map(({ key }) => key);
      for (const { name, accounts } of snapshot.scopes) {
        for (const { id } of accounts) {
          const shown = rows.findShownKey({ kind: 'account', scope: name, id });
          const own = keys.filter((key) => {
            const row = parseRowKey(key);
            const isLeaf = row?.kind === 'account' || (row?.kind === 'region' && rows.isByRegion);
            return isLeaf && row.scope === name && row.id === id;
          });
          assert.ok(shown === undefined ? own.length === 0 : own.includes(shown), `${shown}: ${own}`);
        }
      }
    });
    checkProperty(property, 300);
  }).timeout(30_000);

  it(`step by step they become what they are at once, and what is drawn anew is enough [${seedTitle}]`, () => {
    const steps = fc.array(fc.tuple(anySnapshot, fc.boolean(), anyChoices), { minLength: 1, maxLength: 6 });
    const property = fc.property(steps, (all) => {
      const rows = new ArrangedRows();
      for (const [snapshot, isRefreshing, choices] of all) {
        const view = toRowView(choices);
        const running: Snapshot = {
          ...snapshot,
          activity: { kind: 'refreshing', doneCalls: 0, totalCalls: 1 },
        };
        // Left off in the middle now and then.
        rows.advance(isRefreshing ? running : snapshot, view, () => isRefreshing);
        rows.advance(snapshot, view, () => false);
        assert.deepEqual(toOutline(rows), toOutline(arrangeRows(snapshot, choices)));
      }
    });
    checkProperty(property, 200);
  }).timeout(30_000);

  it(`an account that changes redraws no row but its own and those of its groups [${seedTitle}]`, () => {
    const property = fc.property(
      anySnapshot,
      anyChoices,
      fc.nat(),
      anyEntry,
      (snapshot, choices, at, entry) => {
        const changed = snapshot.readings.map((reading, index) =>
          index === at % Math.max(1, snapshot.readings.length) && reading.entries.length > 0
            ? { ...reading, entries: reading.entries.with(at % reading.entries.length, entry) }
            : reading,
        );
        const rows = new ArrangedRows();
        const view = toRowView(choices);
        rows.advance(snapshot, view, () => false);
        const drawn = rows.current;
        const before = new Map(walk(rows).map(({ key, parent }) => [key, parent]));
        rows.advance({ ...snapshot, readings: changed }, view, () => false);
        const keys = rows.diff(drawn);
        // Whatever is told is enough: who comes, goes or moves has a parent that is drawn anew.
        for (const { key, parent } of walk(rows)) {
          const row = parseRowKey(key);
          if (row !== undefined && (isGroupRow(row) || row.kind === 'account') && !before.has(key)) {
            assert.ok(isCovered(parent, keys, rows), `${key} is new under ${parent}: ${keys}`);
          }
        }
        const after = new Map(walk(rows).map(({ key, parent }) => [key, parent]));
        for (const [key, parent] of before) {
          if (/^(account|stateGroup|scope|regionGroup)\//.test(key) && after.get(key) !== parent) {
            const isGone = parent !== undefined && !after.has(parent);
            assert.ok(isGone || isCovered(parent, keys, rows), `${key} has left ${parent}: ${keys}`);
          }
        }
      },
    );
    checkProperty(property, 500);
  }).timeout(30_000);
});

/** The row is drawn anew, or one that it stands under. */
function isCovered(
  key: RowKey | undefined,
  keys: readonly (RowKey | undefined)[],
  rows: ArrangedRows,
): boolean {
  if (keys.includes(key)) {
    return true;
  }
  const row = parseRowKey(key);
  return row !== undefined && isCovered(rows.getParent(row), keys, rows);
}
