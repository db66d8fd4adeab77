/** Normalises each example by itself, over its channels or over space and a group of channels. */
import type { Shape } from '../backend.js';
import { scope } from '../tensors/scope.js';
import { checkSameShape } from '../tensors/shape.js';
import { fusedAllowed, record, tapes } from '../tensors/tape.js';
import { type Tensor, wrap } from '../tensors/tensor.js';
import { checkPositive, checkPositiveInteger } from '../validation/arguments.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { composed, square } from './composed.js';
import { checkFloats } from './operands.js';
import { add, divide, multiply, sqrt, subtract, sum, sumTo } from './ops.js';

/**
 * Normalises over the last axis of x [n, ..., channels], or over the last `axes` (Ba et al. 2016):
 * `(x − mean) / √(variance + epsilon) · scale + offset`. scale and offset have the shape of these axes, such as
 * [channels]; undefined leaves them out. The variance divides by the number of elements, as in PyTorch. The result
 * stays precise where the mean is large. Throws NablaError `shape` if the shapes do not match.
 *
 * @example
 * ```ts
 * const [one, zero] = [tensor(backend, [1, 1]), tensor(backend, [0, 0])];
 * const y = layerNorm(tensor(backend, [[1, 3]]), one, zero, 1e-5); // about [[-1, 1]]
 * ```
 */
export function layerNorm(
  x: Tensor,
  scale: Tensor | undefined,
  offset: Tensor | undefined,
  epsilon: number,
  axes = 1,
): Tensor {
  return overLast('layerNorm', [x, scale, offset, epsilon], axes);
}

/**
 * Divides by the root mean square over the last axis of x [n, ..., channels], or over the last `axes` (Zhang and
 * Sennrich 2019): `x / √(mean(x²) + epsilon) · scale`. scale has the shape of these axes, such as [channels]; undefined
 * leaves it out. Throws NablaError `shape` if the shapes do not match.
 *
 * @example
 * ```ts
 * const y = rmsNorm(tensor(backend, [[1, 7]]), tensor(backend, [1, 1]), 1e-6); // about [[0.2, 1.4]]
 * ```
 */
export function rmsNorm(x: Tensor, scale: Tensor | undefined, epsilon: number, axes = 1): Tensor {
  return overLast('rmsNorm', [x, scale, undefined, epsilon], axes);
}

/**
 * Normalises x [n, ..., channels] as `layerNorm` does, but over space and each of `groups` groups of neighbouring
 * channels, each example by itself (Wu and He 2018). scale and offset are [channels]; undefined leaves them out. Throws
 * NablaError `shape` if the groups do not divide the channels.
 *
 * @example
 * ```ts
 * const [one, zero] = [tensor(backend, [1, 1]), tensor(backend, [0, 0])];
 * const y = groupNorm(tensor(backend, [[[1, 5], [3, 9]]]), 2, one, zero, 1e-5); // about [[[-1, -1], [1, 1]]]
 * ```
 */
export function groupNorm(
  x: Tensor,
  groups: number,
  scale: Tensor | undefined,
  offset: Tensor | undefined,
  epsilon: number,
): Tensor {
  check('groupNorm', x, [scale, offset], epsilon);
  const [examples = 0, ...rest] = x.shape;
  const channels = rest.at(-1) ?? 0;
  const width = checkGroups('groupNorm', groups, channels);
  const space = rest.slice(0, -1).reduce((product, dimension) => product * dimension, 1);
  return scope(() => {
    const grouped = x.reshape([examples, space, groups, width]);
    const y = normalized(centred(grouped, [1, 3]), [1, 3], epsilon).reshape(x.shape);
    return transformed(y, scale, offset);
  });
}

export function checkGroups(name: string, groups: number, channels: number): number {
  checkPositiveInteger(`${name} groups`, groups);
  if (channels > 0 && channels % groups === 0) return channels / groups;
  throw new NablaError('shape', `${name}: the groups must divide the channels. Received ${groups} and ${channels}.`);
}

