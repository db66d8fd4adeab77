/** The contract of metrics, and the options of the built-in ones. */
import type { HostTargets } from '../data/dataset.js';
import type { LossSum } from '../losses/loss.js';
import type { DenseArray } from '../tensors/host-array.js';
import type { TrainingBatch } from './in-training.js';

/**
 * Measures how well a network does, on the host in float64. Implement it for a custom metric.
 *
 * The built-in metrics return the same bits whatever the batch size. Weights count as scikit-learn's `sample_weight`:
 * an example or token of weight 2 counts like two.
 *
 * @example
 * ```ts
 * const largestOutput: Metric = {
 *   name: 'largestOutput',
 *   start() {
 *     let largest = -Infinity;
 *     return {
 *       add: (outputs) => {
 *         for (const value of (outputs as DenseArray).data) largest = Math.max(largest, value);
 *       },
 *       result: () => largest,
 *     };
 *   },
 * };
 * ```
 */
export interface Metric {
  /** Names the result in `Evaluation.metrics`: `rocAuc`. */
  readonly name: string;
  /** Starts a new evaluation. Several may run at the same time. */
  start(): MetricSum;
  /**
   * Adds the metric of a training batch to what is reported with its loss. It runs on the device, and the mean over an
   * epoch is in its log. A metric that is no mean of examples, such as a precision, has none.
   *
   * @example
   * ```ts
   * const inTraining: Metric['inTraining'] = (loss, { outputs, targets, weights }) =>
   *   withLogs(loss, { error: abs(subtract(outputs, targets)) }, weights);
   * ```
   */
  inTraining?(loss: LossSum, batch: TrainingBatch): LossSum;
}

/** A metric's state during one evaluation. */
export interface MetricSum {
  /**
   * Adds a batch: the network's outputs [n, ...outputShape] and the data set's targets, or arrays of several. Copy what
   * you keep. `weights` are those of the data set, [n, ...] with the first dimensions of the outputs, and 0 where the
   * loss ignores the label; undefined if all are 1.
   */
  add(outputs: DenseArray | readonly DenseArray[], targets: HostTargets, weights?: DenseArray): void;
  /** Returns the metric over all added batches. */
  result(): number;
}

/** Options that every built-in metric takes. */
export interface MetricOptions {
  /**
   * Names the result in `Evaluation.metrics`. Give one to two metrics of the same class. Default: the class, `rocAuc`.
   */
  readonly name?: string;
}

/** Options of metrics for yes-or-no decisions. */
export interface DecisionOptions extends MetricOptions {
  /** An example counts as positive if its probability is above this, in [0, 1]. Default: 0.5. */
  readonly threshold?: number;
  /**
   * Whether outputs are logits, as `BinaryCrossEntropy` takes them. False for a network that ends in `Sigmoid`.
   * Default: true.
   */
  readonly fromLogits?: boolean;
}
