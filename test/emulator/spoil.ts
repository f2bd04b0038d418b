/** Sends an answer the way a fault has it: broken off, stalled, too long, or not at all. */
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Reply } from './reply.ts';
import type { Fault } from './scenario.ts';

/** The faults that are more than another reply. */
export type Spoiling = Exclude<Fault, { kind: 'reply' | 'serviceError' }>;

const megabyte = 1024 * 1024;

/**
 * Resolves when there is nothing more to send. `beforeCut` is called right before the emulator itself ends
 * the connection; `signal` tells that the client, or the whole emulator, has gone.
 */
export async function spoil(
  fault: Spoiling,
  reply: Reply,
  response: ServerResponse,
  signal: AbortSignal,
  beforeCut: () => void,
): Promise<void> {
  const body = Buffer.from(reply.body);
  const half = body.subarray(0, Math.floor(body.length / 2));
  const writeHead = (length: number) =>
    response.writeHead(reply.status, { ...reply.headers, 'content-length': length });
  switch (fault.kind) {
    case 'hang':
      return;
    case 'reset':
      beforeCut();
      response.socket?.resetAndDestroy();
      return;
    case 'resetMidBody':
      writeHead(body.length);
      // A reset drops what the kernel has not sent, so wait until it has taken the first half.
      await write(response, half);
      beforeCut();
      response.socket?.resetAndDestroy();
      return;
    case 'stall':
      writeHead(body.length);
      response.write(half);
      return;
    case 'drip':
      writeHead(body.length);
      response.flushHeaders();
      for (const byte of body) {
        await delay(fault.everyMs, undefined, { signal });
        response.write(Buffer.of(byte));
      }
      response.end();
      return;
    case 'wrongLength':
      response.shouldKeepAlive = false;
      writeHead(body.length + fault.byBytes);
      beforeCut();
      response.end(body);
      return;
    case 'bigBody':
      response.writeHead(200, {
        'content-type': 'application/json',
        ...(fault.lengthTold && { 'content-length': bigBodyLength(fault.megabytes) }),
      });
      await pipeline(Readable.from(bigBody(fault.megabytes)), response, { signal });
      return;
    case 'gzipBomb':
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      await pipeline(Readable.from(gzipBomb(fault.megabytes)), response, { signal });
      return;
  }
}

const bigBodyStart = '{"accounts":[],"failedAccounts":[],"padding":"';
const bigBodyEnd = '"}';

function bigBodyLength(megabytes: number): number {
  return bigBodyStart.length + megabytes * megabyte + bigBodyEnd.length;
}

function* bigBody(megabytes: number): Generator<Buffer> {
  const padding = Buffer.alloc(megabyte, 'x');
  yield Buffer.from(bigBodyStart);
  for (let sent = 0; sent < megabytes; sent += 1) {
    yield padding;
  }
  yield Buffer.from(bigBodyEnd);
}

/** Gzip members may follow one another (RFC 1952, 2.2), so one compressed megabyte serves for all. */
function* gzipBomb(megabytes: number): Generator<Buffer> {
  const padding = gzipSync(Buffer.alloc(megabyte, ' '));
  yield gzipSync('{"accounts":[],"failedAccounts":[]');
  for (let sent = 0; sent < megabytes; sent += 1) {
    yield padding;
  }
  yield gzipSync('}');
}

function write(response: ServerResponse, chunk: Buffer): Promise<void> {
  return new Promise((resolve) => {
    response.write(chunk, () => resolve());
  });
}
