/** Randomly changed images: different in every epoch, but the same on every machine. */
import { type BatchTime, checkOptionNames, type Dataset, NablaError, Random, RandomKey } from '@nablajs/core';
import { cos, sin } from '@nablajs/core/math';
import { checkIndices } from '../indices.js';
import type { OpaqueImage } from './codecs/decoded-image.js';
import type { ImageDataset } from './image-dataset.js';
import type { LabelledImages } from './labelled-images.js';

/** Options of `augmented`. */
export interface AugmentOptions {
  /** The most pixels to move an image by, left, right, up or down. A whole number. Default: 0. */
  readonly shift?: number;
  /** Whether to mirror half of the images, left to right. Default: false. */
  readonly flip?: boolean;
  /** The most degrees to turn an image by, in either direction, from 0 to 180. Default: 0. */
  readonly rotate?: number;
  /** A whole number in [0, 2^53), for example the seed of the run. */
  readonly seed: number;
}

/** A data set that `augmented` accepts, from `imageDataset` or `imageFolderDataset`. */
export type AugmentableImages = Dataset & Pick<ImageDataset, 'source' | 'batchOf'>;

/** How to change one image. */
interface Change {
  readonly isFlipped: boolean;
  readonly radians: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Augments a data set: training mirrors, turns and moves its images at random, in this order. Evaluation leaves them
 * unchanged. Pixels from outside an image are black.
 *
 * Call `subset` and `split` on the augmented data set, not before.
 *
 * @throws NablaError `argument` for an option out of range, or a data set of another kind.
 *
 * @example
 * ```ts
 * const trainSet = augmented(imageDataset(train), { shift: 2, rotate: 10, seed: 1 });
 * ```
 */
export function augmented<D extends AugmentableImages>(dataset: D, options: AugmentOptions): D {
  if (dataset?.source === undefined) {
    const expected = 'expected a data set from imageDataset or imageFolderDataset';
    throw new NablaError(
      'argument',
      `augmented: ${expected}. Received another; call subset on the result of augmented.`,
    );
  }
  checkOptions(options, dataset.source);
  const { height, width, channels = 1 } = dataset.source;
  const size = height * width * channels;
  const key = new RandomKey(options.seed, 'augment');
  const batch = (indices: Int32Array, time?: BatchTime): ReturnType<D['batch']> => {
    if (time === undefined) return dataset.batch(indices) as ReturnType<D['batch']>;
    checkIndices('batch', indices, dataset.length);
    const images = new Uint8Array(indices.length * size);
    for (const [row, index] of indices.entries()) {
      const change = drawChange(new Random(key, { step: time.epoch, row: index }), options);
      const pixels = dataset.source.images.subarray(index * size, (index + 1) * size);
      changeImage({ height, width, channels, pixels }, change, images.subarray(row * size, (row + 1) * size));
    }
    return dataset.batchOf(images, indices) as ReturnType<D['batch']>;
  };
  return { ...dataset, variesByEpoch: true, batch };
}

function checkOptions(options: AugmentOptions, { height, width }: LabelledImages): void {
  checkOptionNames('augmented', options, ['shift', 'flip', 'rotate', 'seed']);
  const { shift = 0, rotate = 0, flip = false } = options;
  const limit = Math.min(height, width);
  if (!Number.isInteger(shift) || shift < 0 || shift >= limit) {
    throw wrong('shift', `a whole number of pixels in [0, ${limit})`, shift);
  }
  if (!(Number.isFinite(rotate) && rotate >= 0 && rotate <= 180))
    throw wrong('rotate', 'degrees from 0 to 180', rotate);
  if (typeof flip !== 'boolean') throw wrong('flip', 'true or false', flip);
}

const wrong = (option: string, expected: string, received: unknown): NablaError =>
  new NablaError('argument', `augmented: ${option}: expected ${expected}. Received ${String(received)}.`);

/** Always draws four numbers, so one option does not change the effect of the others. */
function drawChange(random: Random, { shift = 0, flip = false, rotate = 0 }: AugmentOptions): Change {
  const [toX, toY, toFlip, toTurn] = [random.uniform(), random.uniform(), random.uniform(), random.uniform()];
  return {
    isFlipped: flip && toFlip < 0.5,
    radians: ((2 * toTurn - 1) * rotate * Math.PI) / 180,
    x: Math.floor(toX * (2 * shift + 1)) - shift,
    y: Math.floor(toY * (2 * shift + 1)) - shift,
  };
}

/** Writes the changed image to `target`, [height, width, channels]. */
function changeImage(image: OpaqueImage, change: Change, target: Uint8Array): void {
  if (change.radians === 0) moveImage(image, change, target);
  else turnImage(image, change, target);
}

/** Moves and mirrors an image by whole pixels. */
function moveImage(
  { height, width, channels, pixels }: OpaqueImage,
  { isFlipped, x, y }: Change,
  target: Uint8Array,
): void {
  for (let row = Math.max(0, y); row < Math.min(height, height + y); row++) {
    for (let column = Math.max(0, x); column < Math.min(width, width + x); column++) {
      const from = isFlipped ? width - 1 - (column - x) : column - x;
      const [to, start] = [(row * width + column) * channels, ((row - y) * width + from) * channels];
      for (let channel = 0; channel < channels; channel++) target[to + channel] = pixels[start + channel] as number;
    }
  }
}

/** Turns an image around its centre, and interpolates each pixel between four source pixels. */
function turnImage(image: OpaqueImage, { isFlipped, radians, x, y }: Change, target: Uint8Array): void {
  const { height, width, channels } = image;
  const [sine, cosine] = [sin(radians), cos(radians)];
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  let to = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++, to += channels) {
      const [across, down] = [column - x - middleX, row - y - middleY];
      const turned = cosine * across + sine * down + middleX;
      const fromX = isFlipped ? width - 1 - turned : turned;
      interpolate(image, fromX, cosine * down - sine * across + middleY, target, to);
    }
  }
}

/** Writes one pixel: bilinear, rounded half up, black outside the image. */
function interpolate(image: OpaqueImage, x: number, y: number, target: Uint8Array, to: number): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = x - left;
  const lower = y - top;
  for (let channel = 0; channel < image.channels; channel++) {
    const above = (1 - right) * at(image, left, top, channel) + right * at(image, left + 1, top, channel);
    const below = (1 - right) * at(image, left, top + 1, channel) + right * at(image, left + 1, top + 1, channel);
    target[to + channel] = Math.floor((1 - lower) * above + lower * below + 0.5);
  }
}

function at({ width, height, channels, pixels }: OpaqueImage, column: number, row: number, channel: number): number {
  if (column < 0 || row < 0 || column >= width || row >= height) return 0;
  return pixels[(row * width + column) * channels + channel] as number;
}
