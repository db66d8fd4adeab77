/** Formats the numbers of a report. */
import { duration, formatDigits, formatSeconds } from '@nablajs/command-line';

/** Formats `97.57 %`. */
export const percent = (share: number | null | undefined): string =>
  share === null || share === undefined ? '-' : `${(share * 100).toFixed(2)} %`;

/** Formats at least four digits, and all digits of a large number: `0.08231`, `123,456`. */
export const digits = (value: number | null | undefined): string => {
  if (value === null || value === undefined) return '-';
  const isLarge = Math.abs(value) >= 1e4 && Math.abs(value) < 1e15;
  return isLarge ? Math.round(value).toLocaleString('en') : formatDigits(value, 4);
};

/** Formats `60,000`. */
export const count = (value: number | undefined): string => (value === undefined ? '-' : value.toLocaleString('en'));

/** Formats `12.3 s` or `3m05s`. */
export const time = (seconds: number | undefined): string => {
  if (seconds === undefined) return '-';
  return seconds < 60 ? formatSeconds(seconds) : duration(seconds);
};

/** Formats a metric: accuracies as percentages, all others as numbers. */
export const metricValue = (name: string, value: number | undefined): string =>
  isShare(name) ? percent(value) : digits(value);

export const isShare = (name: string): boolean => /accuracy$/.test(name);
