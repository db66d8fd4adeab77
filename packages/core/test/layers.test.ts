import { describe, expect, it } from 'vitest';
import {
  type Backend,
  Dense,
  Dropout,
  ELU,
  Flatten,
  type ForwardContext,
  fromConfig,
  GELU,
  LAYERS,
  type Layer,
  LayerRandom,
  LeakyReLU,
  type NamedTensors,
  ReLU,
  Sigmoid,
  SiLU,
  Softmax,
  Softplus,
  scope,
  Tanh,
  type Tensor,
  upload,
} from '../src/index.js';
import { OPERATION_TOLERANCE } from '../src/testing/index.js';
import {
  EXACT,
  expectClose,
  expectError,
  expectTensor,
  FLOATS,
  newBackend,
  numbersOf,
  t,
  valuesOf,
} from './support/index.js';
import { type LayerCase, nameOf, readReference, readTails, unpack, uploadPacked } from './support/reference.js';

const inference: ForwardContext = { training: false };
const training = (seed: number): ForwardContext => ({ training: true, random: new LayerRandom(seed, '1', 1) });

const TOLERANCE = {
  float64: { relative: 1e-12, absolute: 1e-13 },
  float32: OPERATION_TOLERANCE.float32,
};
/** A float32 gradient against the float64 one. */
const GRADIENT_TOLERANCE = { float64: TOLERANCE.float64, float32: { relative: 1e-4, absolute: 1e-6 } };

const reference = readReference().layers;
const deterministic = reference.filter(({ config }) => config.type !== 'Dropout');

/** Relative alone: the slope near its zero at -0.7518 apart, which takes the absolute part. */
const TAILS = {
  float64: { y: { relative: 1e-13, absolute: 0 }, slope: { relative: 1e-13, absolute: 1e-15 } },
  // Phi(-14) is 5 times the smallest float32: the product of it and 14 is off by up to 7 of those.
  float32: { y: { relative: 8e-6, absolute: 1e-44 }, slope: { relative: 8e-6, absolute: 1e-7 } },
};

describe('GELU from -14 to 14', () => {
  const points = readTails().gelu;
  const column = (key: 'x' | 'y' | 'slope') => ({ shape: [points.length], data: points.map((point) => point[key]) });

  it.each(FLOATS)('keeps its digits in both tails, in %s', async (dtype) => {
    const backend = await newBackend();
    const [y, saved] = new GELU().forward({}, uploadPacked(backend, column('x'), dtype), inference);
    expectClose(await valuesOf(y), unpack(column('y'), dtype), TAILS[dtype].y);
    const ones = uploadPacked(backend, { shape: [points.length], data: points.map(() => 1) }, dtype);
    const [slope] = new GELU().backward({}, saved, ones, true);
    expectClose(await valuesOf(slope as Tensor), unpack(column('slope'), dtype), TAILS[dtype].slope);
  });
});

describe('layers compute what PyTorch computes', () => {
  const cases = FLOATS.flatMap((dtype) => deterministic.map((layer) => ({ name: nameOf(layer.config), dtype, layer })));

  it.each(cases)('$name in $dtype', async ({ dtype, layer: expected }) => {
    const backend = await newBackend();
    const layer = fromConfig('layer', LAYERS, expected.config);
    const parameters = uploadAll(backend, expected.parameters, dtype);
    const [y, saved] = layer.forward(parameters, uploadPacked(backend, expected.x, dtype), inference);
    const [dX, gradients] = layer.backward(parameters, saved, uploadPacked(backend, expected.dY, dtype), true);

    expectClose(await valuesOf(y), unpack(expected.y, dtype), TOLERANCE[dtype]);
    expectClose(await valuesOf(dX as Tensor), unpack(expected.dX, dtype), GRADIENT_TOLERANCE[dtype]);
    expect(Object.keys(gradients).sort()).toEqual(Object.keys(expected.gradients).sort());
    for (const [name, gradient] of Object.entries(expected.gradients)) {
      expectClose(await valuesOf(gradients[name] as Tensor), unpack(gradient, dtype), GRADIENT_TOLERANCE[dtype]);
    }
  });

  it('has a reference for every built-in layer', () => {
    expect(new Set(reference.map(({ config }) => config.type))).toEqual(new Set(Object.keys(LAYERS)));
  });
});

function uploadAll(backend: Backend, packed: LayerCase['parameters'], dtype: 'float32' | 'float64'): NamedTensors {
  return Object.fromEntries(Object.entries(packed).map(([name, value]) => [name, uploadPacked(backend, value, dtype)]));
}

async function apply(layer: Layer, values: readonly number[]): Promise<number[]> {
  const backend = await newBackend();
  return numbersOf(layer.forward({}, t(backend, [values]), inference)[0]);
}

