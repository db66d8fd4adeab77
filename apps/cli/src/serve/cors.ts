/** Lets pages of other origins call the server. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long a browser may remember that a page may call the server, in seconds. */
const MAX_AGE = 600;

/**
 * Sets the headers of CORS for a page of one of `origins`; a page of another origin cannot read the answer. `methods`:
 * what the path takes. Returns whether the request asks only for these headers (a preflight).
 * https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function allowOrigin(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  { origins, methods }: { readonly origins: ReadonlySet<string>; readonly methods: readonly string[] },
): boolean {
  if (origins.size === 0) return false;
  response.setHeader('vary', 'Origin');
  const { origin } = headers;
  const isPreflight = method === 'OPTIONS';
  if (origin === undefined || !origins.has(origin)) return isPreflight;
  response.setHeader('access-control-allow-origin', origin);
  if (!isPreflight) {
    response.setHeader('access-control-expose-headers', 'retry-after');
    return false;
  }
  response.setHeader('access-control-allow-methods', methods.join(', '));
  response.setHeader('access-control-allow-headers', 'content-type');
  response.setHeader('access-control-max-age', MAX_AGE);
  return true;
}
