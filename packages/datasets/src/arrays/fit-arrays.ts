/** Makes the inputs of a network from arrays of a file. */
import { allocate, type DenseArray, dense, type FloatDType, formatShape, NablaError, type Shape } from '@nablajs/core';
import type { ArrayForm, ArrayPlace } from './array-form.js';

/** An array in memory, with elements of any type. */
export interface AnyArray {
  readonly shape: Shape;
  readonly data: ArrayLike<number>;
}

const INT32 = [-2147483648, 2147483647] as const;

/**
 * Returns the arrays that a network takes, in its order: floats in `dtype`, and integers and booleans in int32. An only
 * array may have any name if the form has one input; arrays that the form does not name are left out.
 *
 * @param name Names the file in errors.
 * @throws NablaError `data` for a missing array, a wrong shape, different numbers of examples, and numbers that int32
 * cannot hold.
 *
 * @example
 * ```ts
 * const form = { type: 'arrays', inputs: [{ name: 'x', type: 'float32', shape: [2] }], outputs: [] } as const;
 * const x = { data: [1, 2, 3, 4], shape: [2, 2] };
 * const inputs = fitArrays(form, new Map([['x', x]]), { name: 'x.npz', dtype: 'float32' });
 * console.log(inputs[0]?.shape); // [2, 2]
 * ```
 */
export function fitArrays(
  { inputs }: Pick<ArrayForm, 'inputs'>,
  arrays: ReadonlyMap<string, AnyArray>,
  { name, dtype }: { readonly name: string; readonly dtype: FloatDType },
): DenseArray[] {
  const lengths = new Map<string, number>();
  return inputs.map((place) => {
    const array = arrayOf(place, inputs, arrays, name);
    checkFits(place, array, lengths, name);
    return converted(place, array, name, dtype);
  });
}

function arrayOf(
  { name: own }: ArrayPlace,
  inputs: readonly ArrayPlace[],
  arrays: ReadonlyMap<string, AnyArray>,
  name: string,
): AnyArray {
  const [only] = arrays.values();
  const found = arrays.get(own) ?? (inputs.length === 1 && arrays.size === 1 ? only : undefined);
  if (found !== undefined) return found;
  const received = [...arrays.keys()].slice(0, 20).join(', ') || 'none';
  throw new NablaError('data', `${name}: expected an array '${own}'. Received ${received}.`);
}

/** Checks the shape, and that dimensions of one name, and the numbers of examples, are the same everywhere. */
function checkFits(place: ArrayPlace, { shape, data }: AnyArray, lengths: Map<string, number>, name: string): void {
  const expected = [EXAMPLES, ...place.shape];
  const before = new Map(lengths);
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  let isFit = shape.length === expected.length && data.length === size;
  for (const [axis, own] of expected.entries()) {
    const length = shape[axis] as number;
    const known = typeof own === 'string' ? (lengths.get(own) ?? length) : own;
    if (known !== length) isFit = false;
    if (isFit && typeof own === 'string') lengths.set(own, length);
  }
  if (isFit) return;
  const known = expected.map((one) => {
    const label = one === EXAMPLES ? 'n' : one;
    return typeof one === 'string' && before.has(one) ? `${label} = ${before.get(one)}` : label;
  });
  const advice = shape.length === place.shape.length ? '; the first dimension counts the examples' : '';
  throw new NablaError(
    'data',
    `${name}: ${place.name}: expected the shape [${known.join(', ')}]. Received ${formatShape(shape)}${advice}.`,
  );
}

/** The name of the first dimension, which no other one has. */
const EXAMPLES = '';

function converted(
  { name: own, type }: ArrayPlace,
  { data, shape }: AnyArray,
  name: string,
  dtype: FloatDType,
): DenseArray {
  const isFloat = type === 'float32' || type === 'float64';
  const target = isFloat ? dtype : 'int32';
  const numbers = allocate(target, data.length);
  if (numbers.constructor === data.constructor) return dense(data as unknown as DenseArray['data'], shape);
  for (let at = 0; at < data.length; at++) {
    const value = data[at] as number;
    if (!isFloat && !(Number.isInteger(value) && value >= INT32[0] && value <= INT32[1])) {
      throw new NablaError('data', `${name}: ${own}: expected whole numbers that int32 holds. Received ${value}.`);
    }
    numbers[at] = value;
  }
  return dense(numbers, shape);
}
