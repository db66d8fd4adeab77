/** How much a row must change before the change is reported. */
import type { Basis, Measured } from './measure.js';

/** Seconds and memory need larger changes. */
const FLOOR_FACTORS: Readonly<Record<Basis, number>> = { ratio: 1, seconds: 2, bytes: 4 };

/** Turns a median deviation into a standard deviation if the distribution is normal. */
const DEVIATION = 1.4826;

/** With fewer rows than this, one real change would look like scatter. */
const ENOUGH_ROWS = 8;

/** The most scatter that counts as noise. */
const MOST_SCATTER = 0.15;

/**
 * The floor, or four standard deviations of the changes of all rows if that is more: rows scatter because processes
 * differ, even without a change of code.
 */
export function leastChanges(measured: readonly Measured[], floor: number): Readonly<Record<Basis, number>> {
  const least = (basis: Basis) => Math.max(floor * FLOOR_FACTORS[basis], scatter(measured, basis));
  return { ratio: least('ratio'), seconds: least('seconds'), bytes: least('bytes') };
}

function scatter(measured: readonly Measured[], basis: Basis): number {
  const sizes = measured
    .filter((one) => one.basis === basis)
    .map(({ change }) => Math.abs(Math.log1p(change.median)))
    .sort((a, b) => a - b);
  if (sizes.length < ENOUGH_ROWS) return 0;
  return Math.min(MOST_SCATTER, 4 * DEVIATION * (sizes[Math.floor(sizes.length / 2)] ?? 0));
}
