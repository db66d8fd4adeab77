import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';

/** Registers the derivatives of operations: tfjs-core can differentiate, but only the whole of tfjs registers them. */
export function registerGradients(): void {
  if (tf.getGradient('Relu') === undefined) createRequire(import.meta.url)('@tensorflow/tfjs');
}
