import { describe, expect, it } from 'vitest';
import { layOut } from '../../src/ui/parts/curve.js';

const BOX = { width: 100, height: 50 };
const lines = (span: number, ...values: number[][]) => values.map((all, at) => ({ name: `${at}`, values: all, span }));

describe('a chart', () => {
  it('reaches from its least to its largest value, and from the left', () => {
    const chart = layOut(lines(4, [1, 3], [2]), { ...BOX, isLogarithmic: false });
    expect(chart).toEqual({ paths: ['M25.0 50.0L50.0 0.0', 'M25.0 25.0L25.0 25.0'], least: 1, most: 3 });
  });

  it('of a logarithmic axis leaves out what has no logarithm', () => {
    const chart = layOut(lines(5, [1, 0, 100, Number.NaN, 10]), { ...BOX, isLogarithmic: true });
    expect(chart).toEqual({ paths: ['M20.0 50.0L60.0 0.0L100.0 25.0'], least: 1, most: 100 });
  });

  it('of one value, or of equal ones, is in the middle', () => {
    expect(layOut(lines(1, [7]), { ...BOX, isLogarithmic: false }).paths).toEqual(['M100.0 25.0L100.0 25.0']);
    expect(layOut(lines(2, [7, 7]), { ...BOX, isLogarithmic: true }).paths).toEqual(['M50.0 25.0L100.0 25.0']);
  });

  it('without values has no path', () => {
    expect(layOut(lines(3, [], [Number.NaN]), { ...BOX, isLogarithmic: false }).paths).toEqual(['', '']);
  });

  it('of thousands of values has a few hundred places, with the last', () => {
    const values = Array.from({ length: 10_000 }, (_, at) => at);
    const [path = ''] = layOut(lines(10_000, values), { ...BOX, isLogarithmic: false }).paths;
    expect(path.split('L').length).toBeLessThanOrEqual(402);
    expect(path.endsWith('L100.0 0.0')).toBe(true);
  });
});
