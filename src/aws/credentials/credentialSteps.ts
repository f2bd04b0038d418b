// CredentialSteps: the way from a profile to its credentials, step by step, so that each way to fail has a name.

import { readFile } from 'node:fs/promises';
import { fromIni } from '@aws-sdk/credential-provider-ini';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity } from '@smithy/types';
import type { CredentialCode, Failure } from '../../core/model.ts';
import { toShownPath } from '../configFiles.ts';
import { isAboutCode } from '../failureKinds.ts';
import { KnownTrouble, toFailure } from '../failures.ts';
import { hasKeys, type Profile, type ProfileSet } from '../profiles.ts';
import { silentLogger, watchNetwork } from '../requestHandler.ts';
import { runCredentialProcess } from './credentialProcess.ts';
import type { MfaCodes, Typing } from './mfaCodes.ts';
import type { SignedInSessions } from './sessions.ts';
import type { TokenService } from './tokenService.ts';

export interface CredentialStepsOptions {
  readonly requestHandler: NodeHttpHandler;
  readonly tokenService: TokenService;
  readonly sessions: SignedInSessions;
  readonly codes: MfaCodes;
}

/** One walk along the profiles. */
interface Walk {
  readonly profiles: ProfileSet;
  readonly typing: Typing;
  /** When it ends, so do the programs that were started for it. */
  readonly end: AbortSignal;
}

/** Credentials that somebody typed a code for are used until this near to their end. */
const LEAST_LIFE_MS = 30_000;

export class CredentialSteps {
  private readonly options: CredentialStepsOptions;
  /** Of roles that somebody typed a code for, who is not asked again before they end. */
  private readonly typedFor = new Map<string, AwsCredentialIdentity>();

  constructor(options: CredentialStepsOptions) {
    this.options = options;
  }

  /** An empty name stands for the default chain. Throws what `toFailure` understands. */
  fetch(profile: string, walk: Walk): Promise<AwsCredentialIdentity> {
    return profile === '' ? this.fetchDefault(walk) : this.fetchProfile(profile, [], walk);
  }

  /** To be called when AWS did not take these. */
  forget(credentials: AwsCredentialIdentity): void {
    for (const [key, each] of this.typedFor) {
      if (each === credentials) {
        this.typedFor.delete(key);
      }
    }
  }

  /** The environment, the default profile, a web identity, the container, the instance: the first that there is. */
  private async fetchDefault(walk: Walk): Promise<AwsCredentialIdentity> {
    const { env } = process;
    const name = walk.profiles.defaultName;
    const hasKeysInEnvironment =
      !env['AWS_PROFILE'] && env['AWS_ACCESS_KEY_ID'] && env['AWS_SECRET_ACCESS_KEY'];
    if (!hasKeysInEnvironment) {
      const unreadable = walk.profiles.findUnreadable();
      if (unreadable !== undefined) {
        throw new KnownTrouble(unreadable);
      }
      const kind = walk.profiles.get(name)?.kind ?? 'other';
      if (kind !== 'other') {
        return this.fetchProfile(name, [], walk);
      }
      const { AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile, AWS_ROLE_ARN: role } = env;
      if (tokenFile && role) {
        return this.assumeWithWebIdentity(undefined, { tokenFile, role }, []);
      }
    }
    const network = watchNetwork(this.options.requestHandler);
    const clientConfig = { requestHandler: network.handler, logger: silentLogger };
    try {
      return await defaultProvider({ clientConfig, ignoreCache: true, logger: silentLogger })();
    } catch (error) {
      const trouble = network.getTrouble();
      const failure = toFailure(trouble ?? error, { kind: 'credentials', profile: '' });
      throw new KnownTrouble(
        failure.kind === 'credentialsMissing' ? walk.profiles.explainMissing(name, failure) : failure,
      );
    }
  }

  private async fetchProfile(
    name: string,
    before: readonly string[],
    walk: Walk,
  ): Promise<AwsCredentialIdentity> {
    const profile = walk.profiles.get(name);
    const chain = [...before, name];
    if (profile === undefined) {
      throw toTrouble('SourceProfileMissing', chain, walk.profiles.findMalformed(name));
    }
    // The keys of a profile that a role is assumed from, though it may itself name a role to others.
    if (before.length > 0 && hasKeys(profile.settings)) {
      return toKeys(profile);
    }
    switch (profile.kind) {
      case 'keys':
        if (!hasKeys(profile.settings)) {
          throw toTrouble('KeysIncomplete', chain, walk.profiles.findMalformedIn([name]));
        }
        return toKeys(profile);
      case 'role':
        return this.assumeRole(profile, chain, walk);
      case 'webIdentity': {
        const { web_identity_token_file: tokenFile = '', role_arn: role = '' } = profile.settings;
        return this.assumeWithWebIdentity(profile, { tokenFile, role }, chain);
      }
      case 'process':
        return runCredentialProcess(profile.settings['credential_process'] ?? '', walk.end);
      case 'sso':
        checkSso(profile, chain, walk.profiles);
        return this.options.sessions.fetchSso(profile);
      case 'login':
        return this.options.sessions.fetchLogin(profile);
      case 'other':
        throw toTrouble('NoCredentialsInProfile', chain, walk.profiles.findMalformedIn([name]));
    }
  }

