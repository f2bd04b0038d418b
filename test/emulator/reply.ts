/** A whole HTTP answer, before anything spoils it. */
import type { ServerResponse } from 'node:http';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function jsonReply(body: string): Reply {
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

export function xmlReply(body: string, status = 200): Reply {
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

export function sendReply(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, { 'content-length': Buffer.byteLength(reply.body), ...reply.headers });
  response.end(reply.body);
}
