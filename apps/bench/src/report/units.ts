/** Numbers as people read them: three digits, and a unit fit for the size. */
import type { Result } from '../result-file.js';

type Units = readonly (readonly [string, number])[];

const SECONDS: Units = [
  ['ns', 1e-9],
  ['us', 1e-6],
  ['ms', 1e-3],
  ['s', 1],
];

const BYTES: Units = [
  ['B', 1],
  ['kB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
];

/** `1.23 ms`. */
export const formatSeconds = (seconds: number): string => formatUnits(seconds, SECONDS);

/** `345 MB`, in powers of ten. */
export const formatBytes = (bytes: number): string => formatUnits(bytes, BYTES);

/** `123 GFLOP/s`. */
export const formatGflops = (gflops: number): string => `${formatDigits(gflops)} GFLOP/s`;

/** `45 %`, of 0.45. */
export function formatShare(share: number): string {
  if (share < 0.001) return '<0.1 %';
  return `${share < 0.0995 ? (share * 100).toFixed(1) : Math.round(share * 100)} %`;
}

/** Half of the interval's width as a share of the median: `±3 %`; empty where there is no interval. */
export function formatSpread({ medianSeconds, low, high }: Result): string {
  if (medianSeconds === null || low === null || high === null || medianSeconds <= 0) return '';
  return `±${formatShare((high - low) / 2 / medianSeconds)}`.replace('±<', '<±');
}

/** `1 ms`, of a tick: without the digits that say nothing. */
export const formatTick = (value: number, format: (value: number) => string): string =>
  value === 0
    ? '0'
    : format(value)
        .replace(/(\.\d*?)0+(?= )/, '$1')
        .replace(/\.(?= )/, '');

export const formatTimeTick = (seconds: number): string => formatTick(seconds, formatSeconds);

/** `2x` on both sides of `even`: the chart says on which side what is faster. */
export function formatRatioTick(ratio: number): string {
  if (ratio === 1) return 'even';
  return `${Number((ratio > 1 ? ratio : 1 / ratio).toPrecision(2))}x`;
}

/** `1000`, `20k`, `3M`. */
export function formatSizeTick(size: number): string {
  if (size >= 1e6) return `${Number((size / 1e6).toPrecision(3))}M`;
  return size >= 1e4 ? `${Number((size / 1e3).toPrecision(3))}k` : String(Number(size.toPrecision(3)));
}

function formatUnits(value: number, units: Units): string {
  // Rounded first: 999.9 us is 1.00 ms.
  const rounded = Number(value.toPrecision(3));
  const [unit, size] = units.findLast(([, size]) => Math.abs(rounded) >= size * 0.9999) ?? units[0] ?? ['', 1];
  return `${formatDigits(rounded / size)} ${unit}`;
}

/** So many significant digits, without an exponent up to a million and down to a thousandth. */
export function formatDigits(value: number, digits = 3): string {
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size >= 1e6 || size < 1e-3) return value.toExponential(digits - 1);
  const rounded = Number(value.toPrecision(digits));
  const before = Math.floor(Math.log10(Math.abs(rounded))) + 1;
  return rounded.toFixed(Math.max(0, digits - before));
}
