/** A local HTTP server that answers like Amazon Inspector v2, as a scenario tells it to. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Call, receiveCall } from './call.ts';
import { Gates } from './gates.ts';
import { sendReply } from './reply.ts';
import { type OpenRequest, type RecordedRequest, type RequestListener, RequestLog } from './requestLog.ts';
import { RunningScenario } from './runningScenario.ts';
import type { Scenario } from './scenario.ts';
import { spoil } from './spoil.ts';

export interface EmulatorOptions {
  readonly scenario: Scenario;
  /** 0, or none, takes a free port. */
  readonly port?: number;
  /** A loopback address; 127.0.0.1 when omitted. */
  readonly host?: string;
}

/** Starts to listen; rejects when the host is not loopback, the port is taken or the scenario has a mistake. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const host = options.host ?? '127.0.0.1';
  if (!/^(localhost|::1|127(\.\d{1,3}){3})$/.test(host)) {
    throw new RangeError(`The emulator listens on loopback only, not on ${host}`);
  }
  const scenario = new RunningScenario(options.scenario);
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return new Emulator(server, scenario);
}

export class Emulator implements AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly #server: Server;
  readonly #log = new RequestLog();
  readonly #gates = new Gates();
  #scenario: RunningScenario;
  #closing: Promise<void> | undefined;

  /** Takes a server that listens: see `startEmulator`. */
  constructor(server: Server, scenario: RunningScenario) {
    const { address, family, port } = server.address() as AddressInfo;
    this.port = port;
    this.url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
    this.#scenario = scenario;
    this.#server = server;
    // A kept-alive connection that the server ends just as the client uses it again would be a fault that
    // no scenario asked for.
    server.keepAliveTimeout = 0;
    server.requestTimeout = 0;
    server.on('request', (request, response) => {
      void this.#serve(request, response);
    });
  }

  /** Every request since the start or `clearRequests`, in the order in which they came in. */
  get requests(): readonly RecordedRequest[] {
    return this.#log.requests;
  }

  /** The requests whose answers wait to be let go. */
  get held(): readonly RecordedRequest[] {
    return this.#log.requests.filter((request) => request.outcome === 'held');
  }

  get inFlight(): number {
    return this.#log.inFlight;
  }

  /** The most calls that were open at one time. */
  get maxInFlight(): number {
    return this.#log.maxInFlight;
  }

  clearRequests(): void {
    this.#log.clear();
  }

  /**
   * Answers by this scenario from now on, with call numbers, rate limit and gates as at the start. Calls that
   * are already in keep their answer, and those that are held stay held.
   */
  use(scenario: Scenario): void {
    this.#scenario = new RunningScenario(scenario);
    this.#gates.reset();
  }

  /** Holds the answers of calls that come in from now on, of one Region or of all. */
  hold(region?: string): void {
    this.#gates.close(region);
  }

  /** Lets the held answers go and holds no more, whatever the scenario says, until `hold` or `use`. */
  release(region?: string): void {
    this.#gates.open(region);
  }

  /** Resolves with the requests once there are this many, of one Region or of all. */
  waitForRequests(count: number, region?: string): Promise<readonly RecordedRequest[]> {
    return this.#waitForCount(count, region, () => this.requests);
  }

  /** Resolves with the held requests once there are this many, of one Region or of all. */
  waitForHeld(count: number, region?: string): Promise<readonly RecordedRequest[]> {
    return this.#waitForCount(count, region, () => this.held);
  }

  /** Resolves once no request is open. */
  waitForIdle(): Promise<void> {
    return this.#log.until(() => (this.inFlight === 0 ? true : undefined)).then(() => undefined);
  }

  /** Calls back for each request that comes in and for each that is over, until disposed. */
  observe(listener: RequestListener): Disposable {
    this.#log.listeners.add(listener);
    return { [Symbol.dispose]: () => this.#log.listeners.delete(listener) };
  }

  /** Ends every connection at once; waiting promises are rejected. */
  close(): Promise<void> {
    this.#closing ??= new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
      this.#log.close();
    });
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sentBefore = request.socket.bytesWritten;
    try {
      const call = await receiveCall(request, () => this.#scenario);
      const recorded = this.#log.open(call.received, call.answer.fault);
      const gone = new AbortController();
      const onClose = () => {
        recorded.status = response.headersSent ? response.statusCode : undefined;
        recorded.bytesSent = request.socket.bytesWritten - sentBefore;
        if (response.writableFinished) {
          this.#log.finish(recorded, 'answered');
        } else {
          this.#log.finish(recorded, this.#closing === undefined ? 'abandoned' : 'closed');
          gone.abort();
        }
      };
      if (response.closed) {
        onClose();
      } else {
        response.once('close', onClose);
      }
      await this.#answer(call, recorded, response, gone.signal);
    } catch (error) {
      // What was under way when the connection ended fails in its own way, and that is nobody's fault. Anything
      // else is a mistake in the emulator, and loud.
      if (!request.socket.destroyed) {
        throw error;
      }
    }
  }

  async #answer(
    { received, answer, held, latencyMs }: Call,
    recorded: OpenRequest,
    response: ServerResponse,
    gone: AbortSignal,
  ): Promise<void> {
    if (this.#gates.isClosed(received.region) ?? held) {
      await this.#holdBack(recorded, gone);
    }
    if (latencyMs > 0) {
      await delay(latencyMs, undefined, { signal: gone });
    }
    gone.throwIfAborted();
    response.setHeader('x-amzn-RequestId', received.requestId);
    if (answer.spoiling) {
      await spoil(answer.spoiling, answer.reply, response, gone, () => this.#log.finish(recorded, 'cut'));
      return;
    }
    // Before the last byte leaves: the client may be back with its next call before `close` is emitted.
    recorded.status = answer.reply.status;
    this.#log.finish(recorded, 'answered');
    sendReply(response, answer.reply);
  }

  async #holdBack(recorded: OpenRequest, gone: AbortSignal): Promise<void> {
    const { released, letGo } = this.#gates.wait(recorded.region);
    gone.addEventListener('abort', letGo);
    recorded.release = letGo;
    recorded.outcome = 'held';
    this.#log.changed();
    await released;
    if (recorded.outcome === 'held') {
      recorded.outcome = 'pending';
    }
  }

  #waitForCount(
    count: number,
    region: string | undefined,
    list: () => readonly RecordedRequest[],
  ): Promise<readonly RecordedRequest[]> {
    return this.#log.until(() => {
      const found = list().filter((request) => region === undefined || request.region === region);
      return found.length >= count ? found : undefined;
    });
  }
}
