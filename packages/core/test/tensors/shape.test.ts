import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  broadcastShapes,
  checkRank,
  checkSameShape,
  checkShape,
  formatShape,
  matmulShape,
  normaliseAxis,
  padShape,
  reduction,
  reshapedShape,
  sameShape,
  sizeOf,
} from '../../src/index.js';
import { expectError } from '../support/index.js';

describe('sizes and equality', () => {
  it('count elements; a scalar has one', () => {
    expect(sizeOf([])).toBe(1);
    expect(sizeOf([2, 3])).toBe(6);
    expect(sizeOf([4, 0])).toBe(0);
  });

  it('compare rank and dimensions', () => {
    expect(sameShape([2, 3], [2, 3])).toBe(true);
    expect(sameShape([2, 3], [3, 2])).toBe(false);
    expect(sameShape([2], [2, 1])).toBe(false);
    expect(sameShape([], [])).toBe(true);
  });

  it('print as people write them', () => {
    expect(formatShape([2, 3])).toBe('[2, 3]');
    expect(formatShape([])).toBe('[]');
  });
});

describe('checks', () => {
  it('refuse more elements than a tensor can hold, and take the most', () => {
    expectError(() => checkShape('fill', [784, 1e12]), 'shape', 'fill', 'at most 2147483647', '[784, 1000000000000]');
    checkShape('fill', [2147483647]);
    expectError(() => checkShape('fill', [2147483648]), 'shape', 'fill');
  });

  it.each([[[-1]], [[1.5]], [[2, Number.NaN]], [[Number.POSITIVE_INFINITY]]])('refuse dimensions %j', (shape) => {
    expectError(() => checkShape('upload', shape), 'shape', 'upload', 'whole numbers >= 0', `[${shape.join(', ')}]`);
  });

  it('accept scalars and empty dimensions', () => {
    expect(() => checkShape('upload', [])).not.toThrow();
    expect(() => checkShape('upload', [0, 3])).not.toThrow();
  });

  it('name both shapes that differ', () => {
    expectError(() => checkSameShape('loss', [2], [3]), 'shape', 'loss: shapes must be equal', '[2] and [3]');
    expect(() => checkSameShape('loss', [2], [2])).not.toThrow();
  });

  it('name the rank', () => {
    expectError(() => checkRank('oneHot', [2, 2], 1), 'shape', 'oneHot: expected rank 1', '[2, 2]');
    expect(() => checkRank('oneHot', [2], 1)).not.toThrow();
  });
});

describe('broadcastShapes', () => {
  it.each([
    { shapes: [[2, 3], [3]], expected: [2, 3] },
    {
      shapes: [
        [2, 1],
        [1, 3],
      ],
      expected: [2, 3],
    },
    { shapes: [[], [4]], expected: [4] },
    { shapes: [[1], [0]], expected: [0] },
    { shapes: [[2, 1], [1, 1, 5], [1]], expected: [1, 2, 5] },
    { shapes: [[]], expected: [] },
  ])('$shapes to $expected', ({ shapes, expected }) => expect(broadcastShapes('add', ...shapes)).toEqual(expected));

  it.each([
    [[2], [3]],
    [[2, 3], [2]],
    [[0], [2]],
  ])('refuses %j and %j', (a, b) => {
    expectError(
      () => broadcastShapes('add', a, b),
      'shape',
      'add: shapes do not broadcast',
      `${formatShape(a)} and ${formatShape(b)}`,
    );
  });

  it('pads with leading ones', () => {
    expect(padShape([3], 3)).toEqual([1, 1, 3]);
    expect(padShape([2, 3], 2)).toEqual([2, 3]);
  });
});

const turned = (shape: readonly number[]): number[] =>
  shape.with(-1, shape.at(-2) as number).with(-2, shape.at(-1) as number);

