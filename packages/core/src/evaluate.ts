import { checkOptions, checkPositiveInteger } from './arguments.js';
import type { Dataset, DenseArray, HostArray } from './data.js';
import { checkHostArray } from './describe.js';
import { allocate } from './dtype.js';
import { NablaError } from './errors.js';
import { breather } from './event-loop.js';
import { checkComputed, checkDataset, checkLoss, checkModel } from './expected.js';
import { checkInputDType, Feed, inputsOf, type Part, range, sliceRows } from './feed.js';
import type { Loss } from './losses/loss.js';
import { accuracy, type ConfusionMatrix, confusionMatrix } from './metrics.js';
import type { Output } from './module.js';
import type { Network } from './network.js';
import { argmax } from './ops.js';
import { scope } from './scope.js';
import { checkRows, sizeOf } from './shape.js';
import { isTensor, type Tensor, upload } from './tensor.js';

/** Options of `predict`. */
export interface PredictOptions {
  /** Rows that are on the backend at a time; default 512. It does not change the result. */
  readonly batchSize?: number;
}

/** Options of `evaluate`. */
export interface EvaluateOptions extends PredictOptions {
  readonly loss: Loss;
}

/** What `evaluate` found. */
export interface Evaluation {
  readonly rows: number;
  /** Mean over the rows; NaN of none. */
  readonly loss: number;
  /** Set for a classification loss, undefined for a regression. */
  readonly classification: Classification | undefined;
}

/** How a classifier did. */
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
 * entry for each. An x of no rows gives [0, ...outputShape].
 */
export async function predict(
  model: Network,
  x: HostArray | readonly HostArray[],
  options: PredictOptions = {},
): Promise<DenseArray> {
  checkModel('predict', model);
  const inputs = inputsOf(x);
  for (const input of inputs) {
    checkHostArray('predict', input);
    checkInputDType(model, 'x', input);
  }
  const batchSize = checkPositiveInteger('predict batchSize', options.batchSize ?? DEFAULT_BATCH_SIZE);
  const { length } = model.inputShapes;
  if (inputs.length !== length) {
    throw new NablaError('shape', `predict: expected ${length} inputs. Received ${inputs.length}.`);
  }
  checkRows('predict', inputs);
  const rows = inputs[0]?.shape[0] ?? 0;
  const width = sizeOf(model.outputShape);
  const data = allocate(model.dtype, rows * width);
  const breathe = breather();
  for (let start = 0; start < rows; start += batchSize) {
    const end = Math.min(start + batchSize, rows);
    const output = scope(() =>
      theOutput(
        'predict',
        model.forward(...inputs.map((input) => upload(model.backend, sliceRows(input, start, end)))),
      ),
    );
    try {
      data.set(await output.data(), start * width);
    } finally {
      output.dispose();
    }
    await breathe();
  }
  return { layout: 'dense', shape: [rows, ...model.outputShape], data };
}

function theOutput(op: string, output: Output): Tensor {
  if (isTensor(output)) return output;
  throw new NablaError(
    'argument',
    `${op}: expected a network with one output. This one has ${output.length}; call forward.`,
  );
}

/** Loss over a data set and, for a classification loss, accuracy and confusion matrix. */
export async function evaluate(model: Network, dataset: Dataset, options: EvaluateOptions): Promise<Evaluation> {
  checkModel('evaluate', model);
  checkDataset('evaluate', dataset);
  checkOptions('evaluate', options, ['loss', 'batchSize'], '{ loss }');
  checkLoss('evaluate', options.loss);
  const batchSize = checkPositiveInteger('evaluate batchSize', options.batchSize ?? DEFAULT_BATCH_SIZE);
  const { loss } = options;
  const feed = new Feed(model, dataset, false);
  const rows = dataset.length;
  const truths = new Int32Array(rows);
  const predictions = new Int32Array(rows);
  const breathe = breather();
  let total = rows === 0 ? Number.NaN : 0;
  for (let start = 0; start < rows; start += batchSize) {
    const part = await feed.load(range(start, Math.min(start + batchSize, rows)));
    let made: Score | undefined;
    try {
      made = score(model, part, loss, rows);
      total += await made.loss.item();
      if (made.predicted !== undefined) {
        predictions.set(await made.predicted.data(), start);
        truths.set(await (made.truth ?? part.y).data(), start);
      }
    } finally {
      for (const tensor of Object.values(made ?? {})) tensor?.dispose();
      feed.release(part);
    }
    await breathe();
  }
  const classes = model.outputShape.at(-1) ?? 0;
  return {
    rows,
    loss: total,
    classification: loss.classification ? classify(truths, predictions, classes) : undefined,
  };
}

interface Score {
  readonly loss: Tensor;
  /** Classes by the outputs; undefined for a regression. */
  readonly predicted: Tensor | undefined;
  /** Classes by targets that are probabilities; undefined where the targets are labels. */
  readonly truth: Tensor | undefined;
}

function score(model: Network, { inputs, y: targets }: Part, loss: Loss, rows: number): Score {
  return scope(() => {
    const y = theOutput('evaluate', model.forward(...inputs));
    const labelled = targets.dtype === 'int32';
    return {
      loss: checkComputed(loss, loss.compute(y, targets, rows)),
      predicted: loss.classification ? argmax(y, { axis: -1 }) : undefined,
      truth: loss.classification && !labelled ? argmax(targets, { axis: -1 }) : undefined,
    };
  });
}

function classify(truths: Int32Array, predictions: Int32Array, classes: number): Classification {
  const matrix = confusionMatrix(truths, predictions, classes);
  return { accuracy: accuracy(matrix), confusionMatrix: matrix, predictions };
}
