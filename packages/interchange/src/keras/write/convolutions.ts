import type { DenseArray } from '@nablajs/core';
import { reshaped } from '../arrays.js';
import { NoCounterpart, plainVariables, variable, type Write, type Writing, type WrittenValue } from './emitter.js';
import { one } from './simple.js';

/** A number for both directions, or for a sequence the only one, as the list that Keras wants. */
const sizes = (value: unknown, rank: number): readonly number[] =>
  typeof value === 'number' ? new Array<number>(rank).fill(value) : (value as readonly number[]);

/** Keras pads by `same` or not at all. Other zeros are a layer before. */
function padded(writing: Writing, rank: 1 | 2): { readonly inputs: readonly WrittenValue[]; readonly padding: string } {
  const { padding } = writing.config;
  const { emitter, inputs, path } = writing;
  if (typeof padding === 'string') return { inputs, padding };
  const zeros = sizes(padding, rank);
  if (zeros.every((count) => count === 0)) return { inputs, padding: 'valid' };
  const sides = zeros.map((count) => [count, count]);
  const value = emitter.call(`${path}:padding`, {
    className: rank === 1 ? 'ZeroPadding1D' : 'ZeroPadding2D',
    config: { padding: rank === 1 ? sides[0] : sides },
    inputs,
  });
  return { inputs: [value], padding: 'valid' };
}

const convolution =
  (rank: 1 | 2): Write =>
  (writing) => {
    const { emitter, path, config, shapes, parameters } = writing;
    const channels = shapes[0]?.at(-1) as number;
    const filters = config['filters'] as number;
    const groups = config['groups'] === 'depthwise' ? channels : (config['groups'] as number);
    const bias = config['bias'] === true;
    const { inputs, padding } = padded(writing, rank);
    const how = {
      kernel_size: sizes(config['kernelSize'], rank),
      strides: sizes(config['stride'], rank),
      dilation_rate: sizes(config['dilation'], rank),
      padding,
      use_bias: bias,
      activation: 'linear',
    };
    const names: readonly (readonly [string, string])[] = [
      ['kernel', 'weight'],
      ...(bias ? [['bias', 'bias'] as const] : []),
    ];
    if (groups === 1 || groups !== channels) {
      return emitter.call(path, {
        className: `Conv${rank}D`,
        inputs,
        config: { filters, groups, ...how },
        variables: plainVariables({ path, parameters }, names),
      });
    }
    const isEven = (list: readonly number[]): boolean => list.every((size) => size === list[0]);
    if (!isEven(how.strides)) throw new NoCounterpart('a depthwise convolution with two strides');
    const multiplier = filters / channels;
    const kernel = { name: emitter.isTfjs ? 'depthwise_kernel' : 'kernel', path: 'vars/0', trainable: true };
    const make = ([weight]: readonly DenseArray[]): DenseArray => {
      return reshaped(weight as DenseArray, [...how.kernel_size, channels, multiplier]);
    };
    const [, ...rest] = plainVariables({ path, parameters }, names);
    return emitter.call(path, {
      className: `DepthwiseConv${rank}D`,
      inputs,
      config: { depth_multiplier: multiplier, ...how },
      variables: [variable(writing, kernel, 'weight', make), ...rest],
    });
  };

const separable: Write = (writing) => {
  const { emitter, path, config, shapes } = writing;
  const { inputs, padding } = padded(writing, 2);
  const channels = shapes[0]?.at(-1) as number;
  const bias = config['bias'] === true;
  const kernelSize = sizes(config['kernelSize'], 2);
  const multiplier = config['depthMultiplier'] as number;
  const strides = sizes(config['stride'], 2);
  if (strides[0] !== strides[1]) throw new NoCounterpart('a separable convolution with two strides');
  const make = ([weight]: readonly DenseArray[]): DenseArray =>
    reshaped(weight as DenseArray, [...kernelSize, channels, multiplier]);
  const at = (position: number) => ({ path: `vars/${position}`, trainable: true });
  return emitter.call(path, {
    className: 'SeparableConv2D',
    inputs,
    config: {
      filters: config['filters'],
      kernel_size: kernelSize,
      strides,
      dilation_rate: sizes(config['dilation'], 2),
      padding,
      depth_multiplier: multiplier,
      use_bias: bias,
      activation: 'linear',
    },
    variables: [
      variable(writing, { name: 'depthwise_kernel', ...at(0) }, 'depthwise.weight', make),
      variable(writing, { name: 'pointwise_kernel', ...at(1) }, 'pointwise.weight'),
      ...(bias ? [variable(writing, { name: 'bias', ...at(2) }, 'pointwise.bias')] : []),
    ],
  });
};

