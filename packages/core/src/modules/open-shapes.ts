/**
 * Open dimensions, such as a text's length. `build` gets NaN for one, so what it computes from it is NaN, and so open
 * as well.
 */
import type { Shape } from '../backend.js';
import { checkShape } from '../tensors/shape.js';
import { formatShape, NablaError } from '../validation/errors.js';

/** The shape of one example. A name instead of a number is a dimension of any length; equal names, equal lengths. */
export type OpenShape = readonly (number | string)[];

/** Checks a shape, and returns it with NaN for open dimensions. */
export function numericShape(who: string, shape: OpenShape): Shape {
  const withNumber = (open: number): Shape =>
    Array.isArray(shape)
      ? shape.map((dimension) => (typeof dimension === 'string' && dimension !== '' ? open : dimension))
      : (shape as Shape);
  checkShape(who, withNumber(1));
  return withNumber(Number.NaN);
}

/**
 * Returns what a module's `build` gets for one input shape or several, whose open dimensions have names.
 *
 * @example
 * ```ts
 * const [shape] = buildShapes(['time', 64]); // [NaN, 64]
 * ```
 */
export const buildShapes = (given: OpenShape | readonly OpenShape[], who = 'inputShape'): readonly Shape[] =>
  listOfShapes(given).map((shape) => numericShape(who, shape));

export const listOfShapes = (given: OpenShape | readonly OpenShape[]): readonly OpenShape[] =>
  (Array.isArray(given?.[0]) ? given : [given]) as readonly OpenShape[];

/** Whether shapes of tensors fit declared ones, in which NaN stands for any length. */
export const fit = (shapes: readonly Shape[], declared: readonly Shape[]): boolean =>
  shapes.length === declared.length &&
  shapes.every((shape, at) => {
    const own = declared[at] as Shape;
    return shape.length === own.length && shape.every((dimension, i) => Number.isNaN(own[i]) || dimension === own[i]);
  });

/** Formats a batch's shape: `[n, time, 3]`; an open dimension without a name is `?`. */
export const formatBatch = (shape: OpenShape): string => formatShape(['n', ...shape]);

/** Throws unless open dimensions of one name have one length in `shapes`, which include the batch dimension. */
export function checkLengths(who: string, declared: readonly OpenShape[], shapes: readonly Shape[]): void {
  const lengths = new Map<string, number>();
  for (const [at, shape] of declared.entries()) {
    for (const [axis, name] of shape.entries()) {
      const length = shapes[at]?.[axis + 1] as number;
      if (typeof name === 'string' && (lengths.get(name) ?? length) !== length) {
        const received = `${lengths.get(name)} and ${length}`;
        throw new NablaError('shape', `${who}: '${name}' must have one length in all inputs. Received ${received}.`);
      }
      if (typeof name === 'string') lengths.set(name, length);
    }
  }
}
