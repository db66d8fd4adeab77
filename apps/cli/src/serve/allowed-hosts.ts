/** Tells by a request's Host header whether it was meant for this server. */
import { isIPv6 } from 'node:net';
import { HttpError } from './http-error.js';

/**
 * Returns a function that throws an HttpError 421 for a host that the server does not answer.
 *
 * On a loopback address it answers only `localhost`, that address, and `allowed`: a page on the Internet can make its
 * own name resolve to 127.0.0.1 (DNS rebinding), and could then read what the server answers. On another address it
 * answers any host, unless `allowed` has some.
 */
export function hostCheck(address: string, allowed: readonly string[]): (host: string | undefined) => void {
  if (!isLoopback(address) && allowed.length === 0) return () => undefined;
  const own = isIPv6(address) ? `[${address}]` : address;
  const names = new Set(['localhost', '127.0.0.1', '[::1]', own, ...allowed.map((name) => name.toLowerCase())]);
  return (host = '') => {
    const name = host.toLowerCase().replace(/:\d*$/, '');
    if (names.has(name)) return;
    throw new HttpError(
      421,
      `Expected the host ${[...names].join(' or ')}. Received '${name.slice(0, 100)}'; ` +
        'start the server with --allow-host to answer another host.',
    );
  };
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}
