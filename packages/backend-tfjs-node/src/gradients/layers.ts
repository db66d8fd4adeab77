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
function exactGelu({ x }: LayerCall): tf.Tensor {
  return tf.mul(x, tf.mul(0.5, tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2)))));
}

function gelu(call: LayerCall): tf.Tensor {
  return call.config['approximate'] === 'tanh' ? tanhGelu(call) : exactGelu(call);
}

function tanhGelu({ x }: LayerCall): tf.Tensor {
  const inner = tf.mul(Math.sqrt(2 / Math.PI), tf.add(x, tf.mul(0.044715, tf.pow(x, 3))));
  return tf.mul(x, tf.mul(0.5, tf.add(1, tf.tanh(inner))));
}

function prelu({ x, parameters: { slope } }: LayerCall): tf.Tensor {
  return tf.add(tf.relu(x), tf.mul(slope as tf.Tensor, tf.minimum(x, 0)));
}

/** Normalises over the last axis of x [..., channels]. */
function layerNorm(call: LayerCall): tf.Tensor {
  return affine(normalized(call.x, [call.x.rank - 1], option(call, 'epsilon')), call);
}

/** Normalises over space and the channels of a group. */
function groupNorm(call: LayerCall): tf.Tensor {
  const { x } = call;
  const groups = option(call, 'groups');
  const grouped = tf.reshape(x, [x.shape[0] ?? 0, -1, groups, (x.shape.at(-1) ?? 0) / groups]);
  return affine(tf.reshape(normalized(grouped, [1, 3], option(call, 'epsilon')), x.shape), call);
}

function normalized(x: tf.Tensor, axes: number[], epsilon: number): tf.Tensor {
  const deviations = tf.sub(x, tf.mean(x, axes, true));
  return tf.div(deviations, tf.sqrt(tf.add(tf.mean(tf.square(deviations), axes, true), epsilon)));
}

const affine = (x: tf.Tensor, { parameters: { scale, offset } }: LayerCall): tf.Tensor =>
  tf.add(tf.mul(x, scale as tf.Tensor), offset as tf.Tensor);

function rmsNorm(call: LayerCall): tf.Tensor {
  const { x, parameters } = call;
  const root = tf.sqrt(tf.add(tf.mean(tf.square(x), -1, true), option(call, 'epsilon')));
  return tf.mul(tf.div(x, root), parameters['scale'] as tf.Tensor);
}

/** Draws the mask as core's Dropout documents: one word of the row's stream for each element. */
const dropout = (call: LayerCall): tf.Tensor => dropped(call, call.x.shape);

/** Draws one word of the row's stream for each channel. */
const dropout2d = (call: LayerCall): tf.Tensor =>
  dropped(
    call,
    call.x.shape.map((dimension, axis) => (axis === 0 || axis === call.x.rank - 1 ? dimension : 1)),
  );

function dropped(call: LayerCall, shape: readonly number[]): tf.Tensor {
  const { x, random } = call;
  const rate = option(call, 'rate');
  if (rate === 0) return tf.clone(x);
  const mask = new Float32Array(shape.reduce((product, dimension) => product * dimension, 1));
  const width = mask.length / (shape[0] ?? 0);
  for (let row = 0; row * width < mask.length; row++) {
    const words = random.row(row);
    for (let i = 0; i < width; i++) mask[row * width + i] = words.uint32() >= rate * 4294967296 ? 1 / (1 - rate) : 0;
  }
  return tf.mul(x, tf.tensor(mask, [...shape]));
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
  SELU: ({ x }) => tf.selu(x),
  HardSwish: ({ x }) => tf.mul(x, tf.div(tf.relu6(tf.add(x, 3)), 6)),
  PReLU: prelu,
  LayerNorm: layerNorm,
  GroupNorm: groupNorm,
  RMSNorm: rmsNorm,
  Dropout2d: dropout2d,
  Softmax: ({ x }) => tf.softmax(x),
  Dropout: dropout,
  Flatten: ({ x }) => tf.reshape(x, [x.shape[0] ?? 0, -1]),
  Chain: ({ x, config, child }) => Object.keys(config['layers'] as object).reduce((y, name) => child(name, y), x),
  Residual: ({ x, child }) => tf.add(x, child('body', x)),
};
