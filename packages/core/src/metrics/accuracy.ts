import type { LossSum } from '../losses/loss.js';
import { isAhead, largestAt } from '../math/largest-at.js';
import { cast } from '../ops/movement.js';
import { argmax, greater, subtract, where } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkPositiveInteger } from '../validation/arguments.js';
import { boundOf, nameOf } from './decision.js';
import { type TrainingBatch, targetsLike, withMean } from './in-training.js';
import type { DecisionOptions, Metric, MetricOptions, MetricSum } from './metric.js';
import { type Added, eachDecision, eachRow } from './pairs.js';

/**
 * Measures the share of examples whose largest output is at the true class; of equal outputs the first counts. NaN if
 * there are no examples.
 *
 * Outputs are [n, ..., classes], logits or probabilities. Targets are int32 labels [n, ...], or probabilities of the
 * outputs' shape whose largest value marks the class. This metric works with any loss.
 *
 * @example
 * ```ts
 * const { metrics } = await evaluate(model, testSet, { loss, metrics: [new Accuracy()] });
 * console.log(metrics.accuracy);
 * ```
 */
export class Accuracy implements Metric {
  readonly name: string;

  constructor(options: MetricOptions = {}) {
    this.name = nameOf('Accuracy', options, 'accuracy');
  }

  start(): MetricSum {
    return share((visit, batch) => {
      eachRow(this.name, batch, (row, truth, weight) => visit(largestAt(row) === truth, weight));
    });
  }

  inTraining(loss: LossSum, batch: TrainingBatch): LossSum {
    const { outputs, targets } = batch;
    const classOf = (x: Tensor) => cast(x.dtype === 'int32' ? x : argmax(x, { axis: -1 }), outputs.dtype);
    const predicted = classOf(outputs);
    const isWrong = subtract(predicted, classOf(targets).reshape(predicted.shape));
    return withMean(this.name, loss, where(isWrong, 0, 1), batch);
  }
}

/** Options of `TopKAccuracy`. */
export interface TopKAccuracyOptions extends MetricOptions {
  /** How many of the largest outputs count, a whole number >= 1. Default: 5. */
  readonly k?: number;
}

/**
 * Measures the share of examples whose true class is among the k largest outputs; of equal outputs the first comes
 * first, so `k = 1` is `Accuracy`. NaN if there are no examples.
 *
 * Takes outputs and targets like `Accuracy`. The default name contains k: `top5Accuracy`.
 *
 * @example
 * ```ts
 * const { metrics } = await evaluate(model, testSet, { loss, metrics: [new TopKAccuracy({ k: 3 })] });
 * console.log(metrics.top3Accuracy);
 * ```
 */
export class TopKAccuracy implements Metric {
  readonly name: string;
  readonly k: number;

  constructor(options: TopKAccuracyOptions = {}) {
    this.name = nameOf('TopKAccuracy', options, `top${options?.k ?? 5}Accuracy`, ['k'], '{ k: 3 }');
    this.k = checkPositiveInteger('TopKAccuracy k', options.k ?? 5);
  }

  start(): MetricSum {
    return share((visit, batch) => {
      eachRow(this.name, batch, (row, truth, weight) => {
        const own = row[truth] as number;
        let ahead = 0;
        for (let i = 0; i < row.length; i++) {
          const other = row[i] as number;
          if (isAhead(other, own) || (i < truth && !isAhead(own, other))) ahead += 1;
        }
        visit(ahead < this.k, weight);
      });
    });
  }
}

/**
 * Measures the share of outputs on the right side of the threshold. NaN if there are no examples; an output of NaN is
 * not positive.
 *
 * Outputs are [n] or [n, 1], or [n, k] for k decisions per example. Targets are 0 or 1, of the same shape.
 *
 * @example
 * ```ts
 * const { metrics } = await evaluate(model, testSet, { loss, metrics: [new BinaryAccuracy({ threshold: 0.3 })] });
 * console.log(metrics.binaryAccuracy);
 * ```
 */
export class BinaryAccuracy implements Metric {
  readonly name: string;
  readonly #bound: number;

  constructor(options: DecisionOptions = {}) {
    this.name = nameOf('BinaryAccuracy', options, 'binaryAccuracy', ['threshold', 'fromLogits'], '{ threshold: 0.3 }');
    this.#bound = boundOf('BinaryAccuracy', options);
  }

  start(): MetricSum {
    return share((visit, batch) => {
      eachDecision(this.name, batch, (output, isPositive, weight) => {
        visit(output > this.#bound === isPositive, weight);
      });
    });
  }

  inTraining(loss: LossSum, batch: TrainingBatch): LossSum {
    const { outputs, targets } = batch;
    const isWrong = subtract(greater(outputs, this.#bound), targetsLike(outputs, targets));
    return withMean(this.name, loss, where(isWrong, 0, 1), batch);
  }
}

/** Computes the weighted share of right decisions; NaN without any. */
function share(add: (visit: (isRight: boolean, weight: number) => void, batch: Added) => void): MetricSum {
  let [right, total] = [0, 0];
  const visit = (isRight: boolean, weight: number): void => {
    if (isRight) right += weight;
    total += weight;
  };
  return { add: (...batch) => add(visit, batch), result: () => right / total };
}
