// Reads the profiles of the shared AWS config and credentials files.

import { createHash } from 'node:crypto';
import { loadSharedConfigFiles, NODE_REGION_CONFIG_OPTIONS } from '@smithy/core/config';
import type { Region } from '../core/model.ts';
import { parseRegion } from '../core/regions.ts';

export type ProfileKind = 'keys' | 'role' | 'sso' | 'process' | 'webIdentity' | 'login' | 'other';

export interface Profile {
  readonly name: string;
  readonly kind: ProfileKind;
  readonly region: Region | undefined;
  /** False for an SSO profile that lacks a setting without which nobody can sign in. */
  readonly isComplete: boolean;
  /** The profile's own endpoint for Inspector, unchecked. */
  readonly endpointUrl: string | undefined;
  /** Another text as soon as a setting changes that may lead to other credentials. No setting can be read from it. */
  readonly fingerprint: string;
}

type Section = Readonly<Record<string, string | undefined>>;
type Sections = Readonly<Record<string, Section | undefined>>;

/** The profiles of both files, by name, read anew each time. Files that are not there have none. */
export async function readProfiles(): Promise<ReadonlyMap<string, Profile>> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const sections: Sections = configFile;
  const names = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])]
    // The parser lists the other kinds of section as `sso-session.NAME` and `services.NAME`.
    .filter((name) => !/^(sso-session|services)\./.test(name))
    .sort((a, b) => a.localeCompare(b, 'en'));
  const settingsOf = (name: string): Section => ({ ...configFile[name], ...credentialsFile[name] });
  return new Map(
    names.map((name) => {
      const settings = settingsOf(name);
      const session = sections[`sso-session.${settings['sso_session']}`];
      const services = sections[`services.${settings['services']}`];
      const region = parseRegion(settings['region'] ?? '');
      return [
        name,
        {
          name,
          kind: toProfileKind(settings),
          region: region.kind === 'region' ? region.region : undefined,
          isComplete: toProfileKind(settings) !== 'sso' || isCompleteSso({ ...session, ...settings }),
          endpointUrl: services?.['inspector2.endpoint_url'] || settings['endpoint_url'],
          fingerprint: toFingerprint(name, settingsOf, sections),
        },
      ];
    }),
  );
}

function toProfileKind(settings: Section): ProfileKind {
  if (settings['sso_session'] !== undefined || settings['sso_start_url'] !== undefined) {
    return 'sso';
  }
  if (settings['web_identity_token_file'] !== undefined) {
    return 'webIdentity';
  }
  if (settings['role_arn'] !== undefined) {
    return 'role';
  }
  if (settings['credential_process'] !== undefined) {
    return 'process';
  }
  if (settings['login_session'] !== undefined) {
    return 'login';
  }
  return settings['aws_access_key_id'] !== undefined ? 'keys' : 'other';
}

function isCompleteSso(settings: Section): boolean {
  return ['sso_account_id', 'sso_role_name', 'sso_region', 'sso_start_url'].every(
    (key) => settings[key] !== undefined,
  );
}

/** Over the profile, the profiles that its role is assumed from, and their SSO sessions. */
function toFingerprint(name: string, settingsOf: (name: string) => Section, sections: Sections): string {
  const hash = createHash('sha256');
  const seen = new Set<string>();
  for (let next: string | undefined = name; next !== undefined && !seen.has(next); ) {
    seen.add(next);
    const settings: Section = settingsOf(next);
    hash.update(JSON.stringify([settings, sections[`sso-session.${settings['sso_session']}`]]));
    next = settings['source_profile'];
  }
  return hash.digest('hex');
}

/** The profile that the SDK's default chain reads. */
export function getDefaultProfileName(): string {
  return process.env['AWS_PROFILE'] || 'default';
}

/**
 * The endpoint for Inspector that the environment or the profile names, unchecked, in the order of the AWS SDKs.
 * The SDK itself would take the one of the default profile for every profile.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function getConfiguredEndpoint(profile: Profile | undefined): string | undefined {
  const { env } = process;
  if (env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true') {
    return undefined;
  }
  return env['AWS_ENDPOINT_URL_INSPECTOR2'] || env['AWS_ENDPOINT_URL'] || profile?.endpointUrl || undefined;
}

/**
 * The Region that goes with a profile, or undefined when there is none. A profile chosen by name speaks before
 * the environment; the default chain asks the environment first, as the SDK does, and an EC2 instance last.
 */
export async function readRegion(
  name: string,
  profiles: ReadonlyMap<string, Profile>,
): Promise<string | undefined> {
  const fromEnvironment = process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'];
  if (name !== '') {
    return profiles.get(name)?.region ?? fromEnvironment;
  }
  return fromEnvironment || profiles.get(getDefaultProfileName())?.region || (await readInstanceRegion());
}

async function readInstanceRegion(): Promise<string | undefined> {
  try {
    const lookUp = NODE_REGION_CONFIG_OPTIONS.default;
    return typeof lookUp === 'function' ? await lookUp() : lookUp;
  } catch {
    return undefined;
  }
}
