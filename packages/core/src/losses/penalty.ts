import type { Parameter } from '../modules/parameter.js';
import { areNamed, checkNames, readNames } from '../modules/parameter-names.js';
import { abs, square } from '../ops/composed.js';
import { add, multiply, sum } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkNotNegative, checkOptions } from '../validation/arguments.js';
import { NablaError } from '../validation/errors.js';

/** A penalty on parameters, which training adds to the loss. Implement it for a custom one. */
export interface Penalty {
  /**
   * Returns the penalty, [], or undefined if there is nothing to add. Use operations; they bring their derivatives.
   * `parameters` are all parameters of the network; some may be `frozen` or not `trainable`.
   */
  compute(parameters: readonly Parameter[]): Tensor | undefined;
}

/** Options of `WeightPenalty`: `l1`, `l2` or both. */
export interface WeightPenaltyOptions {
  /** Factor of `Σ |w|`, >= 0. Default: 0. */
  readonly l1?: number;
  /** Factor of `Σ w²`, >= 0. Default: 0. */
  readonly l2?: number;
  /**
   * Names of parameters (`0.weight`) or patterns in which `*` stands for any characters; `['*.weight']` leaves out
   * biases. Default: all parameters.
   */
  readonly names?: readonly string[];
}

/**
 * Penalizes large weights w: adds `l1 · Σ |w| + l2 · Σ w²` over the trainable parameters, as Keras' `L1L2`. There is no
 * factor of ½, so the gradient is `l1 · sign(w) + 2 · l2 · w`, with `sign(0) = 0`.
 *
 * An optimizer's `weightDecay` is similar: it adds the gradient of `l2 = weightDecay / 2` but does not change the loss.
 * AdamW's is not a penalty.
 *
 * Throws NablaError `argument` if a name matches no parameter.
 *
 * @example
 * ```ts
 * const penalty = new WeightPenalty({ l2: 0.001, names: ['*.weight'] });
 * await fit(model, trainSet, { loss, optimizer, epochs: 10, penalty });
 * ```
 */
export class WeightPenalty implements Penalty {
  readonly l1: number;
  readonly l2: number;
  readonly names: readonly string[];

  constructor(options: WeightPenaltyOptions) {
    checkOptions('WeightPenalty', options, ['l1', 'l2', 'names'], '{ l2: 0.001 }');
    const { l1, l2, names = ['*'] } = options;
    if (l1 === undefined && l2 === undefined) {
      throw new NablaError('argument', 'WeightPenalty: expected l1 or l2, such as { l2: 0.001 }. Received neither.');
    }
    this.l1 = checkNotNegative('WeightPenalty l1', l1 ?? 0);
    this.l2 = checkNotNegative('WeightPenalty l2', l2 ?? 0);
    this.names = readNames('WeightPenalty', names);
  }

  compute(parameters: readonly Parameter[]): Tensor | undefined {
    checkNames(
      'WeightPenalty',
      this.names,
      parameters.map(({ name }) => name),
    );
    const terms = parameters
      .filter(({ name, trainable, frozen }) => trainable !== false && frozen !== true && areNamed(this.names, name))
      .flatMap(({ value }) => [
        ...(this.l1 === 0 ? [] : [multiply(sum(abs(value)), this.l1)]),
        ...(this.l2 === 0 ? [] : [multiply(sum(square(value)), this.l2)]),
      ]);
    return terms.length === 0 ? undefined : terms.reduce(add);
  }
}
