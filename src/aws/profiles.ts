// ProfileSet: the profiles of the shared AWS config and credentials files as they were at one time.

import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { getHomeDir, NODE_REGION_CONFIG_OPTIONS } from '@smithy/core/config';
import { type Failure, toAccountId } from '../core/model.ts';
import type { ProfileDescription, ProfileIdentity, ProfileKind } from '../core/ports.ts';
import { type ConsoleAccess, parseRegion } from '../core/regions.ts';
import {
  type ConfigFile,
  type ConfigFiles,
  getConfigPaths,
  readConfigFiles,
  type Section,
} from './configFiles.ts';

/** The services that keys are sent to, as settings spell their names. */
export const SERVICES = ['inspector2', 'organizations', 'sts', 'sso', 'sso_oidc', 'signin'] as const;
export type ServiceName = (typeof SERVICES)[number];

export interface Profile extends ProfileDescription {
  /** Of both files. */
  readonly settings: Section;
  /** The section that `sso_session` names; undefined where there is none. */
  readonly ssoSession: Section | undefined;
  /** The profile's own endpoints, unchecked. */
  readonly endpointUrls: Readonly<Record<ServiceName, string | undefined>>;
}

/** Reads both files anew. What is not there has no profiles. */
export async function readProfiles(): Promise<ProfileSet> {
  return new ProfileSet(await readConfigFiles());
}

export class ProfileSet {
  readonly files: readonly ConfigFile[];
  /** In the order of their names. */
  readonly profiles: ReadonlyMap<string, Profile>;
  /** The profile that the SDK's default chain reads. */
  readonly defaultName: string = process.env['AWS_PROFILE'] || 'default';
  /** Each call asks for one. */
  private readonly fingerprints = new Map<string, string>();

  constructor({ config, credentials }: ConfigFiles) {
    this.files = [config, credentials];
    const names = [...new Set([...config.sections.keys(), ...credentials.sections.keys()])]
      .filter((name) => !(config.sections.has(name) && /^(sso-session|services)\./.test(name)))
      .sort((a, b) => a.localeCompare(b, 'en'));
    this.profiles = new Map(
      names.map((name) => {
        const settings = { ...config.sections.get(name), ...credentials.sections.get(name) };
        return [name, toProfile(name, settings, config.sections)];
      }),
    );
  }

  get(name: string): Profile | undefined {
    return this.profiles.get(name);
  }

  /** The same, where an empty name stands for the default profile. */
  find(profile: string): Profile | undefined {
    return this.profiles.get(this.toName(profile));
  }

  toName(profile: string): string {
    return profile === '' ? this.defaultName : profile;
  }

  /**
   * Another text as soon as a setting changes that may lead to other credentials: of the profile, of those that
   * its role is assumed from, and of their SSO sessions. No setting can be read from it.
   */
  toFingerprint(name: string): string {
    const fingerprint = this.fingerprints.get(name) ?? this.computeFingerprint(name);
    this.fingerprints.set(name, fingerprint);
    return fingerprint;
  }

  private computeFingerprint(name: string): string {
    const hash = createHash('sha256');
    const seen = new Set<string>();
    for (let next: string | undefined = name; next !== undefined && !seen.has(next); ) {
      seen.add(next);
      const profile: Profile | undefined = this.profiles.get(next);
      hash.update(JSON.stringify([profile?.settings, profile?.ssoSession]));
      next = profile?.settings['source_profile'];
    }
    return hash.digest('hex');
  }

  /** A file that cannot be read may say anything of any profile. */
  findUnreadable(): Failure | undefined {
    const file = this.files.find(({ unreadable }) => unreadable !== undefined);
    return file?.unreadable === undefined
      ? undefined
      : { kind: 'configUnreadable', code: file.unreadable, file: file.shownPath };
  }

  /** The failure to find the profile, with all that says where it was looked for. */
  explainMissing(name: string, failure: Failure): Failure {
    return {
      ...(this.findMalformed(name) ?? failure),
      availableProfiles: [...this.profiles.keys()],
      files: this.files.map(({ shownPath }) => shownPath),
      machine: hostname(),
    };
  }

  /** The line that may be why there is no such section. */
  findMalformed(missing: string): Failure | undefined {
    for (const file of this.files) {
      const line = file.ignored.get(missing);
      if (line !== undefined) {
        return toMalformed(file, line);
      }
    }
    const lines = this.files.flatMap((file) => file.malformed.map((each) => ({ file, ...each })));
    const found = lines.find(({ section }) => section === undefined) ?? lines[0];
    return found === undefined ? undefined : toMalformed(found.file, found.line);
  }

  /** The line that may be why one of these sections lacks a setting. */
  findMalformedIn(sections: readonly string[]): Failure | undefined {
    for (const file of this.files) {
      const found = file.malformed.find(({ section }) => section !== undefined && sections.includes(section));
      if (found !== undefined) {
        return toMalformed(file, found.line);
      }
    }
    return undefined;
  }
}

function toMalformed({ shownPath }: ConfigFile, line: number): Failure {
  return { kind: 'configMalformed', code: 'MalformedLine', file: shownPath, line };
}

function toProfile(name: string, settings: Section, sections: ConfigFile['sections']): Profile {
  const services = sections.get(`services.${settings['services']}`);
  const region = parseRegion(settings['region'] ?? '');
  return {
    name,
    kind: toProfileKind(settings),
    region: region.kind === 'region' ? region.region : undefined,
    accountId: toAccountId(findAccount(settings)),
    settings,
    ssoSession: sections.get(`sso-session.${settings['sso_session']}`),
    endpointUrls: Object.fromEntries(
      SERVICES.map((service) => [
        service,
        services?.[`${service}.endpoint_url`] || settings['endpoint_url'] || undefined,
      ]),
    ) as Profile['endpointUrls'],
  };
}