describe('values at the edges', () => {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

  it.each([
    { layer: new ReLU(), expected: [nan, inf, 0, 0] },
    { layer: new LeakyReLU(), expected: [nan, inf, -inf, 0] },
    { layer: new ELU(2), expected: [nan, inf, -2, 0] },
    { layer: new Sigmoid(), expected: [nan, 1, 0, 0.5] },
    { layer: new Tanh(), expected: [nan, 1, -1, 0] },
    { layer: new GELU(), expected: [nan, inf, nan, 0] },
    { layer: new Softplus(), expected: [nan, inf, 0, Math.LN2] },
    { layer: new SiLU(), expected: [nan, inf, nan, 0] },
  ])('$layer.config.type at NaN, Infinity, -Infinity and 0', async ({ layer, expected }) => {
    const backend = await newBackend();
    const [y] = layer.forward({}, t(backend, [[nan, inf, -inf, 0]]), inference);
    await expectTensor(y, [1, 4], expected);
  });

  it('softmax rows with a NaN, or with -Infinity only, are NaN', async () => {
    expect(await apply(new Softmax(), [nan, 0, 1])).toEqual([nan, nan, nan]);
    expect(await apply(new Softmax(), [-inf, -inf])).toEqual([nan, nan]);
    expect(await apply(new Softmax(), [1e4, -1e4])).toEqual([1, 0]);
  });

  it('the derivative at 0 is 0 for ReLU, the slope for LeakyReLU, alpha for ELU', async () => {
    const backend = await newBackend();
    for (const [layer, expected] of [
      [new ReLU(), 0],
      [new LeakyReLU(0.2), 0.2],
      [new ELU(0.7), 0.7],
    ] as const) {
      const [, saved] = layer.forward({}, t(backend, [[0]]), inference);
      const [dX] = layer.backward({}, saved as never, t(backend, [[1]]), true);
      expect(await numbersOf(dX as Tensor)).toEqual([expected]);
    }
  });
});

