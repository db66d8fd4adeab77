/** Training steps of a convolutional network. */
import {
  Adam,
  type Backend,
  type DenseArray,
  networkFromConfig,
  SoftmaxCrossEntropy,
  type TypedConfig,
  train,
} from '@nablajs/core';
import type { LayerConfig } from '../workloads/layers.js';
import type { WorkloadOf } from '../workloads/workload.js';
import { rowsInOrder } from './dataset.js';
import { inputOf } from './operation.js';
import type { Inputs, Task } from './task.js';

const NOT_PARAMETERS = new Set(['x', 'labels', 'order']);

/** Turns dropout off. Each library draws its own random numbers, so with dropout losses could not be compared. */
const withoutDropout = (layer: LayerConfig): LayerConfig => (layer.type === 'Dropout' ? { ...layer, rate: 0 } : layer);

/** A training run. */
interface Run {
  /** Makes the next step and returns its loss. */
  step(): Promise<number>;
  dispose(): Promise<void>;
}

function startRun(
  backend: Backend,
  { dtype, learningRate, batchSize }: WorkloadOf<'convnet'>,
  inputs: Inputs,
  layers: readonly LayerConfig[],
): Run {
  const x: DenseArray = { layout: 'dense', ...inputOf(inputs, 'x') };
  const named = [...inputs].filter(([name]) => !NOT_PARAMETERS.has(name));
  const parameters = new Map(named.map(([name, values]) => [name, { layout: 'dense', ...values } as const]));
  const config = { inputShape: x.shape.slice(1), layers: layers as unknown as readonly TypedConfig[] };
  const model = networkFromConfig(backend, config, { dtype, parameters });
  const optimizer = new Adam({ learningRate });
  const labels = inputOf(inputs, 'labels').data as Int32Array;
  const events = train(model, rowsInOrder(x, labels, inputOf(inputs, 'order').data as Int32Array, batchSize), {
    loss: new SoftmaxCrossEntropy(),
    optimizer,
    epochs: Number.MAX_SAFE_INTEGER,
    batchSize,
    shuffle: false,
  });
  return {
    async step() {
      for (;;) {
        const { value, done } = await events.next();
        if (done === true) throw new Error('the training ended');
        if (value.type === 'batch' && value.loss !== undefined) return value.loss;
      }
    },
    async dispose() {
      // Ends the generator, so that it releases its tensors.
      await events.return();
      optimizer.dispose();
      model.dispose();
    },
  };
}

/** Computes the result in a run without dropout. Then returns a task whose executions are the steps of another run. */
export async function convnetTask(backend: Backend, workload: WorkloadOf<'convnet'>, inputs: Inputs): Promise<Task> {
  const { layers, resultSteps } = workload;
  const verified = startRun(backend, workload, inputs, layers.map(withoutDropout));
  const result: number[] = [];
  for (let step = 0; step < resultSteps; step++) result.push(await verified.step());
  await verified.dispose();
  const timed = startRun(backend, workload, inputs, layers);
  let last = 0;
  return {
    result,
    async execute() {
      last = await timed.step();
    },
    settle: async () => undefined,
    sink: async () => last,
    dispose: () => timed.dispose(),
  };
}
