import { type Dataset, type DenseArray, type HostInputs, type HostTargets, listOf } from '../data/dataset.js';
import { checkInputDType, Feed, type Part, sliceRows } from '../data/feed.js';
import { range } from '../data/range.js';
import type { Loss, Targets } from '../losses/loss.js';
import { accuracy, type ConfusionMatrix, confusionMatrix } from '../metrics/confusion-matrix.js';
import type { Metric } from '../metrics/metric.js';
import { startMetrics } from '../metrics/metric-sums.js';
import type { Module, Output, OutputOf } from '../networks/module.js';
import type { Network } from '../networks/network.js';
import { argmax } from '../ops/ops.js';
import { lossOf } from '../optimization/objective.js';
import { allocate } from '../tensors/dtype.js';
import { scope } from '../tensors/scope.js';
import { checkRows, sizeOf } from '../tensors/shape.js';
import { isTensor, type Tensor, upload } from '../tensors/tensor.js';
import { checkPositiveInteger } from '../validation/arguments.js';
import { checkHostArray } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import { checkModel, checkRun } from '../validation/expected.js';
import { breather } from './event-loop.js';

/** Options of `predict`. */
export interface PredictOptions {
  /** Rows that are on the backend at a time; default 512. It does not change the result. */
  readonly batchSize?: number;
}

/** Options of `evaluate`, for a network whose module gives O. */
export interface EvaluateOptions<O extends Output = Tensor> extends PredictOptions {
  /** Gets what the network gives and what the data set gives: a tensor where it is one, an array where it is an array. */
  readonly loss: Loss<O, Targets>;
  /** What else to find, such as `[new Precision(), new RocAuc()]`; names must differ. Default none. */
  readonly metrics?: readonly Metric[];
}

/** What `evaluate` found. */
export interface Evaluation {
  readonly rows: number;
  /**
   * Mean over the rows; NaN of none. Where the data set has weights, the sum of weight times loss divided by the number
   * of rows.
   */
  readonly loss: number;
  /**
   * Set for a classification loss of one output and one tensor of targets; undefined for a regression, and where there
   * are several.
   */
  readonly classification: Classification | undefined;
  /** The results of the metrics that were asked for, by name. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** How a classifier did. Every example counts once, whatever its weight. */
export interface Classification {
  /** Share of rows whose largest output is at the true class. */
  readonly accuracy: number;
  readonly confusionMatrix: ConfusionMatrix;
  /** int32 [rows] */
  readonly predictions: Int32Array;
}

const DEFAULT_BATCH_SIZE = 512;

/**
 * Outputs [n, ...outputShape] for x [n, ...inputShape], computed in batches. Of several inputs x is an array, with one
 * entry for each. An x of no rows gives [0, ...outputShape]. Throws a NablaError of code `argument` for a network of
 * several outputs, which `forward` gives.
 */
export async function predict(model: Network, x: HostInputs, options: PredictOptions = {}): Promise<DenseArray> {
  checkModel('predict', model);
  checkOneOutput(model);
  const inputs = listOf(x);
  for (const input of inputs) {
    checkHostArray('predict', input);
    checkInputDType(model, 'x', input);
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

/** The tensor, where there is one; undefined of several. */
const onlyOf = (all: Output | Targets): Tensor | undefined =>
  isTensor(all) ? all : all.length === 1 ? all[0] : undefined;

/**
 * Loss over a data set, the metrics asked for and, for a classification loss of one output and one tensor of targets,
 * accuracy and confusion matrix.
 *
 * Throws a NablaError of code `argument` for two metrics of one name, and for one that gives no number. What a metric
 * throws comes out as it is; the built-in ones throw one of code `shape` or `data` for outputs and targets that they
 * cannot take.
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
  const feed = new Feed(model, dataset, false);
  const rows = dataset.length;
  const truths = new Int32Array(rows);
  const predictions = new Int32Array(rows);
  const breathe = breather();
  let total = rows === 0 ? Number.NaN : 0;
  let classifies = loss.classification && model.outputShapes.length === 1;
  for (let start = 0; start < rows; start += batchSize) {
    const part = await feed.load(range(start, Math.min(start + batchSize, rows)));
    let made: Score | undefined;
    try {
      made = score(model, part, loss, rows);
      total += await made.loss.item();
      const [predicted, truth] = made.classes;
      if (predicted !== undefined && truth !== undefined) {
        predictions.set(await predicted.data(), start);
        truths.set(await truth.data(), start);
      } else {
        classifies = false;
      }
      if (wanted.length > 0) metrics.add(await onHost(made.outputs), part.y as HostTargets);
    } finally {
      for (const tensor of Object.values(made ?? {}).flat() as (Tensor | undefined)[]) tensor?.dispose();
      feed.release(part);
    }
    await breathe();
  }
  const classes = model.outputShape.at(-1) ?? 0;
  return {
    rows,
    loss: total,
    classification: classifies ? classify(truths, predictions, classes) : undefined,
    metrics: metrics.results(),
  };
}

interface Score {
  readonly loss: Tensor;
  readonly outputs: Output;
  /** By the outputs and by the targets; none for a regression, and for several outputs or targets. */
  readonly classes: readonly Tensor[];
}

function score(model: Network, { inputs, targets, weights }: Part, loss: Loss<Output, Targets>, rows: number): Score {
  return scope(() => {
    const outputs = model.forward(...inputs);
    const [y, truth] = [onlyOf(outputs), onlyOf(targets)];
    const classifies = loss.classification && y !== undefined && truth !== undefined;
    return {
      loss: lossOf(loss, outputs, targets, rows, weights),
      outputs,
      classes: classifies ? [y, truth].map(classesOf) : [],
    };
  });
}

/** int32 [n] of probabilities or logits [n, classes]; of labels themselves. */
const classesOf = (x: Tensor): Tensor => (x.dtype === 'int32' ? x.reshape(x.shape) : argmax(x, { axis: -1 }));

/** What the network gave, a tensor or several, on the host. */
async function onHost(outputs: Output): Promise<DenseArray | readonly DenseArray[]> {
  if (isTensor(outputs)) return { layout: 'dense', shape: outputs.shape, data: await outputs.data() };
  const arrays: DenseArray[] = [];
  for (const output of outputs) arrays.push((await onHost(output)) as DenseArray);
  return arrays;
}

function classify(truths: Int32Array, predictions: Int32Array, classes: number): Classification {
  const matrix = confusionMatrix(truths, predictions, classes);
  return { accuracy: accuracy(matrix), confusionMatrix: matrix, predictions };
}
