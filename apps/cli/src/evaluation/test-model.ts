/** The test at the end of training, which `nabla evaluate` repeats. */
import { type Backend, type Dataset, evaluate, type Sequential } from '@nablajs/core';
import { lossOf, metricsOf, type Task } from '../data/task.js';
import type { EvaluationResult, Score } from './report.js';

export async function testModel(model: Sequential, data: Dataset, task: Task): Promise<EvaluationResult> {
  const start = performance.now();
  const found = await evaluate(model, data, { loss: lossOf(task), metrics: metricsOf(task) });
  const { rows, loss, classification, metrics } = found;
  const seconds = (performance.now() - start) / 1000;
  const measured = { rows, loss, seconds, backend: model.backend.name, dtype: model.dtype };
  if (task.kind === 'classification') {
    if (classification === undefined) throw new Error('a classification loss gave no classification');
    const { accuracy, confusionMatrix } = classification;
    return { ...measured, task: 'classification', accuracy, confusionMatrix, classes: task.classes };
  }
  const { r2 = Number.NaN, rmse = Number.NaN, mae = Number.NaN } = metrics;
  return { ...measured, task: 'regression', target: task.target, r2, rmse, mae };
}

/** Returns the score that ranks models of the same task. */
export function scoreOf(result: EvaluationResult): Score {
  return result.task === 'classification'
    ? { name: 'accuracy', value: result.accuracy }
    : { name: 'r2', value: result.r2 };
}

/** Returns `an accuracy of 97.50%` or `an R2 of 0.4512`. */
export function scoreText({ name, value }: Score): string {
  return name === 'accuracy' ? `an accuracy of ${percent(value)}` : `an R2 of ${value.toFixed(4)}`;
}

export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(2)}%`;
}

/** Returns a line that names the backend, the dtype and why it was chosen. */
export function backendLine({ name, description }: Backend, dtype: string, note: string | undefined): string {
  return `Backend ${name}: ${description}, ${dtype}${note === undefined ? '' : ` (${note})`}`;
}
