/** Says how exact a score is: its interval at 95 %, from the rows that it was measured on. */
import { Random, RandomKey } from '@nablajs/core';

export type Interval = readonly [low: number, high: number];

export interface RegressionIntervals {
  readonly r2: Interval;
  readonly mae: Interval;
}

/** On fewer rows, an R2 and a comparison with chance mean nothing, and neither does a bootstrap. */
export const FEWEST_ROWS = 10;

/** The 97.5 % quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/** Returns the interval of a share of `rows`, at least 1 (E. B. Wilson, JASA 22, 1927). Exact for few rows, 0 and 1. */
export function shareInterval(share: number, rows: number): Interval {
  const weight = Z ** 2 / rows;
  const centre = (share + weight / 2) / (1 + weight);
  const half = (Z / (1 + weight)) * Math.sqrt((share * (1 - share)) / rows + weight / (4 * rows));
  return [share === 0 ? 0 : centre - half, share === 1 ? 1 : centre + half];
}

const RESAMPLES = 2000;
/** More rows are drawn in random groups, which bounds time and memory and hardly changes the interval. */
const MOST_GROUPS = 1000;

/** Sums over rows: their number, |error|, error^2, truth and truth^2. */
type Sums = [rows: number, absolute: number, squares: number, truth: number, truthSquares: number];

/** Collects the rows of a regression for a bootstrap (B. Efron, Annals of Statistics 7, 1979). */
export class RegressionRows {
  readonly #groups: Sums[] = [];
  readonly #random = new Random(new RandomKey(0, 'intervals'));
  #rows = 0;

  /** Both numbers are on an `ErrorScale`. */
  add(predicted: number, truth: number): void {
    const error = predicted - truth;
    const row: Sums = [1, Math.abs(error), error * error, truth, truth * truth];
    if (this.#rows < MOST_GROUPS) this.#groups.push(row);
    else addTo(this.#groups[this.#random.integer(MOST_GROUPS)] as Sums, row);
    this.#rows++;
  }

  /**
   * Call it once, after the last row. The same rows always give the same. Undefined for too few rows, and if a number
   * is not finite.
   */
  intervals(): RegressionIntervals | undefined {
    const { length } = this.#groups;
    if (this.#rows < FEWEST_ROWS || !this.#groups.flat().every(Number.isFinite)) return undefined;
    const found = Array.from({ length: RESAMPLES }, () => {
      const sums: Sums = [0, 0, 0, 0, 0];
      for (let draw = 0; draw < length; draw++) addTo(sums, this.#groups[this.#random.integer(length)] as Sums);
      return sums;
    });
    return { r2: middleOf(found.map(r2Of)), mae: middleOf(found.map(([rows, absolute]) => absolute / rows)) };
  }
}

function addTo(sums: Sums, more: Sums): void {
  for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] as number) + (more[at] as number);
}

function r2Of([rows, , squares, truth, truthSquares]: Sums): number {
  const variation = truthSquares - truth ** 2 / rows;
  if (variation > 0) return 1 - squares / variation;
  return squares === 0 ? 1 : 0;
}

function middleOf(values: readonly number[]): Interval {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return [at(0.025), at(0.975)];
}

/** Converts the interval of the error to the target's unit: that of the `ErrorScale`. */
export function inUnits(found: RegressionIntervals | undefined, unit: number): RegressionIntervals | undefined {
  if (found === undefined) return undefined;
  const [low, high] = found.mae;
  return { ...found, mae: [low * unit, high * unit] };
}
