// ProfileAccess: what goes with a profile (Region, endpoint, credentials), looked up once in a refresh.

import type { AwsCredentialIdentity } from '@smithy/types';
import type { Failure } from '../core/model.ts';
import type { ProfileNeeds, ProfileOutcome } from '../core/ports.ts';
import { parseRegion } from '../core/regions.ts';
import type { CredentialCache } from './credentials/credentials.ts';
import type { Asking } from './credentials/mfaCodes.ts';
import { type Deadlines, withDeadline } from './deadline.ts';
import { findEndpoint } from './endpoints.ts';
import { KnownTrouble, toFailure } from './failures.ts';
import { isOfEnvironment, type Profile, type ProfileSet, readProfiles, readRegion } from './profiles.ts';

export interface PreparedCredentials {
  readonly credentials: AwsCredentialIdentity;
  /** Of the profile's settings: another text as soon as one changes. */
  readonly fingerprint: string;
}

export type CredentialsOutcome =
  | ({ readonly kind: 'ready' } & PreparedCredentials)
  | { readonly kind: 'failed'; readonly failure: Failure };

export class ProfileAccess {
  private readonly deadlines: Deadlines;
  private readonly credentials: CredentialCache;
  private profiles: Promise<ProfileSet> | undefined;
  /** As the files were when they were last read. */
  private known: ProfileSet | undefined;

  constructor(credentials: CredentialCache, deadlines: Deadlines) {
    this.credentials = credentials;
    this.deadlines = deadlines;
  }

  /** What may have changed outside is read anew. */
  beginRefresh(): void {
    this.profiles = undefined;
    this.credentials.forgetPassing();
  }

  /** The next one who asks gets what the files say now. */
  forgetProfiles(): void {
    this.profiles = undefined;
  }

  /** The next one who asks gets no failure of an earlier time, and what the files say now. */
  forgetFailure(profile: string): void {
    this.profiles = undefined;
    this.credentials.forgetFailure(profile);
  }

  /** All profiles, once for a refresh. A home folder on a network that is away must not hold it up. */
  getProfiles(): Promise<ProfileSet> {
    this.profiles ??= withDeadline(readProfiles(), this.deadlines.credentials).then((profiles) => {
      this.known = profiles;
      return profiles;
    });
    return this.profiles;
  }

  /** The profile as the files have it; an empty name stands for the default one. */
  async getProfile(profile: string): Promise<Profile | undefined> {
    return (await this.getProfiles()).find(profile);
  }

  /** The same as it was when the files were last read; undefined before that. */
  getKnownProfile(profile: string): Profile | undefined {
    return this.known?.find(profile);
  }

  async fetchProfile(profile: string, needs: ProfileNeeds): Promise<ProfileOutcome> {
    try {
      const profiles = await this.getProfiles();
      checkPresence(profile, profiles);
      const endpoint = needs.endpoint
        ? findEndpoint('inspector2', await this.getProfile(profile))
        : NO_ENDPOINT;
      if (endpoint.kind === 'failed') {
        return endpoint;
      }
      const region = needs.region
        ? await withDeadline(readRegion(profile, profiles), this.deadlines.credentials)
        : undefined;
      const parsed = parseRegion(region ?? '');
      return {
        kind: 'found',
        region: parsed.kind === 'region' ? parsed.region : undefined,
        endpointUrl: endpoint.endpointUrl,
        accountId: isOfEnvironment(profile) ? undefined : profiles.find(profile)?.accountId,
      };
    } catch (error) {
      return { kind: 'failed', failure: toFailure(error, { kind: 'region', profile }, this.deadlines) };
    }
  }

  /** A step of its own, not a part of a call: its errors mean something else. */
  async fetchCredentials(profile: string, asking: Asking): Promise<CredentialsOutcome> {
    try {
      const profiles = await this.getProfiles();
      checkPresence(profile, profiles);
      const fingerprint = profiles.toFingerprint(profiles.toName(profile));
      const credentials = await this.credentials.fetch(profile, fingerprint, profiles, asking);
      return { kind: 'ready', credentials, fingerprint };
    } catch (error) {
      return { kind: 'failed', failure: toFailure(error, { kind: 'credentials', profile }, this.deadlines) };
    }
  }

  /** The credentials that were fetched for the profile last. */
  getCurrent(profile: string): AwsCredentialIdentity | undefined {
    return this.credentials.getCurrent(profile);
  }

  /** To be called when the service did not take these credentials. */
  reject(profile: string, credentials: AwsCredentialIdentity): void {
    this.credentials.forget(profile, credentials);
  }
}

const NO_ENDPOINT = { kind: 'fine', endpointUrl: undefined } as const;

/** In the default chain the environment may do without any profile. */
function checkPresence(name: string, profiles: ProfileSet): void {
  if (name === '') {
    return;
  }
  const unreadable = profiles.findUnreadable();
  if (unreadable !== undefined) {
    throw new KnownTrouble(unreadable);
  }
  if (profiles.get(name) === undefined) {
    const failure: Failure = { kind: 'profileMissing', code: 'ProfileNotFound' };
    throw new KnownTrouble(profiles.explainMissing(name, failure));
  }
}
