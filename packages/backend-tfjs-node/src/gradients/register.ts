import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';

/** tfjs-core has the machinery to differentiate; the derivatives of its operations are registered by the whole of tfjs. */
export function registerGradients(): void {
  if (tf.getGradient('Relu') === undefined) createRequire(import.meta.url)('@tensorflow/tfjs');
}