describe('Dropout', () => {
  const rate = 0.25;

  it('hands its input on outside training', async () => {
    const backend = await newBackend();
    const [y, mask] = new Dropout(rate).forward({}, t(backend, [[1, -2, 3]]), inference);
    await expectTensor(y, [1, 3], [1, -2, 3]);
    expect(mask).toBeUndefined();
  });

  it('scales what it keeps as PyTorch does', async () => {
    const expected = reference.find(({ config }) => config.type === 'Dropout') as LayerCase;
    const backend = await newBackend();
    const x = uploadPacked(backend, expected.x, 'float64');
    const dY = uploadPacked(backend, expected.dY, 'float64');
    const layer = new Dropout(rate);
    const [y, mask] = layer.forward({}, x, training(4));
    const [dX] = layer.backward({}, mask, dY);
    const [ours, oursGradient] = [await numbersOf(y), await numbersOf(dX as Tensor)];
    let compared = 0;
    for (const [i, theirs] of expected.y.data.entries()) {
      if (theirs === 0 || ours[i] === 0) continue;
      expect(ours[i]).toBeCloseTo(theirs, 13);
      expect(oursGradient[i]).toBeCloseTo(expected.dX.data[i] ?? Number.NaN, 13);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(10);
  });

  it('drops an element where its word of the row is below rate * 2^32, backward too', async () => {
    const backend = await newBackend();
    const layer = new Dropout(rate);
    const rows = [1, 21].map((first) => Array.from({ length: 20 }, (_, i) => first + i));
    // Rows 4 and 5 of a batch; the masks are from scripts/math/random_reference.py.
    const context: ForwardContext = { training: true, random: new LayerRandom(11, '1', 1, 4) };
    const [y, mask] = layer.forward({}, t(backend, rows), context);
    const kept = '1111111011101111011111100011111001110101';
    const scales = Array.from(kept, (digit) => Number(digit) * (4 / 3));
    await expectTensor(
      y,
      [2, 20],
      rows.flat().map((value, i) => value * (scales[i] as number)),
    );
    const [dX] = layer.backward(
      {},
      mask,
      t(backend, [
        rows
          .flat()
          .slice(0, 20)
          .map((value) => -value),
        rows[1] as number[],
      ]),
    );
    await expectTensor(
      dX as Tensor,
      [2, 20],
      rows.flat().map((value, i) => (i < 20 ? -value : value) * (scales[i] as number)),
    );
  });

  it('keeps the word that is the threshold itself', async () => {
    const backend = await newBackend();
    const words = [0.25 * 2 ** 32, 0.25 * 2 ** 32 - 1];
    const random = { row: () => ({ uint32: () => words.shift() }) } as unknown as LayerRandom;
    const [y] = new Dropout(rate).forward({}, t(backend, [[3, 3]]), { training: true, random });
    await expectTensor(y, [1, 2], [4, 0]);
  });

  it('drops about its rate and keeps the mean', async () => {
    const backend = await newBackend();
    const ones = upload(backend, { layout: 'dense', shape: [100, 100], data: new Float32Array(1e4).fill(1) });
    const y = await numbersOf(new Dropout(0.3).forward({}, ones, training(5))[0]);
    const dropped = y.filter((value) => value === 0).length / y.length;
    expect(dropped).toBeGreaterThan(0.28);
    expect(dropped).toBeLessThan(0.32);
    expect(y.reduce((sum, value) => sum + value, 0) / y.length).toBeCloseTo(1, 1);
  });

  it('is the identity at rate 0 and draws nothing', async () => {
    const backend = await newBackend();
    const random = { row: () => expect.unreachable() } as unknown as LayerRandom;
    const [y] = new Dropout(0).forward({}, t(backend, [[5, 6]]), { training: true, random });
    await expectTensor(y, [1, 2], [5, 6]);
  });

  it.each([-0.1, 1, Number.NaN])('refuses rate %d', (value) => {
    expectError(() => new Dropout(value), 'argument', 'Dropout rate', '[0, 1)', String(value));
  });
});

describe('arguments and shapes', () => {
  it('Dense takes flat inputs and a positive number of units', () => {
    expectError(() => new Dense(3).build([2, 2]), 'shape', 'Dense', '[2, 2]', 'Flatten');
    expectError(() => new Dense(3).build([0]), 'shape', 'Dense', '[0]');
    for (const units of [0, -1, 1.5, Number.NaN]) expectError(() => new Dense(units), 'argument', 'Dense units');
  });

  it('Dense names its parameters and shapes', () => {
    expect(new Dense(3).build([2])).toEqual({
      outputShape: [3],
      parameters: {
        weight: { shape: [2, 3], initializer: 'heNormal' },
        bias: { shape: [3], initializer: 'zeros' },
      },
    });
    expect(new Dense(3, { bias: false, initializer: 'glorotUniform' }).build([2]).parameters).toEqual({
      weight: { shape: [2, 3], initializer: 'glorotUniform' },
    });
  });

  it('Flatten multiplies what is not the batch', () => {
    expect(new Flatten().build([2, 3, 4]).outputShape).toEqual([24]);
    expect(new Flatten().build([]).outputShape).toEqual([1]);
  });

  it('refuses slopes and alphas that are negative or not finite', () => {
    expectError(() => new LeakyReLU(-1), 'argument', 'LeakyReLU slope');
    expectError(() => new ELU(Number.POSITIVE_INFINITY), 'argument', 'ELU alpha');
  });

  it('gives no input gradient where none is needed', async () => {
    const backend = await newBackend();
    for (const layer of [new ReLU(), new Softmax(), new Flatten()] as Layer[]) {
      const [, saved] = layer.forward({}, t(backend, [[1, 2]]), inference);
      expect(layer.backward({}, saved, t(backend, [[1, 1]]), false)[0]).toBeUndefined();
    }
  });

  it('Dense gives a CSR input no gradient', async () => {
    const backend = await newBackend();
    const x = upload(backend, {
      layout: 'csr',
      shape: [1, 2],
      rowOffsets: Int32Array.of(0, 1),
      columns: Int32Array.of(1),
      values: Float64Array.of(3),
    });
    const layer = new Dense(1);
    const parameters = { weight: t(backend, [[1], [2]]), bias: t(backend, [0.5]) };
    const [y, saved] = layer.forward(parameters, x);
    await expectTensor(y, [1, 1], [6.5]);
    const dY = t(backend, [[2]]);
    const [dX, gradients] = layer.backward(parameters, saved, dY, false);
    expect(dX).toBeUndefined();
    await expectTensor(gradients['weight'] as Tensor, [2, 1], [0, 6], EXACT);
    await expectTensor(gradients['bias'] as Tensor, [1], [2], EXACT);
    expectError(() => layer.backward(parameters, saved, dY, true), 'argument', 'CSR', "layout 'dense'");
  });

  it.each(deterministic.map((layer) => ({ name: nameOf(layer.config), layer })))(
    '$name works on one row and on none',
    async ({ layer: { config, x, parameters: packed } }) => {
      const backend = await newBackend();
      const layer = fromConfig('layer', LAYERS, config);
      const parameters = uploadAll(backend, packed, 'float64');
      for (const rows of [1, 0]) {
        const width = x.data.length / (x.shape[0] ?? 1);
        const input = { shape: [rows, ...x.shape.slice(1)], data: x.data.slice(0, rows * width) };
        const y = scope(() => {
          const [made, saved] = layer.forward(parameters, uploadPacked(backend, input, 'float64'), inference);
          const [dX] = layer.backward(parameters, saved, made, true);
          expect(dX?.shape).toEqual(input.shape);
          return made;
        });
        expect(y.shape).toEqual([rows, ...layer.build(x.shape.slice(1)).outputShape]);
      }
    },
  );
});