describe('matmulShape', () => {
  it.each([
    { a: [2, 3], b: [3, 4], transposeA: false, transposeB: false },
    { a: [3, 2], b: [3, 4], transposeA: true, transposeB: false },
    { a: [2, 3], b: [4, 3], transposeA: false, transposeB: true },
    { a: [3, 2], b: [4, 3], transposeA: true, transposeB: true },
  ])('$a $transposeA x $b $transposeB is [2, 4]', ({ a, b, transposeA, transposeB }) => {
    expect(matmulShape(a, b, transposeA, transposeB)).toEqual([2, 4]);
  });

  it('marks transposed operands in its error', () => {
    expectError(() => matmulShape([2, 3], [4, 5], false, false), 'shape', '[2, 3] x [4, 5].');
    expectError(() => matmulShape([2, 3], [4, 5], true, false), 'shape', "[2, 3]' x [4, 5].");
    expectError(() => matmulShape([2, 3], [4, 5], false, true), 'shape', "[2, 3] x [4, 5]'.");
    expectError(() => matmulShape([2, 3, 1], [4, 5], false, false), 'shape', 'inner dimensions', '[2, 3, 1] x [4, 5].');
    expectError(() => matmulShape([3], [3, 5], false, false), 'shape', 'must be matrices', '[3] x [3, 5].');
    expectError(() => matmulShape([2, 3], [], false, false), 'shape', 'must be matrices', '[]');
  });

  it.each([
    { a: [7, 2, 3], b: [7, 3, 4], expected: [7, 2, 4] },
    { a: [7, 2, 3], b: [3, 4], expected: [7, 2, 4] },
    { a: [2, 3], b: [7, 3, 4], expected: [7, 2, 4] },
    { a: [5, 1, 2, 3], b: [7, 3, 4], expected: [5, 7, 2, 4] },
    { a: [0, 2, 3], b: [1, 3, 4], expected: [0, 2, 4] },
    { a: [7, 2, 0], b: [0, 4], expected: [7, 2, 4] },
  ])('of many matrices $a x $b is $expected', ({ a, b, expected }) => {
    expect(matmulShape(a, b, false, false)).toEqual(expected);
    expect(matmulShape(turned(a), b, true, false)).toEqual(expected);
    expect(matmulShape(a, turned(b), false, true)).toEqual(expected);
  });

  it('refuses batches that do not broadcast, and more than a tensor holds', () => {
    expectError(
      () => matmulShape([2, 1, 3], [4, 3, 1], false, false),
      'shape',
      'matmul: shapes do not broadcast',
      '[2] and [4].',
    );
    expectError(() => matmulShape([50_000, 1, 3], [50_000, 1], false, false), 'shape', 'inner dimensions');
    expectError(() => matmulShape([50_000, 1], [1, 50_000], false, false), 'shape', 'matmul: a tensor holds at most');
  });
});

describe('axes and reductions', () => {
  it('counts negative axes from the end', () => {
    expect(normaliseAxis('sum', -1, 3)).toBe(2);
    expect(normaliseAxis('sum', 0, 3)).toBe(0);
    for (const axis of [3, -4, 0.5, Number.NaN]) {
      expectError(() => normaliseAxis('sum', axis, 3), 'shape', `sum: axis ${axis}`, 'rank 3 (-3 to 2)');
    }
    expectError(() => normaliseAxis('sum', 0, 0), 'shape', 'rank 0');
  });

  it('lowers to [outer, n, inner]', () => {
    expect(reduction('sum', [2, 3, 4], 1, false)).toEqual({ kernelShape: [2, 3, 4], resultShape: [2, 4] });
    expect(reduction('sum', [2, 3, 4], -1, true)).toEqual({ kernelShape: [6, 4, 1], resultShape: [2, 3, 1] });
    expect(reduction('sum', [2, 3, 4], 0, false)).toEqual({ kernelShape: [1, 2, 12], resultShape: [3, 4] });
    expect(reduction('sum', [2, 3], undefined, false)).toEqual({ kernelShape: [1, 6, 1], resultShape: [] });
    expect(reduction('sum', [2, 3], undefined, true)).toEqual({ kernelShape: [1, 6, 1], resultShape: [1, 1] });
  });
});

describe('reshapedShape', () => {
  it('does not guess at two holes, also where they could only be 1', () => {
    expectError(() => reshapedShape([1], [-1, -1]), 'shape', 'reshape: [1] has 1 elements', '[-1, -1]');
  });

  it.each([
    { shape: [2, 3], wanted: [3, 2], expected: [3, 2] },
    { shape: [2, 3], wanted: [-1], expected: [6] },
    { shape: [2, 3], wanted: [3, -1], expected: [3, 2] },
    { shape: [], wanted: [1, 1], expected: [1, 1] },
    { shape: [1], wanted: [], expected: [] },
    { shape: [0, 4], wanted: [2, -1], expected: [2, 0] },
  ])('$shape to $wanted', ({ shape, wanted, expected }) => expect(reshapedShape(shape, wanted)).toEqual(expected));

  it.each([[[4]], [[-1, -1]], [[4, -1]], [[-2, -3]], [[1.5, 4]], [[0, -1]], [[]]])('refuses [2, 3] to %j', (wanted) => {
    expectError(() => reshapedShape([2, 3], wanted), 'shape', 'reshape: [2, 3] has 6 elements', formatShape(wanted));
  });
});

describe('the shapes of operands', () => {
  it.each([
    ...['ops', 'products', 'movement', 'composed', 'normal-cdf', 'operands'],
    ...['fused/dense', 'fused/cross-entropy', 'fused/gate', 'fused/optimizer-steps'],
  ])('are not checked in %s.ts', (file) => {
    expect(readFileSync(new URL(`../../src/ops/${file}.ts`, import.meta.url), 'utf8')).not.toContain("'shape',");
  });
});
