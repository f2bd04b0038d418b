/** What the test of the connection says of the profile: which one it is, and what it goes before. */
import { deepEqual, match, ok } from 'node:assert/strict';
import { toAccountId } from '../../../src/core/model.ts';
import type { ConnectionPlan, ConnectionStep } from '../../../src/core/ports.ts';
import { describeStep, describeTest } from '../../../src/vscode/wording/connection.ts';

const PLAN: ConnectionPlan = { profile: 'audit', regions: [], endpointUrl: undefined, accountId: undefined };

function toProfileStep(name: string | undefined, ...variables: string[]): ConnectionStep {
  const accountId = toAccountId('111122223333');
  return {
    durationMs: 3,
    result: {
      kind: 'profile',
      profile: name === undefined ? undefined : { name, kind: 'sso', region: 'us-east-1', accountId },
      endpointUrl: undefined,
      variables,
    },
  };
}

describe('The words for the test of the connection', () => {
  it('say which profile is used, before which variables of the environment (B23)', () => {
    const step = toProfileStep('audit', 'AWS_PROFILE', 'AWS_ACCESS_KEY_ID');
    const { label, result, lines } = describeStep(step, PLAN);
    deepEqual(
      [label, result, ...lines],
      [
        'AWS profile “audit”',
        'OK · 3 ms',
        'IAM Identity Center (SSO) · account 111122223333 · us-east-1',
        'Overrides AWS_PROFILE, AWS_ACCESS_KEY_ID in the environment',
      ],
    );
    match(describeTest([step], PLAN, 0), /Overrides AWS_PROFILE, AWS_ACCESS_KEY_ID in the environment/);
  });

  it('say what is set in the environment where no profile is chosen, and nothing where nothing is (B23)', () => {
    const plan = { ...PLAN, profile: '' };
    deepEqual(
      describeStep(toProfileStep(undefined, 'AWS_PROFILE'), plan).lines.at(-1),
      'Set in the environment: AWS_PROFILE',
    );
    ok(!describeTest([toProfileStep(undefined)], plan, 0).includes('Set in the environment'));
  });
});
