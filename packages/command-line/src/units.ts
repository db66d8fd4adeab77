/** Numbers as people read them: three digits, and a unit fit for the size. */

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

/** `1 ms`, of a tick: without the digits that say nothing. */
export const formatTick = (value: number, format: (value: number) => string): string =>
  value === 0
    ? '0'
    : format(value)
        .replace(/(\.\d*?)0+(?= )/, '$1')
        .replace(/\.(?= )/, '');

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
