/** Numbers of a report as people read them. */
import { duration, formatDigits, formatSeconds } from '@nablajs/command-line';

/** `97.57 %` */
export const percent = (share: number | null | undefined): string =>
  share === null || share === undefined ? '-' : `${(share * 100).toFixed(2)} %`;

/** At least four digits, and none of a large number is lost: `0.08231`, `123,456`. */
export const digits = (value: number | null | undefined): string => {
  if (value === null || value === undefined) return '-';
  const isLarge = Math.abs(value) >= 1e4 && Math.abs(value) < 1e15;
  return isLarge ? Math.round(value).toLocaleString('en') : formatDigits(value, 4);
};

/** `60,000` */
export const count = (value: number | undefined): string => (value === undefined ? '-' : value.toLocaleString('en'));

/** `12.3 s`, `3m05s`. */
export const time = (seconds: number | undefined): string => {
  if (seconds === undefined) return '-';
  return seconds < 60 ? formatSeconds(seconds) : duration(seconds);
};

/** A value of `val_accuracy` and its like is a share; all others are numbers. */
export const metricValue = (name: string, value: number | undefined): string =>
  isShare(name) ? percent(value) : digits(value);

export const isShare = (name: string): boolean => /accuracy$/.test(name);
