/** WGSL that finds where an element lies. */
import type { BroadcastPlan } from '@nablajs/core/kernels';
import { word } from '../gpu/program.js';

/**
 * Splits the variable r, the number of an element in an array of `rank` dimensions, into coordinates, the last first,
 * and adds each one times a stride to each of the variables `offsets`. The words of params from `first` on are the
 * dimensions, from the last to the first, then in this order the strides for each variable.
 */
export function walk(rank: number, first: number, offsets: readonly string[]): string {
  let code = '';
  for (let axis = 0; axis < rank; axis++) {
    const size = word(first + axis);
    // Nothing is left above the outermost dimension.
    code += axis === rank - 1 ? `let x${axis}=r;` : `let x${axis}=r%${size};r/=${size};`;
    for (const [at, offset] of offsets.entries())
      code += `${offset}+=x${axis}*${word(first + rank * (at + 1) + axis)};`;
    code += '\n';
  }
  return code;
}

/** The words of `walk` for the operands of a plan, or for some of them. */
export function walkWords(
  { length, outer, steps, strides }: BroadcastPlan,
  isUsed: (at: number) => boolean = () => true,
): readonly number[] {
  const own = steps.flatMap((step, at) => (isUsed(at) ? [step].concat(strides[at]!.toReversed()) : []));
  return [length].concat(outer.toReversed(), own);
}
