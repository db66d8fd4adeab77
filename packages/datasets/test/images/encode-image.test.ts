import { describe, expect, it } from 'vitest';
import { resample } from '../../src/images/resample.js';
import { type DecodedImage, decodeImage, encodeImage, type ImageForm } from '../../src/index.js';
import { nablaError } from '../files.js';
import { bytesOf, fileOf, fixtures } from '../image-fixtures.js';

const form = (changes: Partial<ImageForm>): ImageForm => ({
  ...{ type: 'images', height: 2, width: 2, channels: 1, placement: 'fit', classes: ['a', 'b'] },
  normalisation: { divisor: 255 },
  ...changes,
});

const image = (width: number, height: number, channels: 1 | 2 | 3 | 4, ...pixels: readonly number[]): DecodedImage => ({
  ...{ width, height, channels, pixels: Uint8Array.from(pixels) },
});

describe("encodeImage with placement 'fit'", () => {
  it('keeps an image of the right size', () => {
    const same = image(2, 2, 1, 1, 2, 3, 4);
    expect(encodeImage(same, form({}))).toEqual(Uint8Array.of(1, 2, 3, 4));
  });

  it('averages the area that a pixel covers, rounded half up', () => {
    expect(
      encodeImage(
        image(4, 4, 1, ...[0, 1, 10, 20], ...[1, 0, 30, 40], ...[9, 9, 255, 255], ...[9, 10, 255, 254]),
        form({}),
      ),
    )
      // (0 + 1 + 1 + 0) / 4 = 0.5, 25, 9.25, 254.75
      .toEqual(Uint8Array.of(1, 25, 9, 255));
    // Pixels of 1.5 x 1.5: a half of the middle ones each. (4 + 2 * 2 + ...) / 9 in ninths of a pixel of 4, 2, 2 and 1.
    expect(encodeImage(image(3, 3, 1, 9, 0, 0, 0, 0, 0, 0, 0, 90), form({}))).toEqual(Uint8Array.of(4, 0, 0, 40));
  });

  it('interpolates between the centres of pixels when it enlarges', () => {
    // Centres at -0.25, 0.25, 0.75 and 1.25 of the two pixels.
    expect(encodeImage(image(2, 1, 1, 0, 100), form({ width: 4 }))).toEqual(
      Uint8Array.of(0, 25, 75, 100, 0, 25, 75, 100),
    );
  });

  it('keeps proportions, and centres the image on black', () => {
    expect(encodeImage(image(4, 2, 1, 8, 8, 8, 8, 8, 8, 8, 8), form({ width: 4, height: 4 }))).toEqual(
      Uint8Array.of(0, 0, 0, 0, 8, 8, 8, 8, 8, 8, 8, 8, 0, 0, 0, 0),
    );
    expect(encodeImage(image(1, 2, 3, 1, 2, 3, 4, 5, 6), form({ channels: 3 }))).toEqual(
      Uint8Array.of(1, 2, 3, 0, 0, 0, 4, 5, 6, 0, 0, 0),
    );
    // The shorter side never vanishes.
    expect(encodeImage(image(1000, 1, 1, ...new Array(1000).fill(7)), form({ width: 3, height: 3 }))).toEqual(
      Uint8Array.of(0, 0, 0, 7, 7, 7, 0, 0, 0),
    );
  });

  it.each(
    fixtures.resized.map((fixture) => [`${fixture.width} x ${fixture.height} x ${fixture.channels}`, fixture] as const),
  )(
    'scales 23 x 17 to %s: the means of areas, or what Pillow gives',
    (_, { width, height, channels, source, pixels }) => {
      const whole = { left: 0, top: 0, right: 23, bottom: 17 };
      const scaled = resample({ width: 23, height: 17, channels, pixels: bytesOf(source) }, whole, width, height);
      const errors = bytesOf(pixels).map((value, at) => Math.abs(value - (scaled.pixels[at] as number)));
      expect(scaled).toMatchObject({ width, height, channels });
      expect(errors).toHaveLength(width * height * channels);
      // Pillow rounds between its two passes; means are exact.
      expect(Math.max(...errors)).toBeLessThanOrEqual(width > 23 ? 1 : 0);
    },
  );

  it('converts colours to grey as Pillow does, and grey to colours', () => {
    const { width, height, rgb, grey } = fixtures.grey;
    const colours: DecodedImage = { width, height, channels: 3, pixels: bytesOf(rgb) };
    expect(encodeImage(colours, form({ width, height }))).toEqual(bytesOf(grey));
    expect(encodeImage(image(1, 1, 1, 9), form({ width: 1, height: 1, channels: 3 }))).toEqual(Uint8Array.of(9, 9, 9));
  });

  it('blends alpha with white', () => {
    const translucent = image(1, 1, 4, 100, 0, 200, 51);
    // 100 * 0.2 + 255 * 0.8 and so on.
    expect(encodeImage(translucent, form({ width: 1, height: 1, channels: 3 }))).toEqual(Uint8Array.of(224, 204, 244));
    expect(encodeImage(image(1, 1, 2, 100, 51), form({ width: 1, height: 1 }))).toEqual(Uint8Array.of(224));
  });

  it('refuses an image with the wrong number of pixels', async () => {
    for (const bad of [
      image(2, 2, 1, 1, 2, 3),
      image(0, 2, 1),
      image(0.5, 2, 1, 1),
      image(1, 1, 5 as 4, 1, 2, 3, 4, 5),
    ]) {
      const error = await nablaError(() => encodeImage(bad, form({})));
      expect(error.code).toBe('argument');
      expect(error.message).toContain('encodeImage: expected pixels [height, width, 1 to 4 channels]');
    }
    const colour = await nablaError(() => encodeImage(image(1, 1, 1, 9), form({ channels: 3, placement: 'centred' })));
    expect(colour.message).toContain("placement 'centred' is for 1 channel");
  });
});

it('encodeImage accepts decoded files', () => {
  const decoded = decodeImage(fileOf('rgb 8'), 'x');
  const { width, height } = decoded;
  expect(encodeImage(decoded, form({ width, height, channels: 3 }))).toEqual(decoded.pixels);
});
