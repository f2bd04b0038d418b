// InspectorSource: asks Amazon Inspector for the status of accounts. The core's StatusSource, over the AWS SDK.

import type { IncomingMessage } from 'node:http';
import {
  BatchGetAccountStatusCommand,
  Inspector2Client,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-inspector2';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type {
  AwsCredentialIdentity,
  BuildMiddleware,
  FinalizeRequestMiddleware,
  HttpRequest,
  HttpResponse,
} from '@smithy/types';
import { parseAnswer } from '../core/answer.ts';
import type { Disposable } from '../core/lifetime.ts';
import type { Failure, FailureKind, Region } from '../core/model.ts';
import type { RegionOutcome, StatusCall, StatusOutcome, StatusSource } from '../core/ports.ts';
import { parseRegion } from '../core/regions.ts';
import { readBody } from './body.ts';
import { CredentialCache } from './credentials.ts';
import { DeadlineError, withDeadline } from './deadline.ts';
import { type Stage, toFailure } from './failures.ts';
import {
  getConfiguredEndpoint,
  getDefaultProfileName,
  type Profile,
  readProfiles,
  readRegion,
} from './profiles.ts';

export { readProfiles };

/** In milliseconds. The SDK itself has none: a silent server would hang a refresh for ever. */
export interface Deadlines {
  readonly connect: number;
  /** From the request to the head of the answer, and between two parts of its body. */
  readonly request: number;
  /** A call with all its attempts. */
  readonly call: number;
  readonly credentials: number;
}

export const DEADLINES: Deadlines = { connect: 5000, request: 15_000, call: 45_000, credentials: 30_000 };

const MAX_ATTEMPTS = 4;

export interface InspectorSourceOptions {
  /** `https:`, or `http:` on loopback; undefined for the endpoint of the Region. */
  readonly endpointUrl: string | undefined;
  /** Names this program in the user agent, so that a company finds its calls in CloudTrail. */
  readonly version: string;
  readonly deadlines?: Deadlines;
}

export function createInspectorSource(options: InspectorSourceOptions): StatusSource & Disposable {
  return new InspectorSource(options);
}

class InspectorSource implements StatusSource, Disposable {
  private readonly options: InspectorSourceOptions;
  private readonly deadlines: Deadlines;
  private readonly requestHandler: NodeHttpHandler;
  private readonly credentials: CredentialCache;
  private readonly clients = new Map<string, Inspector2Client>();
  private profiles: Promise<ReadonlyMap<string, Profile>> | undefined;

  constructor(options: InspectorSourceOptions) {
    this.options = options;
    this.deadlines = options.deadlines ?? DEADLINES;
    this.requestHandler = new NodeHttpHandler({
      connectionTimeout: this.deadlines.connect,
      requestTimeout: this.deadlines.request,
      throwOnRequestTimeout: true,
      socketTimeout: this.deadlines.request,
    });
    this.credentials = new CredentialCache({
      requestHandler: this.requestHandler,
      deadlineMs: this.deadlines.credentials,
    });
  }

  beginRefresh(): void {
    this.profiles = undefined;
    this.credentials.forgetPassing();
  }

  async fetchRegion(profile: string): Promise<RegionOutcome> {
    try {
      const profiles = await this.fetchProfiles();
      const missing = findTrouble(profile, profiles);
      if (missing !== undefined) {
        return { kind: 'failed', failure: missing };
      }
      const region = await withDeadline(readRegion(profile, profiles), this.deadlines.credentials);
      const parsed = parseRegion(region ?? '');
      return parsed.kind === 'region'
        ? { kind: 'found', region: parsed.region }
        : { kind: 'failed', failure: { kind: 'noRegion', code: 'NoRegion' } };
    } catch (error) {
      const failure = toFailure(error, { kind: 'region', profile, isSso: false });
      return { kind: 'failed', failure: this.withDeadlineSeconds(failure) };
    }
  }

  async fetchStatuses(call: StatusCall, signal: AbortSignal): Promise<StatusOutcome> {
    const outcome = await this.sendWithCredentials(call, signal);
    // Credentials can end before their time, and there may be new ones by now: asked for once, not for ever.
    return outcome.kind === 'failed' && outcome.failure.kind === 'credentialsExpired'
      ? this.sendWithCredentials(call, signal)
      : outcome;
  }

