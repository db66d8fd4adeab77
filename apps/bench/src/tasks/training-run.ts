/** A training of core's trainer, one step at a time. */
import {
  type Dataset,
  type GradientTransform,
  type Network,
  type Optimizer,
  SoftmaxCrossEntropy,
  train,
} from '@nablajs/core';
import type { Task } from './task.js';

export interface TrainingRun {
  /** Makes the next step and returns its loss. */
  step(): Promise<number>;
  /** Disposes the model and the optimizer, too. */
  dispose(): Promise<void>;
}

interface RunOptions {
  readonly optimizer: Optimizer;
  readonly batchSize: number;
  readonly transforms?: readonly GradientTransform[];
}

export function startRun(model: Network, data: Dataset, { optimizer, ...options }: RunOptions): TrainingRun {
  const events = train(model, data, {
    ...options,
    loss: new SoftmaxCrossEntropy(),
    optimizer,
    epochs: Number.MAX_SAFE_INTEGER,
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
      // Ends the generator, so it releases its tensors.
      await events.return();
      optimizer.dispose();
      model.dispose();
    },
  };
}

/** Makes the steps of the result. */
export async function firstLosses(run: TrainingRun, steps: number): Promise<number[]> {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) losses.push(await run.step());
  return losses;
}

/** Returns a task whose executions are the next steps. */
export function stepsTask(run: TrainingRun, result: readonly number[]): Task {
  let last = 0;
  return {
    result,
    async execute() {
      last = await run.step();
    },
    settle: async () => undefined,
    sink: async () => last,
    dispose: () => run.dispose(),
  };
}
