/** Ratios of seconds in words. */
import type { Interval } from '../result/result-file.js';

export interface RatioWords {
  /** `1.9x slower`; `no clear difference` if the interval contains 1. */
  readonly verdict: string;
  /** `1.8 to 2.0`; `1.1x faster to 1.2x slower` if the interval contains 1. */
  readonly interval: string;
  readonly direction: 'faster' | 'slower' | 'unclear';
}

/** @param ratio Seconds over the baseline's seconds: above 1 is slower. */
export function ratioWords({ median, low, high }: Interval): RatioWords {
  const digits = decimals(factor(low), factor(high));
  if (low > 1) {
    return {
      verdict: `${median.toFixed(digits)}x slower`,
      interval: `${low.toFixed(digits)} to ${high.toFixed(digits)}`,
      direction: 'slower',
    };
  }
  if (high < 1) {
    return {
      verdict: `${(1 / median).toFixed(digits)}x faster`,
      interval: `${(1 / high).toFixed(digits)} to ${(1 / low).toFixed(digits)}`,
      direction: 'faster',
    };
  }
  const ends = [endWords(low, digits), endWords(high, digits)];
  return {
    verdict: 'no clear difference',
    interval: ends[0] === ends[1] ? 'even' : ends.join(' to '),
    direction: 'unclear',
  };
}

/** `1.9x slower (1.8 to 2.0)`. */
export function ratioSentence(ratio: Interval): string {
  const { verdict, interval } = ratioWords(ratio);
  return `${verdict} (${interval})`;
}

/** How many times faster or slower, always at least 1. */
const factor = (ratio: number): number => (ratio >= 1 ? ratio : 1 / ratio);

/** Digits to show: two close to 1, none above 10, one between; one more if both ends would look the same. */
function decimals(low: number, high: number): number {
  const smallest = Math.min(low, high);
  if (smallest < 1.2) return 2;
  const enough = smallest < 9.95 ? 1 : 0;
  return low.toFixed(enough) === high.toFixed(enough) ? enough + 1 : enough;
}

function endWords(ratio: number, digits: number): string {
  const text = factor(ratio).toFixed(digits);
  return Number(text) === 1 ? 'even' : `${text}x ${ratio > 1 ? 'slower' : 'faster'}`;
}
