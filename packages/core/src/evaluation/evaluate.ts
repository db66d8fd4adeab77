import type { Dataset, HostTargets } from '../data/dataset.js';
import { breather } from '../data/event-loop.js';
import type { Loss, LossSum, Targets } from '../losses/loss.js';
import { lossOf } from '../losses/objective.js';
import { largestAt } from '../math/largest-at.js';
import { range } from '../math/range.js';
import { accuracy, type ConfusionMatrix, confusionMatrix } from '../metrics/confusion-matrix.js';
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
import { Feed } from './feed.js';

/** Options of `evaluate`. O is what the network returns. */
export interface EvaluateOptions<O extends Output = Tensor> {
  /** Computes the loss from the network's output and the data set's targets, such as `new MeanSquaredError()`. */
  readonly loss: Loss<O, Targets>;
  /** What else to measure, such as `[new Precision(), new RocAuc()]`. Their names must differ. Default: none. */
  readonly metrics?: readonly Metric[];
  /** How many rows to process at once. May change the last digits of the loss, and nothing else. Default: 512. */
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

/** The results of a classifier. Every example counts once, whatever its weight. */
export interface Classification {
  /** Share of examples whose largest output is at the true class. */
  readonly accuracy: number;
  /** How often each true class was predicted as each class. */
  readonly confusionMatrix: ConfusionMatrix;
  /** The predicted class of each example, int32 [rows]; of each element of its target if there are several. */
  readonly predictions: Int32Array;
}

/** How many rows `evaluate` processes at once, unless its options say. The loss is added in this order. */
export const DEFAULT_BATCH_SIZE = 512;

/**
 * Evaluates a network on a data set: the loss, the metrics you ask for and, for a classifier, accuracy and confusion
 * matrix.
 *
 * Throws a NablaError of code `argument` if two metrics have the same name or one returns no number. Errors thrown by a
 * metric pass through unchanged; built-in metrics throw code `shape` or `data` for outputs or targets they cannot take.
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

/** Evaluates the network of a feed on its data set. */
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

/** What evaluating a batch gives. */
export interface BatchNumbers {
  /** The sum. */
  readonly loss: number;
  readonly weight: number;
  /** The predicted and the true class of each target; empty for a regression, and for several outputs or targets. */
  readonly classes: readonly ArrayLike<number>[];
  /** The outputs and the targets; empty without metrics. */
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
  const { inputs, targets, weights, y } = part;
  let made: (LossSum & { outputs: Output }) | undefined;
  try {
    made = scope(() => {
      const outputs = feed.model.forward(...inputs);
      return { ...lossOf(loss, outputs, targets, weights), outputs };
    });
    const { sum, outputs } = made;
    const isOne = listOf<unknown>(outputs).length === 1 && listOf<unknown>(y).length === 1;
    const classifies = loss.classification && isOne;
    const measures = metrics.length > 0;
    const [value, weight, host] = await Promise.all([
      ...([sum.item(), numberOf(made.weight)] as const),
      classifies || measures ? onHost(outputs) : [],
    ]);
    const classes = classifies ? [host, y].map(classesOf) : [];
    return { loss: value, weight, classes, forMetrics: measures ? [host, y] : [] };
  } finally {
    disposeAll(
      Object.values(made ?? {})
        .flat()
        .filter(isTensor),
    );
    feed.release(part);
  }
}

export const numberOf = async (value: Tensor | number): Promise<number> => (isTensor(value) ? value.item() : value);

/** Returns the classes of labels, or of the rows of logits or probabilities [..., classes] as `argmax` does. */
function classesOf(arrays: DenseArray | readonly DenseArray[]): ArrayLike<number> {
  const { data, shape } = listOf<DenseArray>(arrays)[0] as DenseArray;
  if (dtypeOf(data) === 'int32') return data;
  const width = shape.at(-1) ?? 1;
  const classes = new Int32Array(data.length / width);
  for (let row = 0; row < classes.length; row++) classes[row] = largestAt(data, row * width, width);
  return classes;
}

/** Copies the network's outputs to the host. */
async function onHost(outputs: Output): Promise<DenseArray | readonly DenseArray[]> {
  if (!isTensor(outputs)) return (await Promise.all(outputs.map(onHost))) as DenseArray[];
  return dense(await outputs.data(), outputs.shape);
}

interface Totals {
  /** Copies what it keeps. */
  add(batch: BatchNumbers): void;
  result(): Evaluation;
}

/** Returns what adds up the batches of an evaluation, in order. */
export function startTotals({ model, dataset }: Feed, { loss, metrics = [] }: EvaluateOptions<Output>): Totals {
  const rows = dataset.length;
  const { outputShape, outputShapes } = model;
  const sums = startMetrics('evaluate', metrics);
  let classifies = loss.classification && outputShapes.length === 1;
  // One for each token, if the outputs are [n, tokens, classes].
  const [predictions, truths]: [ArrayLike<number>[], ArrayLike<number>[]] = [[], []];
  let [total, weights] = [0, 0];
  return {
    add({ loss, weight, classes: [predicted, truth], forMetrics: [outputs, targets] }) {
      total += loss;
      weights += weight;
      classifies = classifies && predicted !== undefined;
      predictions.push(predicted ?? []);
      // The data set may reuse its array for the next batch.
      truths.push(Int32Array.from(truth ?? []));
      if (outputs !== undefined && targets !== undefined) sums.add(outputs, targets);
    },
    result() {
      const all = joined(predictions);
      const matrix = classifies ? confusionMatrix(joined(truths), all, outputShape.at(-1) ?? 0) : undefined;
      const classification = matrix && { accuracy: accuracy(matrix), confusionMatrix: matrix, predictions: all };
      return { rows, loss: total / weights, classification, metrics: sums.results() };
    },
  };
}

function joined(arrays: readonly ArrayLike<number>[]): Int32Array {
  const all = new Int32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}
