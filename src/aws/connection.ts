// createAwsConnection: AWS as the application knows it. One for its whole life; joins the parts of this folder.

import { setTimeout } from 'node:timers/promises';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { untilAborted } from '../core/abort.ts';
import type { Region } from '../core/model.ts';
import type {
  AskForCode,
  AwsConnection,
  ConnectionPlan,
  ConnectionStep,
  MembersCall,
  MembersOutcome,
  MembersPlan,
  ProfileIdentity,
  ProfileNeeds,
  ProfileOutcome,
  ProfilesOutcome,
  RefreshCause,
  SignInOutcome,
  StatusCall,
  StatusOutcome,
} from '../core/ports.ts';
import { type ConsoleAccess, parseRegion } from '../core/regions.ts';
import { readConfigFiles } from './configFiles.ts';
import { ConnectionTest } from './connectionTest.ts';
import { CredentialSteps } from './credentials/credentialSteps.ts';
import { CredentialCache } from './credentials/credentials.ts';
import { MfaCodes } from './credentials/mfaCodes.ts';
import { SignedInSessions } from './credentials/sessions.ts';
import { SignIn } from './credentials/signIn.ts';
import { TokenService } from './credentials/tokenService.ts';
import { DEADLINES, DeadlineError, type Deadlines, withDeadline } from './deadline.ts';
import { toFailure } from './failures.ts';
import { InspectorCalls } from './inspectorCalls.ts';
import { InspectorSource } from './inspectorSource.ts';
import { MembersSource } from './members.ts';
import { OrganizationsService } from './organizations.ts';
import { ProfileAccess } from './profileAccess.ts';
import {
  findSignInProfile,
  getIdentityVariables,
  getWatchedPaths,
  isOfEnvironment,
  type ProfileSet,
  readProfiles,
  readRegion,
  toConsoleAccess,
  toDescription,
  toIdentity,
} from './profiles.ts';
import { createRequestHandler } from './requestHandler.ts';

export interface AwsConnectionOptions {
  /** Names this program in the user agent, so that a company finds its calls in CloudTrail. */
  readonly version: string;
  /** Called only for a refresh or a test that a person asked for. */
  readonly askForCode: AskForCode;
  readonly deadlines?: Partial<Deadlines>;
  /** Waits so many milliseconds: for another program to write a file to its end, or for a service to be called again. */
  readonly pause?: (delayMs: number, signal?: AbortSignal) => Promise<void>;
}

export function createAwsConnection(options: AwsConnectionOptions): AwsConnection {
  return new Connection(options);
}

class Connection implements AwsConnection {
  readonly watchedPaths: readonly string[] = getWatchedPaths();
  private readonly deadlines: Deadlines;
  private readonly requestHandler: NodeHttpHandler;
  private readonly codes: MfaCodes;
  private readonly credentials: CredentialCache;
  private readonly access: ProfileAccess;
  private readonly calls: InspectorCalls;
  private readonly source: InspectorSource;
  private readonly members: MembersSource;
  private readonly signIns = new SignIn();
  private readonly test: ConnectionTest;
  /** Whether a person asked for the refresh that runs. */
  private mayAsk = false;

  constructor({ version, askForCode, pause = wait, ...options }: AwsConnectionOptions) {
    const deadlines = { ...DEADLINES, ...options.deadlines };
    this.deadlines = deadlines;
    const requestHandler = createRequestHandler(deadlines);
    const tokenService = new TokenService({ version, requestHandler });
    const sessions = new SignedInSessions({ requestHandler, pause });
    this.requestHandler = requestHandler;
    this.codes = new MfaCodes(askForCode, deadlines.code);
    const steps = new CredentialSteps({ requestHandler, tokenService, sessions, codes: this.codes });
    this.credentials = new CredentialCache(steps, deadlines);
    const access = new ProfileAccess(this.credentials, deadlines);
    this.access = access;
    const calls = new InspectorCalls({ version, deadlines, requestHandler, access });
    this.calls = calls;
    this.source = new InspectorSource(calls);
    const organizations = new OrganizationsService({ version, requestHandler });
    this.members = new MembersSource({ deadlines, calls, access, tokenService, organizations, pause });
    this.test = new ConnectionTest({ deadlines, access, calls, source: this.source, tokenService });
  }

