/** The test at the end of training, which `nabla evaluate` repeats. */
import {
  type Backend,
  type Classification,
  type Dataset,
  type DenseArray,
  evaluate,
  type Network,
} from '@nablajs/core';
import { exp } from '@nablajs/core/math';
import type { Metric } from '@nablajs/core/metrics';
import { confusionMatrix } from '@nablajs/core/metrics';
import { type ErrorScale, errorScale, lossOf, metricsOf, type Task } from '../data/task.js';
import { inUnits, RegressionRows } from './intervals.js';
import type { EvaluationResult, Score, TextResult } from './report.js';

/** `epochChosen`: whether training chose the epoch by these data. */
export async function testModel(
  model: Network,
  data: Dataset,
  task: Task,
  epochChosen = false,
): Promise<EvaluationResult> {
  const start = performance.now();
  const sample = new RegressionRows();
  const metrics = task.kind === 'regression' ? [...metricsOf(task), collectInto(sample, errorScale(task))] : [];
  const batchSize = task.kind === 'text' ? textsAtOnce(task) : readsTokens(model) ? 32 : rowsAtOnce(data);
  const found = await evaluate(model, data, { loss: lossOf(task), metrics, batchSize });
  const { rows, loss, classification } = found;
  const seconds = (performance.now() - start) / 1000;
  const measured = { rows, epochChosen, loss, seconds, backend: model.backend.name, dtype: model.dtype };
  if (task.kind !== 'regression') {
    if (classification === undefined) throw new Error('a classification loss gave no classification');
    if (task.kind === 'text') return { ...measured, task: 'text', ...textScores(loss, classification) };
    const { accuracy, truths, predictions } = classification;
    const matrix = confusionMatrix(truths, predictions, model.outputShape.at(-1) ?? 0);
    return { ...measured, task: 'classification', accuracy, confusionMatrix: matrix, classes: task.classes };
  }
  const { r2 = Number.NaN, rmse = Number.NaN, mae = Number.NaN } = found.metrics;
  const intervals = inUnits(sample.intervals(), errorScale(task).unit);
  return { ...measured, task: 'regression', target: task.target, r2, rmse, mae, intervals };
}

/** Whether a model reads texts of any length: the memory of attention is that of their lengths squared. */
const readsTokens = ({ inputShapes: [input = []] }: Network): boolean => input.length === 1 && Number.isNaN(input[0]);

/** How many numbers of inputs to compute at once, and how many examples. */
const [MOST_INPUTS, MOST_ROWS, FEWEST_ROWS] = [2 ** 22, 512, 16];

/** Large images need much memory between layers. */
function rowsAtOnce({ inputShape }: Dataset): number {
  const size = inputShape.reduce((product, length) => product * length, 1);
  return Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, Math.floor(MOST_INPUTS / size)));
}

const MOST_LOGITS = 2 ** 23;

/** How many examples of a text to compute at once. */
const textsAtOnce = ({ vocabulary, context }: { readonly vocabulary: number; readonly context: number }): number =>
  Math.max(1, Math.min(32, Math.floor(MOST_LOGITS / (vocabulary * context))));

function textScores(
  loss: number,
  { accuracy, weights }: Classification,
): Pick<TextResult, 'perplexity' | 'accuracy' | 'tokens'> {
  return { perplexity: exp(loss), accuracy, tokens: weights.reduce((sum, weight) => sum + weight, 0) };
}

/** Returns a metric that only collects the rows, for their intervals. */
function collectInto(sample: RegressionRows, { numberOf }: ErrorScale): Metric {
  const add = (outputs: unknown, targets: unknown): void => {
    const [predicted, truth] = [outputs, targets].map((array) => (array as DenseArray).data);
    for (const [at, value] of predicted?.entries() ?? [])
      sample.add(numberOf(value), numberOf(truth?.[at] ?? Number.NaN));
  };
  return { name: 'rows', start: () => ({ add, result: () => Number.NaN }) };
}

/** The score that ranks models of the same task. */
export function scoreOf(result: EvaluationResult): Score {
  if (result.task === 'text') return { name: 'perplexity', value: result.perplexity };
  return result.task === 'classification'
    ? { name: 'accuracy', value: result.accuracy }
    : { name: 'r2', value: result.r2 };
}

/** False if the scores cannot be compared. */
export function isWorse(one: Score, other: Score): boolean {
  if (one.name !== other.name) return false;
  return one.name === 'perplexity' ? one.value > other.value : one.value < other.value;
}

/** Returns `an accuracy of 97.50%`, `an R2 of 0.4512` or `a perplexity of 4.51`. */
export function scoreText({ name, value }: Score): string {
  if (name === 'perplexity') return `a perplexity of ${value.toFixed(2)}`;
  return name === 'accuracy' ? `an accuracy of ${percent(value)}` : `an R2 of ${value.toFixed(4)}`;
}

export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(2)}%`;
}

export function backendLine({ name, description }: Backend, dtype: string, note: string | undefined): string {
  return `Backend ${name}: ${description}, ${dtype}${note === undefined ? '' : ` (${note})`}`;
}
