/** The record of the calls that came in, and promises for what a test waits for. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Fault, Operation } from './scenario.ts';

/**
 * - `pending`: no answer yet; `held`: the answer waits for the test.
 * - `answered`: the whole answer was given, errors included.
 * - `cut`: the emulator broke the connection off, as a fault; `closed`: because it was closed.
 * - `abandoned`: the client left first.
 */
export type Outcome = 'pending' | 'held' | 'answered' | 'cut' | 'closed' | 'abandoned';

/** What is known of a request when it comes in. */
export interface ReceivedRequest {
  /** Sent to the client as `x-amzn-RequestId`. */
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation | undefined;
  readonly region: string;
  /** The number that `CallMatch.call` means; 0 for a request that is no call of the scenario. */
  readonly callNumber: number;
  /** As they were sent: neither checked nor cleared of duplicates. */
  readonly accountIds: readonly string[];
  /** A few headers, without secrets: see `toRecordedHeaders`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly accessKeyId: string | undefined;
}

export interface RecordedRequest extends ReceivedRequest {
  /** Milliseconds since 1970, with fractions. */
  readonly receivedAt: number;
  readonly finishedAt: number | undefined;
  /** How many requests were open when this one came in, itself included. */
  readonly inFlight: number;
  readonly outcome: Outcome;
  /** The HTTP status, once it is sent. */
  readonly status: number | undefined;
  /** What spoils, or spoilt, the answer. */
  readonly fault: Fault['kind'] | 'rateLimit' | undefined;
  /** Bytes that went to the socket, headers included, once the connection is done with the request. */
  readonly bytesSent: number;
  /** Lets the answer go if it is held. */
  readonly release: () => void;
}

/** The same record for the one who still writes it. */
export type OpenRequest = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

export interface RequestListener {
  onReceived?(request: RecordedRequest): void;
  onFinished?(request: RecordedRequest): void;
}

interface Wait {
  readonly probe: () => boolean;
  readonly reject: (reason: Error) => void;
}

export class RequestLog {
  readonly listeners = new Set<RequestListener>();
  readonly #waits = new Set<Wait>();
  #requests: OpenRequest[] = [];
  #inFlight = 0;
  #maxInFlight = 0;
  #closed = false;

  get requests(): readonly RecordedRequest[] {
    return this.#requests;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get maxInFlight(): number {
    return this.#maxInFlight;
  }

  clear(): void {
    this.#requests = [];
    this.#maxInFlight = this.#inFlight;
  }

  open(received: ReceivedRequest, fault: RecordedRequest['fault']): OpenRequest {
    this.#inFlight += 1;
    this.#maxInFlight = Math.max(this.#maxInFlight, this.#inFlight);
    const opened: OpenRequest = {
      ...received,
      receivedAt: now(),
      finishedAt: undefined,
      inFlight: this.#inFlight,
      outcome: 'pending',
      status: undefined,
      fault,
      bytesSent: 0,
      release: () => {},
    };
    this.#requests.push(opened);
    for (const listener of this.listeners) {
      listener.onReceived?.(opened);
    }
    this.changed();
    return opened;
  }

  /** The first outcome is the one that stays. */
  finish(request: OpenRequest, outcome: Outcome): void {
    if (request.finishedAt !== undefined) {
      return;
    }
    this.#inFlight -= 1;
    request.finishedAt = now();
    request.outcome = outcome;
    for (const listener of this.listeners) {
      listener.onFinished?.(request);
    }
    this.changed();
  }

  /** Resolves once `probe` gives a value: at once, or after one of the changes to come. */
  until<T>(probe: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const wait: Wait = {
        probe: () => {
          const value = probe();
          if (value !== undefined) {
            resolve(value);
          }
          return value !== undefined;
        },
        reject,
      };
      if (wait.probe()) {
        return;
      }
      this.#waits.add(wait);
      if (this.#closed) {
        this.close();
      }
    });
  }

  /** Tells those who wait that a request has changed. */
  changed(): void {
    for (const wait of this.#waits) {
      if (wait.probe()) {
        this.#waits.delete(wait);
      }
    }
  }

  /** Rejects those who wait, now and from now on. */
  close(): void {
    this.#closed = true;
    for (const wait of this.#waits) {
      wait.reject(new Error(`The emulator was closed after ${this.#requests.length} requests`));
    }
    this.#waits.clear();
  }
}

/** The access key and the Region of `Credential=AKIA…/20261123/us-east-1/inspector2/aws4_request`. */
export function toCredential(headers: IncomingHttpHeaders): { accessKeyId?: string; region?: string } {
  const match = /Credential=([^/,\s]+)\/\d+\/([^/,\s]+)\//.exec(headers.authorization ?? '');
  return match?.[1] && match[2] ? { accessKeyId: match[1], region: match[2] } : {};
}

/**
 * The headers that tests ask about. Of `authorization` only the credential scope is kept, and of a session
 * token only that it was there.
 */
export function toRecordedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const recorded: Record<string, string> = {};
  for (const name of recordedHeaders) {
    const value = headers[name];
    if (value !== undefined) {
      recorded[name] = String(value);
    }
  }
  if (headers.authorization !== undefined) {
    recorded['authorization'] = /Credential=([^,\s]+)/.exec(headers.authorization)?.[1] ?? '(not SigV4)';
  }
  if (headers['x-amz-security-token'] !== undefined) {
    recorded['x-amz-security-token'] = '(sent)';
  }
  return recorded;
}

const recordedHeaders = [
  'host',
  'content-type',
  'content-length',
  'accept-encoding',
  'user-agent',
  'x-amz-user-agent',
  'x-amz-date',
  'amz-sdk-request',
  'amz-sdk-invocation-id',
] as const;

function now(): number {
  return performance.timeOrigin + performance.now();
}
