/** Pooling and up-sampling with TensorFlow's functions. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerCall } from './layer-call.js';
import { type Edges, paddingOf, pairOf, surrounded } from './windows.js';

/** Below every number of a test, and unlike -Infinity no kernel of tfjs loses it. */
const LOWEST = -1e30;

interface Pool {
  readonly size: [number, number];
  readonly stride: [number, number];
  readonly padding: Edges;
}

function poolOf({ config }: LayerCall): Pool {
  return { size: [...pairOf(config, 'size')], stride: [...pairOf(config, 'stride')], padding: paddingOf(config) };
}

export function maxPool2d(call: LayerCall): tf.Tensor {
  const { size, stride, padding } = poolOf(call);
  const x = call.x as tf.Tensor4D;
  if (typeof padding === 'string') return tf.maxPool(x, size, stride, padding);
  return tf.maxPool(surrounded(x, padding, LOWEST), size, stride, 'valid');
}

/** Padding does not count: the same windows over ones say how much of each lies inside the image. */
export function averagePool2d(call: LayerCall): tf.Tensor {
  const { size, stride, padding } = poolOf(call);
  const x = call.x as tf.Tensor4D;
  if (typeof padding === 'string') return tf.avgPool(x, size, stride, padding);
  const mean = (image: tf.Tensor4D) => tf.avgPool(surrounded(image, padding), size, stride, 'valid');
  return tf.div(mean(x), mean(tf.ones(x.shape)));
}

/** Means over all dimensions but the first and the last. */
export function globalAveragePool({ x }: LayerCall): tf.Tensor {
  return tf.mean(
    x,
    x.shape.slice(1, -1).map((_, at) => at + 1),
  );
}

export function upSample({ x, config }: LayerCall): tf.Tensor {
  const [down, across] = pairOf(config, 'factor');
  const [, height, width] = x.shape as [number, number, number, number];
  return tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [height * down, width * across]);
}
