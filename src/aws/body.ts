// readBody: the whole body of an answer, but never more of it than fits.

import type { Readable } from 'node:stream';

/** A full answer about 100 accounts has about 60 kB. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/**
 * Rejects with a BodyTooLargeError, and ends the connection, past `MAX_BODY_BYTES`; a body that drips is ended
 * by the signal.
 */
export function readBody(stream: Readable, signal: AbortSignal): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let size = 0;
  const onAbort = () => stream.destroy(signal.reason);
  // Listeners: a loop over the stream waits for each piece, which takes a call a good deal longer.
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      stream.destroy(new BodyTooLargeError(`The answer has more than ${MAX_BODY_BYTES} bytes.`));
    }
  });
  stream.once('end', () => resolve(Buffer.concat(chunks, size)));
  stream.once('error', reject);
  stream.once('close', () => {
    signal.removeEventListener('abort', onAbort);
    // Made only where it is needed: an error costs as much as all the rest here.
    if (!stream.readableEnded) {
      reject(new Error('The connection ended before the answer.'));
    }
  });
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) {
    onAbort();
  }
  return promise;
}
