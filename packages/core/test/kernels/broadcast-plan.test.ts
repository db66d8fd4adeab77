/**
 * The walk that backends make over operands that broadcast: every element of the result, with the right ones of the
 * operands.
 */
import { describe, expect, it } from 'vitest';
import { type Operand, type Shape, sizeOf } from '../../src/index.js';
import { forEachMatrix, forEachRun, planBroadcast } from '../../src/kernels/index.js';

const operand = (shape: Shape): Operand => ({ storage: undefined, shape, dtype: 'float64' });

/** For each element of the result, the offsets that the plan reads. */
function walked(operands: readonly Shape[], shape: Shape): { reads: number[][]; runs: number } {
  const plan = planBroadcast(operands.map(operand), shape);
  const reads = Array.from({ length: sizeOf(shape) }, (): number[] => []);
  let runs = 0;
  forEachRun(plan, (out, ...starts) => {
    runs += 1;
    for (let i = 0; i < plan.length; i++) {
      reads[out + i] = plan.steps.map((step, which) => (starts[which] as number) + i * step);
    }
  });
  return { reads, runs };
}

/** The same by the definition: the position of each element, with 0 where a dimension of 1 repeats. */
function defined(operands: readonly Shape[], shape: Shape): number[][] {
  return Array.from({ length: sizeOf(shape) }, (_, at) => {
    const position = shape.map((dimension, axis) => Math.floor(at / sizeOf(shape.slice(axis + 1))) % dimension);
    return operands.map((own) =>
      own.reduce(
        (sum, dimension, axis) =>
          sum + (dimension === 1 ? 0 : (position[axis] as number)) * sizeOf(own.slice(axis + 1)),
        0,
      ),
    );
  });
}

describe.each<{ operands: readonly Shape[]; shape: Shape; runs: number }>([
  {
    operands: [
      [2, 3],
      [2, 3],
    ],
    shape: [2, 3],
    runs: 1,
  },
  {
    operands: [
      [2, 3],
      [1, 3],
    ],
    shape: [2, 3],
    runs: 2,
  },
  {
    operands: [
      [2, 3],
      [2, 1],
    ],
    shape: [2, 3],
    runs: 2,
  },
  {
    operands: [
      [2, 1],
      [1, 3],
    ],
    shape: [2, 3],
    runs: 2,
  },
  {
    operands: [
      [1, 1],
      [2, 3],
    ],
    shape: [2, 3],
    runs: 1,
  },
  {
    operands: [
      [2, 3, 4, 5],
      [2, 3, 1, 1],
    ],
    shape: [2, 3, 4, 5],
    runs: 6,
  },
  {
    operands: [
      [2, 1, 4, 1],
      [1, 3, 1, 5],
    ],
    shape: [2, 3, 4, 5],
    runs: 24,
  },
  {
    operands: [
      [2, 3, 4],
      [1, 3, 4],
    ],
    shape: [2, 3, 4],
    runs: 2,
  },
  {
    operands: [
      [2, 1, 3],
      [2, 1, 3],
    ],
    shape: [2, 1, 3],
    runs: 1,
  },
  {
    operands: [
      [2, 1, 3],
      [1, 4, 1],
      [1, 1, 1],
    ],
    shape: [2, 4, 3],
    runs: 8,
  },
  { operands: [[], []], shape: [], runs: 1 },
  {
    operands: [
      [1, 1],
      [1, 1],
    ],
    shape: [1, 1],
    runs: 1,
  },
  {
    operands: [
      [0, 3],
      [1, 3],
    ],
    shape: [0, 3],
    runs: 0,
  },
])('$operands to $shape', ({ operands, shape, runs }) => {
  it('follows the broadcasting rules with the fewest runs possible', () => {
    const { reads, runs: made } = walked(operands, shape);
    expect(reads).toEqual(defined(operands, shape));
    expect(made).toBe(runs);
  });

  it('has the size of the result, and a step for each operand', () => {
    const plan = planBroadcast(operands.map(operand), shape);
    expect(plan.size).toBe(sizeOf(shape));
    expect(plan.steps).toHaveLength(operands.length);
    expect(plan.strides.map((own) => own.length)).toEqual(operands.map(() => plan.outer.length));
    if (plan.size > 0) expect(plan.length * sizeOf(plan.outer)).toBe(plan.size);
  });
});

it('a number is an operand that stays where it is', () => {
  const plan = planBroadcast([operand([2, 3]), 5, operand([1, 3])], [2, 3]);
  const reads: number[][] = [];
  forEachRun(plan, (_out, a, b, c) => {
    for (let i = 0; i < plan.length; i++)
      reads.push([a, b, c].map((at, which) => at + i * (plan.steps[which] as number)));
  });
  expect(reads).toEqual([
    [0, 0, 0],
    [1, 0, 1],
    [2, 0, 2],
    [3, 0, 0],
    [4, 0, 1],
    [5, 0, 2],
  ]);
  expect(planBroadcast([operand([4, 3]), 5], [4, 3]).length).toBe(12);
});

it.each<{ a: Shape; b: Shape; shape: Shape }>([
  { a: [2, 3], b: [3, 4], shape: [2, 4] },
  { a: [5, 2, 3], b: [5, 3, 4], shape: [5, 2, 4] },
  { a: [1, 2, 3], b: [5, 3, 4], shape: [5, 2, 4] },
  { a: [5, 1, 2, 3], b: [1, 6, 3, 4], shape: [5, 6, 2, 4] },
  { a: [2, 1, 3, 2, 3], b: [2, 4, 3, 3, 4], shape: [2, 4, 3, 2, 4] },
  { a: [0, 2, 3], b: [1, 3, 4], shape: [0, 2, 4] },
  { a: [5, 2, 0], b: [1, 0, 4], shape: [5, 2, 4] },
])('the matrices of $a x $b are counted as broadcasting says', ({ a, b, shape }) => {
  const seen: number[][] = [];
  forEachMatrix(a, b, shape, (out, left, right) => {
    seen[out] = [left, right];
  });
  const batch = (whole: Shape): Shape => whole.slice(0, -2);
  expect(seen).toEqual(defined([batch(a), batch(b)], batch(shape)));
});
