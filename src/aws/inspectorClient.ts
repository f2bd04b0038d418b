// createInspectorClient: the SDK's client for Amazon Inspector, with every option given, so that it looks for none itself.

import { Inspector2Client } from '@aws-sdk/client-inspector2';
import { StandardRetryStrategy } from '@smithy/core/retry';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity, Endpoint } from '@smithy/types';
import type { Region } from '../core/model.ts';
import type { ProfileAccess } from './profileAccess.ts';
import type { Profile } from './profiles.ts';
import { silentLogger } from './requestHandler.ts';

const MAX_ATTEMPTS = 4;

/** Leaves throttling to the engine: it slows the whole Region down, and waits as long as the service asks. */
class RetryUnlessThrottled extends StandardRetryStrategy {
  override async refreshRetryTokenForRetry(
    ...[token, errorInfo]: Parameters<StandardRetryStrategy['refreshRetryTokenForRetry']>
  ): ReturnType<StandardRetryStrategy['refreshRetryTokenForRetry']> {
    if (errorInfo.errorType === 'THROTTLING') {
      throw new Error('Throttled: not tried again here.');
    }
    return super.refreshRetryTokenForRetry(token, errorInfo);
  }
}

/** Where a call goes, and who makes it. */
export interface InspectorPlace {
  readonly profile: string;
  readonly region: Region;
  readonly endpointUrl: string | undefined;
}

export interface InspectorClientOptions {
  /** Names this program in the user agent, so that a company finds its calls in CloudTrail. */
  readonly version: string;
  readonly requestHandler: NodeHttpHandler;
  readonly access: ProfileAccess;
}

export function createInspectorClient(
  { profile, region, endpointUrl }: InspectorPlace,
  { version, requestHandler, access }: InspectorClientOptions,
): Inspector2Client {
  // `memoized` tells the SDK not to keep the credentials itself: it would sign with old keys for ever.
  const credentials = Object.assign(
    async () => {
      const current = access.getCurrent(profile);
      if (current === undefined) {
        throw Object.assign(new Error('The credentials have been forgotten.'), { name: 'ExpiredToken' });
      }
      return current;
    },
    { memoized: true },
  );
  return new Inspector2Client({
    region,
    credentials,
    // Where there is none, the SDK must not look for one: it would take the default profile's.
    ...(endpointUrl === undefined
      ? { ignoreConfiguredEndpointUrls: true }
      : { endpoint: toEndpoint(endpointUrl) }),
    requestHandler,
    ...toFileOptions(profile, access),
    maxAttempts: MAX_ATTEMPTS,
    retryStrategy: new RetryUnlessThrottled(MAX_ATTEMPTS),
    retryMode: 'standard',
    defaultsMode: 'standard',
    customUserAgent: [['inspector-account-status', version]],
    logger: silentLogger,
  });
}

/** Settings of a profile that a request depends on besides who signs it, and the variables that go before them. */
const FILE_OPTIONS = {
  useFipsEndpoint: ['AWS_USE_FIPS_ENDPOINT', 'use_fips_endpoint'],
  useDualstackEndpoint: ['AWS_USE_DUALSTACK_ENDPOINT', 'use_dualstack_endpoint'],
  userAgentAppId: ['AWS_SDK_UA_APP_ID', 'sdk_ua_app_id'],
} as const;

function findOption(option: keyof typeof FILE_OPTIONS, profile: Profile | undefined): string | undefined {
  const [variable, setting] = FILE_OPTIONS[option];
  return process.env[variable] ?? profile?.settings[setting];
}

/**
 * Options that the SDK would look for itself: with all files read and parsed anew for each of them, and in the
 * default profile.
 */
function toFileOptions(name: string, access: ProfileAccess) {
  const find = async (option: keyof typeof FILE_OPTIONS) => findOption(option, await access.getProfile(name));
  return {
    useFipsEndpoint: async () => (await find('useFipsEndpoint')) === 'true',
    useDualstackEndpoint: async () => (await find('useDualstackEndpoint')) === 'true',
    userAgentAppId: () => find('userAgentAppId'),
    // Inspector knows but one.
    authSchemePreference: async () => [],
  };
}

/** The same for clients whose requests differ in nothing but body, time and the keys that sign them. */
export function toSender(
  { profile, region, endpointUrl }: InspectorPlace,
  access: ProfileAccess,
  { sessionToken }: AwsCredentialIdentity,
): string {
  const known = access.getKnownProfile(profile);
  const options = Object.keys(FILE_OPTIONS) as (keyof typeof FILE_OPTIONS)[];
  const found = options.map((option) => findOption(option, known));
  return JSON.stringify([region, endpointUrl, sessionToken === undefined, ...found]);
}

/** Parsed once: the SDK parses a text anew for each call. */
function toEndpoint(endpointUrl: string): Endpoint {
  const { protocol, hostname, port, pathname } = new URL(endpointUrl);
  return { protocol, hostname, path: pathname, ...(port === '' ? {} : { port: Number(port) }) };
}
