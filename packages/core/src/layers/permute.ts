import { permute } from '../ops/movement.js';
import { permutation } from '../tensors/shape.js';
import { unexpected } from '../validation/describe.js';
import { Lambda } from './lambda.js';

/**
 * Reorders the dimensions of each example: dimension i of the output is dimension `axes[i - 1]` of the input. Axis 0 is
 * the batch and stays, so `axes` are the numbers from 1, as in Keras' Permute. Throws NablaError `shape` in `build`
 * unless each axis is there once.
 *
 * @example
 * ```ts
 * const layers = [new Permute([2, 1]), new Conv1d(8, 3)]; // [n, channels, length] becomes [n, length, channels]
 * ```
 */
export class Permute extends Lambda {
  constructor(axes: readonly number[]) {
    if (!Array.isArray(axes)) throw unexpected('Permute', 'axes, such as [2, 1]', axes);
    const order: readonly number[] = [0, ...axes];
    super(
      { type: 'Permute', axes },
      (x) => permute(x, order),
      (shape) => {
        const whole = [1, ...shape];
        return permutation(whole, order)
          .map((axis) => whole[axis] as number)
          .slice(1);
      },
    );
  }
}
