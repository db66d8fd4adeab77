import type { TypedConfig } from '../config/json.js';
import type { Output } from '../modules/module.js';
import { multiply, sum } from '../ops/ops.js';
import { sameShape, sizeOf } from '../tensors/shape.js';
import type { Tensor } from '../tensors/tensor.js';
import { unexpected } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';

/** The targets of a loss: a tensor or, if the data set has several arrays of targets, several. */
export type Targets = Tensor | readonly Tensor[];

/**
 * Measures how far outputs are from their targets. Implement it for a custom loss; if yours is a mean over elements,
 * extend `ElementwiseLoss` instead.
 *
 * A large batch is computed in parts, so a loss returns each part's share: the shares add up to the mean over all rows.
 * `Loss` takes one output and one tensor of targets. A network with two outputs needs a `Loss<[Tensor, Tensor]>`, and
 * with targets for each a `Loss<[Tensor, Tensor], [Tensor, Tensor]>`.
 */
export interface Loss<O extends Output = Tensor, T extends Targets = Tensor> {
  /** The loss as JSON; `config.type` finds its class in `LOSSES`. */
  readonly config: TypedConfig;
  /** Whether targets may be class labels (int32 [n]), so that `evaluate` can report an accuracy. */
  readonly classification: boolean;
  /**
   * Returns the part's share of the loss, []: the sum over its examples divided by `rows`, the number of examples in
   * the whole batch. Use operations; they bring their derivatives.
   */
  compute(outputs: O, targets: T, rows: number): Tensor;
  /**
   * Returns the loss of each example, [n]. Only needed for examples with weights, which otherwise throw a NablaError of
   * code `argument`.
   */
  examples?(outputs: O, targets: T): Tensor;
}

/**
 * Base class of losses that are a mean over all elements, as PyTorch's `reduction='mean'`.
 *
 * @example
 * ```ts
 * class MeanFourthPower extends ElementwiseLoss {
 *   readonly config = { type: 'MeanFourthPower' };
 *   protected elements(outputs: Tensor, targets: Tensor): Tensor {
 *     return square(square(subtract(outputs, targets)));
 *   }
 * }
 * ```
 */
export abstract class ElementwiseLoss implements Loss {
  /** The loss as JSON; `config.type` finds its class in `LOSSES`. */
  abstract readonly config: TypedConfig;
  readonly classification: boolean = false;

  compute(outputs: Tensor, targets: Tensor, rows: number): Tensor {
    checkTargets(this.config.type, outputs, targets);
    const scale = 1 / (rows * sizeOf(outputs.shape.slice(1)));
    return multiply(sum(this.elements(outputs, targets)), scale);
  }

  /** Returns the loss of each example, [n]: the mean over its elements. */
  examples(outputs: Tensor, targets: Tensor): Tensor {
    checkTargets(this.config.type, outputs, targets);
    const width = sizeOf(outputs.shape.slice(1));
    const elements = this.elements(outputs, targets).reshape([outputs.shape[0] as number, width]);
    return multiply(sum(elements, { axis: 1 }), 1 / width);
  }

  /** Returns the loss of each element. Outputs and targets have the same shape. */
  protected abstract elements(outputs: Tensor, targets: Tensor): Tensor;
}

/** Throws for arrays of tensors: the loss takes one output. */
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
