import type { TypedConfig } from '../config/json.js';
import type { Output } from '../networks/module.js';
import { multiply, sum } from '../ops/ops.js';
import { sameShape, sizeOf } from '../tensors/shape.js';
import type { Tensor } from '../tensors/tensor.js';
import { unexpected } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';

/** What a loss holds outputs against: a tensor, or several, as the data set gives one array of targets or several. */
export type Targets = Tensor | readonly Tensor[];

/**
 * A loss is a mean over `rows` examples. It is computed on a part of them (a chunk of a large batch) at a time: the
 * parts' losses add up to that of the whole, and so do their gradients.
 *
 * `Loss` takes one output and one tensor of targets. A loss of a network with two outputs is a
 * `Loss<[Tensor, Tensor]>`, and with targets for each a `Loss<[Tensor, Tensor], [Tensor, Tensor]>`.
 */
export interface Loss<O extends Output = Tensor, T extends Targets = Tensor> {
  /** The loss as JSON; `config.type` finds its class in `LOSSES`. */
  readonly config: TypedConfig;
  /**
   * What targets may be: class labels (int32 [n]) count as right or wrong, so accuracy is defined, where there is one
   * output and one tensor of targets.
   */
  readonly classification: boolean;
  /**
   * The part's share of the loss, []: the sum over its examples, divided by `rows`. That is the number of examples that
   * the mean is over, n where the part is everything. Made of operations: they have the derivatives.
   */
  compute(outputs: O, targets: T, rows: number): Tensor;
  /**
   * The loss of each example, [n]: what `compute` sums. Needed where examples have weights; without it, weights throw a
   * NablaError of code `argument`.
   */
  examples?(outputs: O, targets: T): Tensor;
}

/** Mean over all elements of some f(outputs, targets), as PyTorch's `reduction='mean'`. */
export abstract class ElementwiseLoss implements Loss {
  /** The loss as JSON; `config.type` finds its class in `LOSSES`. */
  abstract readonly config: TypedConfig;
  readonly classification: boolean = false;

  compute(outputs: Tensor, targets: Tensor, rows: number): Tensor {
    checkTargets(this.config.type, outputs, targets);
    const scale = 1 / (rows * sizeOf(outputs.shape.slice(1)));
    return multiply(sum(this.elements(outputs, targets)), scale);
  }

  /** The loss of each example, [n]: the mean over its elements. */
  examples(outputs: Tensor, targets: Tensor): Tensor {
    checkTargets(this.config.type, outputs, targets);
    const width = sizeOf(outputs.shape.slice(1));
    const elements = this.elements(outputs, targets).reshape([outputs.shape[0] as number, width]);
    return multiply(sum(elements, { axis: 1 }), 1 / width);
  }

  /** The loss of each element, from outputs and targets of one shape. */
  protected abstract elements(outputs: Tensor, targets: Tensor): Tensor;
}

/** Throws for arrays of tensors, which a loss of one output cannot take. */
export function checkSingle(loss: string, outputs: Tensor, targets: Tensor): void {
  for (const value of [outputs, targets]) {
    if (!Array.isArray(value)) continue;
    const what = value === outputs ? 'outputs' : 'targets';
    const advice =
      value.length === 1 ? 'give the tensor itself' : 'write a loss of your own that calls this one with each';
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
    `${loss}: targets must have the dtype of the outputs, ${outputs.dtype}. Received ${targets.dtype}; keep them in a ` +
      `${outputs.dtype === 'float64' ? 'Float64Array' : 'Float32Array'}, or use cast().`,
  );
}
