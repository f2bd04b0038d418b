/** What accounts come to: never "all well" while anything is unknown, old or wrong. */
import assert from 'node:assert/strict';
import { type Answer, FAILURE_KINDS, KNOWN_SCAN_TYPES, KNOWN_STATUSES } from '../../../src/core/model.ts';
import { codeOfEntry, stateOfCode } from '../../../src/core/state/accountStates.ts';
import { NOTHING_EXPECTED } from '../../../src/core/state/lacking.ts';
import {
  type Condition,
  conditionOfEntry,
  conditionOfScanType,
  countScanTypes,
  failureNeedsAttention,
  faultsOf,
  hasFault,
  isScannedWithoutProblem,
  needsAttention,
  worstCondition,
} from '../../../src/core/state/summary.ts';
import { summarize } from '../../../src/core/state/tally.ts';
import {
  ALL_ON,
  DENIED,
  joinSnapshots,
  NOT_RETURNED,
  toAccount,
  toAnswer,
  toEntry,
  toError,
  toFailure,
  toReading,
  toScanTypes,
  toScopedSnapshot,
  toSnapshot,
  UNREAD,
  WAITING,
} from '../support/builders.ts';

const ALL_OFF_TYPES = toScanTypes({
  ec2: 'DISABLED',
  ecr: 'DISABLED',
  lambda: 'DISABLED',
  lambdaCode: 'DISABLED',
  codeRepository: 'DISABLED',
});

/** An account in `ENABLED` whose EC2 scan has this error, everything else being well. */
function withScanError(code: string, status = 'ENABLED') {
  return toAnswer(status, [
    { scanType: 'ec2', status, error: toError(code) },
    ...toScanTypes({ ecr: status, lambda: status, lambdaCode: status, codeRepository: status }),
  ]);
}

