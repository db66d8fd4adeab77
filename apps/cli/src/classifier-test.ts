/** The test that training ends with and `nabla evaluate` repeats. */
import { type Backend, type Evaluation, evaluate, type Sequential, SoftmaxCrossEntropy } from '@nablajs/core';
import type { ImageDataset } from '@nablajs/datasets';
import type { EvaluationResult } from './report.js';

/** Of every network here, in training and in tests. */
export const LOSS: SoftmaxCrossEntropy = new SoftmaxCrossEntropy();

export async function testClassifier(model: Sequential, images: ImageDataset): Promise<EvaluationResult> {
  const start = performance.now();
  const { rows, loss, classification }: Evaluation = await evaluate(model, images, { loss: LOSS });
  if (classification === undefined) throw new Error('a classification loss gave no classification');
  const { accuracy, confusionMatrix } = classification;
  const seconds = (performance.now() - start) / 1000;
  return { rows, loss, accuracy, confusionMatrix, seconds, backend: model.backend.name, dtype: model.dtype };
}

/** What computes, for people. */
export function backendLine({ name, description }: Backend, dtype: string, note: string | undefined): string {
  return `Backend ${name}: ${description}, ${dtype}${note === undefined ? '' : ` (${note})`}`;
}
