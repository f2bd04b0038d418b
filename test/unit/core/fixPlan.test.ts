/** What turns on what is missing, account by account, and what stands in the way: never a call that would fail. */
import assert from 'node:assert/strict';
import { type Fix, type FixObstacle, type FixTarget, planFix } from '../../../src/core/fix/fixPlan.ts';
import { type Answer, KNOWN_SCAN_TYPES, type RegionReading, type Snapshot } from '../../../src/core/model.ts';
import { takeAllSteps } from '../../../src/core/steps.ts';
import {
  ALL_ON,
  DENIED,
  NOT_RETURNED,
  toAnswer,
  toEntry,
  toError,
  toReading,
  toScanTypes,
  toSnapshot,
  UNREAD,
  WAITING,
} from '../support/builders.ts';

const FOUR = { ec2: 'ENABLED', ecr: 'ENABLED', lambda: 'ENABLED', lambdaCode: 'ENABLED' };

function targetsOf({ readings }: Snapshot, scanType?: string): FixTarget[] {
  return readings.flatMap((reading) =>
    reading.entries.map((entry, at) => {
      const account = reading.scope.accounts[at];
      assert.ok(account);
      return { place: { account, reading, entry }, ...(scanType === undefined ? {} : { scanType }) };
    }),
  );
}

function plan(targets: Iterable<FixTarget>): ReturnType<typeof takeAllSteps<ReturnTypeOfPlan>> {
  return takeAllSteps(planFix(targets));
}
type ReturnTypeOfPlan = ReturnType<typeof planFix> extends Generator<void, infer Plan, void> ? Plan : never;

const planAnswer = (answer: Answer, more: Partial<RegionReading> = {}, scanType?: string) =>
  plan(targetsOf(toSnapshot(toReading([toEntry(answer)], more)), scanType));

/** `us-east-1: ECR+LAMBDA of 1,2 beside EC2`, with the numbers of the accounts. */
const toText = ({ region, missing, on, accountIds }: Fix) =>
  `${region}: ${missing.join('+')} of ${accountIds.map(Number)} beside ${on.join('+')}`;
const toObstacleText = ({ obstacle, scanType }: FixObstacle) =>
  `${scanType ?? 'account'} ${obstacle.kind}${obstacle.kind === 'error' ? ` ${obstacle.error.code}` : ''}${obstacle.kind === 'status' ? ` ${obstacle.status}` : ''}`;

