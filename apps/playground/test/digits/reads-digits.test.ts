/** The committed network reads digits that other hands could have drawn. */
import { loadModelFiles } from '@nablajs/checkpoint/portable';
import { Random, RandomKey } from '@nablajs/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { digitAt } from '../../src/digits/digit-images.js';
import { distort } from '../../src/digits/distort.js';
import type { Lab } from '../../src/lab/lab.js';
import { FIRST_DRAWING, FIRST_READING } from '../../src/ui/draw/first-digit.js';
import { mnist, modelFiles, newLab } from '../mnist.js';

/** Training never uses this stream, nor these digits. */
const KEY = new RandomKey(2026, 'digits of a test');

let lab: Lab;
beforeAll(async () => {
  lab = newLab();
  await lab.loadReader();
});
afterAll(() => lab.dispose());

/** The share of the first test digits that are read right, each drawn anew. */
async function shareRead(count: number): Promise<number> {
  const { test } = await mnist();
  let right = 0;
  for (let index = 0; index < count; index++) {
    const drawing = distort(digitAt(test, index), new Random(KEY, { row: index }));
    const { probabilities } = await lab.read(drawing, 'loaded');
    if (probabilities.indexOf(Math.max(...probabilities)) === test.labels[index]) right += 1;
  }
  return right / count;
}

/** The slow tests read more. */
const COUNT = process.env['NABLA_SLOW'] === '1' ? 2000 : 200;

it(`reads at least 97 % of ${COUNT} digits drawn with other pens, sizes, slants and places`, async () => {
  expect(await shareRead(COUNT)).toBeGreaterThanOrEqual(0.97);
});

it('reads digits as they are', async () => {
  const { test } = await mnist();
  const pixels = digitAt(test, 0);
  const { probabilities, input, filters } = await lab.read({ width: 28, height: 28, channels: 1, pixels }, 'loaded');
  expect(probabilities[test.labels[0] as number]).toBeGreaterThan(0.9);
  expect(probabilities.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
  expect(input).toEqual(pixels.slice());
  expect(filters.map(({ convolution, height, width, maps }) => [convolution, height, width, maps.length])).toEqual([
    [1, 28, 28, 8],
    [2, 14, 14, 24],
  ]);
  for (const { maps } of filters) expect(Math.max(...maps.map((map) => Math.max(...map)))).toBe(255);
});

it('reads on the first digit what the page shows before its network has arrived', async () => {
  const { test } = await mnist();
  const pixels = digitAt(test, 199);
  expect(FIRST_DRAWING).toEqual({ strokes: [], example: pixels.slice() });
  const { probabilities, input } = await lab.read({ width: 28, height: 28, channels: 1, pixels }, 'loaded');
  const rounded = (shares: Float32Array) => Array.from(shares, (share) => Math.round(1e4 * share));
  expect(rounded(FIRST_READING.probabilities)).toEqual(rounded(probabilities));
  expect(FIRST_READING.input).toEqual(input);
});

it('is a model like any other, and says how it was trained', async () => {
  const { notes, form, normalisation, dtype } = await loadModelFiles(modelFiles());
  expect(notes).toMatchObject({ task: 'digits', examples: 60_000, seed: 1 });
  expect(notes?.['accuracy']).toBeGreaterThan(0.985);
  expect({ form, normalisation, dtype }).toMatchObject({
    ...{ form: { type: 'images', placement: 'centred' }, normalisation: { divisor: 255 }, dtype: 'float32' },
  });
});
