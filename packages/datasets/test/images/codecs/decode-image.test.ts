import { describe, expect, it } from 'vitest';
import { decodeImage, readImageHeader } from '../../../src/index.js';
import { nablaError } from '../../files.js';
import { concat, fileOf, filesOf, png } from '../../image-fixtures.js';

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
