/** "All well" is said only when every account is known, fresh and healthy (invariant 2). */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  type Answer,
  type Entry,
  FAILURE_KINDS,
  type FailureKind,
  type ServiceError,
  type Snapshot,
} from '../../../src/core/model.ts';
import { conditionOfEntry, isScannedWithoutProblem } from '../../../src/core/state/summary.ts';
import { summarize } from '../../../src/core/state/tally.ts';
import { accountsOf } from '../../support/accountsOf.ts';
import {
  ALL_ON,
  DENIED,
  NOT_RETURNED,
  toAnswer,
  toEntry,
  toError,
  toFailure,
  toReading,
  toScanTypes,
  toSnapshot,
  UNREAD,
  WAITING,
} from '../support/builders.ts';
import { checkProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';

/** One entry of each sort, and whether it may be part of "all well". */
const SORTS: readonly [Entry, boolean][] = [
  [toEntry(ALL_ON), true],
  [toEntry(toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED', ecr: 'DISABLED' }))), true],
  [toEntry(toAnswer('ENABLED', undefined, { error: toError('ALREADY_ENABLED') })), true],
  [toEntry(ALL_ON, { stale: true }), false],
  [WAITING, false],
  [UNREAD, false],
  [toEntry(NOT_RETURNED), false],
  [toEntry({ kind: 'refused', message: undefined }), false],
  [toEntry(DENIED), false],
  [toEntry(toAnswer('ENABLED', undefined, { error: toError('SSM_THROTTLED') })), false],
  [toEntry(toAnswer('ENABLED', [{ scanType: 'ec2', status: 'ENABLED', error: toError('NEW') }])), false],
  [toEntry(toAnswer('ENABLED', [])), false],
  [toEntry(toAnswer('ENABLED', toScanTypes({ ec2: 'DISABLED' }))), false],
  [toEntry(toAnswer('ENABLING')), false],
  [toEntry(toAnswer('DISABLING')), false],
  [toEntry(toAnswer('DISABLED')), false],
  [toEntry(toAnswer('SUSPENDED')), false],
  [toEntry(toAnswer('WAT')), false],
  [toEntry(toAnswer(undefined)), false],
];

describe('summary: all well', () => {
  it('holds for every combination of two accounts in one Region, and of one in two', () => {
    for (const [a, aIsWell] of SORTS) {
      for (const [b, bIsWell] of SORTS) {
        const both = aIsWell && bIsWell;
        const inOne = summarize(toSnapshot(toReading([a, b])));
        const inTwo = summarize(toSnapshot(toReading([a]), toReading([b])));
        assert.equal(inOne.allWell, both, JSON.stringify([a, b]));
        assert.equal(inTwo.allWell, both, JSON.stringify([a, b]));
      }
    }
  });

  it('is not said of no accounts, of no Region, or beside the failure of a Region', () => {
    const well = toReading([toEntry(ALL_ON)]);
    assert.ok(summarize(toSnapshot(well)).allWell);
    assert.ok(!summarize(toSnapshot()).allWell);
    assert.ok(!summarize(toSnapshot(toReading([]))).allWell);
    assert.ok(!summarize({ ...toSnapshot(well), readings: [] }).allWell);
    for (const kind of FAILURE_KINDS) {
      const failed = { ...well, failure: toFailure(kind) };
      assert.ok(!summarize(toSnapshot(failed)).allWell, kind);
      assert.ok(!summarize(toSnapshot(well, failed)).allWell, kind);
    }
  });

  it('never takes what is unknown for disabled, or the other way round (F12)', () => {
    for (const status of [undefined, 'WAT', 'enabled', 'DISABLED ', '']) {
      assert.equal(conditionOfEntry(toEntry(toAnswer(status))), 'unknown');
    }
    for (const entry of [UNREAD, toEntry(NOT_RETURNED)]) {
      assert.equal(conditionOfEntry(entry), 'unknown');
    }
  });

  it(`is never said by mistake in 100,000 random states (F11, F12) [${seedTitle}]`, function () {
    this.timeout(60_000);
    let well = 0;
    const property = fc.property(anyState, (snapshot) => {
      const summary = summarize(snapshot);
      assert.equal(summary.allWell, isAllWell(snapshot));
      assert.equal(
        [...summary.byState.values()].reduce((sum, count) => sum + count, 0),
        summary.accounts,
      );
      assert.ok(summary.scannedWithoutProblem <= summary.accounts);
      assert.ok(summary.unknown + summary.scannedWithoutProblem <= summary.accounts);
      well += summary.allWell ? 1 : 0;
    });
    checkProperty(property, 100_000);
    assert.ok(
      well > 500 && well < 95_000,
      `${well} were well: the states are not as varied as they should be`,
    );
  });
});

/** The rule in other words than the program's: everything that may be said against it. */
function isAllWell(snapshot: Snapshot): boolean {
  const { readings } = snapshot;
  const accounts = accountsOf(snapshot);
  const entries = readings.flatMap((reading) => reading.entries);
  return (
    accounts.length > 0 &&
    readings.length > 0 &&
    readings.every((reading) => reading.failure === undefined) &&
    entries.every((entry) => {
      if (entry.kind !== 'read' || entry.stale || entry.answer.kind !== 'status') {
        return false;
      }
      const { status, scanTypes, error, failed } = entry.answer;
      const codes = [error, ...scanTypes.map((each) => each.error)].flatMap((each) => each?.code ?? []);
      return (
        status === 'ENABLED' &&
        scanTypes.some((each) => each.status === 'ENABLED') &&
        codes.every((code) => code === 'ALREADY_ENABLED') &&
        !(failed && error === undefined) &&
        isScannedWithoutProblem(entry)
      );
    })
  );
}

/** Mostly what is well, or no state ever would be. */
function mostly<Value>(well: Value, ...others: readonly Value[]): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 12, arbitrary: fc.constant(well) }, fc.constantFrom(...others));
}

