import { type Batch, type Dataset, type FloatDType, type HostArray, NablaError, type Shape } from '@nablajs/core';
import { checkIndices, range } from '../indices.js';
import { checkWeights, weightsAt } from '../weights.js';
import {
  type CsrBytes,
  compressRows,
  countNonZero,
  pickCsrRows,
  pickDenseRows,
  pickLabels,
  pickOneHot,
} from './image-rows.js';
import { checkClasses, checkLabels, type LabelledImages } from './labelled-images.js';
import { type Normalisation, normalisationTable } from './normalisation.js';

/**
 * Largest fraction of non-zero bytes at which `auto` compresses. A CSR entry is a column and a value, twice the memory
 * of a dense float32 element, so above one half the compressed batch is the larger one.
 */
export const CSR_DENSITY_LIMIT: number = 0.5;

/** Of labels that are no bytes. */
const MAX_CLASSES = 65_536;

/** Options of `imageDataset`. */
export interface ImageDatasetOptions {
  /** Of the inputs and of one-hot targets; default float32. */
  readonly dtype?: FloatDType;
  /** Default `auto`: CSR at a density of at most CSR_DENSITY_LIMIT. Pass `dense` for a backend without CSR kernels. */
  readonly layout?: 'auto' | 'dense' | 'csr';
  /** Default { divisor: 255 }: inputs from 0 to 1. */
  readonly normalisation?: Normalisation;
  /** int32 labels [n] (default), or one-hot targets [n, classes]. */
  readonly targets?: 'labels' | 'oneHot';
  /** Default 10; up to 256 where labels are bytes, and up to 65,536 where they are an Int32Array. */
  readonly classes?: number;
  /**
   * Default true: an example is [height * width * channels]; false: [height, width], or [height, width, 3] of colours, always
   * dense.
   */
  readonly flatten?: boolean;
  /** What each example counts in the loss: a number >= 0 for each image. Default 1 each. */
  readonly weights?: ArrayLike<number>;
}

export interface ImageDataset extends Dataset {
  /** The layout that batches have. */
  readonly layout: 'dense' | 'csr';
  /** Fraction of the bytes that are not 0. */
  readonly density: number;
  /** The label of every example, as in the image data. */
  readonly labels: LabelledImages['labels'];
  readonly classes: number;
  readonly normalisation: Normalisation;
  /** What it was made of. */
  readonly source: LabelledImages;
  /** Every call makes new arrays; they belong to the caller. */
  batch(indices: Int32Array): Batch<HostArray>;
  /**
   * The examples at `indices` with other images in the place of theirs: bytes [indices.length, height, width, channels], of
   * which nothing is kept. Throws a NablaError of code `argument` for another number of bytes.
   */
  batchOf(images: Uint8Array, indices: Int32Array): Batch<HostArray>;
}

/**
 * A data set over image bytes, which stay bytes: floats are made for one batch at a time. It shares the memory of `data`.
 *
 * Throws a NablaError of code `argument` for options that do not go together, and of code `data` for images or labels that
 * do not fit; `batch` throws one of code `argument` for an index out of range.
 */
export function imageDataset(data: LabelledImages, options: ImageDatasetOptions = {}): ImageDataset {
  const { dtype = 'float32', targets = 'labels', classes = 10, flatten = true } = options;
  const normalisation = options.normalisation ?? { divisor: 255 };
  const { weights } = options;
  checkImages(data, classes);
  checkWeights('imageDataset', weights, data.count);
  const table = normalisationTable(normalisation, dtype);
  const { images, labels, count, height, width, channels = 1 } = data;
  const size = height * width * channels;
  const entries = countNonZero(images);
  const density = images.length === 0 ? 0 : entries / images.length;
  const layout = chooseLayout(options.layout ?? 'auto', density, table[0] === 0, flatten);
  const inputShape: Shape = flatten ? [size] : channels === 1 ? [height, width] : [height, width, channels];
  const matrix = layout === 'csr' ? compressRows(images, size, entries) : undefined;
  const rowsOf = (bytes: Uint8Array, csr: CsrBytes | undefined, rows: Int32Array): HostArray =>
    csr === undefined ? pickDenseRows(bytes, inputShape, rows, table, dtype) : pickCsrRows(csr, rows, table, dtype);
  const batchWith = (x: HostArray, indices: Int32Array): Batch<HostArray> => ({
    x,
    y: targets === 'labels' ? pickLabels(labels, indices) : pickOneHot(labels, indices, classes, dtype),
    ...weightsAt(weights, indices),
  });
  return {
    length: count,
    inputShape,
    layout,
    density,
    labels,
    classes,
    normalisation,
    source: data,
    batch(indices) {
      checkIndices('batch', indices, count);
      return batchWith(rowsOf(images, matrix, indices), indices);
    },
    batchOf(bytes, indices) {
      checkIndices('batchOf', indices, count);
      checkBytes(bytes, indices.length, size);
      const csr = layout === 'csr' ? compressRows(bytes, size, countNonZero(bytes)) : undefined;
      return batchWith(rowsOf(bytes, csr, range(0, indices.length)), indices);
    },
  };
}

function checkBytes({ length }: Uint8Array, rows: number, size: number): void {
  if (length === rows * size) return;
  throw new NablaError('argument', `batchOf: expected ${rows} images of ${size} bytes. Received ${length} bytes.`);
}

function checkImages({ images, labels, count, height, width, channels = 1 }: LabelledImages, classes: number): void {
  checkClasses(classes, labels instanceof Int32Array ? MAX_CLASSES : 256);
  if (images.length !== count * height * width * channels || labels.length !== count) {
    const size = channels === 1 ? `${height} x ${width}` : `${height} x ${width} x ${channels}`;
    throw new NablaError(
      'data',
      `imageDataset: expected ${count} images of ${size} and ${count} labels. ` +
        `Received ${images.length} bytes and ${labels.length} labels.`,
    );
  }
  checkLabels(labels, classes, 'the labels');
}

/** A byte of 0 may be left out only where it stands for an input of 0. */
function chooseLayout(
  asked: 'auto' | 'dense' | 'csr',
  density: number,
  zeroStaysZero: boolean,
  flatten: boolean,
): 'dense' | 'csr' {
  const possible = zeroStaysZero && flatten;
  if (asked === 'auto') return possible && density <= CSR_DENSITY_LIMIT ? 'csr' : 'dense';
  if (asked === 'csr' && !possible) {
    const why = flatten ? 'a normalisation without mean' : 'flatten: true';
    throw new NablaError('argument', `imageDataset: layout 'csr' needs ${why}. Use layout 'dense'.`);
  }
  return asked;
}
