/** Interprets the text of a cell: as a number, a date, or a missing value. */

/** Texts that mean a missing value, in lower case. */
const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?', '-']);
const MAX_MISSING_LENGTH = 4;

/**
 * Whether a value is missing: the cell is empty, or NA, N/A, NaN, null, none, ? or -. Ignores case and outer spaces.
 */
export function isMissing(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length <= MAX_MISSING_LENGTH && MISSING.has(trimmed.toLowerCase());
}

/** `Number` also accepts 0x1f, 0b1 and 0o7, which are texts here. */
const WITH_RADIX = /^\s*[+-]?0[xbo]/i;

/**
 * Reads a number such as 12, -0.5 or 1e-3; with `decimalComma`, -0,5. Returns NaN for anything else.
 *
 * @example
 * ```ts
 * numberOf('-0,5', true); // -0.5
 * ```
 */
export function numberOf(text: string, decimalComma = false): number {
  if (decimalComma && text.includes('.')) return Number.NaN;
  const value = Number(decimalComma ? text.replace(',', '.') : text);
  return Number.isFinite(value) && text.trim() !== '' && !WITH_RADIX.test(text) ? value : Number.NaN;
}

const ISO_DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?(Z|[+-]\d\d:\d\d)?)?$/;
const MS_PER_DAY = 86_400_000;
const MS_PER_MINUTE = 60_000;

/**
 * Reads an ISO 8601 date, such as 2024-02-29, 2024-02-29T12:30 or 2024-02-29 12:30:15+02:00, as days since 1970-01-01
 * with a fraction for the time of day. A time without a zone is in UTC. Returns NaN for anything else, such as
 * 2024-02-30.
 *
 * @example
 * ```ts
 * daysOf('1970-01-02T12:00'); // 1.5
 * ```
 */
export function daysOf(text: string): number {
  const match = ISO_DATE.exec(text.trim());
  if (match === null) return Number.NaN;
  const parts = match.slice(1, 7).map((part) => Number(part ?? 0));
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  const midnight = new Date(Date.UTC(year, month - 1, day));
  midnight.setUTCFullYear(year);
  const exists = midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day;
  if (!exists || hour > 23 || minute > 59 || second >= 61) return Number.NaN;
  const time = (hour * 60 + minute) * MS_PER_MINUTE + second * 1000;
  return (midnight.getTime() + time - zoneOf(match[7])) / MS_PER_DAY;
}

/** Returns how many milliseconds a zone is ahead of UTC. */
function zoneOf(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return (zone.startsWith('-') ? -minutes : minutes) * MS_PER_MINUTE;
}
