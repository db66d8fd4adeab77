/** Training and inference of a network of Dense layers with ReLU between them. */
import {
  Adam,
  type Backend,
  type Dataset,
  Dense,
  type DenseArray,
  dense,
  type FloatDType,
  Predictor,
  ReLU,
  Sequential,
  SGD,
  SoftmaxCrossEntropy,
  type TrainEvent,
  train,
} from '@nablajs/core';
import type { WorkloadOf } from '../workloads/workload.js';
import { imagesOf, rowsInOrder, unshuffledRows } from './dataset.js';
import { inputOf } from './operation.js';
import type { Inputs, Task } from './task.js';

/** Creates the network and loads the weights w1, b1, ... under the names that `Sequential` uses. */
function networkOf(backend: Backend, dtype: FloatDType, hidden: readonly number[], inputs: Inputs): Sequential {
  const layers = [...hidden.flatMap((units) => [new Dense(units), new ReLU()]), new Dense(10)];
  const parameters = new Map<string, DenseArray>();
  for (let layer = 0; layer <= hidden.length; layer++) {
    parameters.set(`${2 * layer}.weight`, { layout: 'dense', ...inputOf(inputs, `w${layer + 1}`) });
    parameters.set(`${2 * layer}.bias`, { layout: 'dense', ...inputOf(inputs, `b${layer + 1}`) });
  }
  const inputShape = inputOf(inputs, 'x').shape.slice(1);
  return new Sequential(backend, { inputShape, layers, dtype, parameters });
}

type TrainingWorkload = WorkloadOf<'train' | 'memory'>;

function datasetOf(backend: Backend, batchSize: number | 'full', inputs: Inputs): Dataset {
  const x = imagesOf(backend, inputs);
  const labels = inputOf(inputs, 'labels').data as Int32Array;
  if (batchSize === 'full') return unshuffledRows(x, labels);
  return rowsInOrder(x, labels, inputOf(inputs, 'order').data as Int32Array, batchSize);
}

/** Returns a task whose execution is the next epoch of one training run. */
export async function trainingTask(backend: Backend, workload: TrainingWorkload, inputs: Inputs): Promise<Task> {
  const { dtype, hidden, batchSize, learningRate, resultEpochs } = workload;
  const model = networkOf(backend, dtype, hidden, inputs);
  const optimizer = workload.optimizer === 'sgd' ? new SGD({ learningRate }) : new Adam({ learningRate });
  const events = train(model, datasetOf(backend, batchSize, inputs), {
    loss: new SoftmaxCrossEntropy(),
    optimizer,
    epochs: Number.MAX_SAFE_INTEGER,
    batchSize,
    shuffle: false,
  });
  const losses: number[] = [];
  for (let epoch = 0; epoch < resultEpochs; epoch++) for (const loss of await nextEpoch(events)) losses.push(loss);
  let last = 0;
  return {
    result: losses,
    async execute() {
      last = (await nextEpoch(events)).at(-1) ?? Number.NaN;
    },
    settle: async () => undefined,
    sink: async () => last,
    async dispose() {
      // Ends the generator, which gives back what it holds.
      await events.return();
      optimizer.dispose();
      model.dispose();
    },
  };
}

/** Runs the next epoch and returns the loss of each step. */
async function nextEpoch(events: AsyncGenerator<TrainEvent>): Promise<number[]> {
  const losses: number[] = [];
  for (;;) {
    const { value, done } = await events.next();
    if (done === true || value.type === 'epoch-end') return losses;
    if (value.type === 'batch' && value.loss !== undefined) losses.push(value.loss);
  }
}

/** Returns a task from pixels in memory to logits in memory. Converting pixels to a sparse layout is part of it. */
export async function inferenceTask(backend: Backend, workload: WorkloadOf<'infer'>, inputs: Inputs): Promise<Task> {
  const model = networkOf(backend, workload.dtype, workload.hidden, inputs);
  const predictor = new Predictor(model, backend.csr === undefined ? {} : { layout: 'csr' });
  const { data, shape } = inputOf(inputs, 'x');
  const execute = async (): Promise<ArrayLike<number>> => (await predictor.predict(dense(data, shape))).data;
  const result = await execute();
  let last = result;
  return {
    result,
    async execute() {
      last = await execute();
    },
    settle: async () => undefined,
    sink: async () => last[0] ?? 0,
    dispose: () => model.dispose(),
  };
}
