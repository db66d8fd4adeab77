/** Ways to spoil the naive backend by a single mistake. */
import {
  allocate,
  type Backend,
  type Operand,
  type OperandLike,
  type RequiredKernel,
  type Shape,
  sizeOf,
  type TypedArray,
} from '@nablajs/core';
import type { ConformanceErrorCode } from '../../src/index.js';

export interface Mutant {
  readonly mistake: string;
  /** Kernels whose cases may fail; some case of the first one must. */
  readonly kernels: readonly string[];
  readonly code: ConformanceErrorCode;
  /** Cases of the first kernel that must find it. Default: all; name them where others would take their time first. */
  readonly among?: RegExp;
  mutate(right: Backend): Partial<Backend>;
}

/** The naive backend's storages are typed arrays. */
export const elements = ({ storage }: { readonly storage: unknown }): TypedArray => storage as TypedArray;
export const at = (x: Operand, index: number): number => elements(x)[index] as number;

type Change = (result: TypedArray, ...args: readonly unknown[]) => void;

/** Runs the right kernel, then `change` spoils its result. */
export function spoil(kernel: RequiredKernel, change: Change): Mutant['mutate'] {
  return (right) => {
    const run = right[kernel] as (...args: readonly unknown[]) => unknown;
    return {
      [kernel]: (...args: readonly unknown[]) => {
        const result = run(...args);
        change(result as TypedArray, ...args);
        return result;
      },
    };
  };
}

/** Replaces f(x), element by element. */
export const unary = (kernel: RequiredKernel, f: (x: number) => number): Mutant['mutate'] =>
  spoil(kernel, (result, x) => {
    for (let i = 0; i < result.length; i++) result[i] = f(at(x as Operand, i));
  });

/** Replaces f(a, b) where each operand is a number, as it is given, or has as many elements as the result. */
export const binary = (kernel: RequiredKernel, f: (a: number, b: number) => number): Mutant['mutate'] =>
  spoil(kernel, (result, a, b) => {
    const operands = [a as OperandLike, b as OperandLike];
    if (operands.some((x) => typeof x !== 'number' && elements(x).length !== result.length)) return;
    const read = (x: OperandLike, i: number) => (typeof x === 'number' ? x : at(x, i));
    for (let i = 0; i < result.length; i++) result[i] = f(read(a as OperandLike, i), read(b as OperandLike, i));
  });

/** An element-wise kernel that gets what `change` makes of each operand that is a number. */
export const numbers =
  (kernel: 'add' | 'multiply' | 'divide' | 'greater', change: (value: number) => number): Mutant['mutate'] =>
  (right) => {
    const changed = (x: OperandLike): OperandLike => (typeof x === 'number' ? change(x) : x);
    return { [kernel]: (a: OperandLike, b: OperandLike, shape: Shape) => right[kernel](changed(a), changed(b), shape) };
  };

/**
 * The product in which matrix `pick(i, matrices)` of b, which has so many, is the one that belongs to matrix i of the
 * result.
 */
export const withMatrices =
  (pick: (matrix: number, matrices: number) => number): Mutant['mutate'] =>
  ({ matmul, upload, release }) => ({
    matmul: (a, b, transposeA, transposeB, shape) => {
      const matrix = b.shape.slice(-2);
      const size = sizeOf(matrix);
      const batch = shape.slice(0, -2);
      const own = elements(b);
      const picked = allocate(b.dtype, sizeOf(batch) * size);
      if (own.length > 0) {
        for (let i = 0; i < sizeOf(batch); i++) {
          const start = pick(i, own.length / size) * size;
          picked.set(own.subarray(start, start + size), i * size);
        }
      }
      const whole = [...batch, ...matrix];
      const storage = upload(picked, whole, b.dtype);
      const result = matmul(a, { ...b, storage, shape: whole }, transposeA, transposeB, shape);
      release(storage);
      return result;
    },
  });

/** Replaces each result by what `line` makes of the line it is reduced from. */
export const reduce = (
  kernel: RequiredKernel,
  line: (values: readonly number[], was: number) => number,
): Mutant['mutate'] =>
  spoil(kernel, (result, x, shape) => {
    const [, n, inner] = shape as readonly [number, number, number];
    for (let i = 0; i < result.length; i++) {
      const start = Math.floor(i / inner) * n * inner + (i % inner);
      const values = Array.from({ length: n }, (_, k) => at(x as Operand, start + k * inner));
      result[i] = line(values, result[i] as number);
    }
  });