  beginRefresh(cause: RefreshCause): void {
    if (cause === 'person') {
      this.codes.forgetDeclined();
    }
    this.mayAsk = cause === 'person';
    this.calls.forgetRejected(true);
    this.access.beginRefresh();
  }

  fetchProfile(profile: string, needs: ProfileNeeds): Promise<ProfileOutcome> {
    return this.access.fetchProfile(profile, needs);
  }

  fetchStatuses(call: StatusCall, signal: AbortSignal): Promise<StatusOutcome> {
    return this.source.fetchStatuses(call, { mayAsk: this.mayAsk, signal });
  }

  fetchMembers(call: MembersCall, signal: AbortSignal): Promise<MembersOutcome> {
    return this.members.fetchMembers(call, { mayAsk: this.mayAsk, signal });
  }

  async listMembers(
    { profile, regions, ...plan }: MembersPlan,
    onProgress: (count: number) => void,
    signal: AbortSignal,
  ): Promise<MembersOutcome> {
    this.codes.forgetDeclined();
    this.calls.forgetRejected(false);
    this.access.forgetFailure(profile);
    const needs = { region: regions.length === 0, endpoint: plan.endpointUrl === undefined };
    const found = await this.access.fetchProfile(profile, needs);
    if (found.kind === 'failed') {
      return found;
    }
    const region = regions[0] ?? found.region;
    if (region === undefined) {
      return { kind: 'failed', failure: { kind: 'noRegion', code: 'NoRegion' } };
    }
    const call = { profile, region, endpointUrl: plan.endpointUrl ?? found.endpointUrl, withNames: true };
    return this.members.fetchMembers(call, { mayAsk: true, signal }, onProgress);
  }

  async isSetUp(): Promise<boolean> {
    const { config, credentials } = await withDeadline(readConfigFiles(), this.deadlines.credentials);
    return config.isThere || credentials.isThere || getIdentityVariables().length > 0;
  }

  async readProfiles(): Promise<ProfilesOutcome> {
    try {
      const profiles = await withDeadline(readProfiles(), this.deadlines.credentials);
      const failure = profiles.findUnreadable();
      return failure === undefined
        ? { kind: 'read', profiles: [...profiles.profiles.values()].map(toDescription) }
        : { kind: 'failed', failure };
    } catch (error) {
      return { kind: 'failed', failure: toFailure(error, { kind: 'region', profile: '' }, this.deadlines) };
    }
  }

  async readRegion(profile: string): Promise<Region | undefined> {
    try {
      const region = await withDeadline(
        readProfiles().then((profiles) => readRegion(profile, profiles)),
        this.deadlines.credentials,
      );
      const parsed = parseRegion(region ?? '');
      return parsed.kind === 'region' ? parsed.region : undefined;
    } catch {
      // Whoever needs the profile says why.
      return undefined;
    }
  }

  async readConsoleAccess(profile: string): Promise<ConsoleAccess | undefined> {
    if (isOfEnvironment(profile)) {
      return undefined;
    }
    try {
      this.access.forgetProfiles();
      const found = await this.access.getProfile(profile);
      return found && toConsoleAccess(found);
    } catch {
      // The console opens without it.
      return undefined;
    }
  }

  getIdentity(profile: string): ProfileIdentity | undefined {
    const known = isOfEnvironment(profile) ? undefined : this.access.getKnownProfile(profile);
    return known && toIdentity(known);
  }

  async signIn(profile: string, signal: AbortSignal): Promise<SignInOutcome> {
    // A home folder on a network that is away must not keep anybody from cancelling.
    let profiles: ProfileSet | undefined;
    try {
      profiles = await withDeadline(untilAborted(readProfiles(), signal), this.deadlines.credentials);
    } catch (error) {
      if (error instanceof DeadlineError) {
        return { kind: 'failed', reason: 'filesLate', exitCode: undefined };
      }
      throw error;
    }
    return profiles === undefined
      ? { kind: 'cancelled' }
      : this.signIns.run(findSignInProfile(profile, profiles), signal);
  }

  testConnection(plan: ConnectionPlan, signal: AbortSignal): AsyncIterable<ConnectionStep> {
    this.codes.forgetDeclined();
    return this.test.run(plan, signal);
  }

  dispose(): void {
    this.signIns.dispose();
    this.credentials.dispose();
    this.requestHandler.destroy();
  }
}

async function wait(delayMs: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(delayMs, undefined, signal === undefined ? {} : { signal });
}
