/** The short training run whose digests are committed. */
import {
  Adam,
  type Backend,
  type Dataset,
  Dense,
  Dropout,
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
import { type Pixels, pixelArray } from './pixels.js';

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

/**
 * Trains four steps of shuffled mini batches through dropout, ReLU, tanh and GELU with Adam, here or in a worker. The
 * run includes everything whose bits could differ.
 */
export async function trainShortRun(
  backend: Backend,
  dtype: FloatDType,
  pixels: Pixels,
  elsewhere?: Elsewhere,
): Promise<ShortRun> {
  const seed = 2026;
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
    seed,
  });
  const initial = await weightsOf(model);
  const shuffle = [epochOrder(seed, 1, 256)];
  using optimizer = new Adam({ learningRate: 0.01 });
  const data = pixelDataset(pixels, 256, dtype);
  const options = { loss: new SoftmaxCrossEntropy(), optimizer, epochs: 1, batchSize: 64, seed };
  if (elsewhere === undefined) {
    await fit(model, data, options);
  } else {
    const all = await data.batch(Int32Array.from({ length: 256 }, (_, index) => index));
    const events = trainInWorker(elsewhere.worker, model, all, { ...options, backend: elsewhere.backend });
    for await (const _event of events);
  }
  return { initial, shuffle, trained: await weightsOf(model) };
}

async function weightsOf(model: Sequential): Promise<TypedArray[]> {
  const arrays = [];
  for (const { value } of model.parameters) arrays.push(await value.data());
  return arrays;
}

function pixelDataset({ images, labels }: Pixels, length: number, dtype: FloatDType): Dataset {
  return {
    length,
    inputShape: [784],
    batch: (indices) => {
      const rows = new Uint8Array(indices.length * 784);
      for (const [at, index] of indices.entries()) rows.set(images.subarray(index * 784, (index + 1) * 784), at * 784);
      const y = indices.map((index) => labels[index] ?? -1);
      return { x: pixelArray(rows, dtype, 'dense'), y: { layout: 'dense', shape: [indices.length], data: y } };
    },
  };
}
