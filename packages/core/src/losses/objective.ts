/** What training minimizes: a loss, in which examples may have weights, plus a penalty. */

import type { Output } from '../modules/module.js';
import type { Parameter } from '../modules/parameter.js';
import { checkTogether } from '../ops/operands.js';
import { divide } from '../ops/ops.js';
import { fill, isTensor, Tensor } from '../tensors/tensor.js';
import { isObject, unexpected, wrongReturn } from '../validation/describe.js';
import { type Loss, type LossSum, lossSum, type Targets } from './loss.js';
import type { Penalty } from './penalty.js';

/** Computes the sum and the weight of a loss. Checks what a custom loss returns. */
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

/**
 * Returns a loss with numbers to report, each given as a loss is: their means come with the loss in the events of
 * training and in the log of each epoch. Use it in a step or in a loss. Every step must log the same names. Throws
 * NablaError `argument` for `loss`, for names that begin with `val_` and for a name that the loss already reports.
 *
 * @example
 * ```ts
 * const [kind, size] = [new SoftmaxCrossEntropy().compute(logits, y), new Huber().compute(outputs, targets)];
 * const loss = withLogs(addMeans(kind, size), { kind, size });
 * ```
 */
export function withLogs(
  loss: LossSum | Tensor,
  logs: Readonly<Record<string, LossSum | Tensor>>,
  weights?: Tensor,
): LossSum {
  const objective = checkLossSum('withLogs', 'the loss', loss, weights);
  const numbers = Object.entries(logs).flatMap(([name, log]) => {
    if (name === 'loss' || name.startsWith('val_')) {
      throw unexpected('withLogs', "names other than 'loss' and 'val_…'", name);
    }
    const { sum, weight } = checkLossSum('withLogs', name, log, weights);
    return [sum, isTensor(weight) ? weight : fill(sum.backend, [], weight, sum.dtype)];
  });
  if (numbers.length === 0) return objective;
  checkTogether('withLogs', [objective.sum, ...numbers]);
  const { logs: before = { names: [], numbers: undefined } } = objective;
  const names = [...before.names, ...Object.keys(logs)];
  if (new Set(names).size < names.length) throw unexpected('withLogs', 'names that differ', `${names}`);
  return { ...objective, logs: { names, numbers: vectorOf([before.numbers, ...numbers].filter(isTensor)) } };
}

/** Joins tensors [] or [n] of one dtype, so one read gets all. Smaller in a bundle than `concat`. */
export function vectorOf(tensors: readonly Tensor[]): Tensor {
  const [first, ...more] = tensors as [Tensor];
  if (more.length === 0) return first;
  const storage = first.backend.concat(tensors.map((x) => x.operand([1, x.size, 1])));
  return new Tensor(first.backend, storage, [tensors.reduce((size, x) => size + x.size, 0)], first.dtype);
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
