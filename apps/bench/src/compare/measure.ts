/** Measures by how much a row changed, with an interval. */
import type { Interval, Result } from '../result/result-file.js';
import type { ResultPair } from './pairs.js';

/** `bytes`: of the peak. */
export type Basis = 'ratio' | 'seconds' | 'bytes';

export interface Measured {
  readonly basis: Basis;
  /** new / old - 1. */
  readonly change: Interval;
  /** The factor that new seconds were divided by; 1 for other bases. */
  readonly shared: number;
}

/**
 * Returns the change of a row, or null if one result is missing or they have no common quantity.
 * @param shared The factor by which the machine changed time, new / old; new seconds are divided by it.
 * @param byRatio Whether to compare ratios instead of seconds if possible.
 */
export function measure({ old, current }: ResultPair, shared: number, byRatio: boolean): Measured | null {
  if (old === undefined || current === undefined) return null;
  if (byRatio && old.ratio !== undefined && current.ratio !== undefined) {
    return { basis: 'ratio', change: changeOf(old.ratio, current.ratio), shared: 1 };
  }
  const seconds = [secondsOf(old), secondsOf(current)] as const;
  if (seconds[0] !== null && seconds[1] !== null) {
    return { basis: 'seconds', change: changeOf(seconds[0], scaled(seconds[1], 1 / shared)), shared };
  }
  if (old.memory === undefined || current.memory === undefined) return null;
  return { basis: 'bytes', change: changeOf(point(old.memory.peakBytes), point(current.memory.peakBytes)), shared: 1 };
}

/** Returns the interval of `medianSeconds`; null in the memory suite. */
function secondsOf({ medianSeconds, low, high }: Result): Interval | null {
  if (medianSeconds === null || medianSeconds <= 0) return null;
  return { median: medianSeconds, low: low ?? medianSeconds, high: high ?? medianSeconds };
}

/** Excludes 0 exactly if the two intervals do not overlap. */
function changeOf(old: Interval, current: Interval): Interval {
  return {
    median: current.median / old.median - 1,
    low: current.low / old.high - 1,
    high: current.high / old.low - 1,
  };
}

const scaled = ({ median, low, high }: Interval, factor: number): Interval => ({
  median: median * factor,
  low: low * factor,
  high: high * factor,
});

const point = (value: number): Interval => ({ median: value, low: value, high: value });
