import { workError } from '@nablajs/command-line';
import { type DenseArray, formatShape, sameShape } from '@nablajs/core';
import type { OtherOutput } from './other-side.js';

/** The largest difference that rounding explains, relative to the largest output. */
export const TOLERANCE: Readonly<Record<'float32' | 'float64', number>> = { float32: 1e-5, float64: 1e-12 };

/** Relative to the largest number of its output. NaN and NaN are equal. */
export function worstDifference(own: readonly DenseArray[], other: readonly OtherOutput[]): number {
  if (own.length !== other.length) {
    throw workError(`--verify: expected ${own.length} outputs. The other side returned ${other.length}.`);
  }
  return own.reduce((worst, { data, shape }, at) => {
    const { shape: otherShape, data: otherData } = other[at] as OtherOutput;
    if (!sameShape(shape, otherShape)) {
      throw workError(
        `--verify: output ${at}: expected the shape ${formatShape(shape)}. The other side returned ` +
          `${formatShape(otherShape)}.`,
      );
    }
    let [largest, difference] = [0, 0];
    for (const [index, value] of data.entries()) {
      const received = otherData[index] as number;
      if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
      if (Object.is(value, received) || value === received) continue;
      const distance = Math.abs(value - received);
      difference = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : Math.max(difference, distance);
    }
    return Math.max(worst, difference === 0 ? 0 : difference / largest);
  }, 0);
}
