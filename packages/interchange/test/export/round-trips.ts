/** Networks that go out to ONNX and come back. */
import { createBackend } from '@nablajs/backend-ts';
import { createBackend as createWasmBackend } from '@nablajs/backend-wasm';
import {
  type Backend,
  type DenseArray,
  dense,
  type FloatDType,
  listOf,
  Network,
  type Tensor,
  upload,
} from '@nablajs/core';
import { expect } from 'vitest';
import { type ExportCase, exportCases } from '../../scripts/export-cases.mjs';
import { exportOnnx, importOnnx } from '../../src/index.js';

export const backends = { ts: await createBackend(), wasm: await createWasmBackend({ threads: 1 }) };

/** A network of a case, none of whose parameters is 0 or 1 throughout. */
export async function networkOf(
  backend: Backend,
  { module, inputShape, parameters }: ExportCase,
  dtype: FloatDType,
): Promise<Network> {
  const options = { inputShape, dtype, seed: 3, ...(parameters && { parameters }) };
  const network = new Network(backend, module, options);
  const values = await network.parameters.read();
  for (const [name, { data, shape }] of values) {
    values.set(
      name,
      dense((data as Float64Array).map((value, at) => value + 0.1 + 0.05 * ((at * 7) % 5)) as Float64Array, shape),
    );
  }
  network.parameters.load(values);
  return network;
}

export const elementsOf = (made: Tensor | readonly Tensor[]): Promise<unknown[]> =>
  Promise.all(listOf<Tensor>(made).map(async (y) => [y.dtype, y.shape, await y.data()]));

export function given(backend: Backend, { data, shape }: DenseArray, dtype: FloatDType): Tensor {
  if (data instanceof Int32Array) return upload(backend, dense(data, shape));
  return upload(backend, dense(dtype === 'float64' ? Float64Array.from(data) : Float32Array.from(data), shape));
}

export const CASES = exportCases().map((one) => [one.name, one] as const);

/** Expects that the network of a case has the same bits after it went out to ONNX and came back. */
export async function expectSameBits(backend: Backend, one: ExportCase, dtype: FloatDType): Promise<void> {
  using network = await networkOf(backend, one, dtype);
  const inputs = one.inputs.map((input) => given(backend, input, dtype));
  const { model } = await exportOnnx(network);
  using back = importOnnx(backend, model, { dtype });
  // toEqual compares elements by Object.is.
  expect(await elementsOf(back.forward(...inputs))).toEqual(await elementsOf(network.forward(...inputs)));
  expect(back.outputShapes).toEqual(network.outputShapes);
}
