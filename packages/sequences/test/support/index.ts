/** What several tests need. */
import { createBackend as createTs } from '@nablajs/backend-ts';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import {
  type Backend,
  type DenseArray,
  dense,
  type FloatDType,
  type Module,
  type Network,
  networkFromConfig,
  type OpenShape,
  Random,
  RandomKey,
  type Shape,
  sizeOf,
  type Tensor,
  upload,
} from '@nablajs/core';
import { SEQUENCE_LAYERS } from '../../src/index.js';

const [ts, wasm] = [await createTs(), await createWasm({ threads: 1 })];

/** Where the bits must hold. They live as long as the process, which runs all test files. */
export const PLACES = [
  { backend: ts, dtype: 'float64', name: 'backend-ts, float64' },
  { backend: wasm, dtype: 'float32', name: 'backend-wasm, float32' },
  { backend: wasm, dtype: 'float64', name: 'backend-wasm, float64' },
] as const satisfies readonly { readonly backend: Backend; readonly dtype: FloatDType; readonly name: string }[];

/** Numbers in N(0, 1), the same for the same seed. */
export function normals(shape: Shape, dtype: FloatDType, seed = 1): DenseArray {
  const random = new Random(new RandomKey(seed, 'test'));
  const values = Float64Array.from({ length: sizeOf(shape) }, () => random.normal());
  return dense(dtype === 'float64' ? values : Float32Array.from(values), shape);
}

/** Tokens in [1, limit), the same for the same seed. */
export function tokensOf(shape: Shape, limit: number, seed = 1): DenseArray {
  const random = new Random(new RandomKey(seed, 'test'));
  return dense(
    Int32Array.from({ length: sizeOf(shape) }, () => 1 + Math.floor(random.uniform() * (limit - 1))),
    shape,
  );
}

/** Returns elements `from` to `to` of the rows of sequences [n, time, ...]; by default of all rows. */
export function part({ data, shape }: DenseArray, from: number, to: number, rows?: readonly number[]): DenseArray {
  const [n = 0, time = 0, ...rest] = shape;
  const width = sizeOf(rest);
  const chosen = rows ?? Array.from({ length: n }, (_, row) => row);
  const own = chosen.map((row) => [...data.slice((row * time + from) * width, (row * time + to) * width)]);
  const Kind = data.constructor as Float64ArrayConstructor;
  return dense(Kind.from(own.flat()), [chosen.length, to - from, ...rest]);
}

/** Makes a network of a module's config, as JSON, so that all of these tests load models too. */
export function networkOf(
  { backend, dtype }: { readonly backend: Backend; readonly dtype: FloatDType },
  module: Module,
  inputShape: OpenShape | readonly OpenShape[],
): Network {
  const config = JSON.parse(JSON.stringify({ inputShape, module: module.config }));
  const network = networkFromConfig(backend, config, { layers: SEQUENCE_LAYERS, seed: 5, dtype });
  if (JSON.stringify(network.config) === JSON.stringify(config)) return network;
  throw new Error(`${JSON.stringify(network.config)} differs from ${JSON.stringify(config)}`);
}

/** Runs a network, and returns its only output. */
export async function run(network: Network, ...inputs: readonly DenseArray[]): Promise<DenseArray> {
  const tensors = inputs.map((input) => upload(network.backend, input));
  const y = network.forward(...tensors) as Tensor;
  const made = dense(await y.data(), y.shape);
  for (const tensor of [y, ...tensors]) tensor.dispose();
  return made;
}
