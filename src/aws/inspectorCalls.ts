// InspectorCalls: makes one call to Amazon Inspector over the AWS SDK, with the credentials of a profile, under a deadline.

import type { AwsCredentialIdentity } from '@smithy/types';
import type { Failure, Region } from '../core/model.ts';
import { redact } from '../core/redact.ts';
import { isOptIn } from '../core/regions.ts';
import type { Asking } from './credentials/mfaCodes.ts';
import { DeadlineError, type Deadlines, withDeadline } from './deadline.ts';
import { ask, type Exchange, type Question, type Repeats, type Reply, Route } from './exchange.ts';
import type { Stage } from './failureKinds.ts';
import { toFailure } from './failures.ts';
import {
  createInspectorClient,
  type InspectorClientOptions,
  type InspectorPlace,
  toSender,
} from './inspectorClient.ts';
import type { PreparedCredentials } from './profileAccess.ts';

export type InspectorOutcome =
  | {
      readonly kind: 'answered';
      /** Any JSON; undefined for an empty body. */
      readonly body: unknown;
      readonly attempts: number;
      readonly requestId: string | undefined;
    }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly attempts: number };

export interface InspectorCallsOptions extends InspectorClientOptions {
  readonly deadlines: Deadlines;
}

interface Rejection {
  readonly credentials: AwsCredentialIdentity;
  readonly regions: Set<Region>;
}

const NO_REGIONS: ReadonlySet<Region> = new Set();

export class InspectorCalls {
  private readonly options: InspectorCallsOptions;
  private readonly routes = new Map<string, { readonly fingerprint: string; readonly route: Route }>();
  /** By what their requests have in common but for who signs them: so a thousand profiles share a few. */
  private readonly repeats = new Map<string, Repeats>();
  /** The Regions that have taken the credentials, for as long as these are used: over refreshes. */
  private readonly accepted = new WeakMap<AwsCredentialIdentity, Set<Region>>();
  /** By profile: the Regions that did not take them when they were asked last, since the latest judgement. */
  private readonly rejected = new Map<string, Rejection>();

  constructor(options: InspectorCallsOptions) {
    this.options = options;
  }

  /**
   * Bad credentials are got anew from now on. Bad are those that a Region has taken before and does not take any more,
   * or that no Region has ever taken. Any others are good, and getting them can cost a person a code: they were refused
   * where the Region is not enabled for the account.
   *
   * `isOver`: the refresh that met the rejections has ended. Before that, those of Regions that may not be enabled prove
   * nothing: another Region may take the credentials yet.
   */
  forgetRejected(isOver: boolean): void {
    for (const [profile, { credentials, regions }] of this.rejected) {
      const accepted = this.accepted.get(credentials) ?? NO_REGIONS;
      const isBad =
        accepted.size > 0
          ? [...regions].some((region) => accepted.has(region))
          : isOver || ![...regions].every(isOptIn);
      if (isBad) {
        this.options.access.reject(profile, credentials);
      }
      if (isBad || isOver) {
        this.rejected.delete(profile);
      }
    }
  }

  async make(place: InspectorPlace, question: Question, asking: Asking): Promise<InspectorOutcome> {
    const outcome = await this.sendWithCredentials(place, question, asking);
    // Credentials can end before their time, and there may be new ones by now: asked for once, not for ever.
    return outcome.kind === 'failed' && outcome.failure.kind === 'credentialsExpired'
      ? this.sendWithCredentials(place, question, asking)
      : outcome;
  }

  private async sendWithCredentials(
    place: InspectorPlace,
    question: Question,
    asking: Asking,
  ): Promise<InspectorOutcome> {
    const prepared = await this.options.access.fetchCredentials(place.profile, asking);
    asking.signal.throwIfAborted();
    if (prepared.kind === 'failed') {
      return { ...prepared, attempts: 0 };
    }
    const outcome = await this.send(place, question, prepared, asking.signal);
    const failure = outcome.kind === 'failed' ? outcome.failure.kind : undefined;
    if (failure === 'credentialsExpired') {
      this.options.access.reject(place.profile, prepared.credentials);
    } else if (failure === 'credentialsRejected') {
      this.noteRejected(place, prepared.credentials);
    } else if (failure === undefined || failure === 'accessDenied') {
      this.noteAccepted(place, prepared.credentials);
    }
    return outcome;
  }

