/** Advice for images in a shape that a network does not take. */
import type { Shape } from '../backend.js';
import { sizeOf } from '../tensors/shape.js';
import { formatShape } from '../validation/errors.js';

/** For a layer of images that got `shape`, without the batch. Empty without advice. */
export function imageRemedy(shape: Shape): string {
  if (shape.length === 2) return `; add the channels, as in inputShape: ${formatShape([...shape, 1])}`;
  if (shape.length !== 1) return '';
  return '; put it before Flatten, with inputShape [height, width, channels] and images with flatten: false';
}

/** For a network of `expected` that got `given`, without the batch. Empty without advice. */
export function flattenRemedy(expected: Shape | undefined, given: Shape | undefined): string {
  if (expected === undefined || given === undefined || sizeOf(expected) !== sizeOf(given)) return '';
  if (given.length === 1) return '; for images, pass flatten: false to imageDataset';
  return expected.length === 1 ? `; pass inputShape: ${formatShape(given)} and begin with a Flatten layer` : '';
}
