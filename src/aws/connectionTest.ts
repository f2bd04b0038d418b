// ConnectionTest: goes the way of a refresh step by step, and says of each step what it found and how long it took.

import type { AwsCredentialIdentity } from '@smithy/types';
import { untilAborted } from '../core/abort.ts';
import { type Failure, type Region, toAccountId } from '../core/model.ts';
import type { ConnectionPlan, ConnectionStep, ConnectionStepKind } from '../core/ports.ts';
import type { TokenService } from './credentials/tokenService.ts';
import { DeadlineError, type Deadlines, withDeadline } from './deadline.ts';
import { findEndpoint } from './endpoints.ts';
import type { Stage } from './failureKinds.ts';
import { toFailure } from './failures.ts';
import type { InspectorCalls } from './inspectorCalls.ts';
import type { InspectorSource } from './inspectorSource.ts';
import type { ProfileAccess } from './profileAccess.ts';
import { getIdentityVariables, toDescription } from './profiles.ts';

export interface ConnectionTestOptions {
  readonly deadlines: Deadlines;
  readonly access: ProfileAccess;
  readonly calls: InspectorCalls;
  readonly source: InspectorSource;
  readonly tokenService: TokenService;
}

type FailedStep = Extract<ConnectionStep['result'], { readonly kind: 'failed' }>;
type Finding = Exclude<ConnectionStep['result'], FailedStep>;
type FindingOf<K extends ConnectionStepKind> = Extract<Finding, { readonly kind: K }>;
type Failed = Omit<FailedStep, 'step'>;

export class ConnectionTest {
  private readonly options: ConnectionTestOptions;

  constructor(options: ConnectionTestOptions) {
    this.options = options;
  }

  /**
   * Ends with the first step that fails, and without another word when the signal is aborted. Who it is that asks is good
   * to know and not needed to ask about an account: where STS cannot be reached, as behind a VPC endpoint for Inspector
   * alone, the last step is tried all the same.
   */
  async *run(plan: ConnectionPlan, signal: AbortSignal): AsyncGenerator<ConnectionStep, void> {
    const { access } = this.options;
    // A refresh may be under way.
    this.options.calls.forgetRejected(false);
    access.forgetFailure(plan.profile);
    const files = yield* runStep<FindingOf<'files'>>('files', signal, () => this.findFiles(plan.profile));
    if (files === undefined) {
      return;
    }
    const place = { region: plan.regions[0], endpointUrl: plan.endpointUrl };
    const profile = yield* runStep<FindingOf<'profile'>>('profile', signal, async () => {
      const outcome = await access.fetchProfile(plan.profile, {
        region: place.region === undefined,
        endpoint: place.endpointUrl === undefined,
      });
      if (outcome.kind === 'failed') {
        return outcome;
      }
      place.region ??= outcome.region;
      place.endpointUrl ??= outcome.endpointUrl;
      const profile = await access.getProfile(plan.profile);
      return {
        kind: 'profile',
        profile: profile === undefined ? undefined : toDescription(profile),
        endpointUrl: place.endpointUrl,
        variables: getIdentityVariables(),
      };
    });
    if (profile === undefined) {
      return;
    }
    let credentials: AwsCredentialIdentity | undefined;
    yield* runStep<FindingOf<'credentials'>>('credentials', signal, async () => {
      const outcome = await access.fetchCredentials(plan.profile, { mayAsk: true, signal });
      if (outcome.kind === 'failed') {
        return outcome;
      }
      credentials = outcome.credentials;
      return { kind: 'credentials', expiresAt: credentials.expiration?.getTime() };
    });
    if (credentials === undefined) {
      return;
    }
    const { region, endpointUrl } = place;
    if (region === undefined) {
      const failure: Failure = { kind: 'noRegion', code: 'NoRegion' };
      yield { durationMs: 0, result: { kind: 'failed', step: 'identity', failure } };
      return;
    }
    const known = credentials;
    const identity = yield* runStep<FindingOf<'identity'>>('identity', signal, () =>
      this.fetchIdentity(plan.profile, region, known, signal),
    );
    const accountId = plan.accountId ?? identity?.accountId;
    if (accountId === undefined || signal.aborted) {
      return;
    }
    // All Regions at once: each may have an answer of its own, and one that hangs keeps none of the others waiting.
    const steps = [region, ...plan.regions.slice(1)].map((each) =>
      takeStep<FindingOf<'inspector'>>('inspector', signal, async () => {
        const call = { profile: plan.profile, region: each, endpointUrl, accountIds: [accountId] };
        const outcome = await this.options.source.fetchStatuses(call, { mayAsk: true, signal });
        return outcome.kind === 'failed'
          ? { kind: 'failed', failure: outcome.failure, region: each }
          : { kind: 'inspector', region: each };
      }),
    );
    for (const step of steps) {
      const ended = await step;
      if (ended !== undefined) {
        yield ended;
      }
    }
  }

