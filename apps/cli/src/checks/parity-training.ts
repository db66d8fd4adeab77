/** Trains on several backends, from equal weights and over equal batches. */

import { oneLine } from '@nablajs/command-line';
import { type Backend, type Sequential, train } from '@nablajs/core';

import type { ImageSplits } from '../data/image-splits.js';
import { LOSS } from '../data/task.js';
import { scoreOf, testModel } from '../evaluation/test-model.js';
import { createNetwork, createOptimizer } from '../models/network.js';
import type { LayerConfig } from '../settings/preset-layers.js';
import type { OptimizerName } from '../settings/presets.js';
import { COMPARED_STEPS, type TrainingParity } from './parity-result.js';

export interface TrainingPlan {
  readonly layers: readonly LayerConfig[];
  readonly hidden: readonly number[];
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly steps: number;
  readonly dtype: 'float32' | 'float64';
  readonly seed: number;
}

export interface TrainedRun {
  /** The loss of each step, before its update. */
  readonly losses: readonly number[];
  /** On the test set, after the last step; NaN if training failed. */
  readonly accuracy: number;
  /** Why training ended early. */
  readonly problem?: string;
}

/** Rejects with the signal's reason if the signal stops it. */
export async function trainOn(
  backend: Backend,
  { train: images, test, classes }: ImageSplits,
  plan: TrainingPlan,
  signal: AbortSignal,
  onStep: () => void,
): Promise<TrainedRun> {
  const { layers, hidden, dtype, seed } = plan;
  using model = createNetwork(backend, {
    inputShape: images.inputShape,
    layers,
    hidden,
    outputs: classes.length,
    dtype,
    seed,
  });
  const losses: number[] = [];
  try {
    await trainSteps(model, images, plan, signal, losses, onStep);
    const { value: accuracy } = scoreOf(await testModel(model, test, { kind: 'classification', classes }));
    return { losses, accuracy };
  } catch (error) {
    signal.throwIfAborted();
    return { losses, accuracy: Number.NaN, problem: oneLine(error instanceof Error ? error.message : String(error)) };
  }
}

async function trainSteps(
  model: Sequential,
  images: ImageSplits['train'],
  { optimizer: name, learningRate, batchSize, epochs, steps, seed }: TrainingPlan,
  signal: AbortSignal,
  losses: number[],
  onStep: () => void,
): Promise<void> {
  using optimizer = createOptimizer(name, learningRate);
  // A backend that works ahead would have taken more steps than the others when the last loss is known.
  const options = { loss: LOSS, optimizer, epochs, batchSize, seed, signal, stepsAhead: 0 };
  for await (const event of train(model, images, options)) {
    if (event.type !== 'batch' || event.loss === undefined) continue;
    losses.push(event.loss);
    onStep();
    if (losses.length === steps) break;
  }
  signal.throwIfAborted();
}

export function judgeTraining(runs: ReadonlyMap<string, TrainedRun>): TrainingParity {
  const [first, ...others] = [...runs.values()];
  if (first === undefined) throw new Error('no run to judge');
  const worst = others
    .map(({ losses }) => worstDifference(first.losses, losses))
    .reduce((a, b) => (b.difference > a.difference ? b : a), { difference: 0, step: 1 });
  return {
    losses: Object.fromEntries([...runs].map(([name, { losses }]) => [name, losses])),
    accuracies: Object.fromEntries([...runs].map(([name, { accuracy }]) => [name, accuracy])),
    steps: first.losses.length,
    worstRelativeLossDifference: worst.difference,
    worstStep: worst.step,
    worstAccuracyDifference: others.reduce(
      (worst, { accuracy }) => Math.max(worst, Math.abs(accuracy - first.accuracy)),
      0,
    ),
    problems: [...runs].flatMap(([name, { problem }]) => (problem === undefined ? [] : [`${name}: ${problem}`])),
  };
}

/** Returns the largest |a - b| / |a| of the first `COMPARED_STEPS`. A missing or NaN loss is infinite. */
function worstDifference(
  first: readonly number[],
  second: readonly number[],
): { readonly difference: number; readonly step: number } {
  let worst = { difference: 0, step: 1 };
  for (const [at, a] of first.slice(0, COMPARED_STEPS).entries()) {
    const difference = relativeDifference(a, second[at] ?? Number.NaN);
    if (difference > worst.difference) worst = { difference, step: at + 1 };
  }
  return worst;
}

/** Returns |a - b| / |a|, or infinity if that is NaN. */
export function relativeDifference(a: number, b: number): number {
  if (a === b) return 0;
  const difference = Math.abs(a - b) / Math.abs(a);
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
}
