/** Tensors and host arrays from nested arrays. Errors say where in them the mistake is. */
import type { Backend, DType, Shape, TypedArray } from '../backend.js';
import { checkBackend, describe } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { allocate, isFloat } from './dtype.js';
import { type DenseArray, dense } from './host-array.js';
import { sizeOf } from './shape.js';
import { checkDType, type Tensor, upload } from './tensor.js';

/** Nested numbers, outermost dimension first; a plain number is a scalar. */
export type NestedNumbers = number | readonly NestedNumbers[];

/** Deeper than any real tensor; an array that contains itself never ends. */
const MAX_RANK = 32;

const RANGES = { int32: [-2147483648, 2147483647], uint8: [0, 255] } as const;

/**
 * Creates a tensor from nested arrays, as `array` does. `dtype` defaults to the backend's first.
 *
 * @example
 * ```ts
 * const x = tensor(backend, [[1, 2], [3, 4]]); // shape [2, 2]
 * ```
 */
export function tensor(backend: Backend, values: NestedNumbers, dtype?: DType): Tensor {
  checkBackend('tensor', backend);
  const chosen = dtype ?? backend.dtypes[0] ?? 'float32';
  checkDType('tensor', backend, chosen);
  return upload(backend, array(values, chosen));
}

/**
 * Copies nested arrays into an array on the host, for data sets and `predict`. `dtype` is `float32` unless you say.
 *
 * Throws NablaError `shape` for ragged nesting, and `argument` for values that are not numbers, for nesting without
 * end, and for numbers that an integer dtype cannot hold: 300 or 1.5 in uint8, NaN in int32.
 *
 * @example
 * ```ts
 * const [x, labels] = [array([[1, 2], [3, 4]]), array([0, 1], 'int32')]; // shapes [2, 2] and [2]
 * ```
 */
export function array(values: NestedNumbers, dtype: DType = 'float32'): DenseArray {
  const shape = shapeOf(values);
  const data = allocate(dtype, sizeOf(shape));
  fillFrom(values, shape, dtype, data);
  return dense(data, shape);
}

/** The innermost arrays may be typed arrays. */
const isArray = (value: unknown): value is readonly NestedNumbers[] =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);

/** Returns the shape by the first element at each depth. */
function shapeOf(values: NestedNumbers): number[] {
  const shape: number[] = [];
  for (let level: unknown = values; isArray(level); level = level[0]) {
    if (shape.length === MAX_RANK) {
      throw new NablaError(
        'argument',
        `array: expected at most ${MAX_RANK} nested arrays. Received more; does an array contain itself?`,
      );
    }
    shape.push(level.length);
  }
  return shape;
}

/** Writes the numbers in row-major order. */
function fillFrom(values: NestedNumbers, shape: Shape, dtype: DType, data: TypedArray): void {
  const path: number[] = [];
  let next = 0;
  const visit = (value: unknown): void => {
    if (!isArray(value)) {
      if (path.length !== shape.length && typeof value === 'number') ragged(shape, path);
      data[next++] = checkNumber(value, dtype, path);
      return;
    }
    if (value.length !== shape[path.length]) ragged(shape, path);
    for (let i = 0; i < value.length; i++) {
      path.push(i);
      visit(value[i]);
      path.pop();
    }
  };
  visit(values);
}

/** Formats a position: ` at [1][0]`; empty for a scalar. */
const at = (path: readonly number[]): string => (path.length === 0 ? '' : ` at ${path.map((i) => `[${i}]`).join('')}`);

function ragged(shape: Shape, path: readonly number[]): never {
  throw new NablaError(
    'shape',
    `array: nested arrays must form a full box of shape ${formatShape(shape)}. It breaks${at(path)}.`,
  );
}

function checkNumber(value: unknown, dtype: DType, path: readonly number[]): number {
  if (typeof value !== 'number') {
    throw new NablaError(
      'argument',
      `array: expected numbers in nested arrays. Received ${describe(value)}${at(path)}.`,
    );
  }
  if (isFloat(dtype)) return value;
  const [least, most] = RANGES[dtype];
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new NablaError(
    'argument',
    `array: ${dtype} holds whole numbers from ${least} to ${most}. Received ${value}${at(path)}.`,
  );
}
