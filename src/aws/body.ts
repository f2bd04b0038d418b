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
export async function readBody(stream: Readable, signal: AbortSignal): Promise<Buffer> {
  const onAbort = () => stream.destroy(signal.reason);
  if (signal.aborted) {
    onAbort();
  }
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of stream) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_BODY_BYTES) {
        throw new BodyTooLargeError(`The answer has more than ${MAX_BODY_BYTES} bytes.`);
      }
    }
    return Buffer.concat(chunks, size);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
