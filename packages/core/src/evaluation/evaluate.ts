import type { Dataset, HostTargets } from '../data/dataset.js';
import { breather } from '../data/event-loop.js';
import { spreadWeights } from '../data/example-weights.js';
import type { Loss, LossSum, Targets } from '../losses/loss.js';
import { lossOf } from '../losses/objective.js';
import { largestAt } from '../math/largest-at.js';
import { range } from '../math/range.js';
import type { Metric } from '../metrics/metric.js';
import { startMetrics } from '../metrics/metric-sums.js';
import type { Module, Output, OutputOf } from '../modules/module.js';
import type { Network } from '../networks/network.js';
import { dtypeOf } from '../tensors/dtype.js';
import { type DenseArray, dense, listOf } from '../tensors/host-array.js';
import { disposeAll, scope } from '../tensors/scope.js';
import { isTensor, type Tensor } from '../tensors/tensor.js';
import { checkPositiveInteger } from '../validation/arguments.js';
import { checkRun } from './check-run.js';
import { Feed, metricWeights } from './feed.js';

/** Options of `evaluate`. O is what the network returns. */
export interface EvaluateOptions<O extends Output = Tensor> {
  /** Computes the loss from the network's output and the data set's targets, such as `new MeanSquaredError()`. */
  readonly loss: Loss<O, Targets>;
  /** What else to measure, such as `[new Precision(), new RocAuc()]`. Their names must differ. Default: none. */
  readonly metrics?: readonly Metric[];
  /** How many rows to process at once. May change the last digits of the loss. Default: 512. */
  readonly batchSize?: number;
}

/** The result of `evaluate`. */
export interface Evaluation {
  /** Examples in the data set. */
  readonly rows: number;
  /**
   * Mean over the examples, tokens or elements, as in training; NaN if there are none. With weights, it divides by
   * their sum.
   */
  readonly loss: number;
  /**
   * How a classifier did. Undefined for a regression, and for a network or data set with several outputs or targets.
   */
  readonly classification: Classification | undefined;
  /** The results of the requested metrics, by name. */
  readonly metrics: Readonly<Record<string, number>>;
}

/**
 * The results of a classifier, for each example or, for outputs [n, ..., classes], for each token.
 * `confusionMatrix(truths, predictions, classes, weights)` counts them by class.
 */
export interface Classification {
  /** Share of labels at which the largest output is; with weights, each by its weight. */
  readonly accuracy: number;
  /** The predicted class of each label. */
  readonly predictions: Int32Array;
  /** The labels. */
  readonly truths: Int32Array;
  /** The weight of each label: 1 unless the data set has weights, and 0 for a label that the loss ignores. */
  readonly weights: Float64Array;
}

/** How many rows `evaluate` processes at once by default. The loss is added in this order. */
export const DEFAULT_BATCH_SIZE = 512;

/**
 * Evaluates a network on a data set: the loss, the metrics you ask for and, for a classifier, accuracy and
 * predictions.
 *
 * Throws NablaError `argument` if two metrics have the same name or one returns no number. Built-in metrics throw
 * `shape` or `data` for outputs or targets they cannot take.
 *
 * @example
 * ```ts
 * const result = await evaluate(model, testSet, { loss: new SoftmaxCrossEntropy(), metrics: [new F1()] });
 * console.log(result.loss, result.classification?.accuracy, result.metrics.f1);
 * ```
 */
export async function evaluate<M extends Module>(
  model: Network<M>,
  dataset: Dataset<HostTargets>,
  options: EvaluateOptions<OutputOf<M>>,
): Promise<Evaluation> {
  checkRun('evaluate', model, dataset, options, ['loss', 'metrics', 'batchSize'], '{ loss }');
  return evaluateFeed(
    new Feed(model, dataset, 0, options.loss.ignoreIndex),
    options as unknown as EvaluateOptions<Output>,
  );
}

export async function evaluateFeed(feed: Feed, options: EvaluateOptions<Output>): Promise<Evaluation> {
  const { batchSize = DEFAULT_BATCH_SIZE } = options;
  checkPositiveInteger('evaluate batchSize', batchSize);
  const totals = startTotals(feed, options);
  const { length } = feed.dataset;
  const breathe = breather();
  for (let start = 0; start < length; start += batchSize) {
    totals.add(await evaluateBatch(feed, start, Math.min(start + batchSize, length), options));
    await breathe();
  }
  return totals.result();
}

