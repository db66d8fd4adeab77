/** What a metric is, and what the built-in ones take. */
import type { DenseArray, HostTargets } from '../data/dataset.js';

/**
 * A number that says how well a network does, computed on the host in float64. `evaluate` starts a sum, adds the batches
 * in order, and asks for the result.
 *
 * The built-in metrics give the same bits whatever the batches. They count every example once: weights of a data set
 * change the loss, not the metrics.
 */
export interface Metric {
  /** The result's name in `Evaluation.metrics`, such as `rocAuc`. */
  readonly name: string;
  /** An empty sum. One metric may have several under way. */
  start(): MetricSum;
}

/** What a metric has seen of a data set. */
export interface MetricSum {
  /**
   * Adds a batch: the network's outputs [n, ...outputShape] and the data set's targets, each an array where the network
   * or the data set gives several. Copy what you keep: the data set may reuse its arrays for the next batch.
   */
  add(outputs: DenseArray | readonly DenseArray[], targets: HostTargets): void;
  /** The metric over all that was added. */
  result(): number;
}

/** What every built-in metric takes. */
export interface MetricOptions {
  /** The result's name in `Evaluation.metrics`. Give one where two metrics of a class are asked for. */
  readonly name?: string;
}

/** Options of metrics that tell yes from no. */
export interface DecisionOptions extends MetricOptions {
  /** An example counts as positive where its probability is above this, in [0, 1]. Default 0.5. */
  readonly threshold?: number;
  /**
   * Whether outputs are logits, whose sigmoid is the probability, as `BinaryCrossEntropy` takes them; false for a
   * network that ends in `Sigmoid`. Default true.
   */
  readonly fromLogits?: boolean;
}