/** In the order in which the AWS SDK for JavaScript decides. */
function toProfileKind(settings: Section): ProfileKind {
  const has = (...names: readonly string[]) => names.some((name) => settings[name] !== undefined);
  if (has('role_arn') && has('source_profile', 'credential_source')) {
    return 'role';
  }
  if (hasKeys(settings)) {
    return 'keys';
  }
  if (has('role_arn') && has('web_identity_token_file')) {
    return 'webIdentity';
  }
  if (has('credential_process')) {
    return 'process';
  }
  if (has('sso_session', 'sso_start_url', 'sso_account_id', 'sso_region', 'sso_role_name')) {
    return 'sso';
  }
  if (has('login_session')) {
    return 'login';
  }
  if (has('role_arn', 'credential_source')) {
    return 'role';
  }
  return has('aws_access_key_id', 'aws_secret_access_key') ? 'keys' : 'other';
}

export function hasKeys(settings: Section): boolean {
  return settings['aws_access_key_id'] !== undefined && settings['aws_secret_access_key'] !== undefined;
}

/** The account that the profile leads to, where it says so. */
function findAccount(settings: Section): string {
  const ofRole = /^arn:[^:]*:iam::([0-9]{12}):/.exec(settings['role_arn'] ?? '')?.[1];
  return ofRole ?? settings['sso_account_id'] ?? settings['aws_account_id'] ?? '';
}

/** What the default chain of the SDK looks at in the environment. */
const IDENTITY_VARIABLES = [
  'AWS_PROFILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
];

/** Names alone: the values are secret. */
export function getIdentityVariables(): readonly string[] {
  return IDENTITY_VARIABLES.filter((name) => process.env[name]);
}

/** Whether the environment, and no profile, says whose credentials the default chain takes. */
export function isOfEnvironment(profile: string): boolean {
  return profile === '' && getIdentityVariables().some((name) => name !== 'AWS_PROFILE');
}

/**
 * The Region that goes with a profile, or undefined when there is none. A profile chosen by name speaks before
 * the environment; the default chain asks the environment first, as the SDK does, and an EC2 instance last.
 */
export async function readRegion(name: string, profiles: ProfileSet): Promise<string | undefined> {
  const fromEnvironment = process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'];
  if (name !== '') {
    return profiles.get(name)?.region ?? fromEnvironment;
  }
  return fromEnvironment || profiles.find('')?.region || (await readInstanceRegion());
}

async function readInstanceRegion(): Promise<string | undefined> {
  try {
    const lookUp = NODE_REGION_CONFIG_OPTIONS.default;
    return typeof lookUp === 'function' ? await lookUp() : lookUp;
  } catch {
    return undefined;
  }
}

/** Without the settings, which hold keys. */
export function toDescription({ name, kind, region, accountId }: Profile): ProfileDescription {
  return { name, kind, region, accountId };
}

/** Whose credentials the profile leads to, as far as it says so. */
export function toIdentity({ accountId, kind, settings }: Profile): ProfileIdentity {
  const ofRole = /^arn:[^:]*:iam::[0-9]{12}:role\/(?:.*\/)?([^/]+)$/.exec(settings['role_arn'] ?? '')?.[1];
  return { accountId, roleName: kind === 'sso' ? settings['sso_role_name'] : ofRole };
}

/** Undefined where the profile itself is not one of an SSO session: a role behind one has another console. */
export function toConsoleAccess({
  kind,
  settings,
  ssoSession,
  accountId,
}: Profile): ConsoleAccess | undefined {
  const startUrl = ssoSession?.['sso_start_url'] ?? settings['sso_start_url'];
  const roleName = settings['sso_role_name'];
  return kind === 'sso' && startUrl !== undefined && accountId !== undefined && roleName !== undefined
    ? { startUrl, accountId, roleName }
    : undefined;
}

/** A profile that a person can sign in with. */
export interface SignInProfile {
  readonly name: string;
  /** One sign-in serves all profiles of a session. */
  readonly session: string;
  /** Of the AWS CLI. */
  readonly command: readonly string[];
}

/** Where to sign in for the profile: with itself, or with the one at the end of its chain of roles. */
export function findSignInProfile(profile: string, profiles: ProfileSet): SignInProfile | undefined {
  const seen = new Set<string>();
  let name = profiles.toName(profile);
  for (;;) {
    const found = profiles.get(name);
    const source = found?.settings['source_profile'];
    seen.add(name);
    if (found?.kind === 'sso') {
      return { name, session: `sso ${toSessionName(found.settings)}`, command: ['sso', 'login'] };
    }
    if (found?.kind === 'login') {
      return { name, session: `login ${found.settings['login_session']}`, command: ['login'] };
    }
    if (found?.kind !== 'role' || source === undefined || seen.has(source)) {
      return undefined;
    }
    name = source;
  }
}

/** What tokens of the session are kept under: its name, or its start URL where it has none. */
export function toSessionName(settings: Section): string {
  return settings['sso_session'] ?? settings['sso_start_url'] ?? '';
}

/** Files and folders whose change may mend what failed. */
export function getWatchedPaths(): readonly string[] {
  const { config, credentials } = getConfigPaths();
  return [config, credentials, join(getHomeDir(), '.aws', 'sso', 'cache')];
}
