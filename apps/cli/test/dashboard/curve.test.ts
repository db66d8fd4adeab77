import { describe, expect, it } from 'vitest';
import { Curve, columnsOf } from '../../src/dashboard/curve.js';

describe('Curve', () => {
  it('keeps finite points', () => {
    const curve = new Curve();
    for (const [x, y] of [
      [1, 5],
      [2, Number.NaN],
      [3, 4],
      [4, Number.POSITIVE_INFINITY],
      [5, Number.MAX_VALUE],
    ] as const) {
      curve.add(x, y);
    }
    expect(curve.points).toEqual([
      { x: 1, y: 5 },
      { x: 3, y: 4 },
      { x: 5, y: 1e300 },
    ]);
  });

  it('keeps a bounded number of means over a million points', () => {
    const curve = new Curve();
    for (let x = 0; x < 1_000_000; x++) curve.add(x, 3 * x + (x % 2 === 0 ? 1 : -1));
    expect(curve.points.length).toBeGreaterThan(1000);
    expect(curve.points.length).toBeLessThan(2048);
    for (const { x, y } of curve.points) expect(Math.abs(y - 3 * x)).toBeLessThan(1e-6);
    // Each is a mean of as many: the first of 1024, 2048 and so on alike.
    const distances = curve.points.slice(1).map(({ x }, at) => x - (curve.points[at]?.x ?? 0));
    expect(new Set(distances)).toEqual(new Set([512]));
  });
});

describe('columnsOf', () => {
  const points = [
    { x: 2, y: 10 },
    { x: 3, y: 20 },
    { x: 8, y: 30 },
  ];

  it('returns the mean in a column, a line between columns, and nothing outside', () => {
    expect(columnsOf(points, 0, 10, 5)).toEqual([undefined, 15, 20, 25, 30]);
    expect(columnsOf(points, 0, 20, 5)).toEqual([15, 22.5, 30, undefined, undefined]);
  });

  it('puts the last point into the last column, and returns nothing without points', () => {
    expect(columnsOf([{ x: 10, y: 1 }], 0, 10, 4)).toEqual([undefined, undefined, undefined, 1]);
    expect(columnsOf([], 0, 0, 3)).toEqual([undefined, undefined, undefined]);
  });
});
