/** Activations in their tails and at special values. layers.test.ts compares all of them with PyTorch. */
import { describe, expect, it } from 'vitest';
import { ELU, fromConfig, GELU, LAYERS, PReLU, SELU, type Tensor } from '../../src/index.js';
import { pullback } from '../support/gradients.js';
import { expectClose, expectTensor, FLOATS, newBackend, numbersOf, t, valuesOf } from '../support/index.js';
import { readNormalization, readTails, unpack, uploadPacked } from '../support/reference.js';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

/** The gate is relative. Only the slope near its zero, at -0.7518, needs the absolute part. */
const TAILS = {
  float64: { y: { relative: 1e-13, absolute: 0 }, slope: { relative: 1e-13, absolute: 1e-15 } },
  // Phi(-14) is 5 times the smallest float32, so 14 times that is off by up to 7 of them.
  float32: { y: { relative: 8e-6, absolute: 1e-44 }, slope: { relative: 8e-6, absolute: 1e-7 } },
};

describe('activations from -14 to 14 and beyond', () => {
  const tails = readTails();
  const cases = FLOATS.flatMap((dtype) => [
    { name: 'GELU', dtype, layer: new GELU(), points: tails.gelu },
    { name: 'GELU by tanh', dtype, layer: new GELU({ approximate: 'tanh' }), points: tails.tanhGelu },
    { name: 'ELU', dtype, layer: new ELU(), points: tails.elu },
    { name: 'SELU', dtype, layer: new SELU(), points: tails.selu },
  ]);

  it.each(cases)('$name keeps its digits in both tails, in $dtype', async ({ dtype, layer, points }) => {
    const backend = await newBackend();
    const column = (key: 'x' | 'y' | 'slope') => ({ shape: [points.length], data: points.map((point) => point[key]) });
    const ones = uploadPacked(backend, { shape: [points.length], data: points.map(() => 1) }, dtype);
    const { y, dX: slope } = pullback(layer, {}, uploadPacked(backend, column('x'), dtype), ones);
    expectClose(await valuesOf(y), unpack(column('y'), dtype), TAILS[dtype].y);
    expectClose(await valuesOf(slope), unpack(column('slope'), dtype), TAILS[dtype].slope);
  });
});

it('GELU by tanh has a gradient where the cube of x is beyond float32', async () => {
  const backend = await newBackend();
  const x = uploadPacked(backend, { shape: [4], data: [-1e18, -1e14, 1e14, 1e18] }, 'float32');
  const ones = uploadPacked(backend, { shape: [4], data: [1, 1, 1, 1] }, 'float32');
  const { dX } = pullback(new GELU({ approximate: 'tanh' }), {}, x, ones);
  expect(await numbersOf(dX)).toEqual([0, 0, 1, 1]);
});

describe('activations at NaN, infinities, zeros and kinks are as in PyTorch', () => {
  it.each(readNormalization().edges)('$config.type', async ({ config, ...expected }) => {
    const backend = await newBackend();
    const numbers = (values: readonly (number | string | null)[]) => values.map((v) => (v === null ? nan : Number(v)));
    const x = numbers(expected.x);
    const ones = t(
      backend,
      x.map(() => 1),
    );
    const { y, dX: slope } = pullback(fromConfig('layer', LAYERS, config), {}, t(backend, x), ones);
    await expectTensor(y, [x.length], numbers(expected.y));
    // PyTorch defines no slope for NaN.
    const slopes = numbers(expected.slope).map((value, i) => (Number.isNaN(x[i]) ? nan : value));
    const own = (await numbersOf(slope)).map((value, i) => (Number.isNaN(x[i]) ? nan : value));
    await expectTensor(t(backend, own), [x.length], slopes);
  });

  it('PReLU, whose slope gets no gradient from x > 0, even if x is infinite', async () => {
    const backend = await newBackend();
    const slope = t(backend, [0.25]);
    const apply = (x: number[], dY: number[]) => pullback(new PReLU(), { slope }, t(backend, x), t(backend, dY));
    const { y, dX, gradients } = apply([inf, 3, 0, -2, -8], [5, 5, 5, 1, 2]);
    await expectTensor(y, [5], [inf, 3, 0, -0.5, -2]);
    await expectTensor(dX, [5], [5, 5, 1.25, 0.25, 0.5]);
    await expectTensor(gradients['slope'] as Tensor, [1], [-18]);
    await expectTensor(apply([nan, -inf], [1, 1]).y, [2], [nan, -inf]);
  });
});
