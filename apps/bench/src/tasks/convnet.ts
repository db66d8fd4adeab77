/** Training steps of a convolutional network. */
import { Adam, type Backend, type DenseArray, networkFromConfig, type TypedConfig } from '@nablajs/core';
import type { LayerConfig } from '../workloads/layers.js';
import type { WorkloadOf } from '../workloads/workload.js';
import { rowsInOrder } from './dataset.js';
import { inputOf } from './operation.js';
import { parametersOf } from './parameters.js';
import type { Inputs, Task } from './task.js';
import { firstLosses, startRun, stepsTask, type TrainingRun } from './training-run.js';

/** Turns dropout off, so losses can be compared. */
const withoutDropout = (layer: LayerConfig): LayerConfig => (layer.type === 'Dropout' ? { ...layer, rate: 0 } : layer);

function startConvnet(
  backend: Backend,
  { dtype, learningRate, batchSize }: WorkloadOf<'convnet'>,
  inputs: Inputs,
  layers: readonly LayerConfig[],
): TrainingRun {
  const x: DenseArray = { layout: 'dense', ...inputOf(inputs, 'x') };
  const config = { inputShape: x.shape.slice(1), layers: layers as unknown as readonly TypedConfig[] };
  const model = networkFromConfig(backend, config, { dtype, parameters: parametersOf(inputs) });
  const labels = inputOf(inputs, 'labels').data as Int32Array;
  const data = rowsInOrder(x, labels, inputOf(inputs, 'order').data as Int32Array, batchSize);
  return startRun(model, data, { optimizer: new Adam({ learningRate }), batchSize });
}

/** Computes the result in a run without dropout. Then returns a task whose executions are the steps of another run. */
export async function convnetTask(backend: Backend, workload: WorkloadOf<'convnet'>, inputs: Inputs): Promise<Task> {
  const { layers, resultSteps } = workload;
  const verified = startConvnet(backend, workload, inputs, layers.map(withoutDropout));
  const result = await firstLosses(verified, resultSteps);
  await verified.dispose();
  return stepsTask(startConvnet(backend, workload, inputs, layers), result);
}
