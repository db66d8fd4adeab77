import { describe, expect, it } from 'vitest';
import { upright } from '../../../src/images/codecs/orientation.js';
import { decodeImage, type OpaqueImage, readImageHeader } from '../../../src/index.js';
import { nablaError } from '../../files.js';
import { concat, fileOf, filesOf, png } from '../../image-fixtures.js';

/** The body of an APP1 segment with a directory of these entries. */
function exif(order: 'II' | 'MM', ...entries: (readonly [tag: number, type: number, count: number, value: number])[]) {
  const bytes = Buffer.alloc(16 + 12 * entries.length);
  const little = order === 'II';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  bytes.write(`Exif\0\0${order}`, 'latin1');
  view.setUint16(8, 42, little);
  view.setUint32(10, 8, little);
  view.setUint16(14, entries.length, little);
  for (const [index, [tag, type, count, value]] of entries.entries()) {
    const at = 16 + 12 * index;
    view.setUint16(at, tag, little);
    view.setUint16(at + 2, type, little);
    view.setUint32(at + 4, count, little);
    view.setUint16(at + 8, value, little);
  }
  return Uint8Array.from(bytes);
}

/** Puts an APP1 segment behind the start of a JPEG. */
function withExif(file: Uint8Array, body: Uint8Array): Uint8Array {
  const length = body.length + 2;
  return concat(file.subarray(0, 2), Uint8Array.of(0xff, 0xe1, length >> 8, length & 255), body, file.subarray(2));
}

describe('decodeImage', () => {
  it.each(filesOf('png').map((fixture) => [fixture.name, fixture] as const))('decodes a PNG, %s', (_, fixture) => {
    const { file, width, height, channels, pixels } = fixture;
    expect(decodeImage(file, 'x')).toEqual({ width, height, channels, pixels });
    expect(readImageHeader(file, 'x')).toMatchObject({ format: 'PNG', width, height });
  });

  it.each(filesOf('jpeg').map((fixture) => [fixture.name, fixture] as const))('decodes a JPEG, %s', (name, fixture) => {
    const { file, width, height, channels, pixels } = fixture;
    const image = decodeImage(file, 'x');
    expect(image).toMatchObject({ width, height, channels });
    expect(image.pixels).toHaveLength(pixels.length);
    const errors = pixels.map((value, at) => Math.abs(value - (image.pixels[at] as number)));
    // Decoders may differ in the last bits of the cosine transform, and in how they enlarge colours of half the size.
    const isHalved = name.includes('4:2:0');
    expect(Math.max(...errors)).toBeLessThanOrEqual(isHalved ? 16 : 4);
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(isHalved ? 5 : 1);
    expect(readImageHeader(file, 'x')).toMatchObject({ format: 'JPEG', width, height });
  });

  const fromLetters = (...rows: readonly string[]): OpaqueImage => ({
    ...{
      width: rows[0]?.length ?? 0,
      height: rows.length,
      channels: 1,
      pixels: Uint8Array.from(Buffer.from(rows.join(''))),
    },
  });
  const coloured = ({ pixels, ...image }: OpaqueImage): OpaqueImage => ({
    ...{ ...image, channels: 3, pixels: Uint8Array.from([...pixels].flatMap((byte) => [byte, byte + 1, byte + 2])) },
  });

  it.each([
    [1, ['abc', 'def']],
    [2, ['cba', 'fed']],
    [3, ['fed', 'cba']],
    [4, ['def', 'abc']],
    [5, ['ad', 'be', 'cf']],
    [6, ['da', 'eb', 'fc']],
    [7, ['fc', 'eb', 'da']],
    [8, ['cf', 'be', 'ad']],
  ])('turns a JPEG of orientation %d upright', (orientation, rows) => {
    expect(upright(fromLetters('abc', 'def'), orientation)).toEqual(fromLetters(...rows));
    expect(upright(coloured(fromLetters('abc', 'def')), orientation)).toEqual(coloured(fromLetters(...rows)));
    const file = fileOf('jpeg 4:4:4');
    const stored = decodeImage(file, 'x');
    const expected = upright(stored, orientation);
    const { width, height } = orientation < 5 ? stored : { width: stored.height, height: stored.width };
    for (const order of ['II', 'MM'] as const) {
      const photo = withExif(file, exif(order, [0x10f, 2, 1, 0], [0x112, 3, 1, orientation]));
      expect(decodeImage(photo, 'x')).toEqual(expected);
      expect(readImageHeader(photo, 'x')).toEqual({ format: 'JPEG', width, height });
    }
  });

  it.each<[string, Uint8Array]>([
    ['no orientation', exif('MM', [0x10f, 2, 1, 0])],
    ['orientation 0', exif('II', [0x112, 3, 1, 0])],
    ['orientation 9', exif('II', [0x112, 3, 1, 9])],
    ['an orientation that is a text', exif('II', [0x112, 2, 1, 6])],
    ['another byte order', exif('II', [0x112, 3, 1, 6]).map((byte, at) => (at === 6 ? 0 : byte))],
    ['a directory beyond its end', exif('II', [0x112, 3, 1, 6]).map((byte, at) => (at === 11 ? 1 : byte))],
    ['no end', exif('II', [0x112, 3, 1, 6]).subarray(0, -1)],
    ['no directory', exif('II').subarray(0, 14)],
    ['only its name', exif('II').subarray(0, 6)],
    ['XMP', Buffer.from('http://ns.adobe.com/xap/1.0/\0')],
  ])('leaves a JPEG as it is whose Exif data have %s', (_, body) => {
    const file = fileOf('jpeg 4:4:4');
    expect(decodeImage(withExif(file, body), 'x')).toEqual(decodeImage(file, 'x'));
  });

  it('reads a part of a buffer, whatever its name', () => {
    const file = png(Uint8Array.of(1, 2, 3, 4, 5, 6), 3, 2);
    const shifted = concat(Uint8Array.of(9, 9, 9), file, Uint8Array.of(9)).subarray(3, 3 + file.length);
    const expected = { width: 3, height: 2, channels: 1, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) };
    expect(decodeImage(shifted, 'six.jpg')).toEqual(expected);
  });

  it('blends transparent pixels with the background', () => {
    const white = decodeImage(fileOf('palette 4 with alphas'), 'x').pixels;
    const black = decodeImage(fileOf('palette 4 with alphas'), 'x', { background: 0 }).pixels;
    const differences = white.map((value, at) => value - (black[at] as number));
    // 255 (255 - alpha) / 255, up to the rounding of both; the same for the three colours of a pixel.
    expect(Math.max(...differences)).toBeGreaterThan(100);
    for (let at = 0; at < differences.length; at += 3) {
      const [red = 0, green = 0, blue = 0] = differences.subarray(at, at + 3);
      expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThanOrEqual(1);
    }
  });

  it.each([-1, 256, 0.5, Number.NaN])('refuses the background %d', async (background) => {
    const error = await nablaError(() => decodeImage(fileOf('grey 8'), 'x', { background }));
    expect(error.code).toBe('argument');
    expect(error.message).toContain('background: expected a whole number from 0 to 255');
  });
});
