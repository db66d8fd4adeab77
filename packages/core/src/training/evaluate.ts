import type { Dataset, HostInputs, HostTargets } from '../data/dataset.js';
import { breather } from '../data/event-loop.js';
import type { Loss, Targets } from '../losses/loss.js';
import { lossOf } from '../losses/objective.js';
import { range } from '../math/range.js';
import { accuracy, type ConfusionMatrix, confusionMatrix } from '../metrics/confusion-matrix.js';
import type { Metric } from '../metrics/metric.js';
import { startMetrics } from '../metrics/metric-sums.js';
import type { Module, Output, OutputOf } from '../modules/module.js';
import { checkModel } from '../networks/check-network.js';
import type { Network } from '../networks/network.js';
import { argmax } from '../ops/ops.js';
import { allocate } from '../tensors/dtype.js';
import { checkHostArray, type DenseArray, listOf } from '../tensors/host-array.js';
import { scope } from '../tensors/scope.js';
import { checkLength, checkRows, sizeOf } from '../tensors/shape.js';
import { isTensor, type Tensor, upload } from '../tensors/tensor.js';
import { checkOptions, checkPositiveInteger } from '../validation/arguments.js';
import { NablaError } from '../validation/errors.js';
import { checkRun } from './check-run.js';
import { checkInputDType, Feed, type Part, sliceRows } from './feed.js';

/** Options of `predict`. */
export interface PredictOptions {
  /** How many rows to process at once. Does not change the result. Default: 512. */
  readonly batchSize?: number;
}

/** Options of `evaluate`. O is what the network returns. */
export interface EvaluateOptions<O extends Output = Tensor> extends PredictOptions {
  /** Computes the loss from the network's output and the data set's targets, such as `new MeanSquaredError()`. */
  readonly loss: Loss<O, Targets>;
  /** What else to measure, such as `[new Precision(), new RocAuc()]`. Their names must differ. Default: none. */
  readonly metrics?: readonly Metric[];
}

/** The result of `evaluate`. */
export interface Evaluation {
  /** Examples in the data set. */
  readonly rows: number;
  /**
   * Mean over the examples, tokens or elements, as in training; NaN if there are none. With weights, it divides by their
   * sum.
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
  /** The predicted class of each example, int32 [rows]. */
  readonly predictions: Int32Array;
}

/** How many rows `predict` and `evaluate` process at once, unless their options say. */
export const DEFAULT_BATCH_SIZE = 512;

/**
 * Returns the network's outputs [n, ...outputShape] for x [n, ...inputShape], computed in batches. For a network with
 * several inputs, pass an array with one entry for each. Throws a NablaError of code `argument` for a network with
 * several outputs: call its `forward` instead.
 *
 * @example
 * ```ts
 * const outputs = await predict(model, dense(Float32Array.of(0, 1, 1, 1), [2, 2]));
 * console.log(outputs.shape, outputs.data);
 * ```
 */
export async function predict(model: Network, x: HostInputs, options: PredictOptions = {}): Promise<DenseArray> {
  checkModel('predict', model);
  checkOptions('predict', options, ['batchSize'], '{ batchSize: 512 }');
  checkOneOutput(model);
  const inputs = listOf(x);
  for (const input of inputs) {
    checkHostArray('predict', input);
    checkInputDType(model, 'x', input);
    // Batches are slices of it, so their uploads would not notice elements that are too many.
    if (input.layout === 'dense') checkLength('predict', input.shape, input.data.length);
  }
  const batchSize = checkPositiveInteger('predict batchSize', options.batchSize ?? DEFAULT_BATCH_SIZE);
  const { length } = model.inputShapes;
  if (inputs.length !== length) {
    throw new NablaError(
      'shape',
      `predict: expected ${length === 1 ? 'one input' : `${length} inputs`}. Received ${inputs.length}.`,
    );
  }
  checkRows('predict', inputs);
  const rows = inputs[0]?.shape[0] ?? 0;
  const width = sizeOf(model.outputShape);
  const data = allocate(model.dtype, rows * width);
  const breathe = breather();
  for (let start = 0; start < rows; start += batchSize) {
    const end = Math.min(start + batchSize, rows);
    const output = scope(() => {
      const uploaded = inputs.map((input) => upload(model.backend, sliceRows(input, start, end)));
      return onlyOf(model.forward(...uploaded)) as Tensor;
    });
    try {
      data.set(await output.data(), start * width);
    } finally {
      output.dispose();
    }
    await breathe();
  }
  return { layout: 'dense', shape: [rows, ...model.outputShape], data };
}

