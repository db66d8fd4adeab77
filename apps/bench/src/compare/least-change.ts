/** How much a row must change before it is called changed. */
import type { Basis, Measured } from './measure.js';

/** Seconds carry every whim of the machine, and of memory there is one number without an interval: they must show more. */
const FLOOR_FACTORS: Readonly<Record<Basis, number>> = { ratio: 1, seconds: 2, bytes: 4 };

/** A median deviation times this is a standard deviation, where the distribution is normal. */
const DEVIATION = 1.4826;

/** Of few rows, one that really changed would be taken for their scatter. */
const ENOUGH_ROWS = 8;

/** Where many rows really changed, what they scatter by is no noise: beyond this they are judged by their intervals alone. */
const MOST_SCATTER = 0.15;

/**
 * By basis: the floor, or four standard deviations of the changes of all rows where that is more. The rows of an unchanged
 * build scatter by what differs from process to process, of which the few processes of one run see too little: their
 * intervals come out too narrow, and some of many would be apart by chance.
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