describe('fix plan: what is missing', () => {
  it('is what the settings require, or all that the Region offers where they require nothing', () => {
    const answer = toAnswer('ENABLED', toScanTypes({ ...FOUR, ecr: 'DISABLED', lambda: 'DISABLED' }));
    const offeredScanTypes = ['ec2', 'ecr', 'lambda'];
    const texts = (more: Partial<RegionReading>) => planAnswer(answer, more).fixes.map(toText);
    assert.deepEqual(texts({ offeredScanTypes }), ['us-east-1: ecr+lambda of 1 beside ec2+lambdaCode']);
    assert.deepEqual(texts({ offeredScanTypes, requiredScanTypes: ['ecr'] }), [
      'us-east-1: ecr of 1 beside ec2+lambdaCode',
    ]);
    assert.deepEqual(texts({ offeredScanTypes, requiredScanTypes: ['ec2'] }), []);
  });

  it('is one scan type where that is meant, whatever is required', () => {
    const answer = toAnswer('DISABLED');
    const { fixes } = planAnswer(answer, { requiredScanTypes: ['ec2'] }, 'ecr');
    assert.deepEqual(fixes.map(toText), ['us-east-1: ecr of 1 beside ']);
  });

  it('is all of an account that is off, or that Inspector has no record of', () => {
    const all = `us-east-1: ${KNOWN_SCAN_TYPES.join('+')} of 1 beside `;
    const unheardOf = toAnswer(undefined, [], { error: toError('RESOURCE_NOT_FOUND'), failed: true });
    for (const answer of [toAnswer('DISABLED'), toAnswer('DISABLED', []), unheardOf]) {
      assert.deepEqual(planAnswer(answer).fixes.map(toText), [all]);
    }
  });

  it('is all that there is, or all that is required, where no account of the Region reports any (and that is said)', () => {
    const unheardOf = toAnswer(undefined, [], { error: toError('RESOURCE_NOT_FOUND'), failed: true });
    const offeredScanTypes: string[] = [];
    for (const answer of [toAnswer('DISABLED', []), unheardOf]) {
      const { fixes, obstacles, unknownOffers } = planAnswer(answer, { offeredScanTypes });
      assert.deepEqual(fixes.map(toText), [`us-east-1: ${KNOWN_SCAN_TYPES.join('+')} of 1 beside `]);
      assert.deepEqual([obstacles, unknownOffers], [[], ['us-east-1']]);
      const wanted = planAnswer(answer, { offeredScanTypes, requiredScanTypes: ['ec2'] });
      assert.deepEqual([wanted.fixes.map(toText), wanted.obstacles], [['us-east-1: ec2 of 1 beside '], []]);
    }
    // That it is on says nothing of its scan types.
    const silent = planAnswer(toAnswer('ENABLED', []), {
      offeredScanTypes,
      requiredScanTypes: ['ec2', 'ecr'],
    });
    assert.deepEqual(silent.obstacles.map(toObstacleText), ['ec2 notKnown', 'ecr notKnown']);
    assert.equal(planAnswer(toAnswer('ENABLED', []), { offeredScanTypes }).obstacles.length, 5);
    assert.deepEqual(planAnswer(toAnswer('DISABLED')).unknownOffers, []);
  });

  it('comes with Lambda standard where Lambda code is missing', () => {
    const both = toAnswer('ENABLED', toScanTypes({ ...FOUR, lambda: 'DISABLED', lambdaCode: 'DISABLED' }));
    const code = toAnswer('ENABLED', toScanTypes({ ...FOUR, lambdaCode: 'DISABLED' }));
    const requiredScanTypes = ['lambdaCode'];
    assert.deepEqual(planAnswer(both, { requiredScanTypes }).fixes.map(toText), [
      'us-east-1: lambda+lambdaCode of 1 beside ec2+ecr',
    ]);
    assert.deepEqual(planAnswer(code, { requiredScanTypes }).fixes.map(toText), [
      'us-east-1: lambdaCode of 1 beside ec2+ecr+lambda',
    ]);
    const blocked = toAnswer('ENABLED', [
      { scanType: 'lambda', status: 'DISABLED', error: toError('BLOCKED_BY_ORGANIZATION_POLICY') },
      { scanType: 'lambdaCode', status: 'DISABLED', error: undefined },
    ]);
    const { fixes, obstacles } = planAnswer(blocked, { requiredScanTypes });
    assert.deepEqual(fixes, []);
    assert.deepEqual(obstacles.map(toObstacleText), ['lambda error BLOCKED_BY_ORGANIZATION_POLICY']);
  });

  it('is nothing where all is on', () => {
    const { fixes, obstacles, readAt, isStale } = planAnswer(ALL_ON);
    assert.deepEqual([fixes, obstacles, readAt, isStale], [[], [], 1000, false]);
  });
});

