/** The parts of a date that become inputs of their own. */

/** A part of a date: its month, its weekday, or its time of day. */
export type DatePart = 'month' | 'weekday' | 'time';

/** All parts, in the order of their inputs. */
export const DATE_PARTS: readonly DatePart[] = ['month', 'weekday', 'time'];

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MS_PER_DAY = 86_400_000;

/** The names of the inputs of each part, after the name of the column. */
export const PART_NAMES: Readonly<Record<DatePart, readonly string[]>> = {
  month: Array.from({ length: 12 }, (_, month) => `month ${month + 1}`),
  weekday: WEEKDAYS,
  time: ['time of day'],
};

/** Returns the month of a date in days since 1970-01-01, from 0 to 11. In UTC, as the other parts are. */
export const monthOf = (days: number): number => new Date(Math.floor(days) * MS_PER_DAY).getUTCMonth();

/** Returns the weekday of a date, from 0 for Monday to 6. */
export function weekdayOf(days: number): number {
  // 1970-01-01 was a Thursday.
  const weekday = (Math.floor(days) + 3) % 7;
  return weekday < 0 ? weekday + 7 : weekday;
}

/** Returns the time of day in [0, 1), to the millisecond: the same time of two days differs by rounding. */
export function timeOf(days: number): number {
  const ms = Math.round((days - Math.floor(days)) * MS_PER_DAY);
  return Math.min(ms, MS_PER_DAY - 1) / MS_PER_DAY;
}

/** Finds the parts in which dates differ. */
export class DateDifferences {
  #first: number | undefined;
  readonly #differing: Set<DatePart> = new Set();

  add(days: number): void {
    if (this.#differing.size === DATE_PARTS.length) return;
    this.#first ??= days;
    if (monthOf(days) !== monthOf(this.#first)) this.#differing.add('month');
    if (weekdayOf(days) !== weekdayOf(this.#first)) this.#differing.add('weekday');
    if (timeOf(days) !== timeOf(this.#first)) this.#differing.add('time');
  }

  /** The parts that are not the same in all dates. */
  get parts(): DatePart[] {
    return DATE_PARTS.filter((part) => this.#differing.has(part));
  }
}
