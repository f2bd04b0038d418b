/** What changed between two snapshots: rows are drawn again only for what somebody can see. */

import assert from 'node:assert/strict';
import type { AccountId, RegionReading, Snapshot } from '../../../src/core/model.ts';
import { diffSnapshots } from '../../../src/core/state/diff.ts';
import {
  ALL_ON,
  DENIED,
  toEntry,
  toFailure,
  toId,
  toReading,
  toSnapshot,
  UNREAD,
  WAITING,
} from '../support/builders.ts';

const at = (ids: readonly AccountId[]) => ids.map((id) => ({ scope: '', id }));

const entries = [toEntry(ALL_ON), toEntry(DENIED), WAITING];
const before = toSnapshot(toReading(entries), toReading(entries, { region: 'eu-west-1' }));
const [reading, elsewhere] = before.readings as [RegionReading, RegionReading];

/** The snapshot with entries of the first Region replaced. */
function withEntries(
  changes: Readonly<Record<number, Snapshot['readings'][number]['entries'][number]>>,
): Snapshot {
  const entries = reading.entries.map((entry, index) => changes[index] ?? entry);
  return { ...before, readings: [{ ...reading, entries }, elsewhere] };
}

describe('diff', () => {
  it('finds nothing in a snapshot compared with itself, or with a copy of its outside', () => {
    assert.deepEqual(diffSnapshots(before, before), { kind: 'accounts', changed: at([]) });
    assert.deepEqual(diffSnapshots(before, withEntries({})), { kind: 'accounts', changed: at([]) });
  });

  it('takes a later reading that says the same for no change', () => {
    const later = withEntries({
      0: toEntry(ALL_ON, { takenAt: 9000 }),
      1: toEntry(DENIED, { takenAt: 9000 }),
    });
    const read = { ...later, readings: later.readings.map((each) => ({ ...each, readAt: 9000 })) };
    assert.deepEqual(diffSnapshots(before, read), { kind: 'accounts', changed: at([]) });
  });

  it('takes the progress of a refresh for no change of rows', () => {
    const refreshing: Snapshot = { ...before, activity: { kind: 'refreshing', doneCalls: 1, totalCalls: 2 } };
    assert.deepEqual(diffSnapshots(before, refreshing), { kind: 'accounts', changed: at([]) });
  });

  it('names the accounts that say something else, in order and once', () => {
    const entries = [toEntry(DENIED), toEntry(ALL_ON), WAITING];
    const after = { ...before, readings: [reading, elsewhere].map((each) => ({ ...each, entries })) };
    assert.deepEqual(diffSnapshots(before, after), { kind: 'accounts', changed: at([toId(1), toId(2)]) });
  });

  it('names them in the order of the rows, in whichever Region they changed', () => {
    const inFirst = reading.entries.with(2, toEntry(DENIED));
    const inSecond = reading.entries.with(0, toEntry(DENIED));
    const after = {
      ...before,
      readings: [
        { ...reading, entries: inFirst },
        { ...elsewhere, entries: inSecond },
      ],
    };
    assert.deepEqual(diffSnapshots(before, after), { kind: 'accounts', changed: at([toId(1), toId(3)]) });
  });

  it('sees that a value has become stale, or fresh again', () => {
    const stale = withEntries({ 0: toEntry(ALL_ON, { stale: true }) });
    assert.deepEqual(diffSnapshots(before, stale), { kind: 'accounts', changed: at([toId(1)]) });
    assert.deepEqual(diffSnapshots(stale, before), { kind: 'accounts', changed: at([toId(1)]) });
  });

  it('sees that a stale value has become old', () => {
    const stale = withEntries({ 0: toEntry(ALL_ON, { stale: true }) });
    const old = withEntries({ 0: { kind: 'read', answer: ALL_ON, takenAt: 1000, stale: true, old: true } });
    assert.deepEqual(diffSnapshots(stale, old), { kind: 'accounts', changed: at([toId(1)]) });
  });

  it('sees a first answer, and that none will come', () => {
    assert.deepEqual(diffSnapshots(before, withEntries({ 2: toEntry(ALL_ON) })), {
      kind: 'accounts',
      changed: at([toId(3)]),
    });
    assert.deepEqual(diffSnapshots(before, withEntries({ 2: UNREAD })), {
      kind: 'accounts',
      changed: at([toId(3)]),
    });
    assert.deepEqual(diffSnapshots(before, withEntries({ 2: { kind: 'waiting' } })), {
      kind: 'accounts',
      changed: at([]),
    });
  });

  it('takes an answer in other objects for a change: sameness is by identity', () => {
    const copied = withEntries({ 0: toEntry(structuredClone(ALL_ON)) });
    assert.deepEqual(diffSnapshots(before, copied), { kind: 'accounts', changed: at([toId(1)]) });
  });

  const structures: Record<string, Snapshot> = {
    'other accounts': {
      ...before,
      scopes: before.scopes.map((scope) => ({ ...scope, accounts: [...scope.accounts] })),
    },
    'one Region fewer': { ...before, readings: [reading] },
    'one Region more': { ...before, readings: [reading, elsewhere, reading] },
    'another Region': { ...before, readings: [reading, { ...elsewhere, region: 'sa-east-1' }] },
    'a Region that offers other scan types': {
      ...before,
      readings: [reading, { ...elsewhere, offeredScanTypes: ['ec2'] }],
    },
    'a Region that is tried again at another time': {
      ...before,
      readings: [reading, { ...elsewhere, nextTryAt: 5000 }],
    },
    'a Region that a person may ask again at another time': {
      ...before,
      readings: [reading, { ...elsewhere, heldUntil: 5000 }],
    },
    'a Region in trouble': {
      ...before,
      readings: [reading, { ...elsewhere, failure: toFailure('throttled') }],
    },
  };
  for (const [what, after] of Object.entries(structures)) {
    it(`asks for all rows anew for ${what}, and for the way back`, () => {
      assert.deepEqual(diffSnapshots(before, after), { kind: 'structure' });
      assert.deepEqual(diffSnapshots(after, before), { kind: 'structure' });
    });
  }
});
