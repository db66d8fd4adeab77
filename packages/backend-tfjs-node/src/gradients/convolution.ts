/** Convolutions by `tf.conv2d`, `tf.depthwiseConv2d` and `tf.conv2dTranspose`, with groups and dilation. */
import * as tf from '@tensorflow/tfjs-core';
import { type LayerCall, option } from './layer-call.js';
import { bothSides, type Edges, paddingOf, pairOf, type Two } from './windows.js';

/** The kernels that the gradients of these functions need. tfjs on `wasm` lacks some. */
export const CONVOLUTION_KERNELS: readonly string[] = [
  'Conv2DBackpropFilter',
  'Conv2DBackpropInput',
  'DepthwiseConv2dNativeBackpropFilter',
  'DepthwiseConv2dNativeBackpropInput',
];

interface Convolution {
  /** [rows, columns, channels / groups, filters], or, transposed, [rows, columns, filters / groups, channels] */
  readonly filters: tf.Tensor4D;
  readonly stride: Two;
  readonly padding: Edges;
}

function convolutionOf({ config, parameters }: LayerCall): Convolution {
  return {
    filters: dilated(parameters['weight'] as tf.Tensor4D, pairOf(config, 'dilation')),
    stride: pairOf(config, 'stride'),
    padding: paddingOf(config),
  };
}

/** Puts zeros between the elements of filters, because TensorFlow has no gradients of dilated convolutions. */
function dilated(filters: tf.Tensor4D, [down, across]: Two): tf.Tensor4D {
  const [rows, columns, inner, outer] = filters.shape;
  const dilateRows = (x: tf.Tensor, count: number, rest: number, factor: number): tf.Tensor => {
    if (factor === 1) return x;
    const blocks = tf.pad(tf.reshape(x, [count, 1, rest]), [
      [0, 0],
      [0, factor - 1],
      [0, 0],
    ]);
    return tf.slice(tf.reshape(blocks, [count * factor, rest]), 0, (count - 1) * factor + 1);
  };
  const height = (rows - 1) * down + 1;
  const width = (columns - 1) * across + 1;
  const tall = tf.reshape(dilateRows(filters, rows, columns * inner * outer, down), [height, columns, inner * outer]);
  const turned = tf.transpose(tall, [1, 0, 2]);
  const wide = tf.reshape(dilateRows(turned, columns, height * inner * outer, across), [width, height, inner * outer]);
  return tf.reshape(tf.transpose(wide, [1, 0, 2]), [height, width, inner, outer]);
}

/** Adds the bias, if any. */
const withBias = (y: tf.Tensor, { parameters: { bias } }: LayerCall): tf.Tensor =>
  bias === undefined ? y : tf.add(y, bias);

/** Splits images and filters into groups, and joins the results. */
function byGroup(
  x: tf.Tensor4D,
  filters: tf.Tensor4D,
  groups: number,
  one: (x: tf.Tensor4D, filters: tf.Tensor4D) => tf.Tensor4D,
): tf.Tensor4D {
  if (groups === 1) return one(x, filters);
  const parts = tf.split<tf.Tensor4D>(filters, groups, 3);
  const images = tf.split<tf.Tensor4D>(x, groups, 3);
  return tf.concat(
    images.map((image, at) => one(image, parts[at] as tf.Tensor4D)),
    3,
  );
}

function convolved(x: tf.Tensor4D, { filters, stride, padding }: Convolution): tf.Tensor4D {
  const around = typeof padding === 'string' ? x : tf.pad(x, bothSides(padding));
  const edges = typeof padding === 'string' ? padding : 'valid';
  const strides: [number, number] = [...stride];
  const [rows, columns, own, outer] = filters.shape;
  const channels = x.shape[3];
  // TensorFlow's depthwise kernel takes only equal strides.
  if (own === 1 && channels > 1 && stride[0] === stride[1]) {
    const depthwise = tf.reshape(filters, [rows, columns, channels, outer / channels]) as tf.Tensor4D;
    return tf.depthwiseConv2d(around, depthwise, strides, edges);
  }
  return byGroup(around, filters, channels / own, (image, part) => tf.conv2d(image, part, strides, edges));
}

export function conv2d(call: LayerCall): tf.Tensor {
  return withBias(convolved(call.x as tf.Tensor4D, convolutionOf(call)), call);
}

/** Convolves sequences as images of one row. */
export function conv1d(call: LayerCall): tf.Tensor {
  const { config, parameters } = call;
  const padding = paddingOf(config);
  const image = tf.expandDims(call.x, 1) as tf.Tensor4D;
  const weight = tf.expandDims(parameters['weight'] as tf.Tensor, 0) as tf.Tensor4D;
  const y = convolved(image, {
    filters: dilated(weight, [1, option(call, 'dilation')]),
    // One row takes any stride, and TensorFlow's depthwise kernel takes only equal ones.
    stride: pairOf(config, 'stride'),
    padding: typeof padding === 'string' ? padding : [0, padding[1]],
  });
  return withBias(tf.squeeze(y, [1]), call);
}

export function convTranspose2d(call: LayerCall): tf.Tensor {
  const { filters, stride, padding } = convolutionOf(call);
  const x = call.x as tf.Tensor4D;
  const [n, height, width] = x.shape;
  const [rows, columns, own, channels] = filters.shape;
  const extra = pairOf(call.config, 'outputPadding');
  const along = (axis: 0 | 1, length: number, size: number): number =>
    padding === 'same' ? length * stride[axis] : (length - 1) * stride[axis] + size + extra[axis];
  const [outHeight, outWidth] = [along(0, height, rows), along(1, width, columns)];
  const edges = padding === 'same' ? 'same' : 'valid';
  const { groups } = call.config;
  const y = byGroup(x, filters, groups === 'depthwise' ? channels : (groups as number), (image, part) =>
    tf.conv2dTranspose(image, part, [n, outHeight, outWidth, own], [...stride], edges),
  );
  // Padding in numbers lies around the output: cut it off.
  const [top, left] = typeof padding === 'string' ? [0, 0] : padding;
  const inside = tf.slice(y, [0, top, left, 0], [n, outHeight - 2 * top, outWidth - 2 * left, y.shape[3]]);
  return withBias(inside, call);
}
