// SignedInSessions: credentials of sessions that a person began in a browser, of IAM Identity Center or `aws login`.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fromIni } from '@aws-sdk/credential-provider-ini';
import { getHomeDir, getSSOTokenFilepath } from '@smithy/core/config';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity } from '@smithy/types';
import { findEndpoint } from '../endpoints.ts';
import { KnownTrouble, toFailure } from '../failures.ts';
import { type Profile, type ServiceName, toSessionName } from '../profiles.ts';
import { silentLogger, watchNetwork } from '../requestHandler.ts';
import { type Pause, readTokenFile } from './tokenFiles.ts';

/** The SDK does not ask for a new token again for so long, and then says that the session has ended. */
const QUIET_AFTER_RENEWAL_MS = 30_000;

export interface SignedInSessionsOptions {
  readonly requestHandler: NodeHttpHandler;
  readonly pause: Pause;
}

export class SignedInSessions {
  private readonly requestHandler: NodeHttpHandler;
  private readonly pause: Pause;
  /** Why the latest renewal of a session could not be tried: no answer, or none of AWS. */
  private readonly troubles = new Map<string, { readonly error: unknown; readonly at: number }>();

  constructor({ requestHandler, pause }: SignedInSessionsOptions) {
    this.requestHandler = requestHandler;
    this.pause = pause;
  }

  /** The profile has all that it needs for SSO. */
  async fetchSso(profile: Profile): Promise<AwsCredentialIdentity> {
    const session = toSessionName(profile.settings);
    const token = await readTokenFile(getSSOTokenFilepath(session), ['accessToken', 'expiresAt'], this.pause);
    if (token === undefined) {
      throw new KnownTrouble({ kind: 'signedOut', code: 'NoSession', ssoSession: session });
    }
    return this.fetch(profile, session, ['sso', 'sso_oidc']);
  }

  async fetchLogin(profile: Profile): Promise<AwsCredentialIdentity> {
    const session = profile.settings['login_session'] ?? '';
    const folder = process.env['AWS_LOGIN_CACHE_DIRECTORY'] ?? join(getHomeDir(), '.aws', 'login', 'cache');
    const path = join(folder, `${createHash('sha256').update(session).digest('hex')}.json`);
    const token = await readTokenFile(path, ['accessToken', 'refreshToken'], this.pause);
    if (token === undefined) {
      throw new KnownTrouble({ kind: 'signedOut', code: 'NoSession', ssoSession: session });
    }
    return this.fetch(profile, session, ['signin']);
  }

  private async fetch(
    profile: Profile,
    session: string,
    services: readonly ServiceName[],
  ): Promise<AwsCredentialIdentity> {
    const endpoint = toEndpointConfig(services, profile);
    // The clients inside the providers do not see the Inspector client's handler and its deadlines.
    const network = watchNetwork(this.requestHandler);
    try {
      const clientConfig = { ...endpoint, requestHandler: network.handler, logger: silentLogger };
      return await fromIni({ profile: profile.name, clientConfig, ignoreCache: true })();
    } catch (error) {
      // The providers wrap what the network said, or drop it: a session that cannot be renewed while offline is
      // said to have ended. A network error never means that somebody is signed out.
      const trouble = network.getTrouble();
      const earlier = this.troubles.get(session);
      if (trouble !== undefined) {
        this.troubles.set(session, { error: trouble, at: Date.now() });
      }
      const isQuiet =
        network.countRequests() === 0 &&
        earlier !== undefined &&
        Date.now() - earlier.at < QUIET_AFTER_RENEWAL_MS;
      const { sso_role_name: role, sso_account_id: accountId } = profile.settings;
      throw new KnownTrouble(
        toFailure(trouble ?? (isQuiet ? earlier.error : error), {
          kind: 'session',
          ...(services.includes('signin') ? { service: 'signin' } : {}),
          session,
          ...(role === undefined ? {} : { role }),
          ...(accountId === undefined ? {} : { accountId }),
        }),
      );
    }
  }
}

/**
 * The SDK takes one endpoint for all clients inside a provider. Where there are several, they come from variables
 * that it reads by itself; what it may read there is looked at before.
 */
function toEndpointConfig(services: readonly ServiceName[], profile: Profile): object {
  const urls = new Set<string | undefined>();
  for (const service of services) {
    const endpoint = findEndpoint(service, profile);
    if (endpoint.kind === 'failed') {
      throw new KnownTrouble(endpoint.failure);
    }
    urls.add(endpoint.endpointUrl);
  }
  const [url] = urls;
  if (urls.size > 1) {
    return {};
  }
  return url === undefined ? { ignoreConfiguredEndpointUrls: true } : { endpoint: url };
}
