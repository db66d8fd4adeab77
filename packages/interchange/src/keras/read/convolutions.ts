/** Keras' convolutions and pools as layers of core. */
import {
  AdaptiveAveragePool2d,
  AveragePool1d,
  AveragePool2d,
  Chain,
  Conv1d,
  Conv2d,
  ConvTranspose2d,
  type DenseArray,
  GlobalAveragePool,
  GlobalMaxPool,
  MaxPool1d,
  MaxPool2d,
  type Module,
  named,
  Reshape,
  SeparableConv2d,
  type Shape,
  ZeroPadding,
} from '@nablajs/core';
import { activationOf } from '../activations.js';
import { reshaped } from '../arrays.js';
import { shown } from '../config.js';
import { type Binding, Options, type PlanOf, plain, type Reading, same, variables } from './plan.js';

type Pair = readonly [number, number];

/** Sequences take only the first number of a pair. */
function windowOf(reading: Reading, rank: 1 | 2) {
  const options = new Options(reading);
  options.channelsLast();
  const pair = (name: string, missing?: number): Pair => options.numbers(name, rank, missing) as unknown as Pair;
  return {
    options,
    size: pair('kernel_size'),
    bias: options.flag('use_bias', true),
    how: {
      stride: pair('strides', 1),
      dilation: pair('dilation_rate', 1),
      padding: options.only<'valid' | 'same'>('padding', 'valid', 'same'),
    },
  };
}

/** The same options for sequences. */
const along = ({ stride, dilation, padding }: ReturnType<typeof windowOf>['how']) => ({
  stride: stride[0],
  dilation: dilation[0],
  padding,
});

const kernelAndBias = (bias: boolean, kernel = 'kernel') => variables(bias ? [kernel, 'bias'] : [kernel]);

/** `weight` is the kernel, perhaps of another shape; `bias` the bias. */
const weightAndBias = (name: string, bias: boolean, make?: Binding['make']): Binding[] => [
  { ...same(`${name}.weight`, 0), ...(make && { make }) },
  ...(bias ? [same(`${name}.bias`, 1)] : []),
];

const conv1d: PlanOf = (reading) => {
  const isCausal = reading.config['padding'] === 'causal';
  const config = isCausal ? { ...reading.config, padding: 'valid' } : reading.config;
  const { options, size, bias, how } = windowOf({ ...reading, config }, 1);
  const { dilation, ...rest } = along(how);
  const more = { dilation, bias, groups: options.number('groups', 1) };
  const convolution = new Conv1d(options.number('filters'), size[0], { ...rest, ...more });
  const before = isCausal ? [new ZeroPadding([(size[0] - 1) * dilation, 0])] : [];
  return {
    ...plain(...before, named(reading.name, convolution), ...activationOf(reading)),
    variables: kernelAndBias(bias),
    bindings: weightAndBias(reading.name, bias),
  };
};

const conv2d: PlanOf = (reading) => {
  const { options, size, bias, how } = windowOf(reading, 2);
  const more = { bias, groups: options.number('groups', 1) };
  const convolution = new Conv2d(options.number('filters'), size, { ...how, ...more });
  return {
    ...plain(named(reading.name, convolution), ...activationOf(reading)),
    variables: kernelAndBias(bias),
    bindings: weightAndBias(reading.name, bias),
  };
};

/** [..., channels, multiplier] becomes [..., 1, channels * multiplier]: filters of a group are side by side in both. */
const depthwiseWeight: Binding['make'] = ([kernel]) =>
  reshaped(kernel as DenseArray, [...(kernel as DenseArray).shape.slice(0, -2), 1, -1]);

const depthwise =
  (rank: 1 | 2): PlanOf =>
  (reading) => {
    const { options, size, bias, how } = windowOf(reading, rank);
    const multiplier = options.number('depth_multiplier', 1);
    const activation = activationOf(reading);
    const more = { bias, groups: 'depthwise' } as const;
    const build = ([shape]: readonly Shape[]): Module[] => {
      const filters = multiplier * (shape?.at(-1) ?? 0);
      const made =
        rank === 2
          ? new Conv2d(filters, size, { ...how, ...more })
          : new Conv1d(filters, size[0], { ...along(how), ...more });
      return [named(reading.name, made), ...activation];
    };
    return {
      build,
      variables: kernelAndBias(bias, reading.isKeras3 ? 'kernel' : 'depthwise_kernel'),
      bindings: weightAndBias(reading.name, bias, depthwiseWeight),
    };
  };

