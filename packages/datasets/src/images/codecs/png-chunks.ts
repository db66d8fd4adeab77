/** Reads the chunks of a PNG, and checks their limits before anything is decoded. */
import { Unzlib } from 'fflate';
import { damaged, damagedBy } from './image-file.js';
import { inflatedBytes, PALETTE, type PngHeader, typeAt } from './png-header.js';

/** The chunks of one file. They share its memory. */
export interface Chunks {
  /** Complete chunks, unchanged. */
  readonly kept: readonly Uint8Array[];
  /** The compressed image data of each chunk. */
  readonly data: readonly Uint8Array[];
}

/** Keeps only the chunks that pixels need: others could inflate to any size. */
export function readChunks(bytes: Uint8Array, header: PngHeader, name: string): Chunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [kept, data]: [Uint8Array[], Uint8Array[]] = [[], []];
  const counts = new Map<string, number>();
  const mostData = mostDataChunks(bytes.length);
  for (let at = 8, count = 0; ; count++) {
    if (count === MAX_CHUNKS) throw damaged(name, `this PNG has more than ${MAX_CHUNKS} chunks; save it again`);
    if (at + 12 > bytes.length) throw damaged(name, 'this PNG is cut short: it has no end (IEND)');
    const [length, type] = [view.getUint32(at), typeAt(bytes, at + 4)];
    const end = at + 12 + length;
    if (end > bytes.length) throw damaged(name, `this PNG is cut short, within a chunk of ${length} bytes`);
    const nth = (counts.get(type) ?? 0) + 1;
    if (type === 'IDAT' && nth > mostData) {
      throw damaged(name, `this PNG has more than ${mostData} chunks of image data; save it again`);
    }
    if (mayKeep({ type, length, nth }, header, counts, name)) {
      counts.set(type, nth);
      kept.push(bytes.subarray(at, end));
      if (type === 'IDAT') data.push(bytes.subarray(at + 8, end - 4));
    }
    if (type === 'IEND') return { kept, data };
    at = end;
  }
}

const MAX_LENGTHS: Readonly<Record<string, number>> = { IHDR: 13, PLTE: 768, tRNS: 256, IEND: 0 };

/** Counts chunks of all types. Ordinary PNGs have a dozen. */
const MAX_CHUNKS = 2 ** 16;

/** Encoders write image data in chunks of 8 kB or more. */
const mostDataChunks = (fileBytes: number): number => 2048 + Math.floor(fileBytes / 4096);

interface Chunk {
  readonly type: string;
  readonly length: number;
  /** Counts the chunks of its type, from 1. */
  readonly nth: number;
}

/** Whether to keep a chunk. `counts` counts the chunks kept so far, by type. */
function mayKeep(chunk: Chunk, header: PngHeader, counts: ReadonlyMap<string, number>, name: string): boolean {
  const { type, length, nth } = chunk;
  const longest = MAX_LENGTHS[type];
  if (longest !== undefined) {
    const isEarly = type === 'IEND' || !counts.has('IDAT');
    if (nth === 1 && length <= longest && isEarly) return fits(chunk, header, counts, name);
    throw damaged(name, `this PNG has a chunk that does not belong where it is, or is too long (${type})`);
  }
  if (type === 'IDAT') return true;
  if (/^[a-z][A-Za-z]{3}$/.test(type)) return false;
  throw damaged(name, 'this PNG has a required chunk that is not supported; save it as a plain PNG');
}

/** Whether a chunk fits the image's colours. An RGB image may suggest a palette, which is not kept. */
function fits(
  { type, length }: Chunk,
  { colourType, bitsPerPixel }: PngHeader,
  counts: ReadonlyMap<string, number>,
  name: string,
): boolean {
  if (type === 'PLTE') {
    if (length > 0 && length % 3 === 0) return colourType === PALETTE;
    throw damaged(name, `this PNG has a palette of ${length} bytes`);
  }
  if (type === 'tRNS') {
    const expected: Readonly<Record<number, number>> = { 0: 2, 2: 6 };
    if (colourType === PALETTE ? counts.has('PLTE') : length === expected[colourType]) return true;
    throw damaged(name, 'this PNG has a transparency (tRNS) that does not fit its colours');
  }
  if (type === 'IEND' && colourType === PALETTE && !counts.has('PLTE')) {
    throw damaged(name, `this PNG has no palette for its ${bitsPerPixel} bits a pixel`);
  }
  return true;
}

/** How many compressed bytes to inflate at a time. They become at most 1,032 times as many. */
const STEP = 4096;
/** How many bytes in a row may give no output. */
const MAX_BYTES_WITHOUT_OUTPUT = 2 ** 17;
/** 8-bit RGBA with the most pixels that are allowed; 16-bit RGBA may have half as many. */
const MAX_INFLATED_BYTES = 2 ** 27 + 2 ** 25;

/** Inflates the image data in small steps, only to count them. Throws if the header announces another length. */
export function checkInflated(parts: readonly Uint8Array[], header: PngHeader, name: string): void {
  const expected = inflatedBytes(header);
  if (expected > MAX_INFLATED_BYTES) {
    throw damaged(name, `expected a PNG of at most ${MAX_INFLATED_BYTES} bytes of pixels. Received ${expected}`);
  }
  let [inflated, withoutOutput] = [0, 0];
  const inflator = new Unzlib((chunk) => {
    inflated += chunk.length;
    withoutOutput = chunk.length === 0 ? withoutOutput : 0;
  });
  for (const part of parts) {
    for (let at = 0; at < part.length; at += STEP) {
      const step = part.subarray(at, at + STEP);
      withoutOutput += step.length;
      try {
        inflator.push(step);
      } catch (error) {
        throw damagedBy(name, 'PNG', error);
      }
      if (inflated > expected) throw damaged(name, `this PNG expands beyond the ${expected} bytes of its pixels`);
      if (withoutOutput > MAX_BYTES_WITHOUT_OUTPUT)
        throw damaged(name, `this PNG has more bytes after the end of its image data`);
    }
  }
  if (inflated < expected) {
    throw damaged(name, `this PNG is cut short: it has ${inflated} of the ${expected} bytes of its pixels`);
  }
}
