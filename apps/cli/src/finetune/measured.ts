import type { Network } from '@nablajs/core';
import type { ExampleTask } from '../data/task.js';
import type { TrainingData } from '../data/training-data.js';
import type { EvaluationResult } from '../evaluation/report.js';
import { testModel } from '../evaluation/test-model.js';
import type { Results } from '../results/results-schema.js';
import { validationResults } from '../results/validation-results.js';

/** What was measured. */
export interface Measured {
  readonly test: EvaluationResult;
  /** Computes what a run keeps, but for the number of epochs. */
  readonly results: () => Promise<Results>;
}

/** `isChosen`: whether the training chose the epoch by held-out data. */
export async function measured(
  model: Network,
  { test: rows, validation, testName, task, examples }: TrainingData,
  isChosen: boolean,
): Promise<Measured> {
  // Of many texts, some choose.
  const chooses = validation === rows || testName === 'validation';
  const test = await testModel(model, rows, task, isChosen && chooses);
  const { epochChosen } = test;
  const results = (): Promise<Results> =>
    validationResults(model, rows, { task: task as ExampleTask, epochs: 0, epochChosen, examples });
  return { test, results };
}

/** Measures all of a network that learns the held-out data afterwards. */
export async function measuredNow(model: Network, data: TrainingData): Promise<Measured> {
  const { test, results } = await measured(model, data, true);
  const found = results();
  // Whoever asks for the results gets the error.
  await found.catch(() => undefined);
  return { test, results: () => found };
}
