/** The kernel of the gradient of a ReLU gives the bits of the operations that core composes it from. */
import { type Backend, dense, grad, multiply, relu, sum, type Tensor, upload } from '@nablajs/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBackend } from '../../src/index.js';
import { expectSameBits } from '../support/bits.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend({ threads: 2 });
});
afterAll(() => backend.dispose());

const SPECIAL = [-0, 0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MIN_VALUE];

it.each([1, 7, 16, 16_384 + 5, 3 * 16_384])('%i elements', async (length) => {
  const { reluBackward, ...others } = backend.fused ?? {};
  expect(reluBackward).toBeDefined();
  const composing: Backend = { ...backend, fused: others };
  for (const Numbers of [Float32Array, Float64Array]) {
    const x = new Numbers(length).map((_, i) => SPECIAL[i % 23] ?? ((i * 7919) % 2003) / 50 - 20);
    const dY = new Numbers(length).map((_, i) => SPECIAL[i % 19] ?? ((i * 31) % 17) - 8);
    const gradient = (on: Backend) => {
      const [input, factors] = [x, dY].map((data) => upload(on, dense(data, [length]))) as [Tensor, Tensor];
      return grad((at: Tensor) => sum(multiply(relu(at), factors)))(input).data();
    };
    expectSameBits(await gradient(backend), await gradient(composing));
  }
});
