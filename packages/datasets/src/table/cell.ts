/** What the text of one cell means. */

/** Texts that stand for no value, in any case. */
const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?', '-']);
const LONGEST_MISSING = 4;

/** Whether the cell has no value: it is empty, or NA, N/A, NaN, null, none, ? or -. Spaces around it do not count. */
export function isMissing(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length <= LONGEST_MISSING && MISSING.has(trimmed.toLowerCase());
}

/** `Number` takes 0x1f, 0b1 and 0o7 too; these are texts here. */
const WITH_RADIX = /^\s*[+-]?0[xbo]/i;

/** The number that a cell holds, as 12, -0.5 or 1e-3; with `decimalComma` as -0,5. NaN for anything else. */
export function numberOf(text: string, decimalComma = false): number {
  if (decimalComma && text.includes('.')) return Number.NaN;
  const value = Number(decimalComma ? text.replace(',', '.') : text);
  return Number.isFinite(value) && text.trim() !== '' && !WITH_RADIX.test(text) ? value : Number.NaN;
}

const ISO_DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?(Z|[+-]\d\d:\d\d)?)?$/;
const MS_PER_DAY = 86_400_000;
const MS_PER_MINUTE = 60_000;

/**
 * Days since 1970-01-01, with a fraction for the time of day, of an ISO 8601 date: 2024-02-29, 2024-02-29T12:30 or
 * 2024-02-29 12:30:15+02:00. A time without a zone is taken as UTC. NaN for anything else, such as 2024-02-30.
 */
export function daysOf(text: string): number {
  const match = ISO_DATE.exec(text.trim());
  if (match === null) return Number.NaN;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  if (year === undefined || month === undefined || day === undefined) return Number.NaN;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  midnight.setUTCFullYear(year);
  const exists = midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day;
  if (!exists || (hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) >= 61) return Number.NaN;
  const time = ((hour ?? 0) * 60 + (minute ?? 0)) * MS_PER_MINUTE + (second ?? 0) * 1000;
  return (midnight.getTime() + time - zoneOf(match[7])) / MS_PER_DAY;
}

/** Milliseconds that a zone is ahead of UTC. */
function zoneOf(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return (zone.startsWith('-') ? -minutes : minutes) * MS_PER_MINUTE;
}
