/** Reads text in blocks, so it need not fit into memory. */
import { NablaError } from '@nablajs/core';

const BLOCK_BYTES = 1 << 20;

/**
 * Returns the encoding that the first bytes of a text name, if it is UTF-16: by its byte order mark, U+FEFF.
 *
 * @example
 * ```ts
 * const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
 * const text = new TextDecoder(utf16Of(start) ?? 'utf-8').decode(await file.arrayBuffer());
 * ```
 */
export function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** Yields the bytes of a text. Throws NablaError `data` for a text in UTF-16, which begins with its mark. */
export async function* textBlocks(text: Blob | string, name: string): AsyncGenerator<Uint8Array, void, undefined> {
  const blob = typeof text === 'string' ? new Blob([text]) : text;
  for (let start = 0; start < blob.size; start += BLOCK_BYTES) {
    const bytes = new Uint8Array(await blob.slice(start, start + BLOCK_BYTES).arrayBuffer());
    if (start === 0 && utf16Of(bytes) !== undefined) {
      throw new NablaError('data', `${name}: expected text in UTF-8. Received UTF-16; save it as UTF-8.`);
    }
    yield bytes;
  }
}
