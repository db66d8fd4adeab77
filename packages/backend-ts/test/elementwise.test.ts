import type { Backend, Operand, Shape } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  EXACT,
  expectAgreement,
  expectNothingLive,
  FLOATS,
  floatsOf,
  input,
  ours,
  put,
  randomInput,
  values,
} from './support.js';

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
    await expectAgreement([a, b], binary(op, [n, n]), [n, n], dtype, EXACT);
  });

  it.each(BINARY)('%s of a number is that of a tensor of it, on either side', async (op) => {
    for (const shape of [[], [0], [2, 0, 3], [SPECIAL.length], [3, 1, 3]]) {
      const x = input(dtype, shape, SPECIAL.slice(0, sizeOf(shape)));
      for (const number of [...SPECIAL, 0.1, 1e300]) {
        const one = input(dtype, new Array(shape.length).fill(1), [number]);
        const right = (backend: Backend, [a]: readonly Operand[]) => backend[op](a as Operand, number, shape);
        const left = (backend: Backend, [a]: readonly Operand[]) => backend[op](number, a as Operand, shape);
        expect(await values([x], right, shape, dtype)).toEqual(await values([x, one], binary(op, shape), shape, dtype));
        expect(await values([x], left, shape, dtype)).toEqual(await values([one, x], binary(op, shape), shape, dtype));
        await expectAgreement([x], left, shape, dtype, EXACT);
      }
    }
  });

  it('where chooses between numbers', async () => {
    const condition = input(dtype, [4], [1, 0, Number.NaN, -0]);
    const x = input(dtype, [4], [1, 2, 3, 4]);
    const chooses = async (a: number | 'x', b: number | 'x') => {
      const kernel = (backend: Backend, [test, y]: readonly Operand[]) =>
        backend.where(test as Operand, a === 'x' ? (y as Operand) : a, b === 'x' ? (y as Operand) : b, [4]);
      await expectAgreement([condition, x], kernel, [4], dtype, EXACT);
      return values([condition, x], kernel, [4], dtype);
    };
    expect(await chooses(7, 'x')).toEqual([7, 2, 7, 4]);
    expect(await chooses('x', -0)).toEqual([1, -0, 3, -0]);
    expect(await chooses(7, 8)).toEqual([7, 8, 7, 8]);
  });

  it('a number takes no storage', async () => {
    const x = put(ours, floatsOf(dtype, [1, 2]), [2], dtype);
    const before = ours.memory();
    const sums = ours.add(x, 1, [2]);
    expect(ours.memory().buffers).toBe(before.buffers + 1);
    const chosen = ours.where(x, 1, 2, [2]);
    expect(ours.memory().buffers).toBe(before.buffers + 2);
    for (const storage of [x.storage, sums, chosen]) ours.release(storage);
  });

  it('adds a row and a column', async () => {
    const row = input(dtype, [1, 3], [1, 2, 3]);
    const column = input(dtype, [2, 1], [10, 20]);
    expect(await values([row, column], binary('add', [2, 3]), [2, 3], dtype)).toEqual([11, 12, 13, 21, 22, 23]);
  });

  it('the maximum of 0 and -0 is 0, in either order', async () => {
    const [a, b] = [input(dtype, [4], [0, -0, -0, 1]), input(dtype, [4], [-0, 0, -0, 1])];
    expect(await values([a, b], binary('maximum', [4]), [4], dtype)).toEqual([0, 0, -0, 1]);
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