const separable =
  (rank: 1 | 2): PlanOf =>
  (reading) => {
    const { options, size, bias, how } = windowOf(reading, rank);
    const filters = options.number('filters');
    const depthMultiplier = options.number('depth_multiplier', 1);
    const activation = activationOf(reading);
    const { name } = reading;
    const build = ([shape]: readonly Shape[]): Module[] => {
      if (rank === 2) {
        const made = new SeparableConv2d(filters, size, { ...how, bias, depthMultiplier });
        return [named(name, made), ...activation];
      }
      const width = depthMultiplier * (shape?.at(-1) ?? 0);
      const first = new Conv1d(width, size[0], { ...along(how), groups: 'depthwise', bias: false });
      const second = new Conv1d(filters, 1, { bias });
      return [named(name, new Chain([named('depthwise', first), named('pointwise', second)])), ...activation];
    };
    return {
      build,
      variables: variables(['depthwise_kernel', 'pointwise_kernel', ...(bias ? ['bias'] : [])]),
      bindings: [
        { parameter: `${name}.depthwise.weight`, from: [0], make: depthwiseWeight },
        same(`${name}.pointwise.weight`, 1),
        ...(bias ? [same(`${name}.pointwise.bias`, 2)] : []),
      ],
    };
  };

const transposed =
  (rank: 1 | 2): PlanOf =>
  (reading) => {
    const { options, size, bias, how } = windowOf(reading, rank);
    options.without('output_padding');
    const { dilation, padding } = how;
    if (dilation.some((gap) => gap !== 1)) throw options.unsupported(`dilation_rate ${shown(dilation)}`);
    // A sequence is an image of one row.
    const wide = (pair: Pair): Pair => (rank === 2 ? pair : [1, pair[0]]);
    const [window, stride] = [wide(size), wide(how.stride)];
    // Without padding, Keras' output has at least a stride for each input.
    const missing: Pair = [Math.max(0, stride[0] - window[0]), Math.max(0, stride[1] - window[1])];
    const filters = options.number('filters');
    const activation = activationOf(reading);
    const outputPadding = padding === 'same' ? 0 : missing;
    const made = named(reading.name, new ConvTranspose2d(filters, window, { stride, padding, outputPadding, bias }));
    const build = ([shape]: readonly Shape[]): Module[] =>
      rank === 2
        ? [made, ...activation]
        : [new Reshape([1, -1, shape?.at(-1) ?? 0]), made, new Reshape([-1, filters]), ...activation];
    const asImage: Binding['make'] = ([kernel]) => reshaped(kernel as DenseArray, [1, ...(kernel as DenseArray).shape]);
    return {
      build,
      variables: kernelAndBias(bias),
      bindings: weightAndBias(reading.name, bias, rank === 1 ? asImage : undefined),
    };
  };

const pool =
  (
    rank: 1 | 2,
    Pool1d: typeof MaxPool1d | typeof AveragePool1d,
    Pool2d: typeof MaxPool2d | typeof AveragePool2d,
  ): PlanOf =>
  (reading) => {
    const options = new Options(reading);
    options.channelsLast();
    const pair = (name: string, missing: unknown): Pair => options.numbers(name, rank, missing) as unknown as Pair;
    const size = pair('pool_size', 2);
    const stride = pair('strides', size);
    const padding = options.only<'valid' | 'same'>('padding', 'valid', 'same');
    const made =
      rank === 2 ? new Pool2d(size, { stride, padding }) : new Pool1d(size[0], { stride: stride[0], padding });
    return plain(named(reading.name, made));
  };

const globalPool =
  (rank: 1 | 2, Pool: typeof GlobalAveragePool | typeof GlobalMaxPool): PlanOf =>
  (reading) => {
    const options = new Options(reading);
    options.channelsLast();
    const keeps = options.flag('keepdims', false);
    const build = ([shape]: readonly Shape[]): Module[] => {
      const channels = shape?.at(-1) ?? 0;
      const back = new Reshape(rank === 2 ? [1, 1, channels] : [1, channels]);
      return [named(reading.name, new Pool()), ...(keeps ? [back] : [])];
    };
    return { build };
  };

const adaptive: PlanOf = (reading) => {
  const options = new Options(reading);
  options.channelsLast();
  const size = options.numbers('output_size', 2) as unknown as Pair;
  return plain(named(reading.name, new AdaptiveAveragePool2d(size)));
};

/** By Keras' class names. */
export const CONVOLUTIONS: Readonly<Record<string, PlanOf>> = {
  Conv1D: conv1d,
  Conv2D: conv2d,
  DepthwiseConv1D: depthwise(1),
  DepthwiseConv2D: depthwise(2),
  SeparableConv1D: separable(1),
  SeparableConv2D: separable(2),
  Conv1DTranspose: transposed(1),
  Conv2DTranspose: transposed(2),
  MaxPooling1D: pool(1, MaxPool1d, MaxPool2d),
  MaxPooling2D: pool(2, MaxPool1d, MaxPool2d),
  AveragePooling1D: pool(1, AveragePool1d, AveragePool2d),
  AveragePooling2D: pool(2, AveragePool1d, AveragePool2d),
  AdaptiveAveragePooling2D: adaptive,
  GlobalAveragePooling1D: globalPool(1, GlobalAveragePool),
  GlobalAveragePooling2D: globalPool(2, GlobalAveragePool),
  GlobalMaxPooling1D: globalPool(1, GlobalMaxPool),
  GlobalMaxPooling2D: globalPool(2, GlobalMaxPool),
};
