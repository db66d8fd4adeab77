import { scope } from '../../tensors/scope.js';
import { fusedAllowed, isTracked, record, withTapes } from '../../tensors/tape.js';
import { isTensor, type Tensor } from '../../tensors/tensor.js';
import { isObject, wrongReturn } from '../../validation/describe.js';
import { NablaError } from '../../validation/errors.js';

/** The 1 with which a backward walk starts, unless its gradients are scaled. */
export const ones: Set<Tensor> = new Set();

/** Whether this gradient is known to be 1, so multiplying by it can be left out. */
export const isOne = (dY: Tensor): boolean => ones.has(dY);

/** What the forward function of `customVjp` returns. */
export interface Differentiated {
  readonly output: Tensor;
  /** What the derivative needs: inputs, the output, or intermediate tensors. They are kept until it has run. */
  readonly saved: readonly Tensor[];
}

/**
 * Returns the gradient of each input from dY, the gradient of the output, and what `forward` saved. May be undefined
 * where `needs` is false.
 */
export type CustomVjp = (
  dY: Tensor,
  saved: readonly Tensor[],
  needs: readonly boolean[],
) => readonly (Tensor | undefined)[];

/**
 * Runs an operation with a custom derivative, for kernels that do several steps at once, or for a gradient other than
 * that of the function. `forward` is not recorded, so pass every tensor that needs a gradient in `inputs`. Throws
 * NablaError `argument` or `shape` if `forward` or `vjp` returns something else than it must.
 *
 * `composed` computes the same with plain operations; `{ fused: false }` uses it instead. Without it the operation has
 * no second derivative: differentiating through `vjp` throws NablaError `argument`.
 *
 * @example
 * ```ts
 * // A step function that passes gradients through (a straight-through estimator).
 * const step = (x: Tensor) =>
 *   customVjp('step', [x], () => ({ output: greater(x, 0), saved: [] }), (dY) => [dY]);
 * ```
 */
export function customVjp(
  op: string,
  inputs: readonly Tensor[],
  forward: () => Differentiated,
  vjp: CustomVjp,
  composed?: () => Tensor,
): Tensor {
  if (composed !== undefined && !fusedAllowed()) return scope(composed);
  return scope(() => {
    const made = withTapes([], forward);
    if (!isObject(made) || !isTensor(made.output) || !Array.isArray(made.saved) || !made.saved.every(isTensor)) {
      throw wrongReturn(op, 'forward', '{ output, saved } of tensors', made);
    }
    // A new tensor if forward returned one that existed before.
    const output = inputs.includes(made.output)
      ? withTapes([], () => made.output.reshape(made.output.shape))
      : made.output;
    return record(op, inputs, output, made.saved, (dY, saved, needs) => {
      if (isTracked(dY, ...inputs)) {
        const remedy =
          composed === undefined ? 'give customVjp a composed form' : 'pass { fused: false } to valueAndGrad or grad';
        throw new NablaError('argument', `${op}: a fused kernel has no second derivative; ${remedy}.`);
      }
      return withTapes([], () => vjp(dY, saved as readonly Tensor[], needs));
    });
  });
}
