/** Two small convolutional networks, and the losses of their first steps in PyTorch's float64. */
import { readFileSync } from 'node:fs';
import type { WorkloadOf } from '../src/workloads/workload.js';

interface Values {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export interface SmallConvnet {
  readonly name: string;
  readonly fields: Pick<WorkloadOf<'convnet'>, 'kind' | 'layers' | 'learningRate' | 'batchSize' | 'resultSteps'>;
  readonly inputs: Readonly<Record<string, Values>>;
  readonly expected: readonly number[];
}

/** Written by scripts/convnet-losses.py. */
export const SMALL_CONVNETS: readonly SmallConvnet[] = JSON.parse(
  readFileSync(new URL('fixtures/convnets.json', import.meta.url), 'utf8'),
);
