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

function kindOfStep({ result }: ConnectionStep): ConnectionStepKind {
  return result.kind === 'failed' ? result.step : result.kind;
}

/** The steps of which not all is known yet; those after one that failed are not tried. */
export function getOpenSteps(
  done: readonly ConnectionStep[],
  { regions }: Pick<ConnectionPlan, 'regions'>,
): readonly ConnectionStepKind[] {
  const kinds = done.map(kindOfStep);
  const last = kinds.at(-1);
  if (last === 'inspector') {
    return kinds.filter((kind) => kind === last).length < regions.length ? [last] : [];
  }
  return last === undefined ? STEPS : STEPS.slice(STEPS.indexOf(last) + 1);
}

export function describeStep(step: ConnectionStep, plan: ConnectionPlan): StepWords {
  const { result } = step;
  const time = l10n.t('{0} ms', Math.round(step.durationMs));
  if (result.kind === 'failed') {
    const { title, why, nextStep } = explainFailure(
      result.failure,
      describeProfile(plan.profile),
      // The steps before Inspector ask in the first.
      result.region === undefined ? plan.regions.slice(0, 1) : [result.region],
    );
    return {
      label: describeStepPlace(result.step, result.region),
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
        label: describeStepPlace('inspector', plan.regions.length > 1 ? result.region : undefined),
        result: found,
        lines: [l10n.t('Answered in {0}', result.region)],
      };
  }
}

/** With the Region that it is about, where that is not said below. */
function describeStepPlace(step: ConnectionStepKind, region: string | undefined): string {
  const name = describeStepName(step);
  return region === undefined ? name : `${name} · ${region}`;
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
  const ends = getEnds(done);
  const failed = ends.flatMap(({ result }) => (result.kind === 'failed' ? result : []));
  const [first] = failed;
  if (first === undefined) {
    return l10n.t('The connection works');
  }
  return failed.length < ends.length
    ? l10n.t('The connection works in {0} of {1} Regions', ends.length - failed.length, ends.length)
    : l10n.t('The connection fails at this step: {0}', describeStepName(first.step));
}

/** Plain text on all of it, for whoever is asked for help. */
export function describeTest(done: readonly ConnectionStep[], plan: ConnectionPlan, now: number): string {
  return [
    l10n.t('Connection test: {0}, {1}', describeProfile(plan.profile), describeDateTime(now)),
    ...done.flatMap((step) => {
      const { label, result, lines } = describeStep(step, plan);
      const { result: found } = step;
      const [mark, ...raw] = found.kind === 'failed' ? ['✗', describeRawFailure(found.failure)] : ['✓'];
      return [`${mark} ${label}: ${result}`, ...[...lines, ...raw].map((line) => `    ${line}`)];
    }),
    ...getOpenSteps(done, plan).map((step) => `· ${describeStepName(step)}: ${l10n.t('not tried')}`),
  ].join('\n');
}

/** What kept it from working: in the first Region, where several fail. */
export function getFailure(done: readonly ConnectionStep[]): Failure | undefined {
  return getEnds(done).flatMap(({ result }) => (result.kind === 'failed' ? result.failure : []))[0];
}

/** The steps that decide: what Inspector said in each Region, or else the last one. Who asks need not be known. */
function getEnds(done: readonly ConnectionStep[]): readonly ConnectionStep[] {
  const asked = done.filter((step) => kindOfStep(step) === 'inspector');
  return asked.length > 0 ? asked : done.slice(-1);
}
