import type { Backend } from '@nablajs/core';
import type { Workload } from '../workloads/workload.js';
import { convnetTask } from './convnet.js';
import { inferenceTask, trainingTask } from './network.js';
import { operationTask, optimizerTask } from './operation.js';
import type { Inputs, Task } from './task.js';

export type { Inputs, Task } from './task.js';

/** Returns why the backend does not support the workload, or undefined if it does. */
export function unsupportedReason({ name, dtypes, csr }: Backend, { kind, dtype }: Workload): string | undefined {
  if (!dtypes.includes(dtype)) return `backend '${name}' has no ${dtype}`;
  return kind === 'csr-matmul' && csr === undefined ? `backend '${name}' has no CSR product` : undefined;
}

/** Executes the workload once and returns a task that can execute it again. */
export async function prepareTask(backend: Backend, workload: Workload, inputs: Inputs): Promise<Task> {
  switch (workload.kind) {
    case 'sgd':
    case 'adam':
      return optimizerTask(backend, workload, inputs);
    case 'train':
    case 'memory':
      return trainingTask(backend, workload, inputs);
    case 'convnet':
      return convnetTask(backend, workload, inputs);
    // Loaded when it is needed.
    case 'gpt':
    case 'lstm':
      return (await import('./sequences.js')).sequenceTrainingTask(backend, workload, inputs);
    case 'generate':
      return (await import('./sequences.js')).generationTask(backend, workload, inputs);
    case 'infer':
      return inferenceTask(backend, workload, inputs);
    case 'startup':
      return { result: null, execute: () => {}, settle: async () => undefined, sink: async () => 0, dispose: () => {} };
    default:
      return operationTask(backend, workload, inputs);
  }
}