const anyStatus = mostly<string | undefined>(
  'ENABLED',
  'ENABLING',
  'DISABLED',
  'SUSPENDED',
  'WAT',
  undefined,
);
const anyError = mostly<ServiceError | undefined>(
  undefined,
  ...['ALREADY_ENABLED', 'SSM_THROTTLED', 'ACCESS_DENIED', ''].map((code) => toError(code)),
);
const anyScanTypes = fc.uniqueArray(
  fc.record({
    scanType: fc.constantFrom('ec2', 'ecr', 'lambda', 'lambdaCode', 'codeRepository', 'eks'),
    status: anyStatus,
    error: anyError,
  }),
  { selector: ({ scanType }) => scanType, maxLength: 3 },
);
const anyAnswer: fc.Arbitrary<Answer> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      kind: fc.constant('status' as const),
      status: anyStatus,
      error: anyError,
      failed: mostly(false, true),
      scanTypes: anyScanTypes,
    }),
  },
  fc.constantFrom<Answer>(NOT_RETURNED, { kind: 'refused', message: undefined }),
);
const anyEntry: fc.Arbitrary<Entry> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.tuple(anyAnswer, mostly(false, true)).map(([answer, stale]) => toEntry(answer, { stale })),
  },
  fc.constantFrom(WAITING, UNREAD),
);
/** Up to three accounts in up to three Regions. */
const anyState: fc.Arbitrary<Snapshot> = fc
  .tuple(fc.nat(3), fc.nat(3))
  .chain(([accounts, regions]) =>
    fc.array(
      fc.tuple(
        fc.array(anyEntry, { minLength: accounts, maxLength: accounts }),
        mostly<FailureKind | undefined>(undefined, ...FAILURE_KINDS),
      ),
      { minLength: regions, maxLength: regions },
    ),
  )
  .map((readings) =>
    toSnapshot(
      ...readings.map(([entries, kind]) =>
        toReading(entries, kind === undefined ? {} : { failure: toFailure(kind) }),
      ),
    ),
  );
