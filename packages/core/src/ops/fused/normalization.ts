import type { FusedActivation, Operand } from '../../backend.js';
import { scope } from '../../tensors/scope.js';
import { checkRank, checkSameShape } from '../../tensors/shape.js';
import { fusedAllowed } from '../../tensors/tape.js';
import { type Tensor, wrap } from '../../tensors/tensor.js';
import { checkPositive } from '../../validation/arguments.js';
import { formatShape, NablaError } from '../../validation/errors.js';
import { mean, relu, square } from '../composed.js';
import { centred, normalized } from '../layer-normalization.js';
import { checkFloats } from '../operands.js';
import { add, multiply, stopGradient } from '../ops.js';
import { type CustomVjp, customVjp } from './custom-vjp.js';

/** What `batchNorm` returns. */
export interface BatchNormalized {
  /** [n, channels] The normalised values. */
  readonly y: Tensor;
  /** [channels] The mean of each column. It has no gradient. */
  readonly mean: Tensor;
  /** [channels] The variance of each column: the mean of the squared deviations. It has no gradient. */
  readonly variance: Tensor;
}

/**
 * Normalises each column of x [n, channels] (Ioffe and Szegedy 2015):
 * `(x − mean) / √(variance + epsilon) · scale + offset`, followed by the activation. scale and offset are [channels]. n
 * must be at least 2. The variance divides by n. It comes from the deviations themselves, so it stays precise where the
 * mean is large.
 *
 * @example
 * ```ts
 * const [one, zero] = [tensor(backend, [1]), tensor(backend, [0])];
 * const { y } = batchNorm(tensor(backend, [[1], [3]]), one, zero, 1e-5, 'none'); // about [[-1], [1]]
 * ```
 */
export function batchNorm(
  x: Tensor,
  scale: Tensor,
  offset: Tensor,
  epsilon: number,
  activation: FusedActivation,
): BatchNormalized {
  const op = 'batchNorm';
  checkFloats(op, [x, scale, offset]);
  checkPositive(`${op} epsilon`, epsilon);
  checkRank(op, x.shape, 2);
  checkSameShape(op, scale.shape, x.shape.slice(1));
  checkSameShape(op, offset.shape, scale.shape);
  if ((x.shape[0] as number) < 2) {
    throw new NablaError('shape', `${op}: a variance needs at least 2 rows. Received ${formatShape(x.shape)}.`);
  }
  const operands = [x, scale, offset, epsilon, activation] as const;
  return scope(() => byKernel(...operands) ?? composed(...operands));
}

type Operands = Parameters<typeof batchNorm>;

function composed(...[x, scale, offset, epsilon, activation]: Operands): BatchNormalized {
  const deviations = centred(x, [0]);
  const z = add(multiply(normalized(deviations, [0], epsilon), scale), offset);
  return {
    y: activation === 'relu' ? relu(z) : z,
    mean: stopGradient(mean(x, { axis: 0 })),
    variance: stopGradient(mean(square(deviations), { axis: 0 })),
  };
}

function byKernel(...operands: Operands): BatchNormalized | undefined {
  const [x, scale, offset, epsilon, activation] = operands;
  const { batchNorm: kernel, batchNormBackward: backward } = x.backend.fused ?? {};
  if (kernel === undefined || backward === undefined || !fusedAllowed()) return undefined;
  const made = kernel(x.operand(), scale.operand(), offset.operand(), epsilon, activation);
  const [output, mean, variance] = [wrap(x, made.y), wrap(scale, made.mean), wrap(scale, made.variance)];
  // The backend alone knows what is in it: this tensor only owns it.
  const statistics = wrap(scale, made.statistics);
  const vjp: CustomVjp = (dY, saved) => {
    const [rows, factor, { storage }, result] = saved as [Tensor, Tensor, Tensor, Tensor];
    const [y, gradient] = [result, dY].map((tensor) => tensor.operand()) as [Operand, Operand];
    const made = backward(rows.operand(), factor.operand(), storage, y, gradient, epsilon, activation);
    return [wrap(x, made.dX), wrap(scale, made.dScale), wrap(offset, made.dOffset)];
  };
  const forward = () => ({ output, saved: [x, scale, statistics, output] });
  const y = customVjp('batchNorm', [x, scale, offset], forward, vjp, () => composed(...operands).y);
  return { y, mean, variance };
}
