/** Digests of training data, by which a resumed run knows that its data have not changed. */
import { createHash } from 'node:crypto';
import type { LabelledImages } from '@nablajs/datasets';

export function imagesDigest(classes: readonly string[], sets: readonly LabelledImages[]): string {
  const hash = createHash('sha256').update(JSON.stringify(classes));
  for (const { images, labels, height, width, channels = 1 } of sets) {
    hash.update(JSON.stringify([labels.length, height, width, channels]));
    // The labels of many classes take more than a byte each.
    hash.update(Int32Array.from(labels)).update(images);
  }
  return hash.digest('hex');
}
