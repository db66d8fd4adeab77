/** The recorded runs and the data they were made with. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { allocate, type CsrArray, type DenseArray, type FloatDType } from '@nablajs/core';

/** What is recorded of a tensor too large to keep whole. */
export interface Digest {
  readonly sum: number;
  readonly sum_abs: number;
  readonly at: readonly number[];
  readonly values: readonly number[];
}

type Matrix = readonly (readonly number[])[];

/** Order of the four tensors: W1 [hidden, in], b1, W2 [out, hidden], b2, as the notebook keeps them. */
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

export interface Pixels {
  /** Bytes, 784 a row. */
  readonly images: Uint8Array;
  readonly labels: Int32Array;
}

/** The first 1,024 training and the first 1,000 test images of MNIST. */
export function mnistPixels(): { train: Pixels; test: Pixels } {
  const bytes = gunzipSync(readFileSync(fixture('mnist-2024.bin.gz')));
  let offset = 0;
  const take = (length: number): Uint8Array => {
    offset += length;
    return bytes.subarray(offset - length, offset);
  };
  const pixels = (rows: number): Pixels => ({ images: take(rows * 784), labels: Int32Array.from(take(rows)) });
  return { train: pixels(1024), test: pixels(1000) };
}

/** Pixels over 255, [rows, 784], in one of the two layouts. */
export function pixelArray(images: Uint8Array, dtype: FloatDType, layout: 'dense' | 'csr'): DenseArray | CsrArray {
  const rows = images.length / 784;
  const values = allocate(dtype, images.length);
  for (const [at, byte] of images.entries()) values[at] = byte / 255;
  if (layout === 'dense') return { layout, shape: [rows, 784], data: values };
  const rowOffsets = new Int32Array(rows + 1);
  const columns: number[] = [];
  for (let i = 0; i < images.length; i++) {
    if (images[i] !== 0) columns.push(i % 784);
    if (i % 784 === 783) rowOffsets[(i + 1) / 784] = columns.length;
  }
  return {
    layout,
    shape: [rows, 784],
    rowOffsets,
    columns: Int32Array.from(columns),
    values: values.filter((value) => value !== 0),
  };
}
