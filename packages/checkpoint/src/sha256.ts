import { NablaError } from '@nablajs/core';

/**
 * Computes the SHA-256 of bytes in lower-case hexadecimal, off the main thread. Throws NablaError `argument` on a page
 * without Web Crypto: plain http from another machine.
 */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
  const { subtle } = globalThis.crypto ?? {};
  if (subtle === undefined) {
    const expected = 'expected crypto.subtle, which browsers offer only on https and localhost';
    throw new NablaError('argument', `SHA-256: ${expected}. Received a page without it; serve it over https.`);
  }
  const digest = await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
