import { type Batch, type Dataset, type FloatDType, type HostArray, NablaError, type Shape } from '@nablajs/core';
import { compressRows, countNonZero, pickCsrRows, pickDenseRows, pickLabels, pickOneHot } from './image-rows.js';
import { checkIndices } from './indices.js';
import { checkClasses, checkLabels, type LabelledImages } from './labelled-images.js';
import { type Normalisation, normalisationTable } from './normalisation.js';
import { checkWeights, weightsAt } from './weights.js';

/**
 * Largest fraction of non-zero bytes at which `auto` compresses. A CSR entry is a column and a value, twice the memory
 * of a dense float32 element, so above one half the compressed batch is the larger one.
 */
export const CSR_DENSITY_LIMIT: number = 0.5;

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
  /** Default 10. */
  readonly classes?: number;
  /** Default true: an example is [height * width]; false: [height, width], always dense. */
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
  readonly labels: Uint8Array;
  readonly classes: number;
  readonly normalisation: Normalisation;
  /** Every call makes new arrays; they belong to the caller. */
  batch(indices: Int32Array): Batch<HostArray>;
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
  const { images, labels, count, height, width } = data;
  const entries = countNonZero(images);
  const density = images.length === 0 ? 0 : entries / images.length;
  const layout = chooseLayout(options.layout ?? 'auto', density, table[0] === 0, flatten);
  const inputShape: Shape = flatten ? [height * width] : [height, width];
  const pick = (indices: Int32Array): HostArray => pickDenseRows(images, inputShape, indices, table, dtype);
  const matrix = layout === 'csr' ? compressRows(images, height * width, entries) : undefined;
  return {
    length: count,
    inputShape,
    layout,
    density,
    labels,
    classes,
    normalisation,
    batch(indices) {
      checkIndices('batch', indices, count);
      return {
        x: matrix === undefined ? pick(indices) : pickCsrRows(matrix, indices, table, dtype),
        y: targets === 'labels' ? pickLabels(labels, indices) : pickOneHot(labels, indices, classes, dtype),
        ...weightsAt(weights, indices),
      };
    },
  };
}

function checkImages({ images, labels, count, height, width }: LabelledImages, classes: number): void {
  checkClasses(classes);
  if (images.length !== count * height * width || labels.length !== count) {
    throw new NablaError(
      'data',
      `imageDataset: expected ${count} images of ${height} x ${width} and ${count} labels. ` +
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