export interface BatchNumbers {
  /** The sum. */
  readonly loss: number;
  readonly weight: number;
  /**
   * The predicted and true class of each label, and its weight. Empty for a regression, for several outputs or targets,
   * and without one label for each row.
   */
  readonly classes: readonly ArrayLike<number>[];
  /** The outputs, the targets and, if there are any, the weights; empty without metrics. */
  readonly forMetrics: readonly (DenseArray | readonly DenseArray[])[];
}

/** Evaluates the examples from `start` to `end`. The data set may reuse the targets for its next batch. */
export async function evaluateBatch(
  feed: Feed,
  start: number,
  end: number,
  { loss, metrics = [] }: EvaluateOptions<Output>,
): Promise<BatchNumbers> {
  const part = await feed.load(range(start, end));
  const { inputs, targets, y } = part;
  let made: (LossSum & { outputs: Output }) | undefined;
  try {
    made = scope(() => {
      const outputs = feed.model.forward(...inputs);
      const { sum, weight } = lossOf(loss, outputs, targets, part.weights);
      return { sum, weight, outputs };
    });
    const { sum, outputs } = made;
    const isOne = listOf<unknown>(outputs).length === 1 && listOf<unknown>(y).length === 1;
    const classifies = loss.classification && isOne;
    const measures = metrics.length > 0;
    const [value, weight, host] = await Promise.all([
      ...([sum.item(), numberOf(made.weight)] as const),
      classifies || measures ? onHost(outputs) : [],
    ]);
    const weights = metricWeights(part, loss.ignoreIndex);
    return {
      ...{ loss: value, weight },
      classes: classifies ? classesWith(host as DenseArray, listOf(y)[0] as DenseArray, weights) : [],
      forMetrics: measures ? [host, y, ...(weights ? [weights] : [])] : [],
    };
  } finally {
    if (made !== undefined) disposeAll([made.sum, made.weight, ...listOf<Tensor>(made.outputs)]);
    feed.release(part);
  }
}

const numberOf = async (value: Tensor | number): Promise<number> => (isTensor(value) ? value.item() : value);

function classesWith(outputs: DenseArray, targets: DenseArray, weights: DenseArray | undefined): ArrayLike<number>[] {
  const classes = [outputs, targets].map(classesOf) as [ArrayLike<number>, ArrayLike<number>];
  if (classes[0].length !== classes[1].length) return [];
  const weightAt = spreadWeights('weights', weights, outputs.shape.slice(0, -1));
  return [...classes, Float64Array.from(classes[0], (_, at) => weightAt(at))];
}

/** Returns the classes of labels, or of rows [..., classes] as `argmax` does. */
function classesOf({ data, shape }: DenseArray): ArrayLike<number> {
  if (dtypeOf(data) === 'int32') return data;
  const width = shape.at(-1) ?? 1;
  const classes = new Int32Array(data.length / width);
  for (let row = 0; row < classes.length; row++) classes[row] = largestAt(data, row * width, width);
  return classes;
}

async function onHost(outputs: Output): Promise<DenseArray | readonly DenseArray[]> {
  if (!isTensor(outputs)) return (await Promise.all(outputs.map(onHost))) as DenseArray[];
  return dense(await outputs.data(), outputs.shape);
}

interface Totals {
  add(batch: BatchNumbers): void;
  result(): Evaluation;
}

/** Returns what adds up the batches, in order. */
export function startTotals({ model, dataset }: Feed, { loss, metrics = [] }: EvaluateOptions<Output>): Totals {
  const sums = startMetrics('evaluate', metrics);
  let classifies = loss.classification && model.outputShapes.length === 1;
  const [predictions, truths, weights]: [number[], number[], number[]] = [[], [], []];
  let [total, divisor, right, counted] = [0, 0, 0, 0];
  return {
    add({ loss, weight, classes, forMetrics: [outputs, targets, factors] }) {
      total += loss;
      divisor += weight;
      classifies = classifies && classes.length > 0;
      const [predicted = [], truth = [], weightOf = []] = classes;
      for (let at = 0; at < predicted.length; at++) {
        const one = weightOf[at] as number;
        predictions.push(predicted[at] as number);
        truths.push(truth[at] as number);
        weights.push(one);
        counted += one;
        if (predicted[at] === truth[at]) right += one;
      }
      if (outputs !== undefined && targets !== undefined) sums.add(outputs, targets, factors as DenseArray);
    },
    result() {
      const classification = {
        accuracy: right / counted,
        predictions: Int32Array.from(predictions),
        truths: Int32Array.from(truths),
        weights: Float64Array.from(weights),
      };
      return {
        rows: dataset.length,
        loss: total / divisor,
        classification: classifies ? classification : undefined,
        metrics: sums.results(),
      };
    },
  };
}
