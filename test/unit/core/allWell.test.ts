/** "All well" is said only when every account is known, fresh and healthy (invariant 2). */
import assert from 'node:assert/strict';
import {
  type Answer,
  type Entry,
  FAILURE_KINDS,
  type ScanTypeStatus,
  type Snapshot,
} from '../../../src/core/model.ts';
import { conditionOfEntry, isScannedWithoutProblem, summarize } from '../../../src/core/summary.ts';
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
import { below, pick, type Random, repeat, seedTitle } from '../support/seededRandom.ts';

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

  it(`is never said by mistake in 20,000 random states (F11, ${seedTitle})`, function () {
    this.timeout(30_000);
    let well = 0;
    repeat(20_000, (random) => {
      const snapshot = randomSnapshot(random);
      const summary = summarize(snapshot);
      assert.equal(summary.allWell, isAllWell(snapshot));
      assert.equal(
        [...summary.byCondition.values()].reduce((sum, count) => sum + count, 0),
        summary.accounts,
      );
      assert.ok(summary.scannedWithoutProblem <= summary.accounts);
      assert.ok(summary.unknown + summary.scannedWithoutProblem <= summary.accounts);
      well += summary.allWell ? 1 : 0;
    });
    assert.ok(
      well > 100 && well < 19_000,
      `${well} were well: the states are not as varied as they should be`,
    );
  });
});

/** The rule in other words than the program's: everything that may be said against it. */
function isAllWell({ accounts, readings }: Snapshot): boolean {
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

function randomSnapshot(random: Random): Snapshot {
  const accounts = below(random, 4);
  // Mostly well, or nothing ever would be.
  const trouble = random() < 0.5 ? 0.02 : 0.5;
  return toSnapshot(
    ...Array.from({ length: below(random, 4) }, () =>
      toReading(
        Array.from({ length: accounts }, () => randomEntry(random, trouble)),
        random() < trouble / 4 ? { failure: toFailure(pick(random, FAILURE_KINDS)) } : {},
      ),
    ),
  );
}

function randomEntry(random: Random, trouble: number): Entry {
  if (random() < trouble / 4) {
    return pick(random, [WAITING, UNREAD]);
  }
  return toEntry(randomAnswer(random, trouble), { stale: random() < trouble / 4 });
}

function randomAnswer(random: Random, trouble: number): Answer {
  if (random() < trouble / 4) {
    return pick<Answer>(random, [NOT_RETURNED, { kind: 'refused', message: undefined }]);
  }
  const status = () =>
    random() < trouble ? pick(random, ['ENABLING', 'DISABLED', 'SUSPENDED', 'WAT', undefined]) : 'ENABLED';
  const error = () =>
    random() < trouble
      ? toError(pick(random, ['ALREADY_ENABLED', 'SSM_THROTTLED', 'ACCESS_DENIED', '']))
      : undefined;
  const scanTypes = ['ec2', 'ecr', 'lambda', 'lambdaCode', 'codeRepository', 'eks']
    .filter(() => random() > trouble / 2)
    .map((scanType): ScanTypeStatus => ({ scanType, status: status(), error: error() }));
  const accountError = error();
  return toAnswer(status(), scanTypes, {
    ...(accountError === undefined ? {} : { error: accountError }),
    failed: random() < trouble,
  });
}
