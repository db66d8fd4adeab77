import type { Shape } from '../backend.js';
import type { Pair } from '../ops/fused/windows.js';
import { pad } from '../ops/movement.js';
import { unexpected } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { Lambda } from './lambda.js';

/**
 * Surrounds sequences [n, length, channels] or images [n, height, width, channels] with zeros, as Keras' ZeroPadding1D
 * and ZeroPadding2D do. `padding` is the number of zeros on every side. For a sequence it may be [before, after]; for
 * an image [y, x], or [[top, bottom], [left, right]].
 *
 * Throws NablaError `argument` unless they are whole numbers >= 0, and `shape` in `build` for other inputs.
 *
 * @example
 * ```ts
 * const layers = [new ZeroPadding([[0, 1], [0, 1]]), new Conv2d(16, 3, { stride: 2 })];
 * ```
 */
export class ZeroPadding extends Lambda {
  constructor(padding: Pair | readonly [readonly [number, number], readonly [number, number]]) {
    const given = typeof padding === 'number' ? [padding, padding] : padding;
    const sides: readonly (number | readonly [number, number])[] = Array.isArray(given) ? given : [];
    const zeros = sides.flat();
    const isSide = (side: unknown): boolean => !Array.isArray(side) || side.length === 2;
    if (
      sides.length !== 2 ||
      !sides.every(isSide) ||
      !zeros.every((count) => Number.isSafeInteger(count) && count >= 0)
    ) {
      throw unexpected('ZeroPadding', 'whole numbers >= 0', padding, 'write 1, [1, 2] or [[0, 1], [0, 1]]');
    }
    const widthsOf = (shape: Shape): (readonly [number, number])[] => {
      const isSequence = shape.length === 2 && zeros.length === 2;
      const inner = isSequence ? [sides] : sides.map((side) => (typeof side === 'number' ? [side, side] : side));
      if (inner.length === shape.length - 1) return [...inner, [0, 0]] as (readonly [number, number])[];
      const expected = 'inputs of shape [length, channels] or [height, width, channels]';
      throw new NablaError('shape', `ZeroPadding: expected ${expected}. Received ${formatShape(shape)}.`);
    };
    super(
      { type: 'ZeroPadding', padding },
      (x) => pad(x, [[0, 0], ...widthsOf(x.shape.slice(1))]),
      (shape) => widthsOf(shape).map(([before, after], axis) => before + (shape[axis] as number) + after),
    );
  }
}
