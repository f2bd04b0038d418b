/** What the test of the connection says of the profile: which one it is, and what it goes before. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { type Failure, toAccountId } from '../../../src/core/model.ts';
import type { ConnectionPlan, ConnectionStep } from '../../../src/core/ports.ts';
import {
  describeStep,
  describeTest,
  describeTestState,
  getFailure,
  getOpenSteps,
} from '../../../src/vscode/wording/connection.ts';

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

  it('say in which Regions it works, and what is wrong in the first of the others', () => {
    const plan = { ...PLAN, regions: ['us-east-1', 'eu-central-1', 'eu-west-1'] };
    const denied: Failure = { kind: 'accessDenied', code: 'AccessDeniedException', message: 'not here' };
    const works = (region: string): ConnectionStep => ({
      durationMs: 5,
      result: { kind: 'inspector', region },
    });
    const fails = (region: string): ConnectionStep => ({
      durationMs: 5,
      result: { kind: 'failed', step: 'inspector', failure: denied, region },
    });
    const done = [toProfileStep('audit'), works('us-east-1')];
    deepEqual(getOpenSteps(done, plan), ['inspector']);
    done.push(fails('eu-central-1'), works('eu-west-1'));
    deepEqual(getOpenSteps(done, plan), []);
    equal(describeTestState(done, false), 'The connection works in 2 of 3 Regions');
    equal(getFailure(done), denied);
    const text = describeTest(done, plan, 0);
    match(text, /^✓ Amazon Inspector · us-east-1: OK · 5 ms\n {4}Answered in us-east-1$/m);
    match(
      text,
      /^✗ Amazon Inspector · eu-central-1: Failed: access denied · 5 ms\n {4}AWS profile “audit” may not call/m,
    );
    match(text, /\n {4}Next step: .*\n {4}AccessDeniedException not here\n✓ Amazon Inspector · eu-west-1/);
    equal(
      describeTestState([fails('eu-central-1'), fails('eu-west-1')], false),
      'The connection fails at this step: Amazon Inspector',
    );
  });

  it('say that it works where Inspector answers, though STS does not say who asks', () => {
    const failure: Failure = { kind: 'unreachable', code: 'ECONNREFUSED' };
    const done: ConnectionStep[] = [
      { durationMs: 1, result: { kind: 'failed', step: 'identity', failure } },
      { durationMs: 1, result: { kind: 'inspector', region: 'us-east-1' } },
    ];
    equal(describeTestState(done, false), 'The connection works');
    equal(getFailure(done), undefined);
    equal(describeTestState(done.slice(0, 1), false), 'The connection fails at this step: Identity');
    equal(getFailure(done.slice(0, 1)), failure);
  });
});
