import type { Backend, DType, Operand, Shape, TypedArray } from '@nablajs/core';
import { allocate, multiply, sizeOf, sum, type Tensor, upload, valueAndGrad } from '@nablajs/core';
import { createBackend as createNaive, difference, OPERATION_TOLERANCE, type Tolerance } from '@nablajs/core/testing';
import { expect } from 'vitest';
import { expectEqual } from '../../core/test/support/expect-equal.js';
import { createBackend } from '../src/index.js';

export const FLOATS = ['float32', 'float64'] as const;
export type FloatName = (typeof FLOATS)[number];

export const ours: Backend = await createBackend();
export const naive: Backend = await createNaive();

/** Uploads row-major elements. */
export function put(backend: Backend, data: TypedArray, shape: Shape, dtype: DType): Operand {
  return { storage: backend.upload(data, shape, dtype), shape, dtype };
}

/** A float array of the dtype from plain numbers. */
export function floatsOf(dtype: FloatName, values: readonly number[]): Float32Array | Float64Array {
  return dtype === 'float32' ? Float32Array.from(values) : Float64Array.from(values);
}

/** Numbers in [-1, 1), the same for the same seed. */
export function random(dtype: FloatName, size: number, seed = 1): Float32Array | Float64Array {
  const out = allocate(dtype, size);
  let state = seed;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    out[i] = state / 2 ** 31 - 1;
  }
  return out;
}

const ARRAYS: Record<DType, (values: readonly number[]) => TypedArray> = {
  float32: (list) => Float32Array.from(list),
  float64: (list) => Float64Array.from(list),
  int32: (list) => Int32Array.from(list),
  uint8: (list) => Uint8Array.from(list),
};
export const DTYPES = Object.keys(ARRAYS) as DType[];

/** No tolerance, for kernels that only move elements. */
export const EXACT: Tolerance = { relative: 0, absolute: 0 };

export interface Input {
  readonly data: TypedArray;
  readonly shape: Shape;
  readonly dtype: DType;
}

export function randomInput(dtype: FloatName, shape: Shape, seed = 1): Input {
  return { data: random(dtype, sizeOf(shape), seed), shape, dtype };
}

/** An operand of any dtype from plain numbers. */
export function numbers(dtype: DType, shape: Shape, list: readonly number[]): Input {
  return { data: ARRAYS[dtype](list), shape, dtype };
}

/** Elements that differ from their neighbours, in any dtype. */
export function counting(dtype: DType, shape: Shape, start = 0): Input {
  return numbers(
    dtype,
    shape,
    Array.from({ length: sizeOf(shape) }, (_, i) => (start + i * 7) % 251),
  );
}

/** int32 indices. */
export const indices = (list: readonly number[]): Input => numbers('int32', [list.length], list);

/** Runs a kernel on a backend, downloads the result and releases everything. */
export async function resultOf(
  backend: Backend,
  inputs: readonly Input[],
  kernel: (backend: Backend, operands: readonly Operand[]) => unknown,
  shape: Shape,
  dtype: DType,
): Promise<TypedArray> {
  const operands = inputs.map(({ data, shape: own, dtype: type }) => put(backend, data, own, type));
  const storage = kernel(backend, operands);
  const result = await backend.download({ storage, shape, dtype });
  for (const operand of operands) backend.release(operand.storage);
  backend.release(storage);
  return result;
}

/** Expects a kernel of this backend to give the result of the naive backend. */
export async function expectAgreement(
  inputs: readonly Input[],
  kernel: (backend: Backend, operands: readonly Operand[]) => unknown,
  shape: Shape,
  dtype: DType,
  tolerance: Tolerance = OPERATION_TOLERANCE[dtype === 'float64' ? 'float64' : 'float32'],
): Promise<void> {
  const actual = await resultOf(ours, inputs, kernel, shape, dtype);
  const expected = await resultOf(naive, inputs, kernel, shape, dtype);
  expect(difference({ data: actual, shape }, { data: expected, shape }, tolerance)).toBeUndefined();
}

/** The kernel's result on this backend, as plain numbers. */
export async function values(
  inputs: readonly Input[],
  kernel: (backend: Backend, operands: readonly Operand[]) => unknown,
  shape: Shape,
  dtype: DType,
): Promise<number[]> {
  return Array.from(await resultOf(ours, inputs, kernel, shape, dtype));
}

export function input(dtype: FloatName, shape: Shape, elements: readonly number[]): Input {
  return { data: floatsOf(dtype, elements), shape, dtype };
}

/** Expects every storage of this backend to have been released. */
export function expectNothingLive(): void {
  expect(ours.memory()).toEqual({ buffers: 0, bytes: 0 });
}

/**
 * Expects core's operations to give the same with this backend's kernels and `without` them, composed of required
 * kernels: what `run` returns, and the gradients of its first tensor for a random dY. The inputs must stay as they
 * were, and nothing else may stay live.
 */
export async function expectComposition(
  without: 'conv' | 'pool' | 'fused',
  inputs: readonly Input[],
  run: (tensors: readonly Tensor[]) => readonly Tensor[],
  tolerance: Tolerance,
): Promise<void> {
  const results: { data: TypedArray; shape: Shape }[][] = [];
  const others = Object.entries(ours).filter(([name]) => name !== without);
  for (const backend of [ours, Object.fromEntries(others) as unknown as Backend]) {
    const before = backend.memory();
    const tensors = inputs.map(({ data, shape }) => upload(backend, { layout: 'dense', shape, data }));
    const { aux, value, gradients } = valueAndGrad((parameters: readonly Tensor[]) => {
      const returned = run(parameters);
      const [y] = returned as [Tensor];
      const weights = upload(backend, {
        layout: 'dense',
        shape: y.shape,
        data: random(y.dtype as FloatName, y.size, 9),
      });
      return [sum(multiply(y, weights)), [...returned]] as const;
    }, tensors);
    const made = [...aux, ...gradients];
    results.push(await Promise.all(made.map(async (tensor) => ({ data: await tensor.data(), shape: tensor.shape }))));
    for (const [i, { data }] of inputs.entries()) expectEqual(await tensors[i]?.data(), data);
    for (const tensor of [...made, ...tensors, value]) tensor.dispose();
    expect(backend.memory()).toEqual(before);
  }
  const [actual = [], expected = []] = results;
  expect(actual.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  for (const [i, result] of actual.entries()) {
    expect(difference(result, expected[i] as typeof result, tolerance)).toBeUndefined();
  }
}

/** What a naive kernel would compute: one running sum, rounded after each addition. */
export function runningSum(x: Iterable<number>, round: (sum: number) => number): number {
  let total = 0;
  for (const element of x) total = round(total + element);
  return total;
}
