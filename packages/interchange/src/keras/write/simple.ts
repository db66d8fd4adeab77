import type { DenseArray } from '@nablajs/core';
import { reshaped } from '../arrays.js';
import type { Json } from '../config.js';
import {
  type Emission,
  NoCounterpart,
  plainVariables,
  variable,
  type Write,
  type Writing,
  type WrittenVariable,
} from './emitter.js';

/** Writes a module as one layer of Keras. */
export const one =
  (className: string, of: (writing: Writing) => Omit<Partial<Emission>, 'className' | 'inputs'> = () => ({})): Write =>
  (writing) => {
    const { emitter, path, inputs } = writing;
    return emitter.call(path, { className, inputs, config: {}, ...of(writing) });
  };

const dense = one('Dense', (writing) => ({
  config: { units: writing.config['units'], activation: 'linear', use_bias: writing.config['bias'] },
  variables: plainVariables(writing, [
    ['kernel', 'weight'],
    ...(writing.config['bias'] === true ? ([['bias', 'bias']] as const) : []),
  ]),
}));

const gammaAndBeta = (writing: Writing): WrittenVariable[] =>
  writing.config['affine'] === false
    ? []
    : plainVariables(writing, [
        ['gamma', 'scale'],
        ['beta', 'offset'],
      ]);

const normConfig = ({ config }: Writing): Json => ({
  epsilon: config['epsilon'],
  center: config['affine'],
  scale: config['affine'],
});

const batchNorm = one('BatchNormalization', (writing) => {
  const own = gammaAndBeta(writing);
  const running = (['mean', 'variance'] as const).map((name, at) => {
    const ours = name === 'mean' ? 'runningMean' : 'runningVariance';
    return variable(writing, { name: `moving_${name}`, path: `vars/${own.length + at}`, trainable: false }, ours);
  });
  const momentum = 1 - (writing.config['momentum'] as number);
  return { config: { axis: -1, momentum, ...normConfig(writing) }, variables: [...own, ...running] };
});

const layerNorm = one('LayerNormalization', (writing) => {
  const count = writing.config['axes'] as number;
  const axis = count === 1 ? -1 : Array.from({ length: count }, (_, at) => at - count);
  return { config: { axis, ...normConfig(writing) }, variables: gammaAndBeta(writing) };
});

const groupNorm = one('GroupNormalization', (writing) => ({
  config: { groups: writing.config['groups'], axis: -1, ...normConfig(writing) },
  variables: gammaAndBeta(writing),
}));

const rmsNorm = one('RMSNormalization', (writing) => {
  if (writing.config['axes'] !== 1) throw new NoCounterpart('RMSNorm over several axes');
  if (writing.config['affine'] === false) throw new NoCounterpart('RMSNorm without a scale');
  return {
    config: { axis: -1, epsilon: writing.config['epsilon'] },
    variables: plainVariables(writing, [['scale', 'scale']]),
  };
});

/** The axes of an input, from 1. */
const axesOf = ([shape = []]: Writing['shapes']): number[] => shape.map((_, axis) => axis + 1);

const prelu = one('PReLU', (writing) => {
  const axes = axesOf(writing.shapes);
  const make = ([slope]: readonly DenseArray[]): DenseArray =>
    reshaped(
      slope as DenseArray,
      axes.map(() => 1),
    );
  return {
    config: { shared_axes: axes },
    variables: [variable(writing, { name: 'alpha', path: 'vars/0', trainable: true }, 'slope', make)],
  };
});

const zeroPadding: Write = (writing) => {
  const given = writing.config['padding'] as number | readonly (number | readonly number[])[];
  const isSequence = writing.shapes[0]?.length === 2;
  const sides = typeof given === 'number' ? [given, given] : given;
  const padding = isSequence ? sides : sides.map((side) => (typeof side === 'number' ? [side, side] : side));
  return one(isSequence ? 'ZeroPadding1D' : 'ZeroPadding2D', () => ({ config: { padding } }))(writing);
};

const pairOf = (value: unknown): readonly number[] =>
  typeof value === 'number' ? [value, value] : (value as readonly number[]);

const crop: Write = (writing) => {
  const sides = writing.config['sides'] as readonly unknown[];
  const isSequence = sides.length === 1;
  return one(isSequence ? 'Cropping1D' : 'Cropping2D', () => ({
    config: { cropping: isSequence ? sides[0] : sides },
  }))(writing);
};

const spatialDropout: Write = (writing) => {
  const rank = writing.shapes[0]?.length ?? 0;
  const className = rank === 3 ? 'SpatialDropout2D' : 'SpatialDropout1D';
  if (rank < 2 || rank > 3) throw new NoCounterpart(`Dropout2d of inputs with ${rank} dimensions`);
  return one(className, () => ({ config: { rate: writing.config['rate'] } }))(writing);
};

const limitedRelu = one('ReLU', ({ config: { limit, slope, threshold } }) => ({
  config: { max_value: limit, negative_slope: slope, threshold },
}));

const standardize = one('Normalization', (writing) => {
  const [mean, variance] = (['mean', 'variance'] as const).map((name, at) =>
    variable(writing, { name, path: `vars/${at}`, trainable: false }, name),
  ) as [WrittenVariable, WrittenVariable];
  const count = { name: 'count', path: 'vars/2', trainable: false };
  const zero: DenseArray = { layout: 'dense', shape: [], data: Int32Array.of(0) };
  return {
    config: { axis: writing.config['scalar'] === true ? null : -1, mean: null, variance: null, invert: false },
    variables: [mean, variance, { ...count, array: zero, from: [], make: () => zero }],
  };
});

const merge = (className: string): Write => one(className);

/** By our types. */
export const WRITE_SIMPLE: Readonly<Record<string, Write>> = {
  Dense: dense,
  BatchNorm: batchNorm,
  LayerNorm: layerNorm,
  GroupNorm: groupNorm,
  RMSNorm: rmsNorm,
  PReLU: prelu,
  ElementwisePReLU: one('PReLU', (writing) => ({
    config: { shared_axes: writing.config['shared'] },
    variables: plainVariables(writing, [['alpha', 'slope']]),
  })),
  LeakyReLU: one('LeakyReLU', ({ config }) => ({ config: { negative_slope: config['slope'] } })),
  ELU: one('ELU', ({ config }) => ({ config: { alpha: config['alpha'] } })),
  LimitedReLU: limitedRelu,
  Dropout: one('Dropout', ({ config }) => ({ config: { rate: config['rate'] } })),
  Dropout2d: spatialDropout,
  Flatten: one('Flatten'),
  Reshape: one('Reshape', ({ config }) => ({ config: { target_shape: config['shape'] } })),
  Permute: one('Permute', ({ config }) => ({ config: { dims: config['axes'] } })),
  ZeroPadding: zeroPadding,
  Crop: crop,
  UpSample: one('UpSampling2D', ({ config }) => ({
    config: { size: pairOf(config['factor']), interpolation: 'nearest' },
  })),
  Rescale: one('Rescaling', ({ config }) => ({ config: { scale: config['scale'], offset: config['offset'] } })),
  Standardize: standardize,
  Add: merge('Add'),
  Multiply: merge('Multiply'),
  Subtract: merge('Subtract'),
  Average: merge('Average'),
  Maximum: merge('Maximum'),
  Minimum: merge('Minimum'),
  Concat: one('Concatenate', ({ config }) => ({ config: { axis: config['axis'] } })),
};
