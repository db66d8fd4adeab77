/** Layers that combine several values. */
import type { Shape } from '../backend.js';
import { concat } from '../ops/movement.js';
import { add, multiply } from '../ops/ops.js';
import { broadcastShapes, concatenatedShape, normaliseAxis } from '../tensors/shape.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkOptions } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { Lambda } from './lambda.js';

/** Throws unless there are several shapes of one rank: a batch must not meet another dimension. */
function several(type: string, shapes: readonly Shape[]): readonly [Shape, ...Shape[]] {
  const [first, ...more] = shapes;
  if (first !== undefined && more.length > 0 && more.every(({ length }) => length === first.length)) {
    return [first, ...more];
  }
  const received = shapes.map(formatShape).join(', ') || 'none';
  throw new NablaError('shape', `${type}: expected several inputs of the same rank. Received ${received}.`);
}

/** Combines its inputs from the first to the last: `apply(apply(a, b), c)`. */
abstract class Merge extends Lambda {
  constructor(type: string, apply: (a: Tensor, b: Tensor) => Tensor) {
    const shapeOf = (...shapes: Shape[]) => broadcastShapes(type, ...several(type, shapes));
    super({ type }, (...inputs) => inputs.reduce((a, b) => apply(a, b)), shapeOf);
  }
}

/**
 * Adds its inputs. They have the same rank, and shapes that broadcast: dimensions are equal or 1. Use it in a `Graph`.
 * Throws NablaError `shape` in `build` for other inputs.
 *
 * @example
 * ```ts
 * const { outputShape } = new Add().build([4, 3], [1, 3]); // [4, 3]
 * ```
 */
export class Add extends Merge {
  constructor() {
    super('Add', add);
  }
}

/**
 * Multiplies its inputs, element by element. They have the same rank, and shapes that broadcast: dimensions are equal
 * or 1. Use it in a `Graph`. Throws NablaError `shape` in `build` for other inputs.
 *
 * @example
 * ```ts
 * const { outputShape } = new Multiply().build([4, 3], [1, 3]); // [4, 3]
 * ```
 */
export class Multiply extends Merge {
  constructor() {
    super('Multiply', multiply);
  }
}

/**
 * Joins its inputs along an axis; all other dimensions must be equal. Axis 0 is the batch, which cannot be joined; a
 * negative axis counts from the end. Default: -1, the last. Use it in a `Graph`. Throws NablaError `shape` in `build`
 * for other inputs.
 *
 * @example
 * ```ts
 * const { outputShape } = new Concat().build([4, 3], [4, 2]); // [4, 5]
 * ```
 */
export class Concat extends Lambda {
  constructor(options: { readonly axis?: number } = {}) {
    checkOptions('Concat', options, ['axis'], '{ axis: 1 }');
    const { axis = -1 } = options;
    if (!Number.isSafeInteger(axis) || axis === 0) {
      throw unexpected('Concat axis', 'a whole number other than 0, which is the batch', axis);
    }
    const shapeOf = (...shapes: Shape[]) => {
      const all = several('Concat', shapes);
      return concatenatedShape(all, normaliseAxis('Concat', axis < 0 ? axis : axis - 1, all[0].length));
    };
    super({ type: 'Concat', axis }, (...inputs) => concat(inputs, { axis }), shapeOf);
  }
}
