// Words for a test of the connection: each step with its result, for the list and for the clipboard.

import { l10n } from 'vscode';
import type { Failure } from '../../core/model.ts';
import type { ConnectionPlan, ConnectionStep, ConnectionStepKind } from '../../core/ports.ts';
import { toSingleLine } from '../../core/text.ts';
import { describeProfile } from './credentials.ts';
import { explainFailure } from './failures.ts';
import { describeProfileFacts } from './profiles.ts';
import { describeDateTime } from './times.ts';
import { describeRawFailure } from './troubles.ts';

export interface StepWords {
  readonly label: string;
  /** Whether it worked, and how long it took. */
  readonly result: string;
  /** What was found, or what is wrong and what to do about it; sentence by sentence. */
  readonly lines: readonly string[];
}

const STEPS: readonly ConnectionStepKind[] = ['files', 'profile', 'credentials', 'identity', 'inspector'];

export function describeStepName(step: ConnectionStepKind): string {
  switch (step) {
    case 'files':
      return l10n.t('AWS files');
    case 'profile':
      return l10n.t('Profile');
    case 'credentials':
      return l10n.t('Credentials');
    case 'identity':
      return l10n.t('Identity');
    case 'inspector':
      return l10n.t('Amazon Inspector');
  }
}

export function kindOfStep({ result }: ConnectionStep): ConnectionStepKind {
  return result.kind === 'failed' ? result.step : result.kind;
}

/** The steps of which nothing is known yet; none after one that failed. */
export function getOpenSteps(done: readonly ConnectionStep[]): readonly ConnectionStepKind[] {
  const last = done.at(-1);
  return last === undefined ? STEPS : STEPS.slice(STEPS.indexOf(kindOfStep(last)) + 1);
}

export function describeStep(step: ConnectionStep, plan: ConnectionPlan): StepWords {
  const { result } = step;
  const time = l10n.t('{0} ms', Math.round(step.durationMs));
  if (result.kind === 'failed') {
    const { title, why, nextStep } = explainFailure(
      result.failure,
      describeProfile(plan.profile),
      // Only the first is asked.
      plan.regions.slice(0, 1),
    );
    return {
      label: describeStepName(result.step),
      result: l10n.t('Failed: {0} · {1}', title, time),
      lines: [why, l10n.t('Next step: {0}', nextStep)],
    };
  }
  const found = l10n.t('OK · {0}', time);
  switch (result.kind) {
    case 'files': {
      const lines = [
        ...(result.found.length === 0 ? [] : [l10n.t('Found: {0}', result.found.join(', '))]),
        ...(result.missing.length === 0 ? [] : [l10n.t('Not found: {0}', result.missing.join(', '))]),
      ];
      return { label: describeStepName('files'), result: found, lines: [lines.join(' · ')] };
    }
    case 'profile': {
      const { profile, endpointUrl, variables } = result;
      return {
        label: describeProfile(profile?.name ?? ''),
        result: found,
        lines: [
          profile === undefined
            ? l10n.t('Environment, default profile, container or instance, in the order of the AWS SDK')
            : describeProfileFacts(profile),
          ...(endpointUrl === undefined
            ? []
            : [l10n.t('Custom endpoint: {0}', toSingleLine(endpointUrl, 200))]),
          ...describeVariables(variables, plan),
        ],
      };
    }
    case 'credentials':
      return {
        label: describeStepName('credentials'),
        result: found,
        lines: [
          result.expiresAt === undefined
            ? l10n.t('They do not expire')
            : l10n.t('Valid until {0}', describeDateTime(result.expiresAt)),
        ],
      };
    case 'identity':
      return {
        label: describeStepName('identity'),
        result: found,
        lines: [
          l10n.t('Account {0} · {1}', toSingleLine(result.accountId, 20), toSingleLine(result.arn, 300)),
        ],
      };
    case 'inspector':
      return {
        label: describeStepName('inspector'),
        result: found,
        lines: [l10n.t('Answered in {0}', result.region)],
      };
  }
}

/** People wonder why other credentials are used than those of their terminal. */
function describeVariables(variables: readonly string[], { profile }: ConnectionPlan): string[] {
  const names = variables.join(', ');
  if (variables.length === 0) {
    return [];
  }
  return [
    profile === ''
      ? l10n.t('Set in the environment: {0}', names)
      : l10n.t('Overrides {0} in the environment', names),
  ];
}

/** One sentence on where the test stands, or how it ended. */
export function describeTestState(done: readonly ConnectionStep[], isRunning: boolean): string {
  if (isRunning) {
    return l10n.t('Testing… Press Escape to cancel');
  }
  const last = done.at(-1);
  return last?.result.kind === 'failed'
    ? l10n.t('The connection fails at this step: {0}', describeStepName(last.result.step))
    : l10n.t('The connection works');
}

/** Plain text on all of it, for whoever is asked for help. */
export function describeTest(done: readonly ConnectionStep[], plan: ConnectionPlan, now: number): string {
  const lines = [
    l10n.t('Connection test: {0}, {1}', describeProfile(plan.profile), describeDateTime(now)),
    ...done.flatMap((step) => {
      const { label, result, lines: details } = describeStep(step, plan);
      const mark = step.result.kind === 'failed' ? '✗' : '✓';
      return [`${mark} ${label}: ${result}`, ...details.map((line) => `    ${line}`)];
    }),
    ...getOpenSteps(done).map((step) => `· ${describeStepName(step)}: ${l10n.t('not tried')}`),
  ];
  const failure = getFailure(done);
  return [...lines, ...(failure === undefined ? [] : [`    ${describeRawFailure(failure)}`])].join('\n');
}

export function getFailure(done: readonly ConnectionStep[]): Failure | undefined {
  const result = done.at(-1)?.result;
  return result?.kind === 'failed' ? result.failure : undefined;
}
