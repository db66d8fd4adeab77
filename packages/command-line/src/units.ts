/** Formats numbers with three digits and a suitable unit. */

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

/**
 * Formats seconds, for example as `1.23 ms`.
 *
 * @example
 * ```ts
 * formatSeconds(0.0456); // '45.6 ms'
 * ```
 */
export const formatSeconds = (seconds: number): string => formatUnits(seconds, SECONDS);

/**
 * Formats bytes in powers of ten, for example as `345 MB`.
 *
 * @example
 * ```ts
 * formatBytes(345e6); // '345 MB'
 * ```
 */
export const formatBytes = (bytes: number): string => formatUnits(bytes, BYTES);

/**
 * Formats a tick of an axis without trailing zeros, for example as `1 ms`.
 *
 * @example
 * ```ts
 * formatTick(0.001, formatSeconds); // '1 ms'
 * ```
 */
export const formatTick = (value: number, format: (value: number) => string): string =>
  value === 0
    ? '0'
    : format(value)
        .replace(/(\.\d*?)0+(?= )/, '$1')
        .replace(/\.(?= )/, '');

function formatUnits(value: number, units: Units): string {
  // Rounds first, so that 999.9 us becomes 1.00 ms.
  const rounded = Number(value.toPrecision(3));
  const [unit, size] = units.findLast(([, size]) => Math.abs(rounded) >= size * 0.9999) ?? units[0] ?? ['', 1];
  return `${formatDigits(rounded / size)} ${unit}`;
}

/**
 * Formats a number with some significant digits. Uses an exponent below 0.001 and from a million on.
 *
 * @example
 * ```ts
 * formatDigits(123.4); // '123'
 * formatDigits(1e-5, 2); // '1.0e-5'
 * ```
 */
export function formatDigits(value: number, digits = 3): string {
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size >= 1e6 || size < 1e-3) return value.toExponential(digits - 1);
  const rounded = Number(value.toPrecision(digits));
  const before = Math.floor(Math.log10(Math.abs(rounded))) + 1;
  return rounded.toFixed(Math.max(0, digits - before));
}
