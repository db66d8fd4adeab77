/** Core's layers written with TensorFlow's functions, forward only: TensorFlow differentiates them. */
import type { LayerRandom, TypedConfig } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';

interface LayerCall {
  /** [n, ...] */
  readonly x: tf.Tensor;
  /** The complete config, with defaults. */
  readonly config: TypedConfig;
  /** The layer's parameters by role. */
  readonly parameters: Readonly<Record<string, tf.Tensor>>;
  readonly random: LayerRandom;
  /** Applies a child of the layer by name. */
  readonly child: (name: string, x: tf.Tensor) => tf.Tensor;
}

export type ReferenceLayer = (call: LayerCall) => tf.Tensor;

const option = ({ config }: LayerCall, name: string): number => config[name] as number;

function dense({ x, parameters: { weight, bias } }: LayerCall): tf.Tensor {
  const product = tf.matMul(x, weight as tf.Tensor);
  return bias === undefined ? product : tf.add(product, bias);
}

function elu(call: LayerCall): tf.Tensor {
  const { x } = call;
  const alpha = option(call, 'alpha');
  if (alpha === 1) return tf.elu(x);
  return tf.add(tf.relu(x), tf.mul(alpha, tf.expm1(tf.minimum(x, 0))));
}

/** Returns x Phi(x), with the error function instead of the approximation by tanh. */
function gelu({ x }: LayerCall): tf.Tensor {
  return tf.mul(x, tf.mul(0.5, tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2)))));
}

/** Draws the mask as core's Dropout documents: one word of the row's stream for each element. */
function dropout(call: LayerCall): tf.Tensor {
  const { x, random } = call;
  const rate = option(call, 'rate');
  if (rate === 0) return tf.clone(x);
  const mask = new Float32Array(x.size);
  const width = x.size / (x.shape[0] ?? 0);
  for (let row = 0; row * width < x.size; row++) {
    const words = random.row(row);
    for (let i = 0; i < width; i++) mask[row * width + i] = words.uint32() >= rate * 4294967296 ? 1 / (1 - rate) : 0;
  }
  return tf.mul(x, tf.tensor(mask, x.shape));
}

/** Every layer of core by `config.type`. */
export const REFERENCE_LAYERS: Readonly<Record<string, ReferenceLayer>> = {
  Dense: dense,
  ReLU: ({ x }) => tf.relu(x),
  LeakyReLU: (call) => tf.leakyRelu(call.x, option(call, 'slope')),
  ELU: elu,
  Sigmoid: ({ x }) => tf.sigmoid(x),
  Tanh: ({ x }) => tf.tanh(x),
  GELU: gelu,
  Softplus: ({ x }) => tf.softplus(x),
  SiLU: ({ x }) => tf.mul(x, tf.sigmoid(x)),
  Softmax: ({ x }) => tf.softmax(x),
  Dropout: dropout,
  Flatten: ({ x }) => tf.reshape(x, [x.shape[0] ?? 0, -1]),
  Chain: ({ x, config, child }) => Object.keys(config['layers'] as object).reduce((y, name) => child(name, y), x),
  Residual: ({ x, child }) => tf.add(x, child('body', x)),
};
