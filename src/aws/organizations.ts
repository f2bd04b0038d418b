// OrganizationsService: asks AWS Organizations what the accounts are called, in requests that are signed here.

import type { IncomingMessage } from 'node:http';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/transport';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentity, HttpResponse } from '@smithy/types';
import type { Region } from '../core/model.ts';
import { type Partition, toPartition } from '../core/regions.ts';
import { readBody } from './body.ts';
import { findEndpoint } from './endpoints.ts';
import { KnownTrouble } from './failures.ts';
import type { Profile } from './profiles.ts';

/** One Region of each partition answers for all. https://docs.aws.amazon.com/general/latest/gr/ao.html */
const HOMES: Readonly<Record<Partition, { readonly region: Region; readonly url: string } | undefined>> = {
  aws: { region: 'us-east-1', url: 'https://organizations.us-east-1.amazonaws.com' },
  'aws-cn': { region: 'cn-northwest-1', url: 'https://organizations.cn-northwest-1.amazonaws.com.cn' },
  'aws-us-gov': { region: 'us-gov-west-1', url: 'https://organizations.us-gov-west-1.amazonaws.com' },
  other: undefined,
};
/** The most that the service gives in one answer. */
const MAX_RESULTS = 20;

export interface OrganizationsPlace {
  readonly url: URL;
  readonly region: Region;
}

/**
 * Where it is asked; undefined where nobody knows, and where Inspector is asked on this computer while nothing
 * says where Organizations is: who tries an emulator does not want AWS to be asked.
 */
export function findOrganizations(
  region: Region,
  profile: Profile | undefined,
  inspectorIsLocal: boolean,
): OrganizationsPlace | undefined {
  const endpoint = findEndpoint('organizations', profile);
  if (endpoint.kind === 'failed') {
    throw new KnownTrouble(endpoint.failure);
  }
  const home = HOMES[toPartition(region)];
  const { endpointUrl } = endpoint;
  if (endpointUrl !== undefined) {
    return { url: new URL(endpointUrl), region: home?.region ?? region };
  }
  return home === undefined || inspectorIsLocal ? undefined : { url: new URL(home.url), region: home.region };
}

/** What it throws, `toFailure` understands. */
export class OrganizationsService {
  private readonly requestHandler: NodeHttpHandler;
  private readonly version: string;

  constructor({ requestHandler, version }: { requestHandler: NodeHttpHandler; version: string }) {
    this.requestHandler = requestHandler;
    this.version = version;
  }

  /** The body of a page of ListAccounts. */
  async fetchPage(
    { url, region }: OrganizationsPlace,
    credentials: AwsCredentialIdentity,
    nextToken: string | undefined,
    signal: AbortSignal,
  ): Promise<unknown> {
    const request = new HttpRequest({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      path: url.pathname,
      headers: {
        host: url.host,
        'content-type': 'application/x-amz-json-1.1',
        'user-agent': `inspector-account-status/${this.version}`,
        'x-amz-target': 'AWSOrganizationsV20161128.ListAccounts',
      },
      body: JSON.stringify({ MaxResults: MAX_RESULTS, NextToken: nextToken }),
    });
    const signer = new SignatureV4({ service: 'organizations', region, credentials, sha256: Sha256 });
    const signed = await signer.sign(request);
    const { response } = await this.requestHandler.handle(signed as HttpRequest, { abortSignal: signal });
    const body = await readBody(response.body as IncomingMessage, signal);
    const { statusCode, headers } = response as HttpResponse;
    const about = { $metadata: { httpStatusCode: statusCode }, $response: { headers } };
    try {
      const value: unknown = JSON.parse(new TextDecoder().decode(body));
      if (statusCode === 200) {
        return value;
      }
      throw Object.assign(new Error(), toError(value, headers), about, { $fault: 'client' });
    } catch (error) {
      throw Object.assign(error as Error, about);
    }
  }
}

/** `com.amazonaws.organizations#AccessDeniedException:http://…`, or less of it. */
function toError(body: unknown, headers: Record<string, string>): { name: string; message: string } {
  const { __type, Message, message } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const type = String(headers['x-amzn-errortype'] ?? __type ?? '').slice(0, 300);
  const name = type.slice(type.indexOf('#') + 1).split(':', 1)[0] ?? '';
  const text = Message ?? message;
  return {
    name: /^[A-Za-z]+$/.test(name) ? name : 'Unknown',
    message: typeof text === 'string' ? text : '',
  };
}
