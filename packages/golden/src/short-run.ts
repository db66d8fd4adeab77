/** The short training run whose digests are committed. */
import {
  Adam,
  allocate,
  type Backend,
  type Dataset,
  Dense,
  Dropout,
  dense,
  epochOrder,
  type FloatDType,
  fit,
  GELU,
  ReLU,
  Sequential,
  SoftmaxCrossEntropy,
  Tanh,
  type TypedArray,
} from '@nablajs/core';
import { type TrainingPort, trainInWorker } from '@nablajs/core/worker';
import type { Pixels } from './pixels.js';

export interface ShortRun {
  /** The initial weights, before training. */
  readonly initial: readonly TypedArray[];
  /** The order of its epoch. */
  readonly shuffle: readonly TypedArray[];
  /** The trained weights. */
  readonly trained: readonly TypedArray[];
}

/** A worker that trains instead of this thread. */
export interface Elsewhere {
  readonly worker: TrainingPort;
  /** Options of the worker's backend. */
  readonly backend: Readonly<Record<string, unknown>>;
}

/** Of the initial weights, the order and dropout. */
export const SEED = 2026;

const ROWS = 256;

/**
 * Trains four steps of shuffled mini batches through dropout, ReLU, tanh and GELU with Adam, here or in a worker. For
 * images, see short-convnet.ts.
 */
export async function trainShortRun(
  backend: Backend,
  dtype: FloatDType,
  pixels: Pixels,
  elsewhere?: Elsewhere,
): Promise<ShortRun> {
  using model = new Sequential(backend, {
    inputShape: [784],
    layers: [
      new Dense(24),
      new ReLU(),
      new Dropout(0.25),
      new Dense(16),
      new GELU(),
      new Dense(12),
      new Tanh(),
      new Dense(10),
    ],
    dtype,
    seed: SEED,
  });
  const initial = await weightsOf(model);
  const shuffle = [epochOrder(SEED, 1, ROWS)];
  await trainEpoch(model, pixels, { rows: ROWS, batchSize: 64 }, elsewhere);
  return { initial, shuffle, trained: await weightsOf(model) };
}

/** Trains an epoch on the first rows, in shuffled mini batches with Adam, here or in a worker. */
export async function trainEpoch(
  model: Sequential,
  pixels: Pixels,
  { rows, batchSize }: { readonly rows: number; readonly batchSize: number },
  elsewhere?: Elsewhere,
): Promise<void> {
  using optimizer = new Adam({ learningRate: 0.01 });
  const data = pixelDataset(pixels, rows, model);
  const options = { loss: new SoftmaxCrossEntropy(), optimizer, epochs: 1, batchSize, seed: SEED };
  if (elsewhere === undefined) {
    await fit(model, data, options);
    return;
  }
  const all = await data.batch(Int32Array.from({ length: rows }, (_, index) => index));
  const events = trainInWorker(elsewhere.worker, model, all, { ...options, backend: elsewhere.backend });
  for await (const _event of events);
}

export async function weightsOf(model: Sequential): Promise<TypedArray[]> {
  const arrays = [];
  for (const { value } of model.parameters) arrays.push(await value.data());
  return arrays;
}

/** The first images in the network's dtype and input shape. */
function pixelDataset({ images, labels }: Pixels, length: number, { dtype, inputShape }: Sequential): Dataset {
  return {
    length,
    inputShape,
    batch: (indices) => {
      const x = allocate(dtype, indices.length * 784);
      for (const [at, index] of indices.entries()) {
        for (let i = 0; i < 784; i++) x[at * 784 + i] = (images[index * 784 + i] as number) / 255;
      }
      const y = indices.map((index) => labels[index] ?? -1);
      return { x: dense(x, [indices.length, ...inputShape]), y: dense(y, [indices.length]) };
    },
  };
}
