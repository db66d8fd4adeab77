/** The digits that the page offers: the first ones of MNIST's training images and test images, as one file. */
import type { LabelledImages } from '@nablajs/datasets/portable';
import { firstDigits } from './digit-images.js';
import { SAMPLE } from './sample-size.js';

const SIDE = 28;

/** A training set and a test set. */
export interface Digits {
  readonly training: LabelledImages;
  readonly test: LabelledImages;
}

/** Takes the sample from all of MNIST. */
export const sampleOf = (train: LabelledImages, test: LabelledImages): Digits => ({
  training: firstDigits(train, SAMPLE.training),
  test: firstDigits(test, SAMPLE.test),
});

/** Pixels and labels of the training digits, then of the test digits. */
export function packDigits({ training, test }: Digits): Uint8Array<ArrayBuffer> {
  const parts = [training, test].flatMap(({ images, labels }) => [images, labels]);
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return bytes;
}

/** Reads the bytes of `packDigits`. The digits share their memory. */
export function unpackDigits(bytes: Uint8Array): Digits {
  const expected = (SAMPLE.training + SAMPLE.test) * (SIDE * SIDE + 1);
  if (bytes.length !== expected) {
    throw new Error(`The digits: expected ${expected} bytes. Received ${bytes.length}; load the page again.`);
  }
  let end = 0;
  const take = (count: number): LabelledImages => {
    const images = bytes.subarray(end, end + count * SIDE * SIDE);
    end += count * (SIDE * SIDE + 1);
    return { images, labels: bytes.subarray(end - count, end), count, height: SIDE, width: SIDE };
  };
  return { training: take(SAMPLE.training), test: take(SAMPLE.test) };
}
