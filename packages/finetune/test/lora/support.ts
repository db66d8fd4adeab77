/** What the tests of adapters need. */
import { createBackend as createTs } from '@nablajs/backend-ts';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import { type DenseArray, dense, type Network, Random, RandomKey, type Shape, sizeOf } from '@nablajs/core';

const [ts, wasm] = [await createTs(), await createWasm({ threads: 1 })];

/** Where values are compared, and how near they must be to each other, relative to the largest. */
export const PLACES = [
  { backend: ts, dtype: 'float64', name: 'backend-ts, float64', tolerance: 1e-12 },
  { backend: wasm, dtype: 'float32', name: 'backend-wasm, float32', tolerance: 1e-5 },
] as const;

/** Numbers in N(0, 1), the same for the same seed. */
export function normals(shape: Shape, dtype: 'float32' | 'float64' = 'float64', seed = 1): DenseArray {
  const random = new Random(new RandomKey(seed, 'test'));
  const values = Float64Array.from({ length: sizeOf(shape) }, () => random.normal());
  return dense(dtype === 'float64' ? values : Float32Array.from(values), shape);
}

/** Gives B other values than 0, so that adapters change the output. */
export function fillAdapters(network: Network, seed = 5): void {
  const values = network.parameters.trainable.map(
    ({ name, value }, at) => [name, normals(value.shape, network.dtype, seed + at)] as const,
  );
  network.parameters.load(new Map(values), { strict: false });
}

/** The largest difference, relative to the largest number or to 1. */
export function difference(received: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (received.length !== expected.length) return Number.POSITIVE_INFINITY;
  let [most, largest] = [0, 1];
  for (let at = 0; at < expected.length; at++) {
    most = Math.max(most, Math.abs((received[at] as number) - (expected[at] as number)));
    largest = Math.max(largest, Math.abs(expected[at] as number));
  }
  return most / largest;
}
