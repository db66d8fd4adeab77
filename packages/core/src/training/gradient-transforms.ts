/** Transforms change gradients before the optimizer uses them. */

import type { TypedConfig } from '../config/json.js';
import { clip } from '../ops/composed.js';
import { add, divide, greater, multiply, sqrt, sum, where } from '../ops/ops.js';
import { scope } from '../tensors/scope.js';
import { fill, type Tensor } from '../tensors/tensor.js';
import { checkPositive } from '../validation/arguments.js';

/** Gradients by the names of their parameters. */
export type Gradients = ReadonlyMap<string, Tensor>;

/** Changes the gradients of a step before the optimizer uses them: clips them, or adds noise. */
export interface GradientTransform {
  /** The transform as JSON. */
  readonly config: TypedConfig;
  /**
   * Returns gradients of the same names, shapes and dtypes: new ones, or some that it was given. The training owns
   * both. Release intermediate tensors yourself, with `scope` for example.
   */
  apply(gradients: Gradients): Gradients | Promise<Gradients>;
}

/**
 * Limits the norm of the gradients: scales them all by `min(1, maximum / (‖g‖ + 1e-6))`, where the norm `‖g‖ = √(Σ g²)`
 * is taken over all elements and `maximum` is > 0. As PyTorch's `clip_grad_norm_`.
 *
 * @example
 * ```ts
 * await fit(model, trainSet, { loss, optimizer, epochs: 10, transforms: [clipByNorm(1)] });
 * ```
 */
export function clipByNorm(maximum: number): GradientTransform {
  checkPositive('clipByNorm maximum', maximum);
  return {
    config: { type: 'clipByNorm', maximum },
    apply: (gradients) =>
      scope(() => {
        const [first, ...more] = [...gradients.values()].map((gradient) => sum(multiply(gradient, gradient)));
        if (first === undefined) return gradients;
        const factor = divide(maximum, add(sqrt(more.reduce(add, first)), 1e-6));
        const one = fill(factor.backend, [], 1, factor.dtype);
        const atMostOne = where(greater(factor, one), one, factor);
        return changed(gradients, (gradient) => multiply(gradient, atMostOne));
      }),
  };
}

/**
 * Limits each element g of the gradients to `min(max(g, −maximum), maximum)`; `maximum` is > 0. As PyTorch's
 * `clip_grad_value_`.
 *
 * @example
 * ```ts
 * await fit(model, trainSet, { loss, optimizer, epochs: 10, transforms: [clipByValue(0.5)] });
 * ```
 */
export function clipByValue(maximum: number): GradientTransform {
  checkPositive('clipByValue maximum', maximum);
  return {
    config: { type: 'clipByValue', maximum },
    apply: (gradients) => changed(gradients, (gradient) => clip(gradient, -maximum, maximum)),
  };
}

const changed = (gradients: Gradients, change: (gradient: Tensor) => Tensor): Gradients =>
  new Map([...gradients].map(([name, gradient]) => [name, change(gradient)]));
