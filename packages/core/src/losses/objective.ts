/** What training minimizes: a loss, in which examples may have weights, plus a penalty. */

import type { Output } from '../modules/module.js';
import type { Parameter } from '../modules/parameter.js';
import { add, multiply, sum } from '../ops/ops.js';
import { sameShape } from '../tensors/shape.js';
import { isTensor, type Tensor } from '../tensors/tensor.js';
import { describe, unexpected, wrongReturn } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { checkComputed } from './check-loss.js';
import type { Loss, Targets } from './loss.js';
import type { Penalty } from './penalty.js';

/** The part of `PassOptions` that the objective uses. */
interface ObjectiveOptions {
  readonly rows?: number;
  readonly firstRow?: number | undefined;
  readonly weights?: Tensor | undefined;
  readonly penalty?: Penalty | undefined;
}

/**
 * Returns what a pass over `rows` examples minimizes, []: their share of the loss plus, in a batch's first part, the
 * penalty.
 */
export function objectiveOf<O extends Output, T extends Targets>(
  parameters: readonly Parameter[],
  loss: Loss<O, T>,
  outputs: O,
  targets: T,
  rows: number,
  options: ObjectiveOptions,
): Tensor {
  const { penalty, firstRow = 0 } = options;
  const own = lossOf(loss, outputs, targets, options.rows ?? rows, options.weights);
  const more = penalty === undefined || firstRow > 0 ? undefined : penaltyOf(penalty, parameters);
  return more === undefined ? own : add(own, more);
}

/**
 * Returns the share of some examples in the loss, []: the sum of weight times loss over them, divided by `rows`.
 * Without weights it calls the loss's `compute`.
 */
export function lossOf<O extends Output, T extends Targets>(
  loss: Loss<O, T>,
  outputs: O,
  targets: T,
  rows: number,
  weights: Tensor | undefined,
): Tensor {
  if (weights === undefined) return checkComputed(loss, loss.compute(outputs, targets, rows));
  const { type } = loss.config;
  if (loss.examples === undefined) {
    throw new NablaError(
      'argument',
      `${type}: weights need the loss of each example; write the method examples(outputs, targets).`,
    );
  }
  const [rowsHere] = ((isTensor(outputs) ? outputs : outputs[0]) as Tensor).shape;
  const shape = [rowsHere as number];
  if (!isTensor(weights) || !sameShape(weights.shape, shape)) {
    throw new NablaError('shape', `weights: expected a tensor ${formatShape(shape)}. Received ${describe(weights)}.`);
  }
  const losses = loss.examples(outputs, targets);
  if (isTensor(losses) && sameShape(losses.shape, shape)) return multiply(sum(multiply(losses, weights)), 1 / rows);
  throw wrongReturn(type, 'examples', `the loss of each example, a tensor ${formatShape(shape)}`, losses);
}

/** Returns the penalty of a network's parameters, []; undefined if it adds nothing. */
function penaltyOf(penalty: Penalty, parameters: readonly Parameter[]): Tensor | undefined {
  if (typeof penalty?.compute !== 'function') {
    throw unexpected('penalty', 'one, such as new WeightPenalty({ l2: 0.001 })', penalty);
  }
  const own = penalty.compute(parameters);
  if (own === undefined || (isTensor(own) && own.shape.length === 0)) return own;
  throw wrongReturn('penalty', 'compute', 'a tensor of shape [], or undefined', own);
}
