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
import { getDefaultProfileName, type Profile, readProfiles, readRegion } from './profiles.ts';

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
    const missing = await this.findMissingProfile(profile);
    if (missing !== undefined) {
      return { kind: 'failed', failure: missing };
    }
    try {
      const region = await withDeadline(readRegion(profile), this.deadlines.credentials);
      const parsed = parseRegion(region ?? '');
      return parsed.kind === 'region'
        ? { kind: 'found', region: parsed.region }
        : { kind: 'failed', failure: { kind: 'noRegion', code: 'NoRegion' } };
    } catch (error) {
      return { kind: 'failed', failure: toFailure(error, { kind: 'region', profile, isSso: false }) };
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
    const outcome = await this.send(call, signal);
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

  private async send(call: StatusCall, signal: AbortSignal): Promise<StatusOutcome> {
    const { region, accountIds, profile } = call;
    const stage: Stage = { kind: 'request', region, endpointUrl: this.options.endpointUrl };
    const abort = new AbortController();
    const either = AbortSignal.any([signal, abort.signal]);
    const command = new BatchGetAccountStatusCommand({ accountIds: [...accountIds] });
    const raw = keepRawBody(command, either);
    let attempts = 0;
    try {
      const { $metadata } = await withDeadline(
        this.getClient(profile, region).send(command, { abortSignal: either }),
        this.deadlines.call,
      );
      attempts = $metadata.attempts ?? 1;
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
      attempts = attemptsOf(error) ?? attempts;
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
  private async prepareCredentials(
    profile: string,
  ): Promise<
    | { readonly kind: 'ready'; readonly credentials: AwsCredentialIdentity }
    | { readonly kind: 'failed'; readonly failure: Failure }
  > {
    const missing = await this.findMissingProfile(profile);
    if (missing !== undefined) {
      return { kind: 'failed', failure: missing };
    }
    try {
      return { kind: 'ready', credentials: await this.credentials.getCredentials(profile) };
    } catch (error) {
      const name = profile === '' ? getDefaultProfileName() : profile;
      const isSso = (await this.getProfiles()).get(name)?.kind === 'sso';
      const failure = toFailure(error, { kind: 'credentials', profile, isSso });
      return { kind: 'failed', failure: this.withDeadlineSeconds(failure) };
    }
  }

  private async findMissingProfile(profile: string): Promise<Failure | undefined> {
    if (profile === '') {
      return undefined;
    }
    const profiles = await this.getProfiles();
    return profiles.has(profile)
      ? undefined
      : { kind: 'profileMissing', code: 'ProfileNotFound', availableProfiles: [...profiles.keys()] };
  }

  private getProfiles(): Promise<ReadonlyMap<string, Profile>> {
    this.profiles ??= readProfiles();
    return this.profiles;
  }

  private getClient(profile: string, region: Region): Inspector2Client {
    const key = `${region} ${profile}`;
    const known = this.clients.get(key);
    if (known !== undefined) {
      return known;
    }
    // `memoized` tells the SDK not to keep the credentials itself: it would sign with old keys for ever.
    const credentials = Object.assign(() => this.credentials.getCredentials(profile), { memoized: true });
    const client = new Inspector2Client({
      region,
      credentials,
      ...(this.options.endpointUrl === undefined ? {} : { endpoint: this.options.endpointUrl }),
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
    this.clients.set(key, client);
    return client;
  }
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

/**
 * Takes the body away before the SDK's deserialiser, which drops scan types that it does not know, does no
 * checks, and costs more than parsing the body. Bodies of errors stay for it, as far as they fit.
 */
function keepRawBody(command: BatchGetAccountStatusCommand, signal: AbortSignal): { parse(): unknown } {
  let body: Uint8Array = new Uint8Array(0);
  let headers: Record<string, string> = {};
  command.middlewareStack.add(
    (next) => async (args) => {
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

function attemptsOf(error: unknown): number | undefined {
  const metadata = (error as { $metadata?: { attempts?: unknown } } | undefined)?.$metadata;
  return typeof metadata?.attempts === 'number' ? metadata.attempts : undefined;
}

function requestIdOf({ requestId }: { requestId?: string | undefined }): { requestId?: string } {
  return requestId === undefined ? {} : { requestId };
}
