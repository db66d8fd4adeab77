import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.js';
import type { MemoryShare } from './shared-memory.js';

/**
 * Reads the body of a request; `memory` holds as many bytes as the body has received, at most twice. Rejects with an
 * HttpError: 413 above `limit` bytes, 400 if the client disconnects, 503 without memory. The request stays open then.
 */
export async function readBody(
  request: IncomingMessage,
  limit: number,
  memory: MemoryShare,
): Promise<Uint8Array<ArrayBuffer>> {
  const announced = Number(request.headers['content-length'] ?? limit);
  if (announced > limit) throw tooLarge(limit, announced);
  // Not a list of chunks: a client may send a body of 10 MB in millions of them.
  let body = new Uint8Array(0);
  let bytes = 0;
  try {
    // Destroying the request would close the connection before the answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      const needed = bytes + chunk.length;
      if (needed > limit) throw tooLarge(limit, needed);
      if (needed > body.length) {
        const size = Math.min(announced, Math.max(needed, 2 * body.length));
        memory.resize(size);
        const larger = new Uint8Array(size);
        larger.set(body);
        body = larger;
      }
      body.set(chunk, bytes);
      bytes = needed;
    }
  } catch (error) {
    if (error instanceof HttpError) throw error;
    throw new HttpError(400, 'The request ended before its body did.', { cause: error });
  }
  return body.subarray(0, bytes);
}

function tooLarge(limit: number, received: number): HttpError {
  return new HttpError(
    413,
    `Expected a body of at most ${limit} bytes. Received ${received} or more; send fewer rows.`,
  );
}
