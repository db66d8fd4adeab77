import { readFileSync } from 'node:fs';
import { type Batch, type DenseArray, type HostArray, Random, RandomKey } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { type AugmentOptions, augmented, type ImageDatasetOptions, imageDataset, subset } from '../../src/index.js';
import { nablaError } from '../files.js';

interface Reference {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly options: AugmentOptions;
  readonly epoch: number;
  readonly images: readonly number[];
  readonly augmented: readonly number[];
}

/** Written by scripts/augmented_reference.py. */
const reference: readonly Reference[] = JSON.parse(
  readFileSync(new URL('../fixtures/augmented.json', import.meta.url), 'utf8'),
);

const NOISE = Uint8Array.from({ length: 20 * 48 }, (_, at) => (at * 37 + Math.floor(at / 48) * 11) % 256);

/** 20 grey images of 6 x 8 whose inputs are their bytes. */
function images(options: ImageDatasetOptions = {}, bytes = NOISE) {
  const labels = Uint8Array.from({ length: 20 }, (_, at) => at % 10);
  return imageDataset(
    { images: bytes, labels, count: 20, height: 6, width: 8 },
    { normalisation: { divisor: 1 }, layout: 'dense', ...options },
  );
}

type Augmented = ReturnType<typeof images>;
const at = (dataset: Augmented, epoch: number | undefined, ...indices: readonly number[]): Batch<HostArray> =>
  (dataset.batch as (indices: Int32Array, time?: { epoch: number }) => Batch<HostArray>)(
    Int32Array.from(indices),
    epoch === undefined ? undefined : { epoch },
  );
const pixelsAt = (dataset: Augmented, epoch: number | undefined, index: number): number[] =>
  Array.from((at(dataset, epoch, index).x as DenseArray).data);
const imageOf = (index: number): number[] => [...NOISE.subarray(index * 48, (index + 1) * 48)];

/** An image moved by whole pixels, with black on the uncovered side. */
function moved(image: readonly number[], x: number, y: number): number[] {
  return image.map((_, to) => {
    const [column, row] = [(to % 8) - x, Math.floor(to / 8) - y];
    return column < 0 || row < 0 || column >= 8 || row >= 6 ? 0 : (image[row * 8 + column] as number);
  });
}

const mirrored = (image: readonly number[]): number[] =>
  image.map((_, to) => image[Math.floor(to / 8) * 8 + 7 - (to % 8)] as number);

/** The expected draw: four numbers from the stream of the epoch and the example. */
function drawn(seed: number, epoch: number, index: number): number[] {
  const random = new Random(new RandomKey(seed, 'augment'), { step: epoch, row: index });
  return Array.from({ length: 4 }, () => random.uniform());
}