  private async sendWithCredentials(call: StatusCall, signal: AbortSignal): Promise<StatusOutcome> {
    const prepared = await this.prepareCredentials(call.profile);
    if (prepared.kind === 'failed') {
      return { ...prepared, attempts: 0 };
    }
    signal.throwIfAborted();
    const outcome = await this.send(call, prepared.endpointUrl, signal);
    if (outcome.kind === 'failed' && REJECTED.has(outcome.failure.kind)) {
      this.credentials.forget(call.profile, prepared.credentials);
    }
    return outcome;
  }

  dispose(): void {
    for (const client of this.clients.values()) {
      client.destroy();
    }
    this.clients.clear();
    this.requestHandler.destroy();
  }

  private async send(
    call: StatusCall,
    endpointUrl: string | undefined,
    signal: AbortSignal,
  ): Promise<StatusOutcome> {
    const { region, accountIds, profile } = call;
    const stage: Stage = { kind: 'request', region, endpointUrl };
    const abort = new AbortController();
    const either = AbortSignal.any([signal, abort.signal]);
    const command = new BatchGetAccountStatusCommand({ accountIds: [...accountIds] });
    const raw = keepRawBody(command, either);
    try {
      const { $metadata } = await withDeadline(
        this.getClient(profile, region, endpointUrl).send(command, { abortSignal: either }),
        this.deadlines.call,
      );
      const attempts = raw.countAttempts();
      const parsed = parseAnswer(raw.parse(), accountIds);
      if (parsed.kind === 'unusable') {
        const kind: FailureKind = parsed.reason === 'noData' ? 'noData' : 'badAnswer';
        return {
          kind: 'failed',
          failure: { kind, code: parsed.reason, ...requestIdOf($metadata) },
          attempts,
        };
      }
      const { answers, ignoredItems } = parsed;
      return { kind: 'answered', answers, ignoredItems, attempts, requestId: $metadata.requestId };
    } catch (error) {
      signal.throwIfAborted();
      const attempts = raw.countAttempts();
      if (error instanceof DeadlineError) {
        abort.abort();
        return { kind: 'failed', failure: this.lateFailure(stage), attempts };
      }
      return { kind: 'failed', failure: this.withDeadlineSeconds(toFailure(error, stage)), attempts };
    }
  }

  private lateFailure(stage: Stage): Failure {
    const failure = toFailure({ name: 'TimeoutError' }, stage);
    return { ...failure, deadlineSeconds: this.deadlines.call / 1000 };
  }

  private withDeadlineSeconds(failure: Failure): Failure {
    switch (failure.kind) {
      case 'timedOut':
        return { ...failure, deadlineSeconds: this.deadlines.request / 1000 };
      case 'credentialsTimedOut':
        return { ...failure, deadlineSeconds: this.deadlines.credentials / 1000 };
      default:
        return failure;
    }
  }

  /** A step of its own, not a part of the call: its errors mean something else. */
  private async prepareCredentials(profile: string): Promise<
    | {
        readonly kind: 'ready';
        readonly credentials: AwsCredentialIdentity;
        /** Undefined for the endpoint of the Region. */
        readonly endpointUrl: string | undefined;
      }
    | { readonly kind: 'failed'; readonly failure: Failure }
  > {
    let settings: Profile | undefined;
    try {
      const profiles = await this.fetchProfiles();
      const trouble = findTrouble(profile, profiles);
      if (trouble !== undefined) {
        return { kind: 'failed', failure: trouble };
      }
      settings = profiles.get(profile === '' ? getDefaultProfileName() : profile);
      const credentials = await this.credentials.fetch(profile, settings?.fingerprint ?? '');
      return {
        kind: 'ready',
        credentials,
        endpointUrl: this.options.endpointUrl ?? getConfiguredEndpoint(settings),
      };
    } catch (error) {
      // In the default chain the environment may do without the profile, so that it is found wanting only here.
      const isIncomplete = settings?.isComplete === false;
      const failure = toFailure(error, { kind: 'credentials', profile, isSso: settings?.kind === 'sso' });
      return { kind: 'failed', failure: isIncomplete ? INCOMPLETE_SSO : this.withDeadlineSeconds(failure) };
    }
  }

  /** Once for a refresh. A home folder on a network that is away must not hold it up. */
  private fetchProfiles(): Promise<ReadonlyMap<string, Profile>> {
    this.profiles ??= withDeadline(readProfiles(), this.deadlines.credentials);
    return this.profiles;
  }

