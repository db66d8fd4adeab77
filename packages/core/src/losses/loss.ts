import { formatShape, NablaError } from '../errors.js';
import type { LossAndGradient } from '../fused.js';
import type { TypedConfig } from '../json.js';
import { multiply, sum } from '../ops.js';
import { scope } from '../scope.js';
import { sameShape, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';

/**
 * A loss is a mean over `rows` examples. It is computed on a part of them (a chunk of a large batch) at a time: the
 * parts' losses and gradients add up to those of the whole.
 */
export interface Loss {
  /** The loss as JSON; `config.type` finds its class in `LOSSES`. */
  readonly config: TypedConfig;
  /** What targets may be: class labels (int32 [n]) count as right or wrong, so accuracy is defined. */
  readonly classification: boolean;
  /** The values of output - target where the slope or the curvature of an element's loss jumps. */
  readonly kinks?: readonly number[];
  /**
   * The part's share of the loss, [] , and its gradient with respect to `outputs` [n, ...]. `rows` is the number of
   * examples that the mean is over, n where the part is everything.
   */
  compute(outputs: Tensor, targets: Tensor, rows: number): LossAndGradient;
}

/** Mean over all elements of some f(outputs - targets), as PyTorch's `reduction='mean'`. */
export abstract class ElementwiseLoss implements Loss {
  /** The loss as JSON; `config.type` finds its class in `LOSSES`. */
  abstract readonly config: TypedConfig;
  readonly classification: boolean = false;

  compute(outputs: Tensor, targets: Tensor, rows: number): LossAndGradient {
    checkTargets(this.config.type, outputs, targets);
    const scale = 1 / (rows * sizeOf(outputs.shape.slice(1)));
    return scope(() => {
      const { values, gradients } = this.elements(outputs, targets);
      return { loss: multiply(sum(values), scale), gradient: multiply(gradients, scale) };
    });
  }

  /** The loss of each element and its derivative with respect to the output. */
  protected abstract elements(outputs: Tensor, targets: Tensor): { values: Tensor; gradients: Tensor };
}

function checkTargets(loss: string, outputs: Tensor, targets: Tensor): void {
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