const transposed: Write = (writing) => {
  const { emitter, path, config, inputs, parameters } = writing;
  if (config['groups'] !== 1) throw new NoCounterpart('a transposed convolution with groups');
  const [size, strides, dilation] = ['kernelSize', 'stride', 'dilation'].map((name) => sizes(config[name], 2)) as [
    readonly number[],
    readonly number[],
    readonly number[],
  ];
  if (dilation.some((gap) => gap !== 1)) throw new NoCounterpart('a transposed convolution with dilation');
  const bias = config['bias'] === true;
  const isSame = config['padding'] === 'same';
  const made = emitter.call(path, {
    className: 'Conv2DTranspose',
    inputs,
    config: {
      filters: config['filters'],
      kernel_size: size,
      strides,
      padding: isSame ? 'same' : 'valid',
      use_bias: bias,
      activation: 'linear',
    },
    variables: plainVariables({ path, parameters }, [
      ['kernel', 'weight'],
      ...(bias ? [['bias', 'bias'] as const] : []),
    ]),
  });
  if (isSame) return made;
  // Without padding, Keras' output has at least a stride for each input; what is too much is cut.
  const padding = sizes(config['padding'] === 'valid' ? 0 : config['padding'], 2);
  const more = sizes(config['outputPadding'], 2);
  const cropping = padding.map((zeros, axis) => {
    const surplus = Math.max(0, (strides[axis] as number) - (size[axis] as number));
    return [zeros, zeros - (more[axis] as number) + surplus];
  });
  if (cropping.flat().some((count) => count < 0)) throw new NoCounterpart('outputPadding beyond the padding');
  if (cropping.flat().every((count) => count === 0)) return made;
  return emitter.call(`${path}:cropping`, { className: 'Cropping2D', config: { cropping }, inputs: [made] });
};

const pool =
  (kind: 'Max' | 'Average', rank: 1 | 2): Write =>
  (writing) => {
    const { size, stride, padding } = writing.config;
    const isNone = typeof padding !== 'string' && sizes(padding, rank).every((count) => count === 0);
    if (typeof padding !== 'string' && !isNone)
      throw new NoCounterpart(`${kind.toLowerCase()} pooling padded by numbers`);
    const config = { pool_size: sizes(size, rank), strides: sizes(stride, rank), padding: isNone ? 'valid' : padding };
    return one(`${kind}Pooling${rank}D`, () => ({ config }))(writing);
  };

const adaptive: Write = (writing) => {
  const size = sizes(writing.config['size'], 2);
  const [shape = []] = writing.shapes;
  const windows = size.map((count, axis) => (shape[axis] as number) / count);
  if (windows.every(Number.isInteger)) {
    const config = { pool_size: windows, strides: windows, padding: 'valid' };
    return one('AveragePooling2D', () => ({ config }))(writing);
  }
  return one('AdaptiveAveragePooling2D', () => ({ config: { output_size: size } }))(writing);
};

const globalPool =
  (kind: 'Max' | 'Average'): Write =>
  (writing) => {
    const rank = (writing.shapes[0]?.length ?? 0) - 1;
    if (rank < 1 || rank > 2) throw new NoCounterpart(`global pooling of ${rank} dimensions`);
    return one(`Global${kind}Pooling${rank}D`)(writing);
  };

/** By our types. */
export const WRITE_CONVOLUTIONS: Readonly<Record<string, Write>> = {
  Conv1d: convolution(1),
  Conv2d: convolution(2),
  SeparableConv2d: separable,
  ConvTranspose2d: transposed,
  MaxPool1d: pool('Max', 1),
  MaxPool2d: pool('Max', 2),
  AveragePool1d: pool('Average', 1),
  AveragePool2d: pool('Average', 2),
  AdaptiveAveragePool2d: adaptive,
  GlobalAveragePool: globalPool('Average'),
  GlobalMaxPool: globalPool('Max'),
};
