// SampleSource: answers for the sample as AWS would, out of nothing but itself: no network, no files, no credentials.

import { waitUnlessAborted } from '../abort.ts';
import type { AccountId, Answer, Failure, Region } from '../model.ts';
import type {
  Clock,
  Member,
  MembersCall,
  MembersOutcome,
  ProfileOutcome,
  StatusCall,
  StatusOutcome,
  StatusSource,
} from '../ports.ts';
import { answerOf } from './answers.ts';
import { EVERY_CREDENTIAL_FAILURE, EVERY_FAILURE, failureOf } from './failures.ts';
import { CREDENTIALS, FAILURES, HEALTH, LOGISTICS, ORGANISATIONS, STUDIOS } from './organisations.ts';

/** Long enough to see the rows fill in, short enough for nobody to wait. */
const ANSWER_MS = 250;
const FAILURE_MS = 15;

export class SampleSource implements StatusSource {
  private readonly clock: Clock;
  /** How many refreshes there were before this one. */
  private round = -1;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  beginRefresh(): void {
    this.round += 1;
  }

  async fetchProfile(): Promise<ProfileOutcome> {
    return { kind: 'found', region: undefined, endpointUrl: undefined };
  }

  async fetchStatuses(
    { profile, region, accountIds }: StatusCall,
    signal: AbortSignal,
  ): Promise<StatusOutcome> {
    const { round } = this;
    const failure = findFailure(profile, region, round);
    await waitUnlessAborted(this.clock, failure === undefined ? ANSWER_MS : FAILURE_MS, signal);
    if (failure !== undefined) {
      return { kind: 'failed', failure, attempts: 1 };
    }
    const answers = new Map(accountIds.map((id) => [id, toSampleAnswer(profile, region, id, round)]));
    return { kind: 'answered', answers, ignoredItems: 0, attempts: 1, requestId: undefined };
  }

  async fetchMembers({ profile }: MembersCall, signal: AbortSignal): Promise<MembersOutcome> {
    await waitUnlessAborted(this.clock, ANSWER_MS, signal);
    const { accounts = [] } = ORGANISATIONS.find((each) => each.profile === profile) ?? {};
    const members = accounts.map(({ id, name }): Member => ({ id, name, relationship: 'ENABLED' }));
    return { kind: 'listed', members, isCut: false, ignoredItems: 0, namesFailure: undefined };
  }
}

export function toSampleAnswer(profile: string, region: Region, id: AccountId, round: number): Answer {
  const organisation = ORGANISATIONS.find((each) => each.profile === profile);
  return answerOf(organisation?.accounts.find((each) => each.id === id)?.name, region, round);
}

/** Names the host of the Region. */
function toFailureIn(region: Region, failure: Failure | undefined): Failure | undefined {
  const host = failure?.host?.replace(/^inspector2\.[\w-]+/, `inspector2.${region}`);
  return failure === undefined || host === undefined ? failure : { ...failure, host };
}

/** Why the sample does not tell of a Region of a profile; undefined where it does. */
function findFailure(profile: string, region: Region, round: number): Failure | undefined {
  switch (profile) {
    case HEALTH.profile:
      // Passes, and comes back.
      return region === HEALTH.regions[1] && round % 2 === 0 ? failureOf('serviceFault') : undefined;
    case LOGISTICS.profile:
      return failureOf('signedOut');
    case STUDIOS.profile:
      return region === STUDIOS.regions[1] ? failureOf('accessDenied') : undefined;
    case FAILURES.profile:
      return toFailureIn(region, EVERY_FAILURE[FAILURES.regions.indexOf(region)]);
    case CREDENTIALS.profile:
      return EVERY_CREDENTIAL_FAILURE[CREDENTIALS.regions.indexOf(region)];
    default:
      return undefined;
  }
}