describe('augmented', () => {
  it('moves images depending on the seed, the epoch and the example', () => {
    const dataset = augmented(images(), { shift: 2, seed: 3 });
    expect(dataset).toMatchObject({ variesByEpoch: true, length: 20, inputShape: [48], classes: 10 });
    const seen = new Set<string>();
    for (let epoch = 1; epoch <= 5; epoch++) {
      for (let index = 0; index < 20; index++) {
        const [toX = 0, toY = 0] = drawn(3, epoch, index);
        const [x, y] = [Math.floor(toX * 5) - 2, Math.floor(toY * 5) - 2];
        seen.add(`${x} ${y}`);
        expect(pixelsAt(dataset, epoch, index)).toEqual(moved(imageOf(index), x, y));
      }
    }
    expect(seen.size).toBe(25);
  });

  it('mirrors half of the images, before it moves them', () => {
    const dataset = augmented(images(), { flip: true, shift: 1, seed: 0 });
    let count = 0;
    for (let index = 0; index < 20; index++) {
      const [toX = 0, toY = 0, toFlip = 1] = drawn(0, 1, index);
      if (toFlip < 0.5) count += 1;
      const image = toFlip < 0.5 ? mirrored(imageOf(index)) : imageOf(index);
      expect(pixelsAt(dataset, 1, index)).toEqual(moved(image, Math.floor(toX * 3) - 1, Math.floor(toY * 3) - 1));
    }
    expect(count).toBeGreaterThan(4);
    expect(count).toBeLessThan(16);
  });

  it('turns around the centre, between pixels', () => {
    // Interpolation keeps a plane: 100 + 10 across + 4 down, counted from the centre.
    const plane = Uint8Array.from(
      { length: 960 },
      (_, i) => 100 + 10 * ((i % 8) - 3.5) + 4 * (Math.floor((i % 48) / 8) - 2.5),
    );
    const dataset = augmented(images({}, plane), { rotate: 30, seed: 5 });
    const angles: number[] = [];
    for (let index = 0; index < 20; index++) {
      const degrees = (2 * (drawn(5, 2, index)[3] ?? 0) - 1) * 30;
      angles.push(degrees);
      const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
      const turned = pixelsAt(dataset, 2, index);
      for (const [column, row] of [
        [3, 2],
        [4, 3],
        [4, 2],
        [5, 3],
        [2, 2],
      ] as const) {
        const [across, down] = [column - 3.5, row - 2.5];
        const expected = 100 + 10 * (cosine * across + sine * down) + 4 * (cosine * down - sine * across);
        expect(Math.abs((turned[row * 8 + column] as number) - expected)).toBeLessThanOrEqual(0.500001);
      }
      // Outside is black, which makes up half of a pixel on the edge.
      if (Math.abs(degrees) > 25) expect(turned[0]).toBeLessThan(20);
    }
    expect(Math.max(...angles)).toBeGreaterThan(20);
    expect(Math.min(...angles)).toBeLessThan(-20);
  });

  it.each(reference)(
    'gives the bytes that Python does, %#',
    ({ images: bytes, augmented: expected, epoch, ...rest }) => {
      const { options, ...size } = rest;
      const data = { images: Uint8Array.from(bytes), labels: new Uint8Array(3), count: 3, ...size };
      const plain = imageDataset(data, { normalisation: { divisor: 1 }, layout: 'dense' });
      const { x } = at(augmented(plain, options), epoch, 0, 1, 2);
      expect(Array.from((x as DenseArray).data)).toEqual(expected);
    },
  );

  it('does not depend on the order or the other examples of a batch', () => {
    const dataset = augmented(images(), { shift: 2, rotate: 20, flip: true, seed: 7 });
    const all = (at(dataset, 4, ...Array.from({ length: 20 }, (_, i) => i)).x as DenseArray).data;
    const { x, y } = at(dataset, 4, 11, 3, 11);
    const [eleventh, third] = [all.subarray(11 * 48, 12 * 48), all.subarray(3 * 48, 4 * 48)];
    expect((x as DenseArray).data).toEqual(Float32Array.of(...eleventh, ...third, ...eleventh));
    expect(y.data).toEqual(Int32Array.of(1, 3, 1));
    expect(pixelsAt(dataset, 5, 11)).not.toEqual([...eleventh]);
    const other = augmented(images(), { shift: 2, rotate: 20, flip: true, seed: 8 });
    expect(pixelsAt(other, 4, 11)).not.toEqual([...eleventh]);
  });

  it('leaves images unchanged outside of training', () => {
    const dataset = augmented(images(), { shift: 2, rotate: 20, flip: true, seed: 7 });
    expect(pixelsAt(dataset, undefined, 6)).toEqual(imageOf(6));
    expect(pixelsAt(augmented(images(), { seed: 7 }), 3, 6)).toEqual(imageOf(6));
  });

  it('works below subset, with the indices of the whole data set', async () => {
    const dataset = augmented(images(), { shift: 2, seed: 7 });
    const part = subset(dataset, 5, 9);
    expect(part.variesByEpoch).toBe(true);
    const { x } = await part.batch(Int32Array.of(1), { epoch: 2 });
    expect(Array.from((x as DenseArray).data)).toEqual(pixelsAt(dataset, 2, 6));
    expect(subset(images(), 5, 9).variesByEpoch).toBeUndefined();
  });

  it('keeps the layout, the dtype, one-hot targets and weights', () => {
    const bytes = NOISE.map((value) => (value < 200 ? 0 : value));
    const weights = Array.from({ length: 20 }, (_, i) => i);
    const options = { targets: 'oneHot', dtype: 'float64', weights } as const;
    const sparse = augmented(images({ ...options, layout: 'csr' }, bytes), { shift: 1, flip: true, seed: 2 });
    const full = augmented(images({ ...options, layout: 'dense' }, bytes), { shift: 1, flip: true, seed: 2 });
    const [a, b] = [at(sparse, 1, 4, 9), at(full, 1, 4, 9)];
    expect(a.x.layout).toBe('csr');
    expect(a.y).toEqual(b.y);
    expect(a.weights).toEqual(Float64Array.of(4, 9));
    const filled = new Float64Array(96);
    if (a.x.layout === 'csr') {
      for (let row = 0; row < 2; row++) {
        for (let entry = a.x.rowOffsets[row] ?? 0; entry < (a.x.rowOffsets[row + 1] ?? 0); entry++) {
          filled[row * 48 + (a.x.columns[entry] ?? 0)] = a.x.values[entry] ?? 0;
        }
      }
    }
    expect(filled).toEqual((b.x as DenseArray).data);
  });

  it('moves the three colours of a pixel together', () => {
    const bytes = Uint8Array.from({ length: 2 * 2 * 3 }, (_, i) => i + 1);
    const data = { images: bytes, labels: new Uint8Array(1), count: 1, height: 2, width: 2, channels: 3 } as const;
    const dataset = augmented(imageDataset(data, { normalisation: { divisor: 1 }, layout: 'dense' }), {
      flip: true,
      seed: 0,
    });
    const epoch = [1, 2, 3, 4, 5, 6, 7, 8].find((one) => (drawn(0, one, 0)[2] ?? 1) < 0.5);
    expect(pixelsAt(dataset, epoch, 0)).toEqual([4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9]);
  });

  it('refuses a data set without images, and an index out of range', async () => {
    const part = await nablaError(() => augmented(subset(images(), 0, 5) as Augmented, { seed: 1 }));
    expect(part.message).toBe(
      'augmented: expected a data set from imageDataset or imageFolderDataset. Received another; ' +
        'call subset on the result of augmented.',
    );
    const index = await nablaError(() => at(augmented(images(), { seed: 1 }), 1, 0, 20));
    expect(index.message).toBe('batch: expected indices in [0, 20). Received 20 at position 1.');
  });

  it.each<[Partial<Record<keyof AugmentOptions | 'zoom', unknown>>, string]>([
    [{ shift: 6 }, 'augmented: shift: expected a whole number of pixels in [0, 6). Received 6.'],
    [{ shift: 0.5 }, 'shift: expected a whole number of pixels'],
    [{ rotate: 181 }, 'rotate: expected degrees from 0 to 180'],
    [{ rotate: Number.NaN }, 'rotate: expected degrees'],
    [{ flip: 'yes' }, 'flip: expected true or false. Received yes.'],
    [{ zoom: 2 }, "augmented: unknown option 'zoom'"],
    [{ seed: -1 }, 'Random seed: expected a whole number in [0, 2^53). Received -1.'],
  ])('refuses %o', async (options, message) => {
    const error = await nablaError(() => augmented(images(), { seed: 1, ...options } as AugmentOptions));
    expect(error.code).toBe('argument');
    expect(error.message).toContain(message);
  });
});