describe('fix plan: what no command mends', () => {
  const withScanError = (code: string, status: string) =>
    toAnswer('ENABLED', [
      ...toScanTypes({ ec2: 'ENABLED', lambda: 'ENABLED', lambdaCode: 'ENABLED', codeRepository: 'ENABLED' }),
      { scanType: 'ecr', status, error: toError(code) },
    ]);
  const cases: readonly [string, Answer, readonly string[]][] = [
    ['an account that is denied', DENIED, ['account error ACCESS_DENIED']],
    ['an account that is not returned', NOT_RETURNED, ['account notReturned']],
    ['an id that is refused', { kind: 'refused', message: undefined }, ['account refused']],
    ['a suspended account', toAnswer('SUSPENDED'), ['account status SUSPENDED']],
    ['an account that is being turned off', toAnswer('DISABLING'), ['account status DISABLING']],
    ['an account of an unknown status', toAnswer('PAUSED'), ['account status PAUSED']],
    [
      'a scan type that a policy blocks',
      withScanError('BLOCKED_BY_ORGANIZATION_POLICY', 'DISABLED'),
      ['ecr error BLOCKED_BY_ORGANIZATION_POLICY'],
    ],
    ['a scan type that is on and fails', withScanError('SSM_THROTTLED', 'ENABLED'), []],
    [
      'a suspended scan type',
      toAnswer('ENABLED', toScanTypes({ ...FOUR, ecr: 'SUSPENDED', codeRepository: 'ENABLED' })),
      ['ecr status SUSPENDED'],
    ],
    ['a scan type that is not reported', toAnswer('ENABLED', toScanTypes(FOUR)), ['codeRepository notKnown']],
  ];
  for (const [what, answer, wanted] of cases) {
    it(`${what}: ${wanted.join() || 'nothing'}`, () => {
      const { fixes, obstacles } = planAnswer(answer);
      assert.deepEqual(fixes, []);
      assert.deepEqual(obstacles.map(toObstacleText), wanted);
    });
  }

  it('is what is not read, what the Region does not offer, and what is newer than this program', () => {
    const unread = plan(targetsOf(toSnapshot(toReading([UNREAD, WAITING]))));
    assert.deepEqual(unread.obstacles.map(toObstacleText), ['account notRead']);
    assert.deepEqual(unread.obstacles[0]?.accountIds.map(Number), [1, 2]);
    assert.equal(unread.readAt, undefined);
    const offeredScanTypes = ['ec2', 'eks'];
    const answer = toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED', eks: 'DISABLED' }));
    const { fixes, obstacles } = planAnswer(answer, { offeredScanTypes, requiredScanTypes: ['eks', 'ecr'] });
    assert.deepEqual(fixes, []);
    assert.deepEqual(obstacles.map(toObstacleText), ['eks newScanType', 'ecr notOffered']);
  });
});

describe('fix plan: accounts together', () => {
  const off = toEntry(toAnswer('DISABLED'), { takenAt: 500, stale: true });
  const noEcr = toEntry(toAnswer('ENABLED', toScanTypes({ ...FOUR, ecr: 'DISABLED' })));
  const more = { offeredScanTypes: ['ec2', 'ecr'] };

  it('share a call where they need the same in the same Region, with the same profile', () => {
    const snapshot = toSnapshot(
      toReading([off, noEcr, noEcr, toEntry(DENIED)], more),
      toReading([off, off, toEntry(ALL_ON), toEntry(DENIED)], { ...more, region: 'eu-west-1' }),
    );
    const { fixes, obstacles, readAt, isStale } = plan(targetsOf(snapshot));
    assert.deepEqual(fixes.map(toText), [
      'us-east-1: ec2+ecr of 1 beside ',
      'us-east-1: ecr of 2,3 beside ec2+lambda+lambdaCode',
      'eu-west-1: ec2+ecr of 1,2 beside ',
    ]);
    assert.deepEqual(
      obstacles.map(({ region, accountIds }) => `${region} ${accountIds.map(Number)}`),
      ['us-east-1 4', 'eu-west-1 4'],
    );
    assert.deepEqual([readAt, isStale], [500, true]);
  });

  it('count once, however they were selected', () => {
    const snapshot = toSnapshot(toReading([off], more));
    const all = targetsOf(snapshot);
    const { fixes } = plan([...targetsOf(snapshot, 'ecr'), ...all, ...all, ...targetsOf(snapshot, 'ec2')]);
    assert.deepEqual(fixes.map(toText), ['us-east-1: ec2+ecr of 1 beside ']);
    const some = plan([...targetsOf(snapshot, 'ecr'), ...targetsOf(snapshot, 'ec2')]);
    assert.deepEqual(some.fixes.map(toText), ['us-east-1: ec2+ecr of 1 beside ']);
  });

  it('tell where a custom endpoint was asked', () => {
    const endpointUrl = 'https://example.com';
    assert.equal(
      plan(targetsOf(toSnapshot(toReading([off], { ...more, endpointUrl })))).hasCustomEndpoint,
      true,
    );
    assert.equal(plan(targetsOf(toSnapshot(toReading([off], more)))).hasCustomEndpoint, false);
  });
});
