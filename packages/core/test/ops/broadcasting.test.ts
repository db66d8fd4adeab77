import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  broadcastShapes,
  dense,
  divide,
  greater,
  isNablaError,
  maximum,
  multiply,
  padShape,
  reduction,
  reshapedShape,
  type Shape,
  sizeOf,
  subtract,
  sum,
  tensor,
  upload,
  where,
} from '../../src/index.js';
import { createBackend } from '../../src/testing/index.js';
import { expectError, expectTensor, scattered } from '../support/index.js';

/** Shapes that broadcast together: one full shape, and from it others with leading axes cut and some axes set to 1. */
const compatibleShapes = (count: number): fc.Arbitrary<Shape[]> =>
  fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }).chain((full) =>
    fc.array(
      fc
        .tuple(fc.nat({ max: full.length }), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
        .map(([cut, ones]) => full.map((dimension, axis) => (ones[axis] ? 1 : dimension)).slice(cut)),
      { minLength: count, maxLength: count },
    ),
  );

/** NumPy's rule in its simplest form. */
function expectedShape(shapes: readonly Shape[]): number[] | undefined {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  const result: number[] = [];
  for (let fromEnd = 1; fromEnd <= rank; fromEnd++) {
    const dimensions = new Set(shapes.map((shape) => shape.at(-fromEnd) ?? 1));
    dimensions.delete(1);
    if (dimensions.size > 1) return undefined;
    result.unshift([...dimensions][0] ?? 1);
  }
  return result;
}

/** Every position of `shape`, in row-major order. */
function* positions(shape: Shape): Generator<number[]> {
  const [first, ...rest] = shape;
  if (first === undefined) return yield [];
  for (let i = 0; i < first; i++) for (const tail of positions(rest)) yield [i, ...tail];
}

/** The element that a position of the result sees: axes from the right, an axis of 1 repeating. */
function elementAt(elements: readonly number[], shape: Shape, position: readonly number[]): number {
  const own = position.slice(position.length - shape.length);
  const flat = shape.reduce(
    (index, dimension, axis) => index * dimension + (dimension === 1 ? 0 : (own[axis] ?? 0)),
    0,
  );
  return elements[flat] as number;
}

const backend = await createBackend();

describe('broadcasting', () => {
  it('shapes follow NumPy’s rule, or throw', () => {
    const shape = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(shape, { minLength: 1, maxLength: 3 }), (shapes) => {
        const expected = expectedShape(shapes);
        if (expected === undefined) expectError(() => broadcastShapes('add', ...shapes), 'shape', 'add', 'broadcast');
        else expect(broadcastShapes('add', ...shapes)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    { name: 'add', op: add, f: (a: number, b: number) => a + b },
    { name: 'subtract', op: subtract, f: (a: number, b: number) => a - b },
    { name: 'multiply', op: multiply, f: (a: number, b: number) => a * b },
    { name: 'divide', op: divide, f: (a: number, b: number) => a / b },
    { name: 'maximum', op: maximum, f: (a: number, b: number) => Math.max(a, b) },
    { name: 'greater', op: greater, f: (a: number, b: number) => (a > b ? 1 : 0) },
  ])('$name pairs the elements that NumPy pairs', async ({ op, f }) => {
    await fc.assert(
      fc.asyncProperty(compatibleShapes(2), async ([shapeA, shapeB]) => {
        const [a, b] = [numbers(shapeA as Shape, 1), numbers(shapeB as Shape, 200)];
        using left = place(a, shapeA as Shape);
        using right = place(b, shapeB as Shape);
        using result = op(left, right);
        const shape = expectedShape([shapeA as Shape, shapeB as Shape]) ?? [];
        const expected = [...positions(shape)].map((at) =>
          f(elementAt(a, shapeA as Shape, at), elementAt(b, shapeB as Shape, at)),
        );
        await expectTensor(result, shape, expected);
      }),
      { numRuns: 60 },
    );
  });

  it('where pairs three', async () => {
    await fc.assert(
      fc.asyncProperty(compatibleShapes(3), async (shapes) => {
        const [conditionShape, shapeA, shapeB] = shapes as [Shape, Shape, Shape];
        const condition = numbers(conditionShape, 3).map((value) => Math.max(value, 0));
        const [a, b] = [numbers(shapeA, 1), numbers(shapeB, 200)];
        using test = place(condition, conditionShape);
        using left = place(a, shapeA);
        using right = place(b, shapeB);
        using result = where(test, left, right);
        const shape = expectedShape(shapes) ?? [];
        const expected = [...positions(shape)].map((at) =>
          elementAt(condition, conditionShape, at) === 0 ? elementAt(b, shapeB, at) : elementAt(a, shapeA, at),
        );
        await expectTensor(result, shape, expected);
      }),
      { numRuns: 100 },
    );
  });

  it('a number takes the dtype of the other operand', async () => {
    using tenth = tensor(backend, [0.1]);
    // The float32 nearest to 0.1 is larger than the float64 of that name.
    using above = greater(tenth, 0.1);
    using difference = subtract(0.1, tenth);
    expect([...(await above.data()), ...(await difference.data())]).toEqual([0, 0]);
  });

  it('leaves nothing behind', () => expect(backend.memory().buffers).toBe(0));
});

const numbers = (shape: Shape, seed: number): number[] => scattered(sizeOf(shape), seed);
const place = (values: readonly number[], shape: Shape) => upload(backend, dense(Float64Array.from(values), shape));

describe('reductions and reshapes', () => {
  const anyShape = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 });

  it('sum over an axis adds the elements along it', async () => {
    await fc.assert(
      fc.asyncProperty(anyShape, fc.nat({ max: 3 }), fc.boolean(), async (shape, pick, keepDimensions) => {
        const axis = pick % shape.length;
        const values = numbers(shape, 5);
        using x = place(values, shape);
        using result = sum(x, { axis: pick % 2 === 0 ? axis : axis - shape.length, keepDimensions });
        const kept = shape.with(axis, 1);
        const expected = [...positions(kept)].map((at) => {
          let total = 0;
          for (let i = 0; i < (shape[axis] ?? 0); i++) total += elementAt(values, shape, at.with(axis, i));
          return total;
        });
        const resultShape = keepDimensions ? kept : kept.toSpliced(axis, 1);
        await expectTensor(result, resultShape, expected, { relative: 1e-12, absolute: 1e-14 });
      }),
      { numRuns: 150 },
    );
  });

  it('lowering keeps the number of elements', () => {
    fc.assert(
      fc.property(anyShape, fc.nat({ max: 3 }), (shape, pick) => {
        const axis = pick % shape.length;
        const { kernelShape, resultShape } = reduction('sum', shape, axis, true);
        expect(sizeOf(kernelShape)).toBe(sizeOf(shape));
        expect(sizeOf(resultShape)).toBe(kernelShape[0] * kernelShape[2]);
      }),
    );
  });

  it('-1 in a reshape takes what is left', () => {
    const positive = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(positive, fc.nat({ max: 3 }), (shape, pick) => {
        expect(reshapedShape([sizeOf(shape)], shape.with(pick % shape.length, -1))).toEqual(shape);
      }),
    );
  });

  it('padding puts ones in front', () => {
    fc.assert(
      fc.property(anyShape, fc.nat({ max: 3 }), (shape, more) => {
        const padded = padShape(shape, shape.length + more);
        expect(padded.slice(0, more)).toEqual(new Array(more).fill(1));
        expect(padded.slice(more)).toEqual(shape);
      }),
    );
  });

  it('reshape throws if the sizes do not match', () => {
    const wanted = fc.array(fc.integer({ min: -2, max: 6 }), { maxLength: 3 });
    fc.assert(
      fc.property(anyShape, wanted, (shape, target) => {
        try {
          const made = reshapedShape(shape, target);
          expect(sizeOf(made)).toBe(sizeOf(shape));
          expect(made.every((dimension, axis) => dimension === target[axis] || target[axis] === -1)).toBe(true);
        } catch (error) {
          if (!isNablaError(error)) throw error;
          expect(error.code).toBe('shape');
          expect(target.includes(-1) || sizeOf(target) !== sizeOf(shape) || target.some((d) => d < 0)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