  private noteRejected({ profile, region }: InspectorPlace, credentials: AwsCredentialIdentity): void {
    const known = this.rejected.get(profile);
    const rejection =
      known?.credentials === credentials ? known : { credentials, regions: new Set<Region>() };
    this.rejected.set(profile, rejection);
    rejection.regions.add(region);
  }

  private noteAccepted({ profile, region }: InspectorPlace, credentials: AwsCredentialIdentity): void {
    const accepted = this.accepted.get(credentials) ?? new Set();
    this.accepted.set(credentials, accepted.add(region));
    const rejection = this.rejected.get(profile);
    if (rejection?.credentials === credentials) {
      rejection.regions.delete(region);
    }
  }

  private async send(
    place: InspectorPlace,
    question: Question,
    prepared: PreparedCredentials,
    signal: AbortSignal,
  ): Promise<InspectorOutcome> {
    const { deadlines } = this.options;
    const stage: Stage = { kind: 'request', region: place.region, endpointUrl: place.endpointUrl };
    const abort = new AbortController();
    const onAbort = () => abort.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    let exchange: Exchange | undefined;
    try {
      exchange = ask(this.getRoute(place, prepared), question, prepared.credentials, abort.signal);
      const reply = await withDeadline(exchange.reply, deadlines.call);
      const attempts = exchange.countAttempts();
      return { kind: 'answered', body: parseBody(reply), attempts, requestId: toRequestId(reply) };
    } catch (error) {
      signal.throwIfAborted();
      const attempts = exchange?.countAttempts() ?? 0;
      if (error instanceof DeadlineError) {
        abort.abort();
        return { kind: 'failed', failure: this.lateFailure(stage), attempts };
      }
      return { kind: 'failed', failure: toFailure(error, stage, deadlines), attempts };
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  private lateFailure(stage: Stage): Failure {
    const failure = toFailure({ name: 'TimeoutError' }, stage);
    return { ...failure, deadlineSeconds: this.options.deadlines.call / 1000 };
  }

  /** Another one as soon as the profile's settings are others: they may lead elsewhere. */
  private getRoute(place: InspectorPlace, { credentials, fingerprint }: PreparedCredentials): Route {
    // Profiles that are there and Regions hold no line break.
    const key = `${place.profile}\n${place.region}\n${place.endpointUrl ?? ''}`;
    const known = this.routes.get(key);
    if (known?.fingerprint === fingerprint) {
      return known.route;
    }
    const { requestHandler, access } = this.options;
    const repeats = this.getRepeats(toSender(place, access, credentials));
    const route = new Route(requestHandler, repeats, () => createInspectorClient(place, this.options));
    this.routes.set(key, { fingerprint, route });
    return route;
  }

  private getRepeats(sender: string): Repeats {
    const repeats = this.repeats.get(sender) ?? new Map();
    this.repeats.set(sender, repeats);
    return repeats;
  }
}

const UTF8 = new TextDecoder();

function parseBody({ response, body }: Reply): unknown {
  try {
    return body.length === 0 ? undefined : JSON.parse(UTF8.decode(body));
  } catch (error) {
    // With the headers, as the SDK does for errors: they tell a web page from a broken answer.
    const { headers, statusCode } = response;
    throw Object.assign(error as Error, {
      $response: { headers },
      $metadata: { httpStatusCode: statusCode },
    });
  }
}

/** In the order in which the SDK looks for it. */
function toRequestId({ response: { headers } }: Reply): string | undefined {
  const id = headers['x-amzn-requestid'] ?? headers['x-amzn-request-id'] ?? headers['x-amz-request-id'];
  return id === undefined || UUID.test(id) ? id : redact(id.slice(0, 100));
}

/** Holds no secret, and comes with each answer. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
