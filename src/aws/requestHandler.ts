// createRequestHandler: the way that every request to AWS goes, of whatever client; it leads to https: and loopback only.

import { NodeHttpHandler } from '@smithy/node-http-handler';
import { isSafeAddress } from '../core/endpointUrl.ts';
import type { Deadlines } from './deadline.ts';
import { InsecureEndpointError } from './endpoints.ts';

export function createRequestHandler(deadlines: Deadlines): NodeHttpHandler {
  return new SafeRequestHandler({
    connectionTimeout: deadlines.connect,
    requestTimeout: deadlines.request,
    throwOnRequestTimeout: true,
    socketTimeout: deadlines.request,
  });
}

type Handle = NodeHttpHandler['handle'];

class SafeRequestHandler extends NodeHttpHandler {
  /**
   * Keys and session tokens travel in headers and bodies. An endpoint that comes from the environment or a config
   * file can be `http:` to anywhere, and the SDK would send them there.
   */
  override handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    if (!isSafeAddress(request)) {
      return Promise.reject(new InsecureEndpointError());
    }
    // VS Code puts an agent of its own in place of ours and has every connection closed after one request, a new
    // TLS handshake for each call, unless the request itself asks to keep it:
    // https://github.com/microsoft/vscode/issues/173861
    request.headers['connection'] = 'keep-alive';
    return super.handle(request, options);
  }
}

export interface WatchedNetwork {
  readonly handler: NodeHttpHandler;
  /** What kept the latest request from being answered; undefined after an answer of AWS, also one that refuses. */
  getTrouble(): unknown;
  countRequests(): number;
}

/** For clients inside the SDK's providers, which wrap or drop what the network said. */
export function watchNetwork(handler: NodeHttpHandler): WatchedNetwork {
  let trouble: unknown;
  let requests = 0;
  const watched = Object.assign(Object.create(handler) as NodeHttpHandler, {
    async handle(...args: Parameters<Handle>) {
      requests += 1;
      try {
        const answer = await handler.handle(...args);
        const { statusCode, headers } = answer.response;
        const isPage = (headers['content-type'] ?? '').includes('html');
        const isRedirect = statusCode >= 300 && statusCode < 400;
        trouble =
          isPage || isRedirect || statusCode === 407 || statusCode === 429 || statusCode >= 500
            ? { name: 'Unknown', $metadata: { httpStatusCode: statusCode }, $response: { headers } }
            : undefined;
        return answer;
      } catch (error) {
        trouble = error;
        throw error;
      }
    },
  });
  return { handler: watched, getTrouble: () => trouble, countRequests: () => requests };
}

/** Without `info`: the SDK's logger middleware copies each answer for it, a fifth of the CPU of a call. */
export const silentLogger: Console = { debug() {}, warn() {}, error() {} } as unknown as Console;
