/** What the tests of core share. Everything runs on the naive backend, the definition of every kernel. */
import { expect } from 'vitest';
import {
  allocate,
  type Backend,
  type Batch,
  type Dataset,
  type DenseArray,
  dense,
  isNablaError,
  type NablaErrorCode,
  type NestedNumbers,
  type Network,
  type Shape,
  sizeOf,
  type Tensor,
  type TypedArray,
  tensor,
  upload,
} from '../../src/index.js';
import { createBackend, difference, type Tolerance, type Values } from '../../src/testing/index.js';

export const FLOATS = ['float32', 'float64'] as const;

/** float64 against another implementation of the same formula. */
export const EXACT: Tolerance = { relative: 1e-12, absolute: 1e-14 };
/** Identical bits, but for the sign of zero. */
export const SAME: Tolerance = { relative: 0, absolute: 0 };

export const newBackend = (): Promise<Backend> => createBackend();

/** A float64 tensor. */
export const t = (backend: Backend, values: NestedNumbers): Tensor => tensor(backend, values, 'float64');

export const labels = (backend: Backend, values: readonly number[]): Tensor => tensor(backend, values, 'int32');

export async function valuesOf(x: Tensor): Promise<Values> {
  return { shape: x.shape, data: await x.data() };
}

/** The elements as plain numbers. */
export async function numbersOf(x: Tensor): Promise<number[]> {
  return [...(await x.data())];
}

export function expectClose(actual: Values, expected: Values, tolerance: Tolerance = EXACT): void {
  expect(difference(actual, expected, tolerance)).toBeUndefined();
}

/** Checks shape, dtype float64 and elements. */
export async function expectTensor(
  x: Tensor,
  shape: Shape,
  elements: readonly number[],
  tolerance: Tolerance = EXACT,
): Promise<void> {
  expectClose(await valuesOf(x), { shape, data: Float64Array.from(elements) }, tolerance);
}

/** Runs `body`, which must throw a NablaError of this code whose message has these parts. */
export function expectError(body: () => unknown, code: NablaErrorCode, ...parts: readonly string[]): void {
  let thrown: unknown;
  try {
    body();
  } catch (error) {
    thrown = error;
  }
  checkError(thrown, code, parts);
}

export async function expectRejection(
  promise: Promise<unknown>,
  code: NablaErrorCode,
  ...parts: readonly string[]
): Promise<void> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  checkError(thrown, code, parts);
}

function checkError(thrown: unknown, code: NablaErrorCode, parts: readonly string[]): void {
  if (thrown !== undefined && !isNablaError(thrown)) throw thrown;
  expect(thrown, 'expected an error, none was thrown').toBeDefined();
  if (!isNablaError(thrown)) return;
  expect({ code: thrown.code, message: thrown.message }).toMatchObject({ code });
  for (const part of parts) expect(thrown.message).toContain(part);
}

/** Rows of `x` [n, ...] and `y` [n, ...] as a data set. */
export function datasetOf(x: DenseArray, y: DenseArray): Dataset {
  return {
    length: x.shape[0] ?? 0,
    inputShape: x.shape.slice(1),
    batch: (indices): Batch => ({ x: pickRows(x, indices), y: pickRows(y, indices) }),
  };
}

export function pickRows({ data, shape }: DenseArray, indices: Int32Array): DenseArray {
  const width = sizeOf(shape.slice(1));
  const picked = data.slice(0, indices.length * width);
  for (const [to, from] of indices.entries()) picked.set(data.subarray(from * width, (from + 1) * width), to * width);
  return dense(picked, [indices.length, ...shape.slice(1)]);
}

/** `size` numbers that look random, in (-1, 1), the same ones each time. */
export function scattered(size: number, seed = 1): number[] {
  return Array.from({ length: size }, (_, i) => (((i + seed) * 7919) % 1009) / 504.5 - 0.9991);
}

export function scatteredArray(shape: Shape, dtype: 'float32' | 'float64' = 'float64', seed = 1): DenseArray {
  const data = allocate(dtype, sizeOf(shape));
  data.set(scattered(data.length, seed));
  return dense(data, shape);
}

/** Labels 0 to classes - 1 by the sign pattern of each row, so that there is something to learn. */
export function separableDataset(rows: number, dtype: 'float32' | 'float64' = 'float64', classes = 3): Dataset {
  const x = scatteredArray([rows, 4], dtype);
  const y = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const at = row % classes;
    y[row] = at;
    x.data[row * 4 + at] = (x.data[row * 4 + at] as number) + 2;
  }
  return datasetOf(x, dense(y, [rows]));
}

/** Every parameter's elements, by name. */
export async function weightsOf(model: Network): Promise<Record<string, TypedArray>> {
  const entries = await Promise.all(
    model.parameters.list.map(async ({ name, value }) => [name, await value.data()] as const),
  );
  return Object.fromEntries(entries);
}

/** Number of tensors held by a backend that nobody has released. */
export const liveBuffers = (backend: Backend): number => backend.memory().buffers;

/** The 2 x 3 matrix [[1, 0, 2], [0, 3, 0]] in CSR. */
export function csr(backend: Backend): Tensor {
  return upload(backend, {
    layout: 'csr',
    shape: [2, 3],
    rowOffsets: Int32Array.of(0, 2, 3),
    columns: Int32Array.of(0, 2, 1),
    values: Float64Array.of(1, 2, 3),
  });
}
