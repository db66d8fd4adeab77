import type { Backend, Operand, Shape } from '@nablajs/core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { expectAgreement, expectNothingLive, FLOATS, input, randomInput, values } from './support.js';

const BINARY = ['add', 'subtract', 'multiply', 'divide', 'maximum', 'greater'] as const;
type BinaryName = (typeof BINARY)[number];

const binary =
  (op: BinaryName, shape: Shape) =>
  (backend: Backend, [a, b]: readonly Operand[]) =>
    backend[op](a as Operand, b as Operand, shape);

const where =
  (shape: Shape) =>
  (backend: Backend, [condition, a, b]: readonly Operand[]) =>
    backend.where(condition as Operand, a as Operand, b as Operand, shape);

/** A result's shape and, for each of three operands, which of its dimensions repeat. */
const broadcasts = fc.array(fc.constantFrom(0, 1, 2, 3, 5), { maxLength: 4 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    repeats: fc.array(fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }), {
      minLength: 3,
      maxLength: 3,
    }),
  }),
);

const own = (shape: Shape, repeats: readonly boolean[]) => shape.map((d, axis) => (repeats[axis] ? 1 : d));

const SPECIAL = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1, -2, 1e-40, -5e-324];

describe.each(FLOATS)('element-wise %s', (dtype) => {
  afterAll(expectNothingLive);

  it.each(BINARY)('%s broadcasts as the definition does', async (op) => {
    await fc.assert(
      fc.asyncProperty(broadcasts, async ({ shape, repeats }) => {
        const a = randomInput(dtype, own(shape, repeats[0] ?? []), 1);
        const b = randomInput(dtype, own(shape, repeats[1] ?? []), 2);
        await expectAgreement([a, b], binary(op, shape), shape, dtype);
      }),
      { numRuns: 60 },
    );
  });

  it('where broadcasts all three operands', async () => {
    await fc.assert(
      fc.asyncProperty(broadcasts, async ({ shape, repeats }) => {
        const [a, b, c] = [0, 1, 2].map((i) => randomInput(dtype, own(shape, repeats[i] ?? []), i + 1));
        const condition = { ...a, data: a?.data.map((x) => (x > 0 ? 1 : 0)) } as typeof a;
        await expectAgreement([condition, b, c] as never, where(shape), shape, dtype);
      }),
      { numRuns: 60 },
    );
  });

  it.each(BINARY)('%s of every pair of special values', async (op) => {
    const n = SPECIAL.length;
    const a = input(dtype, [n, 1], SPECIAL);
    const b = input(dtype, [1, n], SPECIAL);
    await expectAgreement([a, b], binary(op, [n, n]), [n, n], dtype, { relative: 0, absolute: 0 });
  });

  it('adds a row and a column', async () => {
    const row = input(dtype, [1, 3], [1, 2, 3]);
    const column = input(dtype, [2, 1], [10, 20]);
    expect(await values([row, column], binary('add', [2, 3]), [2, 3], dtype)).toEqual([11, 12, 13, 21, 22, 23]);
  });

  it('maximum gives NaN where either is; greater gives 0 there', async () => {
    const a = input(dtype, [4], [Number.NaN, 1, Number.NaN, 2]);
    const b = input(dtype, [4], [1, Number.NaN, Number.NaN, 1]);
    expect(await values([a, b], binary('maximum', [4]), [4], dtype)).toEqual([Number.NaN, Number.NaN, Number.NaN, 2]);
    expect(await values([a, b], binary('greater', [4]), [4], dtype)).toEqual([0, 0, 0, 1]);
  });

  it('where takes NaN and tiny numbers for true, 0 and -0 for false, and keeps -0', async () => {
    const condition = input(dtype, [5], [Number.NaN, 1e-40, 0, -0, 1]);
    const a = input(dtype, [5], [-0, 1, 2, 3, Number.POSITIVE_INFINITY]);
    const b = input(dtype, [5], [9, 9, -0, Number.NaN, 9]);
    const chosen = await values([condition, a, b], where([5]), [5], dtype);
    expect(chosen).toEqual([-0, 1, -0, Number.NaN, Number.POSITIVE_INFINITY]);
  });
});
