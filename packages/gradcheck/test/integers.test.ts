/** Networks of tokens: inputs of integers have no gradient, parameters do. */
import { createBackend } from '@nablajs/backend-ts';
import {
  Chain,
  type Context,
  customVjp,
  Dense,
  dense,
  gather,
  type Module,
  multiply,
  Network,
  SoftmaxCrossEntropy,
  type Tensor,
} from '@nablajs/core';
import { createBackend as createNaive } from '@nablajs/core/testing';
import { expect, it } from 'vitest';
import { backendReference, type GradientReference, gradcheck } from '../src/index.js';

const [TOKENS, WIDTH] = [5, 3];

/** Vectors of tokens; their gradient is multiplied by `factor`. */
const table = (factor = 1): Module => ({
  config: { type: 'Table' },
  acceptsIntegers: true,
  build: (shape) => ({
    outputShape: [...shape, WIDTH],
    parameters: { weight: { shape: [TOKENS, WIDTH], initializer: { normal: 1 } } },
  }),
  call: (context: Context, tokens: Tensor) => {
    const vectors = gather(context.parameter('weight'), tokens);
    return customVjp(
      'table',
      [vectors],
      () => ({ output: multiply(vectors, 1), saved: [] }),
      (dY) => [multiply(dY, factor)],
    );
  },
});

const x = dense(Int32Array.of(1, 2, 0, 4, 4, 1), [2, 3]);
const targets = dense(Int32Array.of(1, 0, 1, -1, 0, 1), [2, 3]);
const weights = dense(Float64Array.of(1, 2, 0, 1, 0.5, 3), [2, 3]);
const loss = new SoftmaxCrossEntropy({ ignoreIndex: -1 });

it('only parameters are checked', async () => {
  const backend = await createBackend();
  const check = async (factor: number, options: object) => {
    const module = new Chain([table(factor), new Dense(2)]);
    using network = new Network(backend, module, { inputShape: ['time'], dtype: 'float64', seed: 1 });
    return await gradcheck(network, x, { loss, targets, ...options });
  };
  for (const options of [{}, { weights }, { against: await createNaive() }]) {
    const report = await check(1, options);
    expect(report.problems).toEqual([]);
    expect(report.tensors.map(({ name }) => name)).toEqual(['0.weight', '1.weight', '1.bias']);
    expect(report.checked).toBe(TOKENS * WIDTH + 2 * WIDTH + 2);
    // Both backends have the same wrong formula.
    expect((await check(1.001, options)).ok).toBe('against' in options);
  }
  expect(backend.memory().buffers).toBe(0);
});

it('weights of tokens count', async () => {
  const backend = await createBackend();
  const module = new Chain([table(), new Dense(2)]);
  using network = new Network(backend, module, { inputShape: ['time'], dtype: 'float64', seed: 1 });
  const against: GradientReference = {
    name: 'without weights',
    differentiate: ({ weights: _, ...problem }) => backendReference(backend).differentiate(problem),
  };
  expect((await gradcheck(network, x, { loss, targets, against })).problems).toEqual([]);
  expect((await gradcheck(network, x, { loss, targets, weights, against })).ok).toBe(false);
});

it('numbers that are whole are floats to other modules', async () => {
  const report = await gradcheck(new Dense(2), dense(Int32Array.of(1, -2, 3, 4), [2, 2]), {
    backend: await createBackend(),
  });
  expect(report.problems).toEqual([]);
  expect(report.tensors.map(({ name }) => name)).toContain('input');
});

it('integers alone are refused', async () => {
  const module: Module = {
    config: { type: 'Same' },
    acceptsIntegers: true,
    build: (shape) => ({ outputShape: shape }),
    call: (_: Context, tokens: Tensor) => tokens,
  };
  await expect(gradcheck(module, x, { backend: await createBackend() })).rejects.toThrow(
    'gradcheck: expected parameters, or inputs of floats. Received only integers, which have no gradient.',
  );
});
