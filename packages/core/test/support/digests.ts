import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** SHA-256 of the elements' bytes, little-endian. */
export function digest(values: Float64Array | Float32Array | Int32Array): string {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return createHash('sha256').update(bytes).digest('hex');
}

/** The committed digests, by name. */
export function readDigests(): Record<string, string> {
  return JSON.parse(readFileSync(new URL('../fixtures/digests.json', import.meta.url), 'utf8')) as Record<
    string,
    string
  >;
}
