/** Loads the recorded runs and their data. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { SequentialConfig, TypedConfig } from '@nablajs/core';
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

type Digests = Readonly<Record<string, Digest>>;

export interface ConvnetTrace {
  readonly network: SequentialConfig;
  readonly rows: number;
  readonly batch: number;
  readonly classes: number;
  /** The parameters, in the order that the stream of random numbers fills them. */
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly runs: readonly ConvnetRun[];
}

export interface ConvnetRun {
  readonly optimizer: TypedConfig;
  /** The loss of each step, before its update. */
  readonly losses: readonly number[];
  /** The gradients of the first step, by parameter. */
  readonly first_gradients: Digests;
  /** Parameters and running statistics by name, by the number of steps. */
  readonly snapshots: Readonly<Record<string, Digests>>;
  /** [rows, classes], computed with the running statistics. */
  readonly final_logits: readonly (readonly number[])[];
}

function fixture(name: string): URL {
  return new URL(`../fixtures/${name}`, import.meta.url);
}

export const smallTrace = (): SmallTrace => JSON.parse(readFileSync(fixture('seed-small.json'), 'utf8'));
export const mnistTrace = (): MnistTrace => JSON.parse(readFileSync(fixture('seed-mnist-1024.json'), 'utf8'));

export const convnetTrace = (): ConvnetTrace => JSON.parse(readFileSync(fixture('convnet.json'), 'utf8'));

let unpacked: MnistPixels | undefined;

/** Loads the first 1,024 training images and the first 1,000 test images of MNIST, once. */
export function mnistPixels(): MnistPixels {
  unpacked ??= splitPixels(gunzipSync(readFileSync(fixture('mnist-2024.bin.gz'))));
  return unpacked;
}
