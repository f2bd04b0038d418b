/** The counts are those of the plainest way to count, whatever changed since they were counted last. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  type Entry,
  KNOWN_SCAN_TYPES,
  type RegionReading,
  type Scope,
  type Snapshot,
} from '../../../src/core/model.ts';
import { summarize, Tally } from '../../../src/core/state/tally.ts';
import {
  ALL_ON,
  DENIED,
  joinSnapshots,
  NOT_RETURNED,
  toAccounts,
  toAnswer,
  toEntry,
  toError,
  toFailure,
  toReading,
  toScopedSnapshot,
  UNREAD,
  WAITING,
} from '../support/builders.ts';
import { summarizePlainly } from '../support/plainSummary.ts';
import { checkProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';
import { anySnapshot } from '../support/snapshots.ts';

const someEntry: fc.Arbitrary<Entry> = fc
  .record({
    entry: fc.constantFrom<Entry>(
      WAITING,
      UNREAD,
      ...[
        ALL_ON,
        DENIED,
        NOT_RETURNED,
        toAnswer('ENABLED', []),
        toAnswer('ENABLED', [
          { scanType: 'ec2', status: 'ENABLED', error: toError('SSM_THROTTLED') },
          { scanType: 'eks', status: 'DISABLED', error: undefined },
        ]),
        toAnswer('ENABLED', [{ scanType: 'ec2', status: 'ENABLED', error: undefined }]),
        toAnswer('DISABLED'),
        toAnswer('ENABLING'),
        toAnswer('SUSPENDED'),
      ].map((answer) => toEntry(answer)),
    ),
    stale: fc.boolean(),
    old: fc.boolean(),
  })
  .map(({ entry, stale, old }) =>
    entry.kind === 'read' ? { ...entry, stale, ...(old ? { old: true as const } : {}) } : entry,
  );

/** What can happen to one of the readings. */
const change = fc.record({
  reading: fc.nat(20),
  entries: fc.array(fc.tuple(fc.nat(20), someEntry), { maxLength: 3 }),
  offeredScanTypes: fc.option(fc.subarray([...KNOWN_SCAN_TYPES]), { nil: undefined }),
  requiredScanTypes: fc.option(fc.subarray([...KNOWN_SCAN_TYPES, 'eks']), { nil: undefined }),
  failure: fc.constantFrom(undefined, toFailure('offline')),
});

function applyChange(snapshot: Snapshot, { reading: which, ...changes }: ChangeOf<typeof change>): Snapshot {
  const at = which % Math.max(1, snapshot.readings.length);
  return {
    ...snapshot,
    readings: snapshot.readings.map((reading, index): RegionReading => {
      if (index !== at) {
        return reading;
      }
      const entries = reading.entries.slice();
      for (const [place, entry] of changes.entries) {
        // Also past the end of the accounts, and so that some have no entry.
        entries[place % (entries.length + 1)] = entry;
      }
      const { offeredScanTypes = reading.offeredScanTypes, failure } = changes;
      const { requiredScanTypes = reading.requiredScanTypes } = changes;
      return { ...reading, entries, offeredScanTypes, requiredScanTypes, failure };
    }),
  };
}

type ChangeOf<T> = T extends fc.Arbitrary<infer Change> ? Change : never;

function only({ scopes, readings, activity }: Snapshot, scope: Scope): Snapshot {
  return {
    scopes: scopes.filter((each) => each === scope),
    readings: readings.filter((each) => each.scope === scope),
    activity,
  };
}

describe('tally', () => {
  it(`counts any snapshot as the plain way does, and again after each change of it [${seedTitle}]`, () => {
    const property = fc.property(anySnapshot, fc.array(change, { maxLength: 8 }), (first, changes) => {
      const tally = new Tally();
      let snapshot = first;
      assert.deepEqual(tally.summarize(snapshot), summarizePlainly(snapshot));
      for (const each of changes) {
        snapshot = applyChange(snapshot, each);
        assert.deepEqual(tally.summarize(snapshot), summarizePlainly(snapshot));
        for (const scope of snapshot.scopes) {
          assert.deepEqual(tally.summarize(only(snapshot, scope)), summarizePlainly(only(snapshot, scope)));
        }
      }
      assert.deepEqual(summarize(snapshot), summarizePlainly(snapshot));
    });
    checkProperty(property, 1000);
  }).timeout(30_000);

  it('counts a scope again only when one of its Regions has changed', () => {
    const count = 3;
    const toOne = (profile: string) =>
      toScopedSnapshot(toAccounts(count), [
        toReading([toEntry(ALL_ON), toEntry(DENIED), UNREAD], { profile }),
      ]);
    const snapshot = joinSnapshots(toOne('a'), toOne('b'));
    const [first, second] = snapshot.scopes as [Scope, Scope];
    const tally = new Tally();
    const before = [first, second].map((scope) => tally.summarize(only(snapshot, scope)));
    const refreshing: Snapshot = {
      ...snapshot,
      activity: { kind: 'refreshing', doneCalls: 0, totalCalls: 2 },
      readings: snapshot.readings.map((each) =>
        each.scope === second ? { ...each, entries: each.entries.with(2, toEntry(ALL_ON)) } : each,
      ),
    };
    assert.equal(tally.summarize(only(refreshing, first)), before[0]);
    assert.deepEqual(
      [before[1]?.scannedWithoutProblem, tally.summarize(only(refreshing, second)).scannedWithoutProblem],
      [1, 2],
    );
  });
});
