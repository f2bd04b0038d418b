/** What changed between two snapshots: rows are drawn again only for what somebody can see. */
import assert from 'node:assert/strict';
import { diffSnapshots } from '../../../src/core/diff.ts';
import type { Snapshot } from '../../../src/core/model.ts';
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

const reading = toReading([toEntry(ALL_ON), toEntry(DENIED), WAITING]);
const elsewhere = toReading(reading.entries, { region: 'eu-west-1' });
const before = toSnapshot(reading, elsewhere);

/** The snapshot with entries of the first Region replaced. */
function withEntries(
  changes: Readonly<Record<number, Snapshot['readings'][number]['entries'][number]>>,
): Snapshot {
  const entries = reading.entries.map((entry, index) => changes[index] ?? entry);
  return { ...before, readings: [{ ...reading, entries }, elsewhere] };
}

describe('diff', () => {
  it('finds nothing in a snapshot compared with itself, or with a copy of its outside', () => {
    assert.deepEqual(diffSnapshots(before, before), { kind: 'accounts', ids: [] });
    assert.deepEqual(diffSnapshots(before, withEntries({})), { kind: 'accounts', ids: [] });
  });

  it('takes a later reading that says the same for no change', () => {
    const later = withEntries({
      0: toEntry(ALL_ON, { takenAt: 9000 }),
      1: toEntry(DENIED, { takenAt: 9000 }),
    });
    const read = { ...later, readings: later.readings.map((each) => ({ ...each, readAt: 9000 })) };
    assert.deepEqual(diffSnapshots(before, read), { kind: 'accounts', ids: [] });
  });

  it('takes the progress of a refresh for no change of rows', () => {
    const refreshing: Snapshot = { ...before, activity: { kind: 'refreshing', doneCalls: 1, totalCalls: 2 } };
    assert.deepEqual(diffSnapshots(before, refreshing), { kind: 'accounts', ids: [] });
  });

  it('names the accounts that say something else, in order and once', () => {
    const entries = [toEntry(DENIED), toEntry(ALL_ON), WAITING];
    const after = { ...before, readings: [reading, elsewhere].map((each) => ({ ...each, entries })) };
    assert.deepEqual(diffSnapshots(before, after), { kind: 'accounts', ids: [toId(1), toId(2)] });
  });

  it('sees that a value has become stale, or fresh again', () => {
    const stale = withEntries({ 0: toEntry(ALL_ON, { stale: true }) });
    assert.deepEqual(diffSnapshots(before, stale), { kind: 'accounts', ids: [toId(1)] });
    assert.deepEqual(diffSnapshots(stale, before), { kind: 'accounts', ids: [toId(1)] });
  });

  it('sees a first answer, and that none will come', () => {
    assert.deepEqual(diffSnapshots(before, withEntries({ 2: toEntry(ALL_ON) })), {
      kind: 'accounts',
      ids: [toId(3)],
    });
    assert.deepEqual(diffSnapshots(before, withEntries({ 2: UNREAD })), { kind: 'accounts', ids: [toId(3)] });
    assert.deepEqual(diffSnapshots(before, withEntries({ 2: { kind: 'waiting' } })), {
      kind: 'accounts',
      ids: [],
    });
  });

  it('takes an answer in other objects for a change: sameness is by identity', () => {
    const copied = withEntries({ 0: toEntry(structuredClone(ALL_ON)) });
    assert.deepEqual(diffSnapshots(before, copied), { kind: 'accounts', ids: [toId(1)] });
  });

  const structures: Record<string, Snapshot> = {
    'other accounts': { ...before, accounts: [...before.accounts] },
    'one Region fewer': { ...before, readings: [reading] },
    'one Region more': { ...before, readings: [reading, elsewhere, reading] },
    'another Region': { ...before, readings: [reading, { ...elsewhere, region: 'sa-east-1' }] },
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
