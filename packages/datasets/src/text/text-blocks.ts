/** Reads text in blocks, so that it need not fit into memory. */
import { NablaError } from '@nablajs/core';

const BLOCK_BYTES = 1 << 20;

/**
 * Yields the bytes of a text. Throws a NablaError with code `data` for a text in UTF-16, which begins with its mark.
 */
export async function* textBlocks(text: Blob | string, name: string): AsyncGenerator<Uint8Array, void, undefined> {
  const blob = typeof text === 'string' ? new Blob([text]) : text;
  for (let start = 0; start < blob.size; start += BLOCK_BYTES) {
    const bytes = new Uint8Array(await blob.slice(start, start + BLOCK_BYTES).arrayBuffer());
    const [first, second] = bytes;
    if (start === 0 && ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))) {
      throw new NablaError('data', `${name}: expected text in UTF-8. Received UTF-16; save it as UTF-8.`);
    }
    yield bytes;
  }
}
