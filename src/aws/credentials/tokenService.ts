// TokenService: AWS STS, which assumes roles and says who somebody is, at the endpoint that goes with a profile.

import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  type Credentials,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity } from '@smithy/types';
import type { Region } from '../../core/model.ts';
import { findEndpoint } from '../endpoints.ts';
import { KnownTrouble } from '../failures.ts';
import type { Profile } from '../profiles.ts';
import { silentLogger, watchNetwork } from '../requestHandler.ts';

interface Place {
  readonly region: Region;
  readonly profile: Profile | undefined;
  /** Undefined for calls that nobody signs. */
  readonly credentials: AwsCredentialIdentity | undefined;
}

/** What a company finds in CloudTrail where the profile has no `role_session_name`. */
const SESSION_NAME = 'inspector-account-status';

/** What it throws, `toFailure` understands. */
export class TokenService {
  private readonly requestHandler: NodeHttpHandler;
  private readonly version: string;

  constructor({ requestHandler, version }: { requestHandler: NodeHttpHandler; version: string }) {
    this.requestHandler = requestHandler;
    this.version = version;
  }

  /** The role of the profile, with the credentials of its source. */
  assumeRole(
    profile: Profile,
    source: AwsCredentialIdentity,
    mfa?: { readonly device: string; readonly code: string },
  ): Promise<AwsCredentialIdentity> {
    const { role_arn: role = '', role_session_name, external_id, duration_seconds } = profile.settings;
    const seconds = Number(duration_seconds);
    const command = new AssumeRoleCommand({
      RoleArn: role,
      RoleSessionName: role_session_name || SESSION_NAME,
      ExternalId: external_id,
      DurationSeconds: Number.isInteger(seconds) && seconds > 0 ? seconds : 3600,
      SerialNumber: mfa?.device,
      TokenCode: mfa?.code,
    });
    const place = { region: findRegion(profile, role), profile, credentials: source };
    return this.call(place, async (client) => toSession((await client.send(command)).Credentials));
  }

  /** With the token of a web identity. */
  assumeRoleWithToken(
    profile: Profile | undefined,
    role: string,
    token: string,
  ): Promise<AwsCredentialIdentity> {
    const name = profile?.settings['role_session_name'] ?? process.env['AWS_ROLE_SESSION_NAME'];
    const command = new AssumeRoleWithWebIdentityCommand({
      RoleArn: role,
      RoleSessionName: name || SESSION_NAME,
      WebIdentityToken: token,
    });
    const place = { region: findRegion(profile, role), profile, credentials: undefined };
    return this.call(place, async (client) => toSession((await client.send(command)).Credentials));
  }

  /** Who these credentials are. */
  async fetchIdentity(
    place: Place,
    signal: AbortSignal,
  ): Promise<{ readonly account: string | undefined; readonly arn: string }> {
    const command = new GetCallerIdentityCommand({});
    const { Account, Arn = '' } = await this.call(place, (client) =>
      client.send(command, { abortSignal: signal }),
    );
    return { account: Account, arn: Arn };
  }

  private async call<T>(
    { region, profile, credentials }: Place,
    send: (client: STSClient) => Promise<T>,
  ): Promise<T> {
    const endpoint = findEndpoint('sts', profile);
    if (endpoint.kind === 'failed') {
      throw new KnownTrouble(endpoint.failure);
    }
    const network = watchNetwork(this.requestHandler);
    // Not to be destroyed: the way of its requests belongs to all.
    const client = new STSClient({
      region,
      ...(credentials === undefined ? {} : { credentials }),
      ...(endpoint.endpointUrl === undefined
        ? { ignoreConfiguredEndpointUrls: true }
        : { endpoint: endpoint.endpointUrl }),
      requestHandler: network.handler,
      maxAttempts: 3,
      retryMode: 'standard',
      defaultsMode: 'standard',
      customUserAgent: [['inspector-account-status', this.version]],
      logger: silentLogger,
    });
    try {
      return await send(client);
    } catch (error) {
      // What AWS itself said tells more than that it said it.
      const isOfService = (error as { readonly $fault?: unknown }).$fault !== undefined;
      throw isOfService ? error : (network.getTrouble() ?? error);
    }
  }
}

function toSession(session: Credentials | undefined): AwsCredentialIdentity {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = session ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || Expiration === undefined) {
    // What a broken answer is elsewhere, too.
    throw new SyntaxError('The answer has no credentials.');
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}

/** Where STS is asked: it is in every Region, but those of another partition do not know the role. */
function findRegion(profile: Profile | undefined, role: string): Region {
  const { env } = process;
  const partition = role.split(':')[1];
  const home =
    partition === 'aws-cn' ? 'cn-north-1' : partition === 'aws-us-gov' ? 'us-gov-west-1' : 'us-east-1';
  return profile?.region ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || home);
}
