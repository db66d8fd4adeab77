/** Scales numbers by their median and quartiles, so outliers do not matter. */
import type { QuantileSample } from './quantile-sample.js';

/** How a column of numbers is scaled: z = (value - median) / spread, clipped smoothly to z / sqrt(1 + (z / 3)^2). */
export type RobustScale = {
  readonly median: number;
  /** The difference of the quartiles or, if they are equal, half of the range. Above 0. */
  readonly spread: number;
};

/** Inputs are between -3 and 3. */
const LIMIT = 3;
/** Above it, sqrt(1 + (z / 3)^2) rounds to |z| / 3. */
const CLIPPED = 1e9;

/** Returns the scale of numbers, or undefined if they are all equal. `min` and `max` are those of all of them. */
export function robustScaleOf(sample: QuantileSample, min: number, max: number): RobustScale | undefined {
  const [lower, median, upper] = sample.quantiles([0.25, 0.5, 0.75]) as [number, number, number];
  const spread = Math.min(upper - lower || max / 2 - min / 2, Number.MAX_VALUE);
  return spread > 0 ? { median, spread } : undefined;
}

/**
 * Scales a number and clips it smoothly (RealMLP, D. Holzmüller et al. 2024). Every finite number gives a finite
 * result.
 */
export function robustlyScaled(value: number, { median, spread }: RobustScale): number {
  const z = (value - median) / spread;
  if (Math.abs(z) > CLIPPED) return Math.sign(z) * LIMIT;
  const part = z / LIMIT;
  return z / Math.sqrt(1 + part * part);
}
