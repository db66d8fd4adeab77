/** Fingerprints of what must have the same bits everywhere: in every process, on every engine and platform. */
import { createHash } from 'node:crypto';
import {
  Adam,
  type Backend,
  type Dataset,
  Dense,
  Dropout,
  type FloatDType,
  fit,
  GELU,
  Random,
  ReLU,
  Sequential,
  SoftmaxCrossEntropy,
  Tanh,
} from '@nablajs/core';
import { mnistPixels, pixelArray } from './trace.js';

/** SHA-256 of the elements' bytes, in order (little-endian, as every engine we run on stores them). */
export function digestBytes(arrays: readonly ArrayBufferView[]): string {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of arrays) hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest('hex');
}

/** What fingerprints are kept of. */
export interface RunDigests {
  /** Of the initial weights, before training. */
  readonly initial: string;
  /** Of the first shuffled order that the run draws. */
  readonly shuffle: string;
  /** Of the trained weights. */
  readonly trained: string;
}

/** Four steps of shuffled mini batches through dropout, ReLU, tanh and GELU with Adam: all that could differ. */
export async function shortRun(backend: Backend, dtype: FloatDType): Promise<RunDigests> {
  const random = new Random(2026);
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
    random,
  });
  const initial = await weightsDigest(model);
  const shuffle = digestBytes([Random.fromState(random.getState()).permutation(256)]);
  using optimizer = new Adam({ learningRate: 0.01 });
  await fit(model, pixelDataset(256, dtype), {
    loss: new SoftmaxCrossEntropy(),
    optimizer,
    epochs: 1,
    batchSize: 64,
    random,
  });
  return { initial, shuffle, trained: await weightsDigest(model) };
}

async function weightsDigest(model: Sequential): Promise<string> {
  const arrays = [];
  for (const { value } of model.parameters) arrays.push(await value.data());
  return digestBytes(arrays);
}

function pixelDataset(length: number, dtype: FloatDType): Dataset {
  const { images, labels } = mnistPixels().train;
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
