/** Formats the numbers of a result file for people. */
import { formatDigits } from '@nablajs/command-line';
import type { Result } from '../result/result-file.js';

/** `123 GFLOP/s`. */
export const formatGflops = (gflops: number): string => `${formatDigits(gflops)} GFLOP/s`;

/** `45 %` for 0.45. */
export function formatShare(share: number): string {
  if (share < 0.001) return '<0.1 %';
  return `${share < 0.0995 ? (share * 100).toFixed(1) : Math.round(share * 100)} %`;
}

/** Half of the interval's width as a share of the median, such as `±3 %`; empty without an interval. */
export function formatSpread({ medianSeconds, low, high }: Result): string {
  if (medianSeconds === null || low === null || high === null || medianSeconds <= 0) return '';
  return `±${formatShare((high - low) / 2 / medianSeconds)}`.replace('±<', '<±');
}

/** `2x` on both sides of `even`; the chart says which side is faster. */
export function formatRatioTick(ratio: number): string {
  if (ratio === 1) return 'even';
  return `${Number((ratio > 1 ? ratio : 1 / ratio).toPrecision(2))}x`;
}
