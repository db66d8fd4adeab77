/** Activations that TensorFlow has no single function for. */
import * as tf from '@tensorflow/tfjs-core';
import { type LayerCall, option } from './layer-call.js';

export function elu(call: LayerCall): tf.Tensor {
  const { x } = call;
  const alpha = option(call, 'alpha');
  if (alpha === 1) return tf.elu(x);
  return tf.add(tf.relu(x), tf.mul(alpha, tf.expm1(tf.minimum(x, 0))));
}

/** Returns x Phi(x), with the error function or, if the config says so, the approximation by tanh. */
export function gelu({ x, config: { approximate } }: LayerCall): tf.Tensor {
  const phi =
    approximate === 'tanh'
      ? tf.tanh(tf.mul(Math.sqrt(2 / Math.PI), tf.add(x, tf.mul(0.044715, tf.pow(x, 3)))))
      : tf.erf(tf.mul(x, Math.SQRT1_2));
  return tf.mul(x, tf.mul(0.5, tf.add(1, phi)));
}

/** Returns x relu6(x + 3) / 6. */
export function hardSwish({ x }: LayerCall): tf.Tensor {
  return tf.div(tf.mul(x, tf.relu6(tf.add(x, 3))), 6);
}
