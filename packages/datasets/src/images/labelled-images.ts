import { formatShape, NablaError } from '@nablajs/core';
import type { IdxArray } from '../idx/idx.js';

/** Images of one size, as bytes, and their labels. */
export interface LabelledImages {
  /** Pixels [count, height, width, channels], row-major, from 0 to 255. */
  readonly images: Uint8Array;
  /** Labels [count]: bytes for up to 256 classes, else an Int32Array. */
  readonly labels: Uint8Array | Int32Array;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** 1: grey. 3: red, green and blue. Default: 1. */
  readonly channels?: 1 | 3;
}

/** A parsed file, and its name for messages. */
export interface NamedIdx extends IdxArray {
  readonly name: string;
}

/** Pairs an image file with its label file, both of unsigned bytes. Throws NablaError `data` if they do not fit. */
export function pairImages(images: NamedIdx, labels: NamedIdx, classes: number): LabelledImages {
  const [count = 0, height = 0, width = 0] = images.shape;
  checkSize(images, 'images [count, height, width]');
  checkSize(labels, 'labels [count]');
  if (labels.shape[0] !== count) {
    const expected = `expected one label for each of the ${count} images of ${images.name}`;
    throw new NablaError('data', `${labels.name}: ${expected}. Received ${labels.shape[0]}.`);
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

/** Throws NablaError `data` for the first label that is not in [0, classes). */
export function checkLabels(labels: LabelledImages['labels'], classes: number, name: string): void {
  const index = labels.findIndex((label) => label < 0 || label >= classes);
  if (index !== -1) {
    throw new NablaError('data', `label ${labels[index]} at index ${index} of ${name}: expected 0 to ${classes - 1}.`);
  }
}

/** Throws NablaError `argument` if there are more classes than labels can express: 256 for bytes. */
export function checkClasses(classes: number, limit = 256): void {
  if (!Number.isInteger(classes) || classes < 1 || classes > limit) {
    throw new NablaError('argument', `classes: expected a whole number from 1 to ${limit}. Received ${classes}.`);
  }
}