  private async assumeRole(
    profile: Profile,
    chain: readonly string[],
    walk: Walk,
  ): Promise<AwsCredentialIdentity> {
    const { role_arn: role, mfa_serial: device } = profile.settings;
    const key = JSON.stringify([profile.name, walk.profiles.toFingerprint(profile.name)]);
    const known = this.typedFor.get(key);
    if (known !== undefined && (known.expiration?.getTime() ?? 0) - Date.now() > LEAST_LIFE_MS) {
      return known;
    }
    // Before a code is asked for: it is typed only where it is of use.
    const source = await this.fetchSource(profile, chain, walk);
    if (role === undefined) {
      return source;
    }
    if (device === undefined) {
      return this.assumeWith(profile, source, chain);
    }
    for (const isRepeated of [false, true]) {
      const request = { profile: profile.name, device, isRepeated };
      const code = await this.options.codes.ask(request, walk.typing);
      try {
        const credentials = await this.assumeWith(profile, source, chain, { device, code });
        this.typedFor.set(key, credentials);
        return credentials;
      } catch (error) {
        if (!isAboutCode(error)) {
          throw error;
        }
      }
    }
    throw toTrouble('CodeRejected', chain, undefined, { role });
  }

  private async fetchSource(
    { name, settings }: Profile,
    chain: readonly string[],
    walk: Walk,
  ): Promise<AwsCredentialIdentity> {
    const { source_profile: source, credential_source: place, role_arn: role } = settings;
    if (source !== undefined && place === undefined) {
      const isItself = source === name && hasKeys(settings);
      if (chain.includes(source) && !isItself) {
        throw toTrouble('ProfileCycle', [...chain, source]);
      }
      return this.fetchProfile(source, chain, walk);
    }
    // Without a role of its own, a profile names the place only for those whose source it is.
    const asking = role === undefined ? chain.at(-2) : name;
    if (source === undefined && PLACES.has(place ?? '') && asking !== undefined) {
      return this.fetchFromPlace(asking, chain);
    }
    throw toTrouble('RoleSourceUnclear', chain, walk.profiles.findMalformedIn([name]));
  }

  /** From what `credential_source` names, at the hands of the SDK: instead of assuming the role, it gives them to us. */
  private async fetchFromPlace(profile: string, chain: readonly string[]): Promise<AwsCredentialIdentity> {
    try {
      return await fromIni({
        profile,
        ignoreCache: true,
        logger: silentLogger,
        mfaCodeProvider: async () => '',
        roleAssumer: async (source) => source,
      })();
    } catch {
      throw toTrouble('CredentialSourceEmpty', chain);
    }
  }

  private async assumeWith(
    profile: Profile,
    source: AwsCredentialIdentity,
    chain: readonly string[],
    mfa?: { readonly device: string; readonly code: string },
  ): Promise<AwsCredentialIdentity> {
    try {
      return await this.options.tokenService.assumeRole(profile, source, mfa);
    } catch (error) {
      if (mfa !== undefined && isAboutCode(error)) {
        throw error;
      }
      const role = profile.settings['role_arn'] ?? '';
      const failure = toFailure(error, { kind: 'role', role, profileChain: chain });
      if (failure.kind === 'credentialsExpired' || failure.kind === 'credentialsRejected') {
        this.forget(source);
      }
      throw new KnownTrouble(failure);
    }
  }

  private async assumeWithWebIdentity(
    profile: Profile | undefined,
    { tokenFile, role }: { readonly tokenFile: string; readonly role: string },
    profileChain: readonly string[],
  ): Promise<AwsCredentialIdentity> {
    const token = await readFile(tokenFile, 'utf8').catch(() => undefined);
    if (token === undefined) {
      throw toTrouble('WebIdentityFileMissing', profileChain, undefined, { file: toShownPath(tokenFile) });
    }
    try {
      return await this.options.tokenService.assumeRoleWithToken(profile, role, token.trim());
    } catch (error) {
      throw new KnownTrouble(toFailure(error, { kind: 'role', role, profileChain }));
    }
  }
}

const PLACES: ReadonlySet<string> = new Set(['Environment', 'EcsContainer', 'Ec2InstanceMetadata']);

function toTrouble(
  code: CredentialCode,
  profileChain: readonly string[],
  malformed?: Failure,
  more: Partial<Failure> = {},
): KnownTrouble {
  const chain = profileChain.length > 0 ? { profileChain } : {};
  return new KnownTrouble(malformed ?? { kind: 'credentialsFailed', code, ...chain, ...more });
}

function checkSso(
  { name, settings, ssoSession }: Profile,
  chain: readonly string[],
  profiles: ProfileSet,
): void {
  const session = settings['sso_session'];
  if (session !== undefined && ssoSession === undefined) {
    const malformed = profiles.findMalformed(`sso-session ${session}`);
    throw toTrouble('SsoSessionMissing', chain, malformed, { ssoSession: session });
  }
  const all = { ...settings, ...ssoSession };
  if (SSO_SETTINGS.some((key) => !all[key])) {
    const malformed = profiles.findMalformedIn([name, `sso-session.${session}`]);
    throw toTrouble('SsoProfileIncomplete', chain, malformed);
  }
}

const SSO_SETTINGS = ['sso_account_id', 'sso_role_name', 'sso_region', 'sso_start_url'];

function toKeys({ settings }: Profile): AwsCredentialIdentity {
  const { aws_access_key_id = '', aws_secret_access_key = '', aws_session_token } = settings;
  return {
    accessKeyId: aws_access_key_id,
    secretAccessKey: aws_secret_access_key,
    ...(aws_session_token === undefined ? {} : { sessionToken: aws_session_token }),
  };
}
