/** Core's layers written with TensorFlow's functions, forward only: TensorFlow differentiates them. */
import type { GraphNode, TypedConfig } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import { elu, gelu, hardSwish } from './activations.js';
import { CONVOLUTION_KERNELS, conv1d, conv2d, convTranspose2d } from './convolution.js';
import { childName, type LayerCall, option, type ReferenceLayer } from './layer-call.js';
import { batchNorm, groupNorm, layerNorm, rmsNorm } from './normalization.js';
import {
  adaptiveAveragePool2d,
  averagePool2d,
  globalAveragePool,
  globalMaxPool,
  maxPool2d,
  ofRow,
  POOLING_KERNELS,
  upSample,
} from './pooling.js';

function dense({ x, parameters: { weight, bias } }: LayerCall): tf.Tensor {
  // In rows: TensorFlow's own derivative does not sum over the matrices of a product that broadcasts.
  const [inputs, units] = (weight as tf.Tensor2D).shape;
  const rows = tf.matMul(tf.reshape(x, [-1, inputs]), weight as tf.Tensor);
  const product = tf.reshape(rows, [...x.shape.slice(0, -1), units]);
  return bias === undefined ? product : tf.add(product, bias);
}

/** Draws the mask as core's Dropout documents: one word of the row's stream for each element. */
const dropout = (call: LayerCall): tf.Tensor => dropped(call, call.x.shape);

/** Draws one word for each channel of a row. */
function dropout2d(call: LayerCall): tf.Tensor {
  const { shape } = call.x;
  return dropped(call, [shape[0] as number, ...shape.slice(1, -1).map(() => 1), shape.at(-1) as number]);
}

/** Draws a mask of `shape`, which broadcasts over the positions. */
function dropped(call: LayerCall, shape: readonly number[]): tf.Tensor {
  const { x, random } = call;
  const rate = option(call, 'rate');
  if (rate === 0) return tf.clone(x);
  const [rows = 0, ...rest] = shape;
  const width = rest.reduce((product, size) => product * size, 1);
  const mask = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const words = random.row(row);
    for (let i = 0; i < width; i++) mask[row * width + i] = words.uint32() >= rate * 4294967296 ? 1 / (1 - rate) : 0;
  }
  return tf.mul(x, tf.tensor(mask, [...shape]));
}

/** Adds the input, or the output of the shortcut, to the output of the body. */
function residual({ x, config: { shortcut }, child }: LayerCall): tf.Tensor {
  return tf.add(shortcut === undefined ? x : child('shortcut', x), child('body', x));
}

/** Adds zeros on the sides of sequences, or of images. */
function zeroPadding({ x, config }: LayerCall): tf.Tensor {
  const padding = config['padding'] as number | readonly (number | [number, number])[];
  const sides = typeof padding === 'number' ? [padding, padding] : padding;
  const both = sides.map((side): [number, number] => (typeof side === 'number' ? [side, side] : side));
  const inner = x.rank === 3 ? [sides as [number, number]] : both;
  return tf.pad(x, [[0, 0], ...inner, [0, 0]]);
}

/** Runs layers one after the other. */
function chain({ x, config, child }: LayerCall): tf.Tensor {
  const layers = config['layers'] as readonly TypedConfig[];
  return layers.map(childName).reduce((y, name) => child(name, y), x);
}

/** Runs layers that branch and join; each makes one value, and so does the graph. */
function graph({ inputs, config, child }: LayerCall): tf.Tensor {
  const names = (config['layers'] as readonly TypedConfig[]).map(childName);
  const values = [...inputs];
  for (const node of config['nodes'] as unknown as readonly GraphNode[]) {
    values.push(child(names[node.layer] as string, ...node.inputs.map((at) => values[at] as tf.Tensor)));
  }
  return values[config['outputs'] as number] as tf.Tensor;
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
  Dropout2d: dropout2d,
  SELU: ({ x }) => tf.selu(x),
  HardSwish: hardSwish,
  PReLU: ({ x, parameters: { slope } }) => tf.prelu(x, slope as tf.Tensor),
  Conv2d: conv2d,
  Conv1d: conv1d,
  ConvTranspose2d: convTranspose2d,
  MaxPool2d: maxPool2d,
  AveragePool2d: averagePool2d,
  GlobalAveragePool: globalAveragePool,
  UpSample: upSample,
  GlobalMaxPool: globalMaxPool,
  MaxPool1d: ofRow(maxPool2d),
  AveragePool1d: ofRow(averagePool2d),
  AdaptiveAveragePool2d: adaptiveAveragePool2d,
  SeparableConv2d: ({ x, child }) => child('pointwise', child('depthwise', x)),
  Reshape: ({ x, config }) => tf.reshape(x, [x.shape[0] as number, ...(config['shape'] as number[])]),
  Permute: ({ x, config }) => tf.transpose(x, [0, ...(config['axes'] as number[])]),
  ZeroPadding: zeroPadding,
  BatchNorm: batchNorm,
  LayerNorm: layerNorm,
  RMSNorm: rmsNorm,
  GroupNorm: groupNorm,
  Flatten: ({ x }) => tf.reshape(x, [x.shape[0] ?? 0, -1]),
  Add: ({ inputs }) => inputs.reduce((a, b) => tf.add(a, b)),
  Multiply: ({ inputs }) => inputs.reduce((a, b) => tf.mul(a, b)),
  Concat: (call) => tf.concat([...call.inputs], option(call, 'axis')),
  Chain: chain,
  Residual: residual,
  Graph: graph,
};

/** The kernels that an engine needs to differentiate a layer, by `config.type`. */
export const GRADIENT_KERNELS: Readonly<Record<string, readonly string[]>> = {
  Conv2d: CONVOLUTION_KERNELS,
  Conv1d: CONVOLUTION_KERNELS,
  ConvTranspose2d: CONVOLUTION_KERNELS,
  SeparableConv2d: CONVOLUTION_KERNELS,
  MaxPool2d: POOLING_KERNELS,
  MaxPool1d: POOLING_KERNELS,
  // Adds up the gradients of rows that several tokens take.
  Embedding: ['UnsortedSegmentSum'],
  EmbeddingBag: ['UnsortedSegmentSum'],
};
