import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.js';

/** Reads the body of a request. Rejects with an HttpError: 413 above `limit` bytes, 400 if the client disconnects. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limit) throw tooLarge(limit, announced);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > limit) throw tooLarge(limit, bytes);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof HttpError) throw error;
    throw new HttpError(400, 'The request ended before its body did.', { cause: error });
  }
  const body = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

function tooLarge(limit: number, received: number): HttpError {
  return new HttpError(
    413,
    `Expected a body of at most ${limit} bytes. Received ${received} or more; send fewer rows.`,
  );
}
