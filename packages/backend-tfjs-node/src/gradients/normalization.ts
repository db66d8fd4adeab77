/** Normalisation with TensorFlow's moments, as in training. */
import * as tf from '@tensorflow/tfjs-core';
import { type LayerCall, option } from './layer-call.js';

/** Normalises over `axes`, with scale and offset over the last dimension. */
function normalized(x: tf.Tensor, axes: number[], call: LayerCall): tf.Tensor {
  const { mean, variance } = tf.moments(x, axes, true);
  const epsilon = option(call, 'epsilon');
  return tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)));
}

function scaled(x: tf.Tensor, { parameters: { scale, offset } }: LayerCall): tf.Tensor {
  const y = tf.mul(x, scale as tf.Tensor);
  return offset === undefined ? y : tf.add(y, offset);
}

/** Normalises each channel over the whole batch. */
export function batchNorm(call: LayerCall): tf.Tensor {
  const axes = call.x.shape.slice(0, -1).map((_, axis) => axis);
  return scaled(normalized(call.x, axes, call), call);
}

export function layerNorm(call: LayerCall): tf.Tensor {
  return scaled(normalized(call.x, [call.x.rank - 1], call), call);
}

export function rmsNorm(call: LayerCall): tf.Tensor {
  const squares = tf.mean(tf.square(call.x), -1, true);
  return scaled(tf.mul(call.x, tf.rsqrt(tf.add(squares, option(call, 'epsilon')))), call);
}

/** Normalises each group of channels over all positions of an example. */
export function groupNorm(call: LayerCall): tf.Tensor {
  const { x } = call;
  const groups = option(call, 'groups');
  const channels = x.shape.at(-1) as number;
  const parted = tf.reshape(x, [x.shape[0] as number, -1, groups, channels / groups]);
  return scaled(tf.reshape(normalized(parted, [1, 3], call), x.shape), call);
}
