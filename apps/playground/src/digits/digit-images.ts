import { type BatchTime, type Dataset, Random, RandomKey } from '@nablajs/core';
import { encodeImage, imageDataset, type LabelledImages } from '@nablajs/datasets/portable';
import { DIGIT_FORM } from './digit-form.js';
import { distort } from './distort.js';

const PIXELS = DIGIT_FORM.height * DIGIT_FORM.width;

/** The digits as they are: x [n, 28, 28, 1]. */
export const plainDigits = (images: LabelledImages) => imageDataset(images, { flatten: false, layout: 'dense' });

/** The digits as other hands would draw them, different in every epoch. Evaluation takes them unchanged. */
export function distortedDigits(images: LabelledImages, seed: number): Dataset {
  const plain = plainDigits(images);
  const key = new RandomKey(seed, 'distorted digits');
  const batch = (indices: Int32Array, time?: BatchTime) => {
    if (time === undefined) return plain.batch(indices);
    const drawn = new Uint8Array(indices.length * PIXELS);
    for (const [row, index] of indices.entries()) {
      const random = new Random(key, { step: time.epoch, row: index });
      drawn.set(encodeImage(distort(digitAt(images, index), random), DIGIT_FORM), row * PIXELS);
    }
    return plain.batchOf(drawn, indices);
  };
  return { ...plain, variesByEpoch: true, batch } as Dataset;
}

/** The pixels of one digit. They share the memory of all. */
export const digitAt = ({ images }: LabelledImages, index: number): Uint8Array =>
  images.subarray(index * PIXELS, (index + 1) * PIXELS);

/** The first digits of a set. They share its memory. */
export const firstDigits = (all: LabelledImages, count: number): LabelledImages => ({
  ...all,
  images: all.images.subarray(0, count * PIXELS),
  labels: all.labels.subarray(0, count),
  count,
});
