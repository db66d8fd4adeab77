/** A network of a class of one's own, with two inputs. */
import { createBackend } from '@nablajs/backend-ts';
import {
  type Backend,
  BatchNorm,
  type Blueprint,
  type Context,
  Dense,
  Flatten,
  MeanSquaredError,
  type Module,
  maximum,
  mean,
  Network,
  Sequential,
  type Shape,
  square,
  subtract,
  type Tensor,
  type TypedConfig,
  WeightPenalty,
} from '@nablajs/core';
import { createBackend as createNaive } from '@nablajs/core/testing';
import { expect, it, vi } from 'vitest';
import { backendReference, type GradientReference, gradcheck } from '../src/index.js';
import { layerWith } from './support/mutants.js';
import { normals } from './support/points.js';

/** The larger of two layers, less their difference. */
class Pair implements Module {
  readonly config: TypedConfig = { type: 'Pair' };
  readonly left: Module;
  readonly right = new Dense(3);

  constructor(left: Module = new Dense(3)) {
    this.left = left;
  }

  build(a: Shape, b: Shape): Blueprint {
    return { outputShape: [3], children: { left: this.left.build(a), right: this.right.build(b) } };
  }

  call(context: Context, a: Tensor, b: Tensor): Tensor {
    const [left, right] = [context.run('left', this.left, a) as Tensor, context.run('right', this.right, b)];
    return subtract(maximum(left, right), subtract(left, right));
  }
}

const inputs = [normals([4, 2]), normals([4, 5], 3)];
const objective = { loss: new MeanSquaredError(), targets: normals([4, 3], 9) };

it('is checked, each input and parameter', async () => {
  const backend = await createBackend();
  using network = new Network(backend, new Pair(), { inputShape: [[2], [5]], dtype: 'float64', seed: 1 });
  for (const options of [objective, {}]) {
    const report = await gradcheck(network, inputs, options);
    expect(report.problems).toEqual([]);
    expect(report.tensors.map(({ name }) => name)).toEqual([
      ...['left.weight', 'left.bias', 'right.weight', 'right.bias'],
      ...['input 0', 'input 1'],
    ]);
  }
  expect(backend.memory().buffers).toBe(4);
});

it('as a module, which gets weights of its own, and against another backend', async () => {
  const [backend, against] = [await createBackend(), await createNaive()];
  const report = await gradcheck(new Pair(), inputs, { backend, against, ...objective });
  expect(report.problems).toEqual([]);
  expect(report.tensors.map(({ name }) => name)).toEqual([
    ...['0.left.weight', '0.left.bias', '0.right.weight', '0.right.bias'],
    ...['input 0', 'input 1'],
  ]);
  expect([backend, against].map((one) => one.memory().buffers)).toEqual([0, 0]);
});

it('says which inputs have no gradient to compare with', async () => {
  const backend = await createBackend();
  const against: GradientReference = {
    name: 'partial',
    differentiate: async (problem) => {
      const { loss, gradients } = await backendReference(backend).differentiate(problem);
      return { loss, gradients, inputGradient: undefined };
    },
  };
  const { problems, warnings } = await gradcheck(new Pair(), inputs, { backend, against, ...objective });
  expect(problems).toEqual([]);
  expect(warnings).toEqual([0, 1].map((at) => `partial has no gradient of input ${at}, so it is not checked.`));
});

it('a wrong gradient inside it is found', async () => {
  const backend = await createBackend();
  const wrong = layerWith(new Dense(3), { dX: ({ dX }) => subtract(dX, 0.01) });
  const report = await gradcheck(new Pair(wrong), inputs, { backend, ...objective });
  expect(report.tensors.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['input 0']);
});

it('needs an array for each input', async () => {
  const backend = await createBackend();
  using network = new Network(backend, new Pair(), { inputShape: [[2], [5]], dtype: 'float64', seed: 1 });
  await expect(gradcheck(network, inputs.slice(1), objective)).rejects.toThrow('expected 2 input arrays. Received 1.');
});

/** x less a mean that it moves itself. */
class Centre implements Module {
  readonly config: TypedConfig = { type: 'Centre' };

  build(shape: Shape): Blueprint {
    return { outputShape: shape, parameters: { mean: { shape, initializer: 'zeros', trainable: false } } };
  }

  call(context: Context, x: Tensor): Tensor {
    context.update('mean', mean(x, { axis: 0 }));
    return subtract(square(x), context.parameter('mean'));
  }
}

it('what a module changes itself is a constant', async () => {
  const [backend, against] = [await createBackend(), await createNaive()];
  for (const options of [{}, { against }]) {
    const report = await gradcheck(new Centre(), normals([4, 2]), { backend, ...options });
    expect(report.problems).toEqual([]);
    expect(report.tensors.map(({ name }) => name)).toEqual(['input']);
  }
  expect([backend, against].map((one) => one.memory().buffers)).toEqual([0, 0]);
});

it('weights of the examples and a penalty count in the loss, which knows the constants', async () => {
  const backend = await createBackend();
  const layers = [new Dense(3, { bias: false }), new BatchNorm()];
  using model = new Sequential(backend, { inputShape: [2], dtype: 'float64', layers, seed: 1 });
  const penalty = new WeightPenalty({ l2: 0.3, names: ['*.weight', '1.running*'] });
  const weights = Float64Array.of(0.5, 2, 0, 1.25);
  const options = { ...objective, weights, penalty };
  expect((await gradcheck(model, normals([4, 2]), options)).problems).toEqual([]);
  const differentiate = vi.fn(backendReference(backend).differentiate);
  const against = { name: 'spy', differentiate };
  expect((await gradcheck(model, normals([4, 2]), { ...options, against })).problems).toEqual([]);
  expect(differentiate.mock.lastCall?.[0]).toMatchObject({ weights: { data: weights }, penalty });
});

it.each([
  ['of three dimensions', new Flatten(), {}, normals([2, 3, 4])],
  ['on a backend without sparse matrices', new Dense(3), { csr: undefined }, normals([3, 4])],
])('a layer that takes sparse rows is checked with an input %s', async (_, layer, without, x) => {
  const { csr, ...rest } = { ...(await createBackend()), ...without };
  const backend: Backend = { ...rest, ...(csr && { csr }) };
  const { problems } = await gradcheck(layer, x, { backend });
  expect(problems).toEqual([]);
});
