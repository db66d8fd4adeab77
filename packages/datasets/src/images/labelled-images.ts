import { formatShape, NablaError } from '@nablajs/core';
import type { IdxArray } from '../idx/idx.js';

/** Images of one size as bytes, with their labels. */
export interface LabelledImages {
  /** [count, height, width, channels], row-major, 0 to 255. */
  readonly images: Uint8Array;
  /** [count]; bytes for up to 256 classes. */
  readonly labels: Uint8Array | Int32Array;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** 1 grey (default), 3 red, green and blue. */
  readonly channels?: 1 | 3;
}

/** A parsed file and what messages call it. */
export interface NamedIdx extends IdxArray {
  readonly name: string;
}

/**
 * Pairs an image file with its label file, both of unsigned bytes. Throws a NablaError of code `data` where they do not
 * fit.
 */
export function pairImages(images: NamedIdx, labels: NamedIdx, classes: number): LabelledImages {
  const [count = 0, height = 0, width = 0] = images.shape;
  checkSize(images, 'images [count, height, width]');
  checkSize(labels, 'labels [count]');
  if (labels.shape[0] !== count) {
    throw new NablaError(
      'data',
      `${labels.name}: expected one label for each of the ${count} images of ${images.name}. Received ${labels.shape[0]}.`,
    );
  }
  const data: LabelledImages = {
    images: images.data as Uint8Array,
    labels: labels.data as Uint8Array,
    count,
    height,
    width,
  };
  checkLabels(data.labels, classes, labels.name);
  return data;
}

function checkSize({ name, shape }: NamedIdx, content: string): void {
  if (!shape.includes(0)) return;
  throw new NablaError('data', `${name}: expected ${content}, no dimension 0. Received ${formatShape(shape)}.`);
}

/** Throws a NablaError of code `data` at the first label that is not in [0, classes). */
export function checkLabels(labels: LabelledImages['labels'], classes: number, name: string): void {
  const index = labels.findIndex((label) => label < 0 || label >= classes);
  if (index !== -1) {
    throw new NablaError('data', `label ${labels[index]} at index ${index} of ${name}: expected 0 to ${classes - 1}.`);
  }
}

/** Throws a NablaError of code `argument` unless labels can name the classes: bytes, or others with a higher `limit`. */
export function checkClasses(classes: number, limit = 256): void {
  if (!Number.isInteger(classes) || classes < 1 || classes > limit) {
    throw new NablaError('argument', `classes: expected a whole number from 1 to ${limit}. Received ${classes}.`);
  }
}
