/** Images that differ from epoch to epoch, the same on every machine. */
import { type BatchTime, checkOptionNames, type Dataset, NablaError, Random, RandomKey } from '@nablajs/core';
import { cos, sin } from '@nablajs/core/math';
import type { ImageDataset } from './image-dataset.js';
import type { LabelledImages } from './labelled-images.js';

/** Options of `augmented`. */
export interface AugmentOptions {
  /** Moves an image by up to so many whole pixels to each side. Default 0. */
  readonly shift?: number;
  /** Mirrors half of the images, left to right. Default false. */
  readonly flip?: boolean;
  /** Turns an image by up to so many degrees, in either direction. Default 0; at most 180. */
  readonly rotate?: number;
  /** A whole number in [0, 2^53): that of the run, say. */
  readonly seed: number;
}

/** What `augmented` takes: a data set of images, from `imageDataset` or `imageFolderDataset`. */
export type AugmentableImages = Dataset & Pick<ImageDataset, 'source' | 'batchOf'>;

/** How one image changes. */
interface Change {
  readonly isFlipped: boolean;
  readonly radians: number;
  readonly x: number;
  readonly y: number;
}

/**
 * The data set with images that are mirrored, turned and moved at random, in this order, while a network trains on them;
 * evaluation sees them as they are. What comes in from outside of an image is black. How an image changes depends on the
 * seed, the epoch and its index alone, so a training that is resumed sees what it would have seen, with the same bits on
 * every machine. Take parts of a data set (`subset`, `trainTestSplit`) behind `augmented`, or of images before it.
 *
 * ```ts
 * const trainSet = augmented(imageDataset(train), { shift: 2, rotate: 10, seed: 1 });
 * ```
 *
 * Throws a NablaError of code `argument` for options out of their range.
 */
export function augmented<D extends AugmentableImages>(dataset: D, options: AugmentOptions): D {
  checkOptions(options, dataset.source);
  const { height, width, channels = 1 } = dataset.source;
  const size = height * width * channels;
  const key = new RandomKey(options.seed, 'augment');
  const batch = (indices: Int32Array, time?: BatchTime): ReturnType<D['batch']> => {
    if (time === undefined) return dataset.batch(indices) as ReturnType<D['batch']>;
    const images = new Uint8Array(indices.length * size);
    for (const [row, index] of indices.entries()) {
      const change = drawChange(new Random(key, { step: time.epoch, row: index }), options);
      changeImage(dataset.source, index, change, images.subarray(row * size, (row + 1) * size));
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

/** Draws four numbers, whatever the options: switching one on changes nothing of the others. */
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
function changeImage(source: LabelledImages, index: number, change: Change, target: Uint8Array): void {
  const size = target.length;
  const image = source.images.subarray(index * size, (index + 1) * size);
  const { height, width, channels = 1 } = source;
  if (change.radians === 0) moveImage(image, height, width, channels, change, target);
  else turnImage(image, height, width, channels, change, target);
}

/** Whole pixels only. */
function moveImage(
  image: Uint8Array,
  height: number,
  width: number,
  channels: number,
  { isFlipped, x, y }: Change,
  target: Uint8Array,
): void {
  for (let row = Math.max(0, y); row < Math.min(height, height + y); row++) {
    for (let column = Math.max(0, x); column < Math.min(width, width + x); column++) {
      const from = isFlipped ? width - 1 - (column - x) : column - x;
      const [to, start] = [(row * width + column) * channels, ((row - y) * width + from) * channels];
      for (let channel = 0; channel < channels; channel++) target[to + channel] = image[start + channel] as number;
    }
  }
}

/** Around the image's centre; each pixel is interpolated between the four that it comes from. */
function turnImage(
  image: Uint8Array,
  height: number,
  width: number,
  channels: number,
  { isFlipped, radians, x, y }: Change,
  target: Uint8Array,
): void {
  const [sine, cosine] = [sin(radians), cos(radians)];
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  let to = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++, to += channels) {
      const [acrossBy, downBy] = [column - x - middleX, row - y - middleY];
      const turnedX = cosine * acrossBy + sine * downBy + middleX;
      const fromX = isFlipped ? width - 1 - turnedX : turnedX;
      const fromY = cosine * downBy - sine * acrossBy + middleY;
      interpolate(image, height, width, channels, fromX, fromY, target, to);
    }
  }
}

/** Writes one pixel: bilinear, rounded half up, black outside. */
function interpolate(
  image: Uint8Array,
  height: number,
  width: number,
  channels: number,
  x: number,
  y: number,
  target: Uint8Array,
  to: number,
): void {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, lower] = [x - left, y - top];
  for (let channel = 0; channel < channels; channel++) {
    const at = (column: number, row: number): number =>
      column < 0 || row < 0 || column >= width || row >= height
        ? 0
        : (image[(row * width + column) * channels + channel] as number);
    const above = (1 - right) * at(left, top) + right * at(left + 1, top);
    const below = (1 - right) * at(left, top + 1) + right * at(left + 1, top + 1);
    target[to + channel] = Math.floor((1 - lower) * above + lower * below + 0.5);
  }
}
