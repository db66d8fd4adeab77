import type { DType, Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import type { Output } from '../modules/module.js';
import { equal } from '../ops/composed.js';
import { cast } from '../ops/movement.js';
import { add, divide, multiply, subtract, sum, where } from '../ops/ops.js';
import { checkLength, sameShape, sizeOf } from '../tensors/shape.js';
import { isTensor, type Tensor, uploadAs } from '../tensors/tensor.js';
import { describe, unexpected } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';

/** The targets of a loss: a tensor or, if the data set has several arrays of targets, several. */
export type Targets = Tensor | readonly Tensor[];

/** A loss before it is divided. The mean is formed once, over all parts of a batch, on all ranks. */
export interface LossSum {
  /** [] The sum over examples, tokens or elements of their weights times their losses. */
  readonly sum: Tensor;
  /** What to divide by: how many there are or, with weights, the sum of the weights. A number or [] of their dtype. */
  readonly weight: Tensor | number;
  /** More numbers for events and histories of training. Default: none. */
  readonly logs?: Logs | undefined;
}

/** Numbers to report with a loss. `withLogs` makes them. */
export interface Logs {
  readonly names: readonly string[];
  /** [2 k] The sum and the weight of each. */
  readonly numbers: Tensor;
}

/**
 * Measures how far outputs are from their targets. Implement it for a custom loss; if yours is a mean over elements,
 * `ElementwiseLoss` makes it of a function.
 *
 * `Loss` takes one output and one tensor of targets. A network with two outputs needs a `Loss<[Tensor, Tensor]>`, and
 * with targets for each a `Loss<[Tensor, Tensor], [Tensor, Tensor]>`.
 */
export interface Loss<O extends Output = Tensor, T extends Targets = Tensor> {
  /** The loss as JSON; `config.type` finds its class in `LOSSES`. */
  readonly config: TypedConfig;
  /** Whether targets may be class labels (int32 [n, ...]), so `evaluate` can report an accuracy. */
  readonly classification: boolean;
  /** A label that counts for nothing, such as that of padding. Default: none. */
  readonly ignoreIndex?: number | undefined;
  /**
   * Returns the sum and the weight, or the losses [n, ...] of examples, tokens or elements, from which core makes both.
   * `weights` are those of the data set, [n] or [n, ...]; a loss that returns the losses may leave them to core. Use
   * operations; they bring their derivatives.
   */
  compute(outputs: O, targets: T, weights?: Tensor): LossSum | Tensor;
}

/**
 * Returns the sum and the weight of losses [n, ...]. `weights` have their shape, or the first dimensions of it; an
 * element of weight 0 adds nothing, even if it is NaN or infinite. Throws NablaError `shape` for others.
 *
 * @example
 * ```ts
 * const { sum: total, weight } = lossSum(square(subtract(outputs, targets))); // for the mean of the squared errors
 * ```
 */
export function lossSum(losses: Tensor, weights?: Tensor): LossSum {
  if (weights === undefined) return { sum: sum(losses), weight: losses.size };
  const spread = aligned(weights, losses.shape);
  return {
    sum: sum(where(spread, multiply(losses, spread), 0)),
    weight: multiply(sum(weights), sizeOf(losses.shape.slice(weights.shape.length))),
  };
}

/** Returns weights that broadcast to `shape`, whose first dimensions they must have. */
function aligned(weights: Tensor, shape: Shape): Tensor {
  const rank = isTensor(weights) ? weights.shape.length : 0;
  if (rank > 0 && sameShape(weights.shape, shape.slice(0, rank))) {
    return weights.reshape([...weights.shape, ...shape.slice(rank).map(() => 1)]);
  }
  const expected = `a tensor of shape ${formatShape(shape)}, or the first dimensions of it`;
  throw new NablaError('shape', `weights: expected ${expected}. Received ${describe(weights)}.`);
}

/** Returns 1 where a label counts, else 0; undefined if all do. */
export const kept = (labels: Tensor, ignored: number | undefined, dtype: DType): Tensor | undefined =>
  ignored === undefined || labels.dtype !== 'int32' ? undefined : subtract(1, equal(cast(labels, dtype), ignored));

/** Multiplies two tensors, of which the second may have only the first dimensions; either may be missing. */
export const times = (places: Shape, a: Tensor | undefined, b: Tensor | undefined): Tensor | undefined =>
  a === undefined || b === undefined ? (a ?? b) : multiply(a, aligned(b, places));

/** Returns class weights on the backend and in the dtype of the outputs; throws for a wrong number of them. */
export function weightsOf(
  who: string,
  { backend, dtype }: Tensor,
  weights: readonly number[],
  classes: number,
): Tensor {
  checkLength(who, [classes], weights.length);
  return uploadAs(backend, { data: weights, shape: [classes] }, dtype);
}

/**
 * Returns the sum of the means of several losses, such as one for each output. Among the parts of a batch they weigh as
 * the first one does.
 *
 * @example
 * ```ts
 * const total = addMeans(new Huber().compute(outputs, targets), new MeanSquaredError().compute(outputs, targets));
 * ```
 */
export function addMeans(first: LossSum, ...others: readonly LossSum[]): LossSum {
  const { weight } = first;
  const means = [first, ...others].map((one) => divide(one.sum, one.weight));
  return { sum: multiply(means.reduce(add), weight), weight };
}

/**
 * A loss that is a mean over all elements, as PyTorch's `reduction='mean'`. The function returns the loss of each
 * element; it gets outputs and targets of the same shape. Throws a NablaError of code `argument` for a config without a
 * type.
 *
 * @example
 * ```ts
 * const fourthPower = new ElementwiseLoss({ type: 'FourthPower' }, (outputs, targets) =>
 *   square(square(subtract(outputs, targets))),
 * );
 * ```
 */
export class ElementwiseLoss implements Loss {
  /** The loss as JSON; `config.type` finds its class in `LOSSES`. */
  readonly config: TypedConfig;
  readonly classification: boolean = false;
  readonly #elements: (outputs: Tensor, targets: Tensor) => Tensor;

  constructor(config: TypedConfig, elements: (outputs: Tensor, targets: Tensor) => Tensor) {
    if (typeof config?.type !== 'string' || typeof elements !== 'function') {
      throw unexpected('ElementwiseLoss', 'a config and a function', config);
    }
    this.config = config;
    this.#elements = elements;
  }

  compute(outputs: Tensor, targets: Tensor, weights?: Tensor): LossSum {
    checkTargets(this.config.type, outputs, targets);
    return lossSum(this.#elements(outputs, targets), weights);
  }
}

export function checkSingle(loss: string, outputs: Tensor, targets: Tensor): void {
  for (const value of [outputs, targets]) {
    if (!Array.isArray(value)) continue;
    const what = value === outputs ? 'outputs' : 'targets';
    const advice = value.length === 1 ? 'give the tensor itself' : 'write a custom loss that calls this one for each';
    throw unexpected(loss, `one tensor of ${what}`, value, advice);
  }
}

function checkTargets(loss: string, outputs: Tensor, targets: Tensor): void {
  checkSingle(loss, outputs, targets);
  if (!sameShape(outputs.shape, targets.shape)) {
    const advice = outputs.size === targets.size ? `; reshape the targets to ${formatShape(outputs.shape)}` : '';
    throw new NablaError(
      'shape',
      `${loss}: targets must have the shape of the outputs, ${formatShape(outputs.shape)}. ` +
        `Received ${formatShape(targets.shape)}${advice}.`,
    );
  }
  if (targets.dtype === outputs.dtype) return;
  throw new NablaError(
    'dtype',
    `${loss}: targets must have the dtype of the outputs, ${outputs.dtype}. Received ${targets.dtype}; ` +
      `keep them in a ${outputs.dtype === 'float64' ? 'Float64Array' : 'Float32Array'}, or use cast().`,
  );
}
