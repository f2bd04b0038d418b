/** One call: read from its request, and the answer that the scenario has for it. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isServiceError, parseBody, toInput, toOperation, toSentAccountIds } from './contract.ts';
import type { Reply } from './reply.ts';
import { type ReceivedRequest, toCredential, toRecordedHeaders } from './requestLog.ts';
import type { RunningRegion, RunningScenario } from './runningScenario.ts';
import type { Fault, Operation, ServiceError } from './scenario.ts';
import { toErrorReply } from './serviceErrors.ts';
import type { Spoiling } from './spoil.ts';

export interface Call {
  readonly received: ReceivedRequest;
  readonly answer: Answer;
  /** Whether the scenario holds the answer back. */
  readonly held: boolean;
  readonly latencyMs: number;
}

export interface Answer {
  readonly reply: Reply;
  readonly fault?: Fault['kind'] | 'rateLimit';
  /** How the reply is sent, when not simply whole. */
  readonly spoiling?: Spoiling;
}

/** What a client that does not sign is taken to ask for. */
const defaultRegion = 'us-east-1';
const maxRequestBytes = 2 * 1024 * 1024;

/** Reads a request to its end. The scenario of this moment decides on its answer. */
export async function receiveCall(
  request: IncomingMessage,
  getScenario: () => RunningScenario,
): Promise<Call> {
  const body = await readBody(request);
  const fields = body === undefined ? undefined : parseBody(body);
  const method = request.method ?? 'GET';
  const path = request.url ?? '/';
  const operation = toOperation(method, path, request.headers, body);
  const { accessKeyId, region = defaultRegion } = toCredential(request.headers);
  const running = getScenario().getRegion(region);
  const received: ReceivedRequest = {
    requestId: randomUUID(),
    method,
    path,
    operation,
    region,
    callNumber: operation && running ? running.countCall(operation) : 0,
    accountIds: operation === 'BatchGetAccountStatus' ? toSentAccountIds(fields) : [],
    headers: toRecordedHeaders(request.headers),
    accessKeyId,
  };
  if (operation === undefined || running === undefined || body === undefined) {
    const error = toRefusal(received, body);
    return { received, answer: { reply: toErrorReply(error, received) }, held: false, latencyMs: 0 };
  }
  const answer = decideAnswer({ ...received, operation }, running, fields);
  return {
    received,
    answer,
    held: running.holds({ ...received, operation }),
    latencyMs: answer.fault === 'rateLimit' ? 0 : running.latencyMs,
  };
}

function decideAnswer(
  call: ReceivedRequest & { readonly operation: Operation },
  region: RunningRegion,
  fields: unknown,
): Answer {
  const throttled = region.takeToken();
  if (throttled) {
    return { reply: toErrorReply(throttled, call), fault: 'rateLimit' };
  }
  const fault = region.findFault(call);
  if (fault?.kind === 'serviceError') {
    return { reply: toErrorReply(fault, call), fault: fault.kind };
  }
  if (fault?.kind === 'reply') {
    const { status, headers = {}, body } = fault;
    return { reply: { status, headers, body }, fault: fault.kind };
  }
  const input = toInput(call.operation, fields);
  const reply = isServiceError(input) ? toErrorReply(input, call) : region.answers.toReply(input);
  return fault ? { reply, fault: fault.kind, spoiling: fault } : { reply };
}

function toRefusal({ operation, method, path }: ReceivedRequest, body: string | undefined): ServiceError {
  if (operation === undefined) {
    return { type: 'UnknownOperationException', message: `There is no operation ${method} ${path}.` };
  }
  if (body === undefined) {
    return { type: 'RequestEntityTooLargeException', message: 'The request is too large.' };
  }
  // What AWS says, misleading as it is, where a Region is not enabled for the account.
  return {
    type: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  };
}

/** The body, or undefined when it is too large to be meant seriously. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxRequestBytes) {
      chunks.push(chunk);
    }
  }
  return bytes <= maxRequestBytes ? Buffer.concat(chunks).toString() : undefined;
}
