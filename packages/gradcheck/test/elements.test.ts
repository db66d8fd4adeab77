/** Where a check takes place: inputs, parameters, and the elements of a sample. */
import { createBackend } from '@nablajs/backend-ts';
import {
  add,
  Dense,
  dense,
  divide,
  greater,
  matmul,
  multiply,
  Random,
  Sequential,
  Tanh,
  type Tensor,
  upload,
} from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { compressed, randomNormals } from '../src/arrays.js';
import { chooseElements } from '../src/comparison/differences.js';
import { type DifferentiableFunction, drawParameters, gradcheck } from '../src/index.js';
import { layerWith } from './support/mutants.js';
import { normals } from './support/points.js';
import { f64 } from './support/samples.js';

it('a sparse input holds the elements that are not 0', () => {
  const matrix = dense(Float64Array.of(0, 5, 0, 0, 0, 0, 6, 0, 0.1), [3, 3]);
  expect(compressed(matrix, 'float32')).toEqual({
    layout: 'csr',
    shape: [3, 3],
    rowOffsets: Int32Array.of(0, 1, 1, 3),
    columns: Int32Array.of(1, 0, 2),
    values: Float32Array.of(5, 6, 0.1),
  });
});

describe('parameters to check a network at', () => {
  const layers = [new Dense(5), new Tanh(), new Dense(3, { bias: false })];

  it('are the initial ones, but random ones for what starts at 0', async () => {
    const backend = await createBackend();
    using model = new Sequential(backend, { inputShape: [4], layers, seed: 6 });
    const drawn = await drawParameters(backend, layers, [4], 6);
    expect([...drawn.keys()]).toEqual(['0.weight', '0.bias', '2.weight']);
    for (const { name, value } of model.parameters.list.filter(({ name }) => name !== '0.bias')) {
      expect(drawn.get(name)?.data).toEqual(await value.data());
    }
    const bias = drawn.get('0.bias');
    expect(bias).toEqual(randomNormals([5], 7));
    expect(backend.memory().buffers).toBe(model.parameters.list.length);
  });

  it('follow the seed', async () => {
    const backend = await createBackend();
    const drawn = (seed: number) => drawParameters(backend, layers, [4], seed);
    expect(await drawn(1)).toEqual(await drawn(1));
    const [one, two] = [await drawn(1), await drawn(2)];
    for (const name of one.keys()) expect(one.get(name)).not.toEqual(two.get(name));
  });
});

describe('the choice of elements', () => {
  const gradient = Float64Array.from({ length: 100 }, (_, i) => (i === 70 || i === 80 ? -9 : i / 100));

  it('has the largest gradients, of any sign, and others at random', () => {
    const chosen = chooseElements(gradient, 100, 4, new Random(1));
    expect(chosen).toContain(70);
    expect(chosen).toContain(80);
    expect(chosen).toHaveLength(4);
    expect(chosen).toEqual(chosen.toSorted((a, b) => a - b));
    const others = [1, 2, 3, 4].flatMap((seed) => chooseElements(gradient, 100, 4, new Random(seed)));
    expect(new Set(others).size).toBeGreaterThan(6);
    expect(Math.max(...others.filter((index) => index !== 70 && index !== 80))).toBeGreaterThan(10);
  });

  it('finds one wrong gradient among a hundred where that is the largest', async () => {
    const backend = await createBackend();
    const factors = new Float64Array(100).fill(1e-3);
    factors[70] = 5;
    const at = upload(backend, dense(factors, [1, 100]));
    const wrong = upload(backend, dense(factors.with(70, 5.5), [100, 1]));
    const steep: DifferentiableFunction = {
      forward: (x) => matmul(x?.backend === backend ? at : expect.fail('on one backend'), x as Tensor),
      backward: (_, dY) => [matmul(wrong, dY)],
    };
    for (const seed of [1, 2, 3]) {
      const report = await gradcheck(steep, f64(...new Float64Array(100)), { backend, samples: 2, seed });
      expect(report.tensors[0]).toMatchObject({ ok: false, checked: 2, worst: { index: [70, 0] } });
    }
  });

  it('depends on the seed', async () => {
    const backend = await createBackend();
    const factors = Float64Array.from({ length: 100 }, (_, index) => index + 1);
    // The error grows with the index, so that the worst element is the last of the sample.
    const lost: DifferentiableFunction = {
      forward: (x) => matmul(upload(backend, dense(factors, [1, 100])), x as Tensor),
      backward: ([x]) => [multiply(x as Tensor, 0)],
    };
    const last = async (seed?: number): Promise<number | undefined> => {
      const report = await gradcheck(lost, f64(...factors), { backend, samples: 4, ...(seed && { seed }) });
      return report.tensors[0]?.worst?.index[0];
    };
    const seeds = [1, 2, 3, 4, 5, 6];
    const found = await Promise.all(seeds.map(last));
    expect(new Set(found).size).toBeGreaterThan(3);
    expect(await Promise.all(seeds.map(last))).toEqual(found);
    expect(await last()).toBe(await last(0));
  });

  it('is all of them where that is no more', () => {
    expect(chooseElements([3, 1, 2], 3, 3, new Random(1))).toEqual([0, 1, 2]);
    expect(chooseElements([3], 3, undefined, new Random(1))).toEqual([0, 1, 2]);
  });

  it('does not let a gradient that is no number through', async () => {
    const backend = await createBackend();
    /** 1 everywhere but 0 in the last element. */
    const last = (like: Tensor): Tensor => {
      const ones = new Float64Array(like.size).fill(1);
      ones[like.size - 1] = 0;
      return upload(like.backend, dense(ones, like.shape));
    };
    const holed = layerWith(new Dense(5), {
      gradients: ({ gradients }) => {
        const weight = gradients['weight'] as Tensor;
        const hole = multiply(greater(weight, 1e9), 0);
        return { ...gradients, weight: add(weight, divide(hole, last(weight))) };
      },
    });
    const report = await gradcheck(holed, normals([3, 30]), { backend, samples: 4 });
    expect(report.problems).toContain('0.weight: 1 of 150 gradients are not finite, the first at [29, 4]: NaN.');
    expect(report.tensors[0]?.worstRelativeError).toBeLessThan(1e-6);
  });
});
