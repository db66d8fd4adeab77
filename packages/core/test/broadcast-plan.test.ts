/** The walk that backends make over operands that broadcast: every element of the result, with the right ones of the operands. */
import { describe, expect, it } from 'vitest';
import { forEachRun, type Operand, planBroadcast, type Shape, sizeOf } from '../src/index.js';

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
  it('reads what broadcasting says, in as few runs as can be', () => {
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
