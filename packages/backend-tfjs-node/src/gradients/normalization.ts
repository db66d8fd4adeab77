/** Normalisation with TensorFlow's moments, as in training. */
import * as tf from '@tensorflow/tfjs-core';
import { type LayerCall, option } from './layer-call.js';

/** Normalises over `axes`. */
function normalized(x: tf.Tensor, axes: number[], call: LayerCall): tf.Tensor {
  const { mean, variance } = tf.moments(x, axes, true);
  const epsilon = option(call, 'epsilon');
  return tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)));
}

function scaled(x: tf.Tensor, { parameters: { scale, offset } }: LayerCall): tf.Tensor {
  const y = scale === undefined ? x : tf.mul(x, scale);
  return offset === undefined ? y : tf.add(y, offset);
}

/** The axes that the layer normalises over, the last ones. */
const lastAxes = (call: LayerCall): number[] =>
  Array.from({ length: option(call, 'axes') }, (_, at) => call.x.rank - 1 - at);

/** Normalises each channel over the whole batch. */
export function batchNorm(call: LayerCall): tf.Tensor {
  const axes = call.x.shape.slice(0, -1).map((_, axis) => axis);
  return scaled(normalized(call.x, axes, call), call);
}

export function layerNorm(call: LayerCall): tf.Tensor {
  return scaled(normalized(call.x, lastAxes(call), call), call);
}

export function rmsNorm(call: LayerCall): tf.Tensor {
  const squares = tf.mean(tf.square(call.x), lastAxes(call), true);
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