describe('summary: conditions', () => {
  const conditions: readonly [string, Parameters<typeof conditionOfEntry>[0], Condition][] = [
    ['before its first answer', WAITING, 'waiting'],
    ['never answered', UNREAD, 'unknown'],
    ['not returned by Inspector (D3)', toEntry(NOT_RETURNED), 'unknown'],
    ['that the service refuses (D13)', toEntry({ kind: 'refused', message: undefined }), 'failed'],
    ['with every scan type on', toEntry(ALL_ON), 'allOn'],
    ['with a stale value', toEntry(ALL_ON, { stale: true }), 'allOn'],
    [
      'with some scan types off',
      toEntry(toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED', ecr: 'DISABLED' }))),
      'someOn',
    ],
    [
      'with scan types that are not reported (D6)',
      toEntry(toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED' }))),
      'someOn',
    ],
    ['enabled, with every scan type off (D7)', toEntry(toAnswer('ENABLED', ALL_OFF_TYPES)), 'noneOn'],
    ['enabled, with no scan type reported', toEntry(toAnswer('ENABLED', [])), 'unknown'],
    [
      'with every known scan type on and a new one off (D6)',
      toEntry(toAnswer('ENABLED', [...toAnswer('ENABLED').scanTypes, ...toScanTypes({ eks: 'DISABLED' })])),
      'someOn',
    ],
    ['with every scan type on, one of which fails', toEntry(withScanError('SSM_THROTTLED')), 'someOn'],
    ['disabled', toEntry(toAnswer('DISABLED')), 'off'],
    ['suspended', toEntry(toAnswer('SUSPENDED')), 'suspended'],
    ['being enabled (D8)', toEntry(toAnswer('ENABLING')), 'changing'],
    ['being disabled', toEntry(toAnswer('DISABLING')), 'changing'],
    ['being suspended', toEntry(toAnswer('SUSPENDING')), 'changing'],
    ['with a status nobody knows (D5)', toEntry(toAnswer('WAT', ALL_OFF_TYPES)), 'unknown'],
    ['without a status', toEntry(toAnswer(undefined, ALL_OFF_TYPES)), 'unknown'],
    ['that is denied (D2)', toEntry(DENIED), 'failed'],
    [
      'with an error that nobody knows (D5)',
      toEntry(toAnswer('ENABLED', [], { error: toError('NEW') })),
      'failed',
    ],
    [
      'that is already enabled, which is no error',
      toEntry(toAnswer('ENABLED', undefined, { error: toError('ALREADY_ENABLED'), failed: true })),
      'allOn',
    ],
    ['in failedAccounts without a word why', toEntry(toAnswer(undefined, [], { failed: true })), 'failed'],
  ];
  for (const [what, entry, condition] of conditions) {
    it(`an account ${what} is ${condition}`, () => {
      assert.equal(conditionOfEntry(entry), condition);
    });
  }

  it('an account in failedAccounts without a code is failed, whatever status stands beside it', () => {
    const entry = toEntry(toAnswer('ENABLED', undefined, { failed: true }));
    assert.equal(conditionOfEntry(entry), 'failed');
    assert.ok(!isScannedWithoutProblem(entry) && hasFault(entry) && needsAttention(entry));
  });

  it('gives scan types the same conditions', () => {
    const conditions = KNOWN_STATUSES.map((status) =>
      conditionOfScanType({ scanType: 'ec2', status, error: undefined }),
    );
    assert.deepEqual(conditions, ['changing', 'allOn', 'changing', 'off', 'changing', 'suspended']);
    for (const status of ['WAT', undefined]) {
      assert.equal(conditionOfScanType({ scanType: 'ec2', status, error: undefined }), 'unknown');
    }
    const failed = { scanType: 'ec2', status: 'ENABLED', error: toError('SSM_THROTTLED') };
    assert.equal(conditionOfScanType(failed), 'failed');
    assert.equal(conditionOfScanType({ ...failed, error: toError('ALREADY_ENABLED') }), 'allOn');
  });

  it('counts the scan types that are on, of five and of any newer one', () => {
    assert.deepEqual(countScanTypes(ALL_ON), { on: 5, all: 5 });
    assert.deepEqual(
      countScanTypes(toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED', eks: 'ENABLED', s3: 'X' }))),
      {
        on: 2,
        all: 7,
      },
    );
    assert.deepEqual(countScanTypes(NOT_RETURNED), { on: 0, all: 0 });
  });

  it('takes the worst of several Regions, and unknown for none', () => {
    const order: readonly Condition[] = [
      'failed',
      'suspended',
      'off',
      'noneOn',
      'lacking',
      'unknown',
      'changing',
      'waiting',
      'someOn',
      'allOn',
    ];
    for (const [index, condition] of order.entries()) {
      assert.equal(worstCondition(order.slice(index).reverse()), condition);
    }
    assert.equal(worstCondition([]), 'unknown');
  });

  it('agrees with the groups: one Region that was not read hides nothing that asks for a person in others', () => {
    const worst = (answer: Answer) => {
      const entries = [UNREAD, toEntry(answer)];
      const codes = entries.map((entry) => codeOfEntry(entry, NOTHING_EXPECTED));
      return [
        worstCondition(entries.map((entry) => conditionOfEntry(entry))),
        stateOfCode(Math.min(...codes)),
      ];
    };
    assert.deepEqual(worst(DENIED), ['failed', 'attention']);
    assert.deepEqual(worst(toAnswer('SUSPENDED')), ['suspended', 'attention']);
    assert.deepEqual(worst(toAnswer('DISABLED')), ['off', 'attention']);
    assert.deepEqual(worst(toAnswer('ENABLED', ALL_OFF_TYPES)), ['noneOn', 'attention']);
    for (const answer of [
      ALL_ON,
      toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED' })),
      toAnswer('ENABLING'),
    ]) {
      assert.deepEqual(worst(answer), ['unknown', 'unknown']);
    }
  });
});

describe('summary: who must act', () => {
  it('asks for attention where waiting is not enough', () => {
    for (const answer of [
      DENIED,
      NOT_RETURNED,
      { kind: 'refused', message: undefined } as const,
      toAnswer('DISABLED'),
      toAnswer('SUSPENDED'),
      toAnswer('WAT'),
      toAnswer(undefined),
      toAnswer(undefined, []),
      toAnswer('DISABLED', undefined, { error: toError('ALREADY_ENABLED') }),
      toAnswer('SUSPENDED', undefined, { error: toError('ENABLE_IN_PROGRESS') }),
      toAnswer('ENABLED', ALL_OFF_TYPES),
      withScanError('SSM_UNAVAILABLE'),
      withScanError('NEVER_HEARD_OF'),
    ]) {
      assert.ok(needsAttention(toEntry(answer)), JSON.stringify(answer));
    }
  });

  it('asks for nobody where all is well or passes by itself', () => {
    for (const answer of [
      ALL_ON,
      toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED', ecr: 'DISABLED' })),
      toAnswer('ENABLING'),
      toAnswer('DISABLING'),
      withScanError('SSM_THROTTLED'),
      withScanError('ALREADY_ENABLED'),
      toAnswer('ENABLED', undefined, { error: toError('ENABLE_IN_PROGRESS'), failed: true }),
      toAnswer(undefined, [], { error: toError('ENABLE_IN_PROGRESS'), failed: true }),
    ]) {
      assert.ok(!needsAttention(toEntry(answer)), JSON.stringify(answer));
    }
    assert.ok(!needsAttention(WAITING) && !needsAttention(UNREAD));
  });

  it('does not forget that an account is off because one of its scan types is throttled', () => {
    for (const status of ['DISABLED', 'SUSPENDED']) {
      assert.ok(needsAttention(toEntry(withScanError('SSM_THROTTLED', status))), status);
    }
  });

  it('names an account that failed without a word why among the faults, without a code', () => {
    const answer = toAnswer('ENABLED', undefined, { failed: true });
    assert.deepEqual(faultsOf(answer), [{ code: '', message: undefined }]);
  });

  it('marks an account that failed or has a failing scan type, and no other', () => {
    assert.ok(hasFault(toEntry(DENIED)));
    assert.ok(hasFault(toEntry(withScanError('SSM_THROTTLED'))));
    assert.ok(hasFault(toEntry({ kind: 'refused', message: undefined })));
    assert.ok(!hasFault(toEntry(withScanError('ALREADY_ENABLED'))));
    assert.ok(!hasFault(toEntry(toAnswer('DISABLED'))));
    assert.ok(!hasFault(toEntry(NOT_RETURNED)));
    assert.ok(!hasFault(WAITING) && !hasFault(UNREAD));
  });

  it('knows which failures pass by themselves', () => {
    const passing = FAILURE_KINDS.filter((kind) => !failureNeedsAttention(toFailure(kind)));
    assert.deepEqual(passing, [
      'throttled',
      'offline',
      'unreachable',
      'timedOut',
      'badAnswer',
      'noData',
      'serviceFault',
    ]);
  });
});

describe('summary: counts', () => {
  it('counts accounts over their Regions, each once', () => {
    const { byState, ...summary } = summarize(
      toSnapshot(
        toReading([
          toEntry(ALL_ON),
          toEntry(ALL_ON),
          toEntry(ALL_ON, { stale: true }),
          WAITING,
          toEntry(DENIED),
        ]),
        toReading([toEntry(ALL_ON), toEntry(DENIED), toEntry(ALL_ON), UNREAD, toEntry(DENIED)], {
          region: 'eu-west-1',
          readAt: 500,
          failure: toFailure('throttled'),
        }),
      ),
    );
    assert.deepEqual(summary, {
      accounts: 5,
      scannedWithoutProblem: 2,
      needAttention: 2,
      unknown: 1,
      stale: 1,
      lacking: 0,
      failures: [toFailure('throttled')],
      unlisted: 0,
      readAt: 500,
      lastReadAt: 1000,
      allWell: false,
    });
    assert.deepEqual(
      [...byState],
      [
        ['fullyOn', 2],
        ['attention', 2],
        ['unknown', 1],
      ],
    );
  });

  it('takes an account for unknown that one of its Regions knows nothing of', () => {
    const known = toReading([toEntry(ALL_ON)]);
    const silent = toReading([UNREAD], { region: 'eu-west-1' });
    for (const readings of [
      [known, silent],
      [silent, known],
    ]) {
      const { unknown, scannedWithoutProblem, allWell } = summarize(toSnapshot(...readings));
      assert.deepEqual([unknown, scannedWithoutProblem, allWell], [1, 0, false]);
    }
  });

  it('takes accounts for unknown while there is no Region to read them in', () => {
    const { unknown, byState, allWell } = summarize(toScopedSnapshot([toAccount(1)], []));
    assert.deepEqual([unknown, [...byState], allWell], [1, [['unknown', 1]], false]);
  });

  it('is as old as the Region read longest ago, of those that ever were', () => {
    const entries = [toEntry(ALL_ON)];
    const at = (...times: (number | undefined)[]) =>
      summarize(toSnapshot(...times.map((readAt) => toReading(entries, { readAt })))).readAt;
    assert.deepEqual([at(7, 5, 6), at(7, undefined), at(undefined, 7), at()], [5, 7, 7, undefined]);
  });

  it('knows the newest as well, also of several scopes', () => {
    const toOne = (...times: (number | undefined)[]) =>
      toSnapshot(...times.map((readAt) => toReading([toEntry(ALL_ON)], { readAt })));
    const { readAt, lastReadAt } = summarize(joinSnapshots(toOne(7, 5, 9), toOne(undefined), toOne(6)));
    assert.deepEqual([readAt, lastReadAt], [5, 9]);
  });

  it('counts each scan type of the service', () => {
    assert.deepEqual(KNOWN_SCAN_TYPES, ['ec2', 'ecr', 'lambda', 'lambdaCode', 'codeRepository']);
  });
});
