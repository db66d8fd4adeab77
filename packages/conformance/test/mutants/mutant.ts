/** Ways to spoil the naive backend by a single mistake. */
import type { Backend, Operand, RequiredKernel, TypedArray } from '@nablajs/core';
import type { ConformanceErrorCode } from '../../src/index.js';

export interface Mutant {
  readonly mistake: string;
  /** Kernels whose cases may fail; some case of the first one must. */
  readonly kernels: readonly string[];
  readonly code: ConformanceErrorCode;
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

/** Replaces f(a, b) where the operands have the result's shape, or one element. */
export const binary = (kernel: RequiredKernel, f: (a: number, b: number) => number): Mutant['mutate'] =>
  spoil(kernel, (result, a, b) => {
    const [left, right] = [elements(a as Operand), elements(b as Operand)];
    if (left.length !== result.length || right.length !== result.length) return;
    for (let i = 0; i < result.length; i++) result[i] = f(left[i] as number, right[i] as number);
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
