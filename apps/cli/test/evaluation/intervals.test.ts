import { expect, it } from 'vitest';
import { RegressionRows, shareInterval } from '../../src/evaluation/intervals.js';

it.each([
  [34, 34, 0.898485],
  [0, 34, 0],
  [1, 1, 0.206549],
  [30, 40, 0.59806],
])("the interval of %i of %i is Wilson's", (right, rows, low) => {
  const share = right / rows;
  const interval = shareInterval(share, rows);
  expect(interval[0]).toBeCloseTo(low, 5);
  // By definition, the share is 1.96 standard deviations away from both ends.
  for (const end of interval) expect((share - end) ** 2).toBeCloseTo((1.959964 ** 2 * end * (1 - end)) / rows, 7);
});

/** Rows i: the truth, and a prediction that misses it by up to a half. */
function rowsOf(count: number): RegressionRows {
  const rows = new RegressionRows();
  for (let i = 0; i < count; i++) {
    const truth = Math.sin(i * 1.7) * 1.3 + 0.1;
    rows.add(truth + Math.cos(i * 2.9) * 0.5, truth);
  }
  return rows;
}

it('the intervals of a regression are those of a bootstrap, and always the same', () => {
  const found = rowsOf(40).intervals();
  // NumPy: percentiles 2.5 and 97.5 of 400,000 resamples.
  const expected = { mae: [0.27528, 0.37003], r2: [0.77468, 0.88519] };
  for (const name of ['mae', 'r2'] as const) {
    for (const end of [0, 1] as const) expect(found?.[name][end]).toBeCloseTo(expected[name][end] as number, 1.7);
  }
  expect(rowsOf(40).intervals()).toEqual(found);
});

it('many rows are drawn in groups, and their intervals are as wide as the rows vary', () => {
  const count = 16_000;
  const { mae } = rowsOf(count).intervals() ?? { mae: [0, 0] };
  // The error |cos| / 2 has the variance 1/8 - 1/pi^2.
  const expected = (2 * 1.96 * Math.sqrt(1 / 8 - 1 / Math.PI ** 2)) / Math.sqrt(count);
  expect(Math.abs((mae[1] - mae[0]) / expected - 1)).toBeLessThan(0.1);
});

it('few rows have none, nor has a row that is not finite', () => {
  expect(rowsOf(9).intervals()).toBeUndefined();
  const rows = rowsOf(20);
  rows.add(Number.NaN, 0);
  expect(rows.intervals()).toBeUndefined();
});
