/** Compares a function of tensors, and its gradients, with the same on the naive backend, in float64. */
import { type Backend, type DType, dense, multiply, sum, type Tensor, upload, valueAndGrad } from '@nablajs/core';
import { createBackend as createNaive } from '@nablajs/core/testing';
import { expect } from 'vitest';

type Shape = readonly number[];
export type TensorFunction = (...xs: Tensor[]) => Tensor;

const sizeOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

/** Numbers from -2 to 2 that repeat late. */
const spread = (dtype: DType, shape: Shape, seed: number) => {
  const values = Float32Array.from(
    { length: sizeOf(shape) },
    (_, i) => ((i * 7919 + seed * 104_729) % 4001) / 1000 - 2,
  );
  return dense(dtype === 'float32' ? values : Float64Array.from(values), shape);
};

/** Returns f and the gradients of sum(f dY). */
async function computed(backend: Backend, dtype: DType, f: TensorFunction, shapes: readonly Shape[]) {
  const xs = shapes.map((shape, at) => upload(backend, spread(dtype, shape, at)));
  const y = f(...xs);
  const dY = upload(backend, spread(dtype, y.shape, 9));
  const { value, gradients } = valueAndGrad((given: readonly Tensor[]) => sum(multiply(f(...given), dY)), xs);
  const made = [y, ...gradients];
  const data = await Promise.all(made.map(async (one) => Array.from(await one.data())));
  for (const one of [...xs, dY, value, ...made]) one.dispose();
  return data;
}

/** Expects values and gradients to differ by less than `tolerance` of the largest. */
export async function expectDefinition(
  backend: Backend,
  f: TensorFunction,
  shapes: readonly Shape[],
  tolerance: number,
): Promise<void> {
  const made = await computed(backend, 'float32', f, shapes);
  const defined = await computed(await createNaive(), 'float64', f, shapes);
  for (const [at, expected] of defined.entries()) {
    expect(made[at]).toHaveLength(expected.length);
    const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-3);
    const off = expected.reduce((most, x, i) => Math.max(most, Math.abs(x - (made[at]?.[i] as number))), 0);
    expect(off / largest).toBeLessThan(tolerance);
  }
  expect(backend.memory().buffers).toBe(0);
}