  private async findFiles(profile: string): Promise<FindingOf<'files'> | Failed> {
    try {
      const profiles = await this.options.access.getProfiles();
      // The default chain may do without; if it does not, the step of the credentials says so.
      const failure = profile === '' ? undefined : profiles.findUnreadable();
      const name = (isThere: boolean) =>
        profiles.files.filter((file) => file.isThere === isThere).map(({ shownPath }) => shownPath);
      return failure === undefined
        ? { kind: 'files', found: name(true), missing: name(false) }
        : { kind: 'failed', failure };
    } catch (error) {
      const { deadlines } = this.options;
      return { kind: 'failed', failure: toFailure(error, { kind: 'region', profile }, deadlines) };
    }
  }

  private async fetchIdentity(
    profile: string,
    region: Region,
    credentials: AwsCredentialIdentity,
    signal: AbortSignal,
  ): Promise<FindingOf<'identity'> | Failed> {
    const { access, deadlines, tokenService } = this.options;
    const place = { region, credentials, profile: await access.getProfile(profile) };
    try {
      const { account = '', arn } = await withDeadline(
        tokenService.fetchIdentity(place, signal),
        deadlines.call,
      );
      const accountId = toAccountId(account);
      return accountId === undefined
        ? { kind: 'failed', failure: { kind: 'badAnswer', code: 'NoAccount' } }
        : { kind: 'identity', accountId, arn };
    } catch (error) {
      const endpoint = findEndpoint('sts', place.profile);
      const endpointUrl = endpoint.kind === 'fine' ? endpoint.endpointUrl : undefined;
      const stage: Stage = { kind: 'request', service: 'sts', region, endpointUrl };
      const isLate = error instanceof DeadlineError;
      return {
        kind: 'failed',
        failure: toFailure(isLate ? { name: 'TimeoutError' } : error, stage, deadlines),
      };
    }
  }
}

/** Gives what the step found, or undefined where there is no next one. */
async function* runStep<T extends Finding>(
  kind: T['kind'],
  signal: AbortSignal,
  work: () => Promise<T | Failed>,
): AsyncGenerator<ConnectionStep, T | undefined> {
  const step = await takeStep(kind, signal, work);
  if (step === undefined) {
    return undefined;
  }
  yield step;
  return step.result.kind === 'failed' ? undefined : step.result;
}

/** Undefined where the signal ends it before. */
async function takeStep<T extends Finding>(
  step: T['kind'],
  signal: AbortSignal,
  work: () => Promise<T | Failed>,
): Promise<{ readonly durationMs: number; readonly result: T | FailedStep } | undefined> {
  const startedAt = performance.now();
  const outcome = signal.aborted ? undefined : await untilAborted(work(), signal);
  if (outcome === undefined) {
    return undefined;
  }
  const durationMs = Math.round(performance.now() - startedAt);
  return { durationMs, result: 'failure' in outcome ? { ...outcome, step } : outcome };
}
