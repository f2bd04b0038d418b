// Endpoints that the environment or a profile names: which one counts, and whether anything may be sent there.

import { isSafeAddress, mayHoldSecret, parseAddress } from '../core/endpointUrl.ts';
import type { Failure } from '../core/model.ts';
import type { Profile, ServiceName } from './profiles.ts';

export class InsecureEndpointError extends Error {
  override readonly name = 'InsecureEndpointError';
}

export type EndpointOutcome =
  | { readonly kind: 'fine'; readonly endpointUrl: string | undefined }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * The endpoint that the environment or the profile names, in the order of the AWS SDKs. The SDK itself would take
 * the one of the default profile for every profile.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function findEndpoint(service: ServiceName, profile: Profile | undefined): EndpointOutcome {
  const { env } = process;
  if (env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true') {
    return { kind: 'fine', endpointUrl: undefined };
  }
  const specific = `AWS_ENDPOINT_URL_${service.toUpperCase()}`;
  for (const [setting, url] of [
    [specific, env[specific]],
    ['AWS_ENDPOINT_URL', env['AWS_ENDPOINT_URL']],
    ['endpoint_url', profile?.endpointUrls[service]],
  ] as const) {
    if (url) {
      return checkEndpoint(setting, url);
    }
  }
  return { kind: 'fine', endpointUrl: undefined };
}

function checkEndpoint(setting: string, text: string): EndpointOutcome {
  const url = parseAddress(text);
  const code =
    url === undefined
      ? 'MalformedEndpoint'
      : mayHoldSecret(url)
        ? 'EndpointWithSecret'
        : isSafeAddress(url)
          ? undefined
          : 'InsecureEndpointError';
  return code === undefined
    ? { kind: 'fine', endpointUrl: text }
    : { kind: 'failed', failure: { kind: 'insecureEndpoint', code, setting } };
}
