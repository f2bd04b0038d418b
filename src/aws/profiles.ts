// Reads the profiles of the shared AWS config and credentials files.

import { loadSharedConfigFiles, NODE_REGION_CONFIG_OPTIONS } from '@smithy/core/config';
import type { Region } from '../core/model.ts';
import { parseRegion } from '../core/regions.ts';

export type ProfileKind = 'keys' | 'role' | 'sso' | 'process' | 'webIdentity' | 'login' | 'other';

export interface Profile {
  readonly name: string;
  readonly kind: ProfileKind;
  readonly region: Region | undefined;
}

/** The profiles of both files, by name, read anew each time. Files that are not there have none. */
export async function readProfiles(): Promise<ReadonlyMap<string, Profile>> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])]
    // The parser lists the other kinds of section as `sso-session.NAME` and `services.NAME`.
    .filter((name) => !/^(sso-session|services)\./.test(name))
    .sort((a, b) => a.localeCompare(b, 'en'));
  return new Map(
    names.map((name) => {
      const settings = { ...configFile[name], ...credentialsFile[name] };
      const region = parseRegion(settings['region'] ?? '');
      return [
        name,
        {
          name,
          kind: toProfileKind(settings),
          region: region.kind === 'region' ? region.region : undefined,
        },
      ];
    }),
  );
}

function toProfileKind(settings: Readonly<Record<string, string | undefined>>): ProfileKind {
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

/** The profile that the SDK's default chain reads. */
export function getDefaultProfileName(): string {
  return process.env['AWS_PROFILE'] || 'default';
}

/**
 * The Region that goes with a profile, or undefined when there is none. A profile chosen by name speaks before
 * the environment; the default chain asks the environment first, as the SDK does, and an EC2 instance last.
 */
export async function readRegion(profile: string): Promise<string | undefined> {
  const profiles = await readProfiles();
  const fromEnvironment = process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'];
  if (profile !== '') {
    return profiles.get(profile)?.region ?? fromEnvironment;
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
