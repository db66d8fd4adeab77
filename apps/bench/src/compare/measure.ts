/** By how much a row changed, with the interval of it. */
import type { Interval, Result } from '../result/result-file.js';
import type { ResultPair } from './pairs.js';

/** Of the ratio to the baseline, of seconds, or of the bytes of the peak. */
export type Basis = 'ratio' | 'seconds' | 'bytes';

export interface Measured {
  readonly basis: Basis;
  /** new / old - 1. */
  readonly change: Interval;
  /** What new seconds were divided by; 1 for the others. */
  readonly shared: number;
}

/**
 * Null where one of the two is missing, or they have nothing in common.
 * @param shared What the machine changed time by, new / old; new seconds are divided by it.
 * @param byRatio Whether ratios may stand in for seconds.
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

/** The interval of `medianSeconds`; null in the memory suite. */
function secondsOf({ medianSeconds, low, high }: Result): Interval | null {
  if (medianSeconds === null || medianSeconds <= 0) return null;
  return { median: medianSeconds, low: low ?? medianSeconds, high: high ?? medianSeconds };
}

/** Its ends are apart from 0 exactly where the two intervals are apart from each other. */
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
