import type { Tensor } from '@nablajs/core';

/** Elements that a function with kinks is about to be applied to. */
export interface Kinked {
  readonly at: Tensor;
  /** The values at which it has them. */
  readonly kinks: readonly number[];
}

/** For each element and each kink: -1 below it, 0 on it, 1 above. Two equal results have no kink between them. */
export async function sidesOf(kinked: readonly Kinked[]): Promise<Int8Array> {
  const sides: number[] = [];
  for (const { at, kinks } of kinked) {
    const values = await at.data();
    for (const kink of kinks) for (const value of values) sides.push(Math.sign(value - kink));
  }
  return Int8Array.from(sides);
}
