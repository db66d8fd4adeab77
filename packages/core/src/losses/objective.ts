/** What training minimizes: a loss, in which examples may have weights, plus a penalty. */

import type { Output } from '../modules/module.js';
import type { Parameter } from '../modules/parameter.js';
import { divide } from '../ops/ops.js';
import { isTensor, type Tensor } from '../tensors/tensor.js';
import { isObject, unexpected, wrongReturn } from '../validation/describe.js';
import { type Loss, type LossSum, lossSum, type Targets } from './loss.js';
import type { Penalty } from './penalty.js';

/** Computes the sum and the weight of a loss, and checks what a loss of the user's own returns. */
export function lossOf<O extends Output, T extends Targets>(
  loss: Loss<O, T>,
  outputs: O,
  targets: T,
  weights?: Tensor,
): LossSum {
  return checkLossSum(loss.config.type, 'compute', loss.compute(outputs, targets, weights), weights);
}

/** Returns the sum and the weight from these or from losses. */
export function checkLossSum(who: string, method: string, returned: LossSum | Tensor, weights?: Tensor): LossSum {
  if (isTensor(returned)) return lossSum(returned, weights);
  const isScalar = (value: unknown): value is Tensor => isTensor(value) && value.shape.length === 0;
  if (isObject(returned)) {
    const { sum, weight } = returned;
    if (isScalar(sum) && (isScalar(weight) || typeof weight === 'number')) return returned;
  }
  throw wrongReturn(who, method, 'losses, a tensor [n, ...], or { sum, weight }, two tensors []', returned);
}

/**
 * Returns the mean of a loss, [].
 *
 * @example
 * ```ts
 * const squaredError = meanLoss(new MeanSquaredError(), outputs, targets);
 * ```
 */
export function meanLoss<O extends Output, T extends Targets>(
  loss: Loss<O, T>,
  outputs: O,
  targets: T,
  weights?: Tensor,
): Tensor {
  const { sum, weight } = lossOf(loss, outputs, targets, weights);
  return divide(sum, weight);
}

/** Returns the penalty of a network's parameters, []; undefined if it adds nothing. */
export function penaltyOf(penalty: Penalty | undefined, parameters: readonly Parameter[]): Tensor | undefined {
  if (penalty === undefined) return undefined;
  if (typeof penalty?.compute !== 'function') {
    throw unexpected('penalty', 'one, such as new WeightPenalty({ l2: 0.001 })', penalty);
  }
  const own = penalty.compute(parameters);
  if (own === undefined || (isTensor(own) && own.shape.length === 0)) return own;
  throw wrongReturn('penalty', 'compute', 'a tensor of shape [], or undefined', own);
}
