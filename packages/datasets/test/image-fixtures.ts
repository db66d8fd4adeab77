/** Image files from scripts/make-fixtures.py, and PNGs made for single tests. */
import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

export interface ImageFixture {
  readonly name: string;
  readonly file: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

interface Fixtures {
  readonly png: readonly Stored[];
  readonly jpeg: readonly Stored[];
  readonly resized: readonly (Omit<Stored, 'name' | 'file'> & { readonly source: string })[];
  readonly grey: { readonly width: number; readonly height: number; readonly rgb: string; readonly grey: string };
}
type Stored = Omit<ImageFixture, 'file' | 'pixels'> & { readonly file: string; readonly pixels: string };

const text = readFileSync(new URL('fixtures/images.json', import.meta.url), 'utf8');
export const fixtures: Fixtures = JSON.parse(text);

export const bytesOf = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, 'base64'));

export const filesOf = (kind: 'png' | 'jpeg'): ImageFixture[] =>
  fixtures[kind].map((stored) => ({ ...stored, file: bytesOf(stored.file), pixels: bytesOf(stored.pixels) }));

export function fileOf(name: string): Uint8Array {
  const found = [...fixtures.png, ...fixtures.jpeg].find((stored) => stored.name === name);
  if (found === undefined) throw new Error(`no fixture '${name}'`);
  return bytesOf(found.file);
}

export const concat = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

export function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

export function chunk(type: string, body: Uint8Array): Uint8Array {
  const named = concat(Buffer.from(type, 'latin1'), body);
  return concat(uint32(body.length), named, uint32(crc32(named)));
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** A PNG with a header and these chunks. */
export function pngOf(
  width: number,
  height: number,
  depth: number,
  colourType: number,
  ...chunks: readonly Uint8Array[]
): Uint8Array {
  const header = concat(uint32(width), uint32(height), Uint8Array.of(depth, colourType, 0, 0, 0));
  return concat(SIGNATURE, chunk('IHDR', header), ...chunks, chunk('IEND', new Uint8Array(0)));
}

export const imageData = (rows: Uint8Array): Uint8Array => chunk('IDAT', deflateSync(rows));

/** A PNG with 8 bits per sample, from pixels [height, width, channels]. */
export function png(pixels: Uint8Array, width: number, height: number, channels: 1 | 3 = 1): Uint8Array {
  const rowBytes = width * channels;
  const rows = new Uint8Array(height * (rowBytes + 1));
  for (let row = 0; row < height; row++) {
    rows.set(pixels.subarray(row * rowBytes, (row + 1) * rowBytes), row * (rowBytes + 1) + 1);
  }
  return pngOf(width, height, 8, channels === 1 ? 0 : 2, imageData(rows));
}
