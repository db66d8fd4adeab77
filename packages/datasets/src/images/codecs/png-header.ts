/** Reads the header of a PNG. */
import { checkPixels, damaged, type ImageHeader } from './image-file.js';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** For each colour type, the number of samples in a pixel, and how many bits a sample may have. */
const COLOUR_TYPES: Readonly<Record<number, { readonly samples: number; readonly depths: readonly number[] }>> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};
/** The colour type whose samples are indices into a palette. */
export const PALETTE: number = 3;

export interface PngHeader extends ImageHeader {
  readonly format: 'PNG';
  readonly bitsPerPixel: number;
  readonly colourType: number;
  readonly isInterlaced: boolean;
}

export const isPng = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, at) => bytes[at] === byte);

/** Reads the header. The file may be incomplete after it. */
export function pngHeader(bytes: Uint8Array, name: string): PngHeader {
  if (bytes.length < 33) throw damaged(name, `this PNG ends after ${bytes.length} bytes, within its header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  if (view.getUint32(8) !== 13 || typeAt(bytes, 12) !== 'IHDR') throw damaged(name, 'this PNG has no header (IHDR)');
  const [depth = 0, colourType = 0, compression, filter, interlace = 0] = bytes.subarray(24, 29);
  const colours = COLOUR_TYPES[colourType];
  if (colours === undefined || !colours.depths.includes(depth)) {
    throw damaged(name, `this PNG has colour type ${colourType} with ${depth} bits, which PNG does not define`);
  }
  if (compression !== 0 || filter !== 0 || interlace > 1) {
    throw damaged(name, 'this PNG has a compression, a filter or an interlacing that PNG does not define');
  }
  const header = {
    format: 'PNG',
    width: view.getUint32(16),
    height: view.getUint32(20),
    bitsPerPixel: depth * colours.samples,
    colourType,
    isInterlaced: interlace === 1,
  } as const;
  checkPixels(name, header);
  return header;
}

/** The four letters of a chunk's type. */
// biome-ignore lint/plugin: four bytes.
export const typeAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

/** The seven passes of an interlaced image: where each begins (x, y), and its steps (x, y). */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Returns the size of the inflated image data. Each row has one extra byte for its filter. */
export function inflatedBytes({ width, height, bitsPerPixel, isInterlaced }: PngHeader): number {
  const sizeOf = (columns: number, rows: number): number =>
    columns === 0 ? 0 : rows * (1 + Math.ceil((columns * bitsPerPixel) / 8));
  if (!isInterlaced) return sizeOf(width, height);
  return ADAM7.reduce((sum, [x, y, stepX, stepY]) => {
    const columns = Math.max(0, Math.ceil((width - x) / stepX));
    return sum + sizeOf(columns, Math.max(0, Math.ceil((height - y) / stepY)));
  }, 0);
}
