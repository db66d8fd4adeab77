import type { Parameter } from '../networks/parameter.js';
import { abs, square } from '../ops/composed.js';
import { add, multiply, sum } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkNotNegative, checkOptions } from '../validation/arguments.js';
import { NablaError } from '../validation/errors.js';
import { areNamed, checkNames, readNames } from './parameter-groups.js';

/** What the parameters of a network add to its loss. */
export interface Penalty {
  /**
   * The penalty, [], made of operations: they have the derivatives. Undefined where there is nothing to add.
   * `parameters` are all those of the network; `trainable` is false for those that this step does not train.
   */
  compute(parameters: readonly Parameter[]): Tensor | undefined;
}

/** Options of `WeightPenalty`: `l1`, `l2` or both. */
export interface WeightPenaltyOptions {
  /** Times the sum of |w|; >= 0, default 0. */
  readonly l1?: number;
  /** Times the sum of w^2; >= 0, default 0. */
  readonly l2?: number;
  /**
   * Names of parameters, `0.weight`, or patterns in which `*` stands for any characters. Default all of them; `['*.weight']`
   * leaves out biases.
   */
  readonly names?: readonly string[];
}

/**
 * l1 times the sum of |w| plus l2 times the sum of w^2, over the trainable parameters: Keras' `L1L2`. There is no factor
 * of 1/2, so the gradient is l1 sign(w) + 2 l2 w; where w is 0, sign(w) is 0.
 *
 * An optimizer's `weightDecay` adds the gradient of l2 = weightDecay / 2 and leaves the loss as it is; that of AdamW is
 * no penalty.
 *
 * Throws a NablaError of code `argument` for a name that is no parameter's.
 */
export class WeightPenalty implements Penalty {
  readonly l1: number;
  readonly l2: number;
  readonly names: readonly string[];

  constructor(options: WeightPenaltyOptions) {
    checkOptions('WeightPenalty', options, ['l1', 'l2', 'names'], '{ l2: 0.001 }');
    const { l1, l2, names = ['*'] } = options;
    if (l1 === undefined && l2 === undefined) {
      throw new NablaError(
        'argument',
        'WeightPenalty: expected l1, l2 or both, such as { l2: 0.001 }. Received neither.',
      );
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
      .filter(({ name, trainable }) => trainable !== false && areNamed(this.names, name))
      .flatMap(({ value }) => [
        ...(this.l1 === 0 ? [] : [multiply(sum(abs(value)), this.l1)]),
        ...(this.l2 === 0 ? [] : [multiply(sum(square(value)), this.l2)]),
      ]);
    return terms.length === 0 ? undefined : terms.reduce(add);
  }
}
