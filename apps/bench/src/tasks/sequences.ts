/** Training steps of a GPT and of an LSTM, and a GPT that writes. */
import {
  Adam,
  AdamW,
  type Backend,
  clipByNorm,
  type DenseArray,
  type Network,
  type NetworkConfig,
  networkFromConfig,
  type SequentialConfig,
} from '@nablajs/core';
import { generate, SEQUENCE_LAYERS } from '@nablajs/sequences';
import { gptConfig, lstmConfig } from '../workloads/sequences.js';
import type { Workload, WorkloadOf } from '../workloads/workload.js';
import { denseRowsInOrder } from './dataset.js';
import { inputOf } from './operation.js';
import { parametersOf } from './parameters.js';
import type { Inputs, Task } from './task.js';
import { firstLosses, startRun, stepsTask } from './training-run.js';

function networkOf(
  backend: Backend,
  { dtype }: Pick<Workload, 'dtype'>,
  config: NetworkConfig | SequentialConfig,
  inputs: Inputs,
): Network {
  return networkFromConfig(backend, config, { layers: SEQUENCE_LAYERS, dtype, parameters: parametersOf(inputs) });
}

const arrayOf = (inputs: Inputs, name: string): DenseArray => ({ layout: 'dense', ...inputOf(inputs, name) });

/** Computes the losses of the result; executions are the steps after them. */
export async function sequenceTrainingTask(
  backend: Backend,
  workload: WorkloadOf<'gpt' | 'lstm'>,
  inputs: Inputs,
): Promise<Task> {
  const { learningRate, batchSize, resultSteps } = workload;
  const [x, labels] = [arrayOf(inputs, 'x'), arrayOf(inputs, 'labels')];
  const data = denseRowsInOrder(x, labels, inputOf(inputs, 'order').data as Int32Array, batchSize);
  const run =
    workload.kind === 'gpt'
      ? startRun(networkOf(backend, workload, gptConfig(workload.size), inputs), data, {
          optimizer: new AdamW({ learningRate, weightDecay: workload.weightDecay }),
          transforms: [clipByNorm(workload.clipNorm)],
          batchSize,
        })
      : startRun(networkOf(backend, workload, lstmOf(inputs), inputs), data, {
          optimizer: new Adam({ learningRate }),
          batchSize,
        });
  return stepsTask(run, await firstLosses(run, resultSteps));
}

function lstmOf(inputs: Inputs): SequentialConfig {
  const [, , width = 0] = inputOf(inputs, 'x').shape;
  const [units = 0, classes = 0] = inputOf(inputs, '1.weight').shape;
  return lstmConfig(width, units, classes);
}

/** Each execution writes all tokens, with keys and values of its own. */
export async function generationTask(
  backend: Backend,
  workload: WorkloadOf<'generate'>,
  inputs: Inputs,
): Promise<Task> {
  const { size, length } = workload;
  const model = networkOf(backend, workload, gptConfig(size), inputs);
  const prompt = inputOf(inputs, 'prompt').data;
  const write = async (): Promise<number[]> => {
    const tokens: number[] = [];
    const options = { length, temperature: 0, context: size.context };
    for await (const token of generate(model, prompt, options)) tokens.push(token);
    return tokens;
  };
  let last = await write();
  return {
    result: last,
    async execute() {
      last = await write();
    },
    settle: async () => undefined,
    sink: async () => last[0] ?? 0,
    dispose: () => model.dispose(),
  };
}