function checkOneOutput({ outputShapes: { length } }: Network): void {
  if (length === 1) return;
  throw new NablaError(
    'argument',
    `predict: expected a network with one output. This one has ${length}; call forward.`,
  );
}

/** The tensor if there is only one, else undefined. */
const onlyOf = (all: Output | Targets): Tensor | undefined =>
  isTensor(all) ? all : all.length === 1 ? all[0] : undefined;

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
  const { loss, metrics: wanted = [] } = options;
  const batchSize = checkPositiveInteger('evaluate batchSize', options.batchSize ?? DEFAULT_BATCH_SIZE);
  const metrics = startMetrics('evaluate', wanted);
  const feed = new Feed(model, dataset, false, loss.ignoreIndex);
  const rows = dataset.length;
  const truths = new Int32Array(rows);
  const predictions = new Int32Array(rows);
  const breathe = breather();
  let [total, weight] = [0, 0];
  let classifies = loss.classification && model.outputShapes.length === 1;
  for (let start = 0; start < rows; start += batchSize) {
    const part = await feed.load(range(start, Math.min(start + batchSize, rows)));
    let made: Score | undefined;
    try {
      made = score(model, part, loss);
      total += await made.loss.item();
      weight += await numberOf(made.weight);
      const [predicted, truth] = made.classes;
      if (predicted !== undefined && truth !== undefined) {
        predictions.set(await predicted.data(), start);
        truths.set(await truth.data(), start);
      } else {
        classifies = false;
      }
      if (wanted.length > 0) metrics.add(await onHost(made.outputs), part.y as HostTargets);
    } finally {
      for (const value of Object.values(made ?? {}).flat()) if (isTensor(value)) value.dispose();
      feed.release(part);
    }
    await breathe();
  }
  const classes = model.outputShape.at(-1) ?? 0;
  return {
    rows,
    loss: total / weight,
    classification: classifies ? classify(truths, predictions, classes) : undefined,
    metrics: metrics.results(),
  };
}

export interface Score {
  /** [] The sum. */
  readonly loss: Tensor;
  readonly weight: Tensor | number;
  readonly outputs: Output;
  /** The predicted and the true classes; empty for a regression and for several outputs or targets. */
  readonly classes: readonly Tensor[];
}

/** Computes the outputs of a part, the sum of its losses and, for a classifier, the classes. */
export function score(model: Network, { inputs, targets, weights }: Part, loss: Loss<Output, Targets>): Score {
  return scope(() => {
    const outputs = model.forward(...inputs);
    const [y, truth] = [onlyOf(outputs), onlyOf(targets)];
    const classifies = loss.classification && y !== undefined && truth !== undefined;
    const { sum, weight } = lossOf(loss, outputs, targets, weights);
    return {
      ...{ loss: sum, weight },
      outputs,
      classes: classifies ? [y, truth].map(classesOf) : [],
    };
  });
}

export const numberOf = async (value: Tensor | number): Promise<number> => (isTensor(value) ? value.item() : value);

/** Returns int32 [n] classes of logits or probabilities [n, classes], or of labels. */
const classesOf = (x: Tensor): Tensor => (x.dtype === 'int32' ? x.reshape(x.shape) : argmax(x, { axis: -1 }));

/** Copies the network's outputs to the host. */
export async function onHost(outputs: Output): Promise<DenseArray | readonly DenseArray[]> {
  if (isTensor(outputs)) return { layout: 'dense', shape: outputs.shape, data: await outputs.data() };
  const arrays: DenseArray[] = [];
  for (const output of outputs) arrays.push((await onHost(output)) as DenseArray);
  return arrays;
}

export function classify(truths: Int32Array, predictions: Int32Array, classes: number): Classification {
  const matrix = confusionMatrix(truths, predictions, classes);
  return { accuracy: accuracy(matrix), confusionMatrix: matrix, predictions };
}
