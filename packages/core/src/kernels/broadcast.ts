/** Loops over operands that broadcast, for authors of backends with row-major storages. */
import type { Operand, OperandLike, Shape } from '../backend.js';
import { sameShape, sizeOf } from '../tensors/shape.js';

/**
 * An element-wise loop over a result and up to three operands that broadcast to it: runs of `length` elements, in which
 * an operand advances by its step, 1 or 0.
 */
export interface BroadcastPlan {
  readonly size: number;
  readonly length: number;
  readonly steps: readonly number[];
  readonly outer: readonly number[];
  /** The stride of each operand along each outer dimension. */
  readonly strides: readonly (readonly number[])[];
}

/**
 * Returns an operand's row-major strides along the result's dimensions: 0 where a dimension of 1 or a number repeats.
 */
function stridesOf(operand: Pick<Operand, 'shape'> | number, rank: number): number[] {
  const strides = new Array<number>(rank).fill(0);
  if (typeof operand === 'number') return strides;
  const { shape } = operand;
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const dimension = shape[axis] as number;
    strides[axis] = dimension === 1 ? 0 : stride;
    stride *= dimension;
  }
  return strides;
}

const NONE: readonly number[] = [];

/**
 * Plans the loop. Merges dimensions where it can, so equal shapes become a single run.
 *
 * @example
 * ```ts
 * const plan = planBroadcast([tensor(backend, [[1, 2], [3, 4]]).operand(), 5], [2, 2]);
 * // One run: { size: 4, length: 4, steps: [1, 0], outer: [], strides: [[], []] }
 * ```
 */
export function planBroadcast(operands: readonly OperandLike[], shape: Shape): BroadcastPlan {
  const size = sizeOf(shape);
  const steps: number[] = [];
  let isRun = size > 0;
  for (const operand of operands) {
    const isSingle = typeof operand === 'number' || sizeOf(operand.shape) === 1;
    isRun &&= isSingle || sameShape(operand.shape, shape);
    steps.push(isSingle ? 0 : 1);
  }
  // Most calls have equal shapes and single numbers, which are one run.
  if (isRun) return { size, length: size, steps, outer: NONE, strides: steps.map(() => NONE) };
  return planStrides(
    operands.map((operand) => stridesOf(operand, shape.length)),
    shape,
  );
}

/**
 * Plans the loop for arrays with given strides, in elements, along each dimension of `shape`.
 *
 * @example
 * ```ts
 * const plan = planStrides([[1, 3]], [3, 2]); // a transposed matrix
 * // Three runs: { size: 6, length: 2, steps: [3], outer: [3], strides: [[1]] }
 * ```
 */
export function planStrides(strides: readonly (readonly number[])[], shape: Shape): BroadcastPlan {
  // The innermost dimension first.
  const dimensions: number[] = [];
  const merged: number[][] = strides.map(() => []);
  let size = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const dimension = shape[axis] as number;
    size *= dimension;
    if (dimension === 1) continue;
    const last = dimensions.length - 1;
    const inner = dimensions[last] as number;
    if (last >= 0 && strides.every((own, i) => own[axis] === (merged[i]?.[last] as number) * inner)) {
      dimensions[last] = inner * dimension;
    } else {
      dimensions.push(dimension);
      for (let i = 0; i < strides.length; i++) merged[i]?.push(strides[i]?.[axis] as number);
    }
  }
  const length = dimensions.shift() ?? 1;
  const steps = merged.map((own) => own.shift() ?? 0);
  return { size, length, steps, outer: dimensions.reverse(), strides: merged.map((own) => own.reverse()) };
}

/**
 * Calls `run` for each run with the offsets of the result's and the operands' first elements.
 *
 * @example
 * ```ts
 * const plan = planStrides([[2, 1], [0, 1]], [3, 2]); // a matrix [3, 2] and a row [2]
 * forEachRun(plan, (out, a, b) => console.log(out, a, b)); // 0 0 0, then 2 2 0, then 4 4 0
 * ```
 */
export function forEachRun(plan: BroadcastPlan, run: (out: number, a: number, b: number, c: number) => void): void {
  const { size, length, outer, strides } = plan;
  const counters = new Array<number>(outer.length).fill(0);
  const at = [0, 0, 0];
  for (let out = 0; out < size; out += length) {
    run(out, at[0] as number, at[1] as number, at[2] as number);
    for (let axis = outer.length - 1; axis >= 0; axis--) {
      const dimension = outer[axis] as number;
      const wraps = counters[axis] === dimension - 1;
      const moved = wraps ? 1 - dimension : 1;
      counters[axis] = wraps ? 0 : (counters[axis] as number) + 1;
      for (let i = 0; i < strides.length; i++) at[i] = (at[i] as number) + moved * (strides[i]?.[axis] as number);
      if (!wraps) break;
    }
  }
}

/**
 * Calls `run` for each matrix of a product of operands `[..., rows, columns]`, with the numbers of the result's and the
 * operands' matrices.
 *
 * @example
 * ```ts
 * // Two matrices times one: logs 0 0 0, then 1 1 0.
 * forEachMatrix([2, 3, 4], [1, 4, 5], [2, 3, 5], (out, a, b) => console.log(out, a, b));
 * ```
 */
export function forEachMatrix(
  a: Shape,
  b: Shape,
  shape: Shape,
  run: (out: number, a: number, b: number) => void,
): void {
  const batch = (whole: Shape): Shape => whole.slice(0, -2);
  const strides = [a, b].map((operand) => stridesOf({ shape: batch(operand) }, shape.length - 2));
  const matrices = planStrides(strides, batch(shape));
  const [aStep, bStep] = matrices.steps as [number, number];
  forEachRun(matrices, (out, p, q) => {
    for (let i = 0; i < matrices.length; i++) run(out + i, p + i * aStep, q + i * bStep);
  });
}
