/** What changes gradients on their way to the optimizer. */

import type { TypedConfig } from '../config/json.js';
import { clip } from '../ops/composed.js';
import { add, divide, greater, multiply, sqrt, sum, where } from '../ops/ops.js';
import { scope } from '../tensors/scope.js';
import { fill, type Tensor } from '../tensors/tensor.js';
import { checkPositive } from '../validation/arguments.js';

/** Gradients by the names of their parameters. */
export type Gradients = ReadonlyMap<string, Tensor>;

/**
 * Changes the gradients of a step before the optimizer gets them: the place for clipping, noise, or a sum over several
 * machines.
 */
export interface GradientTransform {
  /** The transform as JSON. */
  readonly config: TypedConfig;
  /**
   * Returns gradients of the same names, shapes and dtypes: new ones, which then belong to the training, or some of those
   * that it got, which stay the training's. What it makes on the way it releases itself, with `scope` for example.
   */
  apply(gradients: Gradients): Gradients | Promise<Gradients>;
}

/**
 * Scales all gradients together where their norm, that of all elements taken as one vector, is above `maximum` > 0. PyTorch's
 * `clip_grad_norm_`: times min(1, maximum / (norm + 1e-6)).
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

/** Moves each element of a gradient that is outside [-maximum, maximum] to the nearer end; maximum > 0. PyTorch's `clip_grad_value_`. */
export function clipByValue(maximum: number): GradientTransform {
  checkPositive('clipByValue maximum', maximum);
  return {
    config: { type: 'clipByValue', maximum },
    apply: (gradients) => changed(gradients, (gradient) => clip(gradient, -maximum, maximum)),
  };
}

const changed = (gradients: Gradients, change: (gradient: Tensor) => Tensor): Gradients =>
  new Map([...gradients].map(([name, gradient]) => [name, change(gradient)]));
