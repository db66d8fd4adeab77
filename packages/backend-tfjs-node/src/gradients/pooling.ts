/** Pooling and up-sampling with TensorFlow's functions. */
import type { TypedConfig } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LayerCall } from './layer-call.js';
import { bothSides, type Edges, paddingOf, pairOf, type Sides } from './windows.js';

/** Smaller than every number of a test. Some kernels of tfjs lose -Infinity. */
const LOWEST = -1e30;

/** The kernel that the gradient of `maxPool2d` needs. */
export const POOLING_KERNELS: readonly string[] = ['MaxPoolGrad'];

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
  return tf.maxPool(tf.pad(x, bothSides(padding), LOWEST), size, stride, 'valid');
}

/**
 * Averages windows without their padding. The same windows over ones say how much of each lies inside the image. On
 * `cpu` and `wasm`, the gradients of `tf.avgPool` divide by the whole window.
 */
export function averagePool2d(call: LayerCall): tf.Tensor {
  const { size, stride, padding } = poolOf(call);
  const x = call.x as tf.Tensor4D;
  const sides = typeof padding === 'string' ? sidesOf(x, size, stride, padding) : bothSides(padding);
  const mean = (image: tf.Tensor4D) => tf.avgPool(tf.pad(image, sides), size, stride, 'valid');
  return tf.div(mean(x), mean(tf.ones(x.shape)));
}

/** Returns how TensorFlow pads images on each side. */
function sidesOf(x: tf.Tensor4D, size: [number, number], stride: [number, number], padding: 'same' | 'valid'): Sides {
  const { padInfo } = tf.backend_util.computePool2DInfo(x.shape, size, stride, 1, padding);
  return [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ];
}

/** Averages over all dimensions except the first and the last. */
export function globalAveragePool({ x }: LayerCall): tf.Tensor {
  return tf.mean(
    x,
    x.shape.slice(1, -1).map((_, at) => at + 1),
  );
}

/** Takes the largest over all dimensions except the first and the last. */
export function globalMaxPool({ x }: LayerCall): tf.Tensor {
  return tf.max(
    x,
    x.shape.slice(1, -1).map((_, at) => at + 1),
  );
}

/** Pools sequences as images of one row. */
export const ofRow =
  (pool: (call: LayerCall) => tf.Tensor) =>
  (call: LayerCall): tf.Tensor => {
    const { size, stride, padding } = call.config;
    const wide = typeof padding === 'number' ? ([0, padding] as const) : padding;
    const config = { ...call.config, size: [1, size], stride: [1, stride], padding: wide } as TypedConfig;
    return tf.squeeze(pool({ ...call, x: tf.expandDims(call.x, 1), config }), [1]);
  };

/** Averages the windows of PyTorch's AdaptiveAvgPool2d, one by one. */
export function adaptiveAveragePool2d({ x, config }: LayerCall): tf.Tensor {
  const [rows, columns] = pairOf(config, 'size');
  const [, height, width] = x.shape as [number, number, number, number];
  const along = (y: tf.Tensor, axis: 1 | 2, out: number, length: number): tf.Tensor =>
    tf.concat(
      Array.from({ length: out }, (_, i) => {
        const start = Math.floor((i * length) / out);
        const starts = [0, 0, 0, 0].map((zero, at) => (at === axis ? start : zero));
        const sizes = y.shape.map((all, at) => (at === axis ? Math.ceil(((i + 1) * length) / out) - start : all));
        return tf.mean(tf.slice(y, starts, sizes), axis, true);
      }),
      axis,
    );
  return along(along(x, 1, rows, height), 2, columns, width);
}

/** Repeats rows, then columns, because the gradient of `tf.image.resizeNearestNeighbor` is wrong on `cpu`. */
export function upSample({ x, config }: LayerCall): tf.Tensor {
  const [down, across] = pairOf(config, 'factor');
  const [n, height, width, channels] = x.shape as [number, number, number, number];
  const rows = tf.tile(tf.reshape(x, [n * height, 1, width * channels]), [1, down, 1]);
  const columns = tf.tile(tf.reshape(rows, [n * height * down * width, 1, channels]), [1, across, 1]);
  return tf.reshape(columns, [n, height * down, width * across, channels]);
}
