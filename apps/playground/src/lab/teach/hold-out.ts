/** Which photos test the network instead of teaching it. */
import { Random } from '@nablajs/core';

/** Each class holds out one photo of so many. */
const ONE_OF = 5;

/** The photos of the classes, by their numbers in one list of all. */
export interface Parts {
  readonly training: Int32Array;
  /** Empty if a class has too few photos to spare one. */
  readonly heldOut: Int32Array;
}

/** How many photos a class needs so that some can be held out. */
export const LEAST_TO_HOLD_OUT = ONE_OF;

/** Holds out a fifth of each class, if each has at least five photos. Equal counts give equal parts. */
export function holdOut(counts: readonly number[]): Parts {
  const isPossible = counts.every((count) => count >= LEAST_TO_HOLD_OUT);
  const [training, heldOut]: [number[], number[]] = [[], []];
  const random = new Random(1);
  let first = 0;
  for (const count of counts) {
    const share = isPossible ? Math.floor(count / ONE_OF) : 0;
    for (const [at, index] of random.permutation(count).entries())
      (at < share ? heldOut : training).push(first + index);
    first += count;
  }
  return { training: Int32Array.from(training).sort(), heldOut: Int32Array.from(heldOut).sort() };
}
