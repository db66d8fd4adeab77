import { type CsrArray, type HostArray, sizeOf } from '@nablajs/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ImageDatasetOptions, imageDataset, type LabelledImages } from '../../src/index.js';
import { nablaError } from '../files.js';

const images: LabelledImages = {
  images: Uint8Array.of(0, 255, 51, 0, 0, 0, 0, 102, 0, 0, 0, 0),
  labels: Uint8Array.of(9, 0, 4),
  count: 3,
  height: 2,
  width: 2,
};

function toDense(x: HostArray): number[] {
  if (x.layout === 'dense') return [...x.data];
  const elements = new Array<number>(sizeOf(x.shape)).fill(0);
  for (let row = 0; row < x.shape[0]; row++) {
    for (let entry = x.rowOffsets[row] ?? 0; entry < (x.rowOffsets[row + 1] ?? 0); entry++) {
      elements[row * x.shape[1] + (x.columns[entry] ?? 0)] = x.values[entry] ?? 0;
    }
  }
  return elements;
}

describe('imageDataset', () => {
  it('compresses sparse images by default, in float32', () => {
    const dataset = imageDataset(images);
    expect(dataset).toMatchObject({ length: 3, inputShape: [4], layout: 'csr', density: 0.25, classes: 10 });
    expect(dataset.labels).toBe(images.labels);
    const { x, y } = dataset.batch(Int32Array.of(1, 2, 0, 1));
    expect(x).toEqual({
      layout: 'csr',
      shape: [4, 4],
      rowOffsets: Int32Array.of(0, 1, 1, 3, 4),
      columns: Int32Array.of(3, 1, 2, 3),
      values: Float32Array.of(0.4, 1, 0.2, 0.4),
    } satisfies CsrArray);
    expect(y).toEqual({ layout: 'dense', shape: [4], data: Int32Array.of(0, 4, 9, 0) });
  });

  it('accepts weights', async () => {
    const weights = Float32Array.of(0.5, 2, 0);
    const { weights: own } = imageDataset(images, { weights }).batch(Int32Array.of(1, 1, 0));
    expect(own).toEqual(Float64Array.of(2, 2, 0.5));
    expect(imageDataset(images).batch(Int32Array.of(0))).not.toHaveProperty('weights');
    const two = await nablaError(() => imageDataset(images, { weights: [1, 2] }));
    expect(two.message).toBe('imageDataset: expected 3 weights, one for each example. Received 2.');
  });

  it.each([65_535, 65_536, 65_537, 65_538])('keeps the columns of images that are %i pixels wide', (width) => {
    const bytes = new Uint8Array(2 * width);
    // The first and the last two pixels of the first image, the last one of the second.
    for (const [at, byte] of [
      [0, 51],
      [width - 2, 102],
      [width - 1, 153],
      [2 * width - 1, 255],
    ] as const)
      bytes[at] = byte;
    const wide: LabelledImages = { images: bytes, labels: Uint8Array.of(1, 2), count: 2, height: 1, width };
    const { x } = imageDataset(wide, { layout: 'csr' }).batch(Int32Array.of(1, 0));
    expect(x).toEqual({
      layout: 'csr',
      shape: [2, width],
      rowOffsets: Int32Array.of(0, 1, 4),
      columns: Int32Array.of(width - 1, 0, width - 2, width - 1),
      values: Float32Array.of(1, 0.2, 0.4, 0.6),
    } satisfies CsrArray);
  });

  it('makes dense float64 batches with one-hot targets', () => {
    const dataset = imageDataset(images, { dtype: 'float64', layout: 'dense', targets: 'oneHot' });
    const { x, y } = dataset.batch(Int32Array.of(0, 2));
    expect(x).toEqual({ layout: 'dense', shape: [2, 4], data: Float64Array.of(0, 1, 0.2, 0, 0, 0, 0, 0) });
    expect(y.shape).toEqual([2, 10]);
    expect(y.data).toEqual(Float64Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0));
  });

  it('keeps the dimensions of the image on request, with one channel if it is grey', () => {
    const dataset = imageDataset(images, { flatten: false });
    expect(dataset).toMatchObject({ inputShape: [2, 2, 1], layout: 'dense' });
    expect(dataset.batch(Int32Array.of(0)).x.shape).toEqual([1, 2, 2, 1]);
  });

  it('standardises: (byte / divisor - mean) / standardDeviation, rounded once', () => {
    const normalisation = { divisor: 255, mean: 0.1307, standardDeviation: 0.3081 };
    const dataset = imageDataset(images, { normalisation });
    expect(dataset).toMatchObject({ layout: 'dense', normalisation });
    expect(imageDataset(images, { normalisation, layout: 'dense' }).layout).toBe('dense');
    const [zero, full] = [(0 - 0.1307) / 0.3081, (1 - 0.1307) / 0.3081];
    expect(toDense(dataset.batch(Int32Array.of(0)).x).slice(0, 2)).toEqual([Math.fround(zero), Math.fround(full)]);
  });

  it('stays dense above a density of one half', () => {
    const half = { ...images, images: Uint8Array.of(1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0) };
    expect(imageDataset(half).layout).toBe('csr');
    const more = { ...images, images: Uint8Array.of(1, 1, 1, 0, 1, 1, 0, 0, 1, 1, 0, 0) };
    expect(imageDataset(more).layout).toBe('dense');
    expect(imageDataset(more, { layout: 'csr' }).layout).toBe('csr');
  });

  it('has a density of 0 without images', () => {
    const none = { images: new Uint8Array(0), labels: new Uint8Array(0), count: 0, height: 2, width: 2 };
    expect(imageDataset(none)).toMatchObject({ length: 0, density: 0, layout: 'csr' });
  });

  it('accepts a single class', () => {
    const one = { ...images, labels: new Uint8Array(3) };
    const { y } = imageDataset(one, { classes: 1, targets: 'oneHot' }).batch(Int32Array.of(0, 1));
    expect(y.data).toEqual(Float32Array.of(1, 1));
  });

  it('flattens colours, or keeps their three dimensions', () => {
    const colours = {
      ...images,
      images: Uint8Array.of(...images.images),
      width: 2,
      height: 2,
      count: 1,
      channels: 3,
    } as const;
    const data = { ...colours, labels: Uint8Array.of(4) };
    expect(imageDataset(data).inputShape).toEqual([12]);
    const shaped = imageDataset(data, { flatten: false });
    expect(shaped.inputShape).toEqual([2, 2, 3]);
    expect(shaped.batch(Int32Array.of(0)).x.shape).toEqual([1, 2, 2, 3]);
    expect(toDense(shaped.batch(Int32Array.of(0)).x)).toEqual(
      [...images.images].map((byte) => Math.fround(byte / 255)),
    );
  });

  it('accepts labels above 255 in an Int32Array', async () => {
    const data = { ...images, labels: Int32Array.of(299, 0, 256) };
    const dataset = imageDataset(data, { classes: 300, targets: 'oneHot' });
    const { y } = dataset.batch(Int32Array.of(0, 2));
    expect(y.shape).toEqual([2, 300]);
    expect([
      y.data[299],
      y.data[300 + 256],
      Array.from(y.data as Float32Array).reduce((sum, one) => sum + one, 0),
    ]).toEqual([1, 1, 2]);
    const bytes = await nablaError(() => imageDataset(images, { classes: 300 }));
    expect(bytes.message).toBe('classes: expected a whole number from 1 to 256. Received 300.');
    const negative = await nablaError(() => imageDataset({ ...images, labels: Int32Array.of(1, -1, 2) }));
    expect(negative.message).toBe('label -1 at index 1 of the labels: expected 0 to 9.');
    await nablaError(() => imageDataset(data, { classes: 65_537 }));
  });

  it.each(['csr', 'dense'] as const)('makes batches of other images, %s', async (layout) => {
    const dataset = imageDataset(images, { layout, weights: [1, 2, 3] });
    const { x, y, weights } = dataset.batchOf(Uint8Array.of(0, 0, 255, 51, 0, 0, 0, 102), Int32Array.of(2, 0));
    expect(x.layout).toBe(layout);
    expect(toDense(x)).toEqual([0, 0, 1, Math.fround(0.2), 0, 0, 0, Math.fround(0.4)]);
    expect(y.data).toEqual(Int32Array.of(4, 9));
    expect(weights).toEqual(Float64Array.of(3, 1));
    const short = await nablaError(() => dataset.batchOf(new Uint8Array(7), Int32Array.of(2, 0)));
    expect(short.message).toBe('batchOf: expected 2 images of 4 bytes. Received 7 bytes.');
    const index = await nablaError(() => dataset.batchOf(new Uint8Array(4), Int32Array.of(3)));
    expect(index.message).toBe('batchOf: expected indices in [0, 3). Received 3 at position 0.');
  });

  it('makes empty batches', () => {
    const { x, y } = imageDataset(images).batch(new Int32Array(0));
    expect(x).toMatchObject({ shape: [0, 4], rowOffsets: Int32Array.of(0) });
    expect(y.shape).toEqual([0]);
  });

  it.each<[string, ImageDatasetOptions, string]>([
    ['csr with a mean', { layout: 'csr', normalisation: { divisor: 255, mean: 0.1 } }, 'without mean'],
    ['csr of [height, width, channels]', { layout: 'csr', flatten: false }, 'flatten: true'],
    [
      'a divisor of 0',
      { normalisation: { divisor: 0 } },
      'normalisation.divisor: expected a finite number > 0. Received 0',
    ],
    [
      'a mean of NaN',
      { normalisation: { divisor: 1, mean: Number.NaN } },
      'normalisation.mean: expected a finite number. Received NaN',
    ],
    ['a deviation of 0', { normalisation: { divisor: 1, standardDeviation: 0 } }, 'normalisation.standardDeviation'],
    ['half a class', { classes: 1.5 }, 'classes: expected a whole number'],
  ])('refuses %s', async (_, options, message) => {
    const error = await nablaError(() => imageDataset(images, options));
    expect(error.code).toBe('argument');
    expect(error.message).toContain(message);
  });

  it('refuses image data that do not fit', async () => {
    const short = await nablaError(() => imageDataset({ ...images, images: new Uint8Array(11) }));
    expect(short.message).toContain('expected 3 images of 2 x 2 and 3 labels. Received 11 bytes and 3 labels');
    const unlabelled = await nablaError(() => imageDataset({ ...images, labels: Uint8Array.of(1, 2) }));
    expect(unlabelled.message).toContain('and 3 labels. Received 12 bytes and 2 labels');
    const label = await nablaError(() => imageDataset(images, { classes: 9 }));
    expect(label.message).toBe('label 9 at index 0 of the labels: expected 0 to 8.');
    expect([short.code, label.code]).toEqual(['data', 'data']);
  });

  it.each([-1, 3])('refuses index %i', async (index) => {
    const error = await nablaError(() => imageDataset(images).batch(Int32Array.of(0, index)));
    expect(error.code).toBe('argument');
    expect(error.message).toBe(`batch: expected indices in [0, 3). Received ${index} at position 1.`);
  });

  it('has the same numbers in both layouts', () => {
    const pixels = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 })), {
      minLength: 24,
      maxLength: 24,
    });
    const rows = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 6 });
    fc.assert(
      fc.property(pixels, rows, (bytes, indices) => {
        const data = { images: Uint8Array.from(bytes), labels: new Uint8Array(4), count: 4, height: 2, width: 3 };
        const batchOf = (layout: 'csr' | 'dense') => imageDataset(data, { layout }).batch(Int32Array.from(indices)).x;
        const expected = indices.flatMap((row) =>
          bytes.slice(6 * row, 6 * row + 6).map((byte) => Math.fround(byte / 255)),
        );
        expect(toDense(batchOf('dense'))).toEqual(expected);
        expect(toDense(batchOf('csr'))).toEqual(expected);
      }),
    );
  });
});
