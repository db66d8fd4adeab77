/** Loads the recorded runs and their data. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type MnistPixels, splitPixels } from './pixels.js';

/** The record of a tensor that is too large to store whole. */
export interface Digest {
  readonly sum: number;
  readonly sum_abs: number;
  readonly at: readonly number[];
  readonly values: readonly number[];
}

type Matrix = readonly (readonly number[])[];

/** A recorded run. Its four tensors are in the notebook's order: W1 [hidden, in], b1, W2 [out, hidden], b2. */
interface Trace {
  readonly sizes: readonly [number, number, number];
  readonly lr: number;
  readonly epochs: number;
  readonly loss: readonly number[];
}

export interface SmallTrace extends Trace {
  readonly x: Matrix;
  readonly labels: readonly number[];
  readonly initial: readonly (Matrix | readonly number[])[];
  readonly first_gradients: readonly (Matrix | readonly number[])[];
  readonly final: readonly (Matrix | readonly number[])[];
  readonly final_logits: Matrix;
}

export interface MnistTrace extends Trace {
  readonly initial: readonly Digest[];
  readonly first_gradients: readonly Digest[];
  readonly final: readonly Digest[];
  readonly test_correct: number;
  readonly predictions: readonly number[];
}

function fixture(name: string): URL {
  return new URL(`../fixtures/${name}`, import.meta.url);
}

export const smallTrace = (): SmallTrace => JSON.parse(readFileSync(fixture('seed-small.json'), 'utf8'));
export const mnistTrace = (): MnistTrace => JSON.parse(readFileSync(fixture('seed-mnist-1024.json'), 'utf8'));

/** Loads the first 1,024 training images and the first 1,000 test images of MNIST. */
export function mnistPixels(): MnistPixels {
  return splitPixels(gunzipSync(readFileSync(fixture('mnist-2024.bin.gz'))));
}
