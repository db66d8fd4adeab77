import { softplus } from '../ops/activations.js';
import { binaryCrossEntropy, negate } from '../ops/composed.js';
import { add, multiply, subtract } from '../ops/ops.js';
import { checkOptions, checkPositive } from '../validation/arguments.js';
import { ElementwiseLoss, weightsOf } from './loss.js';

/** Options of `BinaryCrossEntropy`. */
export interface BinaryCrossEntropyOptions {
  /**
   * Multiplies the losses of the positive targets, > 0: a number, or one for each of the last axis. Above 1 it raises
   * the recall, below 1 the precision. PyTorch's `pos_weight`. Default: 1.
   */
  readonly positiveWeight?: number | readonly number[];
}

/**
 * Binary cross-entropy for yes-or-no questions, on logits x: the network ends without a Sigmoid σ. The mean over all
 * elements of `−p t log σ(x) − (1 − t) log(1 − σ(x))`, with p the `positiveWeight` (PyTorch's `BCEWithLogitsLoss`).
 * Targets t in [0, 1] have the logits' shape and dtype.
 *
 * For a confident, right answer, such as a large x at `t = 1`, neither loss nor gradient rounds to 0.
 *
 * @example
 * ```ts
 * await fit(model, trainSet, { loss: new BinaryCrossEntropy(), optimizer: new Adam(), epochs: 10 });
 * ```
 */
export class BinaryCrossEntropy extends ElementwiseLoss {
  readonly positiveWeight: number | readonly number[];

  constructor(options: BinaryCrossEntropyOptions = {}) {
    checkOptions('BinaryCrossEntropy', options, ['positiveWeight'], '{ positiveWeight: 3 }');
    const { positiveWeight = 1 } = options;
    for (const weight of [positiveWeight].flat()) checkPositive('BinaryCrossEntropy positiveWeight', weight);
    super({ type: 'BinaryCrossEntropy', positiveWeight }, (logits, targets) => {
      if (positiveWeight === 1) return binaryCrossEntropy(logits, targets);
      const classes = logits.shape.slice(1).at(-1) ?? 1;
      const factor =
        typeof positiveWeight === 'number'
          ? positiveWeight
          : weightsOf('BinaryCrossEntropy positiveWeight', logits, positiveWeight, classes);
      const positive = multiply(multiply(targets, factor), softplus(negate(logits)));
      return add(positive, multiply(subtract(1, targets), softplus(logits)));
    });
    this.positiveWeight = positiveWeight;
  }
}