  private getClient(profile: string, region: Region, endpointUrl: string | undefined): Inspector2Client {
    const key = JSON.stringify([profile, region, endpointUrl]);
    const known = this.clients.get(key);
    if (known !== undefined) {
      return known;
    }
    // `memoized` tells the SDK not to keep the credentials itself: it would sign with old keys for ever.
    const credentials = Object.assign(
      async () => {
        const current = this.credentials.getCurrent(profile);
        if (current === undefined) {
          throw Object.assign(new Error('The credentials have been forgotten.'), { name: 'ExpiredToken' });
        }
        return current;
      },
      { memoized: true },
    );
    const client = new Inspector2Client({
      region,
      credentials,
      // Where there is none, the SDK must not look for one: it would take the default profile's.
      ...(endpointUrl === undefined ? { ignoreConfiguredEndpointUrls: true } : { endpoint: endpointUrl }),
      requestHandler: this.requestHandler,
      maxAttempts: MAX_ATTEMPTS,
      retryMode: 'standard',
      defaultsMode: 'standard',
      customUserAgent: [['inspector-account-status', this.options.version]],
      logger: SILENT,
    });
    client.middlewareStack.add(refuseInsecureEndpoint, {
      step: 'finalizeRequest',
      priority: 'high',
      name: 'refuseInsecureEndpoint',
    });
    client.middlewareStack.add(keepConnection, { step: 'build', name: 'keepConnection' });
    this.clients.set(key, client);
    return client;
  }
}

const INCOMPLETE_SSO: Failure = { kind: 'credentialsFailed', code: 'IncompleteSsoProfile' };

/** What is wrong with the profile as it is written, or undefined. */
function findTrouble(name: string, profiles: ReadonlyMap<string, Profile>): Failure | undefined {
  if (name !== '' && !profiles.has(name)) {
    return { kind: 'profileMissing', code: 'ProfileNotFound', availableProfiles: [...profiles.keys()] };
  }
  return profiles.get(name)?.isComplete === false ? INCOMPLETE_SSO : undefined;
}

/** After these, the next refresh asks for new credentials. */
const REJECTED: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'credentialsRejected',
  'credentialsExpired',
]);

/** Without `info`: the SDK's logger middleware copies each answer for it, a fifth of the CPU of a call. */
const SILENT = { debug() {}, warn() {}, error() {} } as unknown as Console;

export class InsecureEndpointError extends Error {
  override readonly name = 'InsecureEndpointError';
}

/**
 * VS Code puts an agent of its own in place of ours and has every connection closed after one request, a new TLS
 * handshake for each call, unless the request itself asks to keep it:
 * https://github.com/microsoft/vscode/issues/173861
 */
const keepConnection: BuildMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next) => async (args) => {
  (args.request as HttpRequest).headers['connection'] = 'keep-alive';
  return next(args);
};

/**
 * The session token travels in a header. An endpoint that comes from the environment or a config file can be
 * `http:` to anywhere, and the SDK would send it there.
 */
const refuseInsecureEndpoint: FinalizeRequestMiddleware<ServiceInputTypes, ServiceOutputTypes> =
  (next) => async (args) => {
    const { protocol, hostname } = args.request as HttpRequest;
    const isLoopback = /^(localhost|127(\.[0-9]{1,3}){3}|\[?::1\]?)$/.test(hostname);
    if (protocol !== 'https:' && !isLoopback) {
      throw new InsecureEndpointError('Only https: endpoints, or http: ones on loopback, are asked.');
    }
    return next(args);
  };

interface RawBody {
  parse(): unknown;
  /** Requests sent so far. */
  countAttempts(): number;
}

/**
 * Takes the body away before the SDK's deserialiser, which drops scan types that it does not know, does no
 * checks, and costs more than parsing the body. Bodies of errors stay for it, as far as they fit.
 */
function keepRawBody(command: BatchGetAccountStatusCommand, signal: AbortSignal): RawBody {
  let body: Uint8Array = new Uint8Array(0);
  let headers: Record<string, string> = {};
  let attempts = 0;
  command.middlewareStack.add(
    (next) => async (args) => {
      attempts += 1;
      const result = await next(args);
      const response = result.response as HttpResponse;
      body = await readBody(response.body as IncomingMessage, signal);
      headers = response.headers;
      response.body = response.statusCode < 300 ? new Uint8Array(0) : body;
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'keepRawBody' },
  );
  return {
    countAttempts: () => attempts,
    parse() {
      try {
        return body.length === 0 ? undefined : JSON.parse(new TextDecoder().decode(body));
      } catch (error) {
        // With the headers, as the SDK does for errors: they tell a web page from a broken answer.
        throw Object.assign(error as Error, { $response: { headers }, $metadata: { httpStatusCode: 200 } });
      }
    },
  };
}

function requestIdOf({ requestId }: { requestId?: string | undefined }): { requestId?: string } {
  return requestId === undefined ? {} : { requestId };
}