function check(op: string, x: Tensor, given: readonly (Tensor | undefined)[], epsilon: number, axes = 1): void {
  const parameters = given.filter((parameter) => parameter !== undefined);
  checkFloats(op, [x, ...parameters]);
  checkPositive(`${op} epsilon`, epsilon);
  checkPositiveInteger(`${op} axes`, axes);
  if (x.shape.length <= axes) {
    const expected = axes === 1 ? '[n, ..., channels]' : `[n, ...] with ${axes} axes after n`;
    throw new NablaError('shape', `${op}: expected ${expected}. Received ${formatShape(x.shape)}.`);
  }
  for (const { shape } of parameters) checkSameShape(op, shape, x.shape.slice(-axes));
}

type Optional = Tensor | undefined;
type Operands = readonly [x: Tensor, scale: Optional, offset: Optional, epsilon: number];

function overLast(op: 'layerNorm' | 'rmsNorm', [x, scale, offset, epsilon]: Operands, axes: number): Tensor {
  check(op, x, [scale, offset], epsilon, axes);
  const isCentred = op === 'layerNorm';
  const { layerNorm: forward, layerNormBackward: backward } = x.backend.fused ?? {};
  return scope(() => {
    // The kernels take rows, and do not sum again over an axis of 1. Their gradient has no derivative for another tape.
    const isOne = axes === 1 && x.size > 0 && x.shape.at(-1) !== 1 && tapes().length < 2 && fusedAllowed();
    if (forward === undefined || backward === undefined || !isOne) {
      const last = Array.from({ length: axes }, (_, at) => at - axes);
      return transformed(normalized(isCentred ? centred(x, last) : x, last, epsilon), scale, offset);
    }
    const made = forward(x.operand(), scale?.operand(), offset?.operand(), epsilon, isCentred);
    const statistics = wrap(x, made.statistics);
    const y = wrap(x, made.y);
    if (tapes().length === 0) return y;
    return record(op, [x, scale ?? 1, offset ?? 0], y, [x, statistics, scale], (dY, kept) => {
      const [rows, { storage }, factor] = kept as [Tensor, Tensor, Optional];
      const made = backward(rows.operand(), factor?.operand(), storage, dY.operand(), isCentred, offset !== undefined);
      const summed = (sums: unknown, of: Optional) => of && sumTo(wrap(x, sums, x.shape.slice(1)), of.shape);
      return [wrap(x, made.dX), summed(made.dScale, scale), summed(made.dOffset, offset)];
    });
  });
}

function transformed(y: Tensor, scale: Tensor | undefined, offset?: Tensor): Tensor {
  const scaled = scale === undefined ? y : multiply(y, scale);
  return offset === undefined ? scaled : add(scaled, offset);
}

const countOf = (shape: Shape, axes: readonly number[]): number =>
  axes.reduce((product, axis) => product * (shape.at(axis) ?? 1), 1);

function meanOver(x: Tensor, axes: readonly number[]): Tensor {
  return divide(sum(x, { axis: axes, keepDimensions: true }), countOf(x.shape, axes));
}

/**
 * Subtracts the mean of x, then the mean of the result: the rounding error of the first mean, which would shift every
 * element. `dX = dY − mean(dY)`.
 */
export const centred = (x: Tensor, axes: readonly number[]): Tensor =>
  composed('centred', x, '', {
    y: () => {
      const deviations = subtract(x, meanOver(x, axes));
      return subtract(deviations, meanOver(deviations, axes));
    },
    dX: (dY) => centred(dY, axes),
  });

export const normalized = (x: Tensor, axes: readonly number[], epsilon: number): Tensor =>
  divide(x, rootMeanSquare(x, axes, epsilon));

/** Returns `r = √(mean(x²) + epsilon)`. `dX = x · dR / (r n)`, for means of n elements. */
const rootMeanSquare = (x: Tensor, axes: readonly number[], epsilon: number): Tensor =>
  composed('rootMeanSquare', x, 'xy', {
    y: () => sqrt(add(meanOver(square(x), axes), epsilon)),
    dX: (dR, saved, r) => multiply(saved, divide(dR, multiply(r, countOf(saved.shape, axes)))),
  });
