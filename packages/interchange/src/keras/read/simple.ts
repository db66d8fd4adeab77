/** Keras' dense layers, norms and layers that only move or combine values. */
import {
  Add,
  Concat,
  Dense,
  type DenseArray,
  Dropout,
  Dropout2d,
  Flatten,
  type Module,
  Multiply,
  named,
  Permute,
  PReLU,
  Reshape,
  type Shape,
  UpSample,
  ZeroPadding,
} from '@nablajs/core';
import { activationOf } from '../activations.js';
import { reshaped } from '../arrays.js';
import { crop, ElementwisePReLU, functionLayer, rescale } from '../modules.js';
import { type Binding, Options, type PlanOf, plain, type Reading, same, Unsupported, variables } from './plan.js';

type Pair = readonly [number, number];
type Sides = readonly [Pair, Pair];

const dense: PlanOf = (reading) => {
  const options = new Options(reading);
  options.without('quantization_config', 'lora_rank');
  const bias = options.flag('use_bias', true);
  return {
    ...plain(named(reading.name, new Dense(options.number('units'), { bias })), ...activationOf(reading)),
    variables: variables(bias ? ['kernel', 'bias'] : ['kernel']),
    bindings: [same(`${reading.name}.weight`, 0), ...(bias ? [same(`${reading.name}.bias`, 1)] : [])],
  };
};

const prelu: PlanOf = (reading) => {
  const options = new Options(reading);
  const given = options.get('shared_axes') ?? [];
  const shared = Array.isArray(given) ? options.numbers('shared_axes', given.length, []) : [];
  const isOne = (shape: Shape): boolean => shape.every((_, axis) => shared.includes(axis + 1));
  const build = ([shape = []]: readonly Shape[]): Module[] => [
    named(reading.name, isOne(shape) ? new PReLU() : new ElementwisePReLU(shared)),
  ];
  // PReLU of core has one slope, [1].
  const make: Binding['make'] = ([given]) => {
    const alpha = given as DenseArray;
    return alpha.data.length === 1 && alpha.shape.length === shared.length ? reshaped(alpha, [1]) : alpha;
  };
  return {
    build,
    variables: variables(['alpha']),
    bindings: [{ parameter: `${reading.name}.slope`, from: [0], make }],
  };
};

const rescaling: PlanOf = (reading) => {
  const options = new Options(reading);
  const of = (name: string, missing: number): number | readonly number[] => {
    const value = options.get(name);
    return Array.isArray(value) ? options.numbers(name, value.length) : options.number(name, missing);
  };
  return plain(named(reading.name, rescale(of('scale', 1), of('offset', 0))));
};

/** Both sides of each dimension: from one number, one for each dimension, or two for each. */
function sidesOf(reading: Reading, option: string, rank: 1 | 2): readonly Pair[] {
  const options = new Options(reading);
  options.channelsLast();
  const given = options.get(option) ?? 1;
  if (typeof given === 'number') return new Array<Pair>(rank).fill([given, given]);
  if (rank === 1) return [options.numbers(option, 2) as unknown as Pair];
  const sides = Array.isArray(given) ? given.map((side) => (typeof side === 'number' ? [side, side] : side)) : [];
  return sides as Pair[];
}

const zeroPadding =
  (rank: 1 | 2): PlanOf =>
  (reading) => {
    const sides = sidesOf(reading, 'padding', rank);
    return plain(named(reading.name, new ZeroPadding(rank === 1 ? (sides[0] as Pair) : (sides as unknown as Sides))));
  };

const upSampling: PlanOf = (reading) => {
  const options = new Options(reading);
  options.channelsLast();
  options.only('interpolation', 'nearest');
  return plain(named(reading.name, new UpSample(options.numbers('size', 2, 2) as unknown as Pair)));
};

/** Repeats each element of a sequence, or a vector, which is a sequence of one. */
const repeated =
  (option: string, missing?: number): PlanOf =>
  (reading) => {
    const up = named(reading.name, new UpSample([new Options(reading).number(option, missing), 1]));
    const build = ([shape]: readonly Shape[]): Module[] => {
      const channels = shape?.at(-1) as number;
      return [new Reshape([-1, 1, channels]), up, new Reshape([-1, channels])];
    };
    return { build };
  };

const reshape: PlanOf = (reading) => {
  const shape = new Options(reading).get('target_shape');
  if (!Array.isArray(shape)) throw new Unsupported('Reshape without target_shape');
  return plain(named(reading.name, new Reshape(shape.map((size) => size ?? -1))));
};

const merge =
  (make: (reading: Reading) => Module): PlanOf =>
  (reading) =>
    plain(named(reading.name, make(reading)));

const dropout = merge((reading) => {
  const options = new Options(reading);
  options.without('noise_shape');
  return new Dropout(options.number('rate'));
});

const spatialDropout = merge((reading) => {
  const options = new Options(reading);
  options.channelsLast();
  return new Dropout2d(options.number('rate'));
});

const flatten = merge((reading) => {
  new Options(reading).channelsLast();
  return new Flatten();
});

const nothing: PlanOf = () => plain();

/** By Keras' class names. */
export const SIMPLE: Readonly<Record<string, PlanOf>> = {
  Dense: dense,
  PReLU: prelu,
  Rescaling: rescaling,
  Dropout: dropout,
  SpatialDropout1D: spatialDropout,
  SpatialDropout2D: spatialDropout,
  Activation: (reading) => plain(...activationOf(reading).map((module) => named(reading.name, module))),
  Flatten: flatten,
  Reshape: reshape,
  Permute: merge((reading) => new Permute(new Options(reading).get('dims') as readonly number[])),
  ZeroPadding1D: zeroPadding(1),
  ZeroPadding2D: zeroPadding(2),
  Cropping1D: merge((reading) => crop(sidesOf(reading, 'cropping', 1))),
  Cropping2D: merge((reading) => crop(sidesOf(reading, 'cropping', 2))),
  UpSampling1D: repeated('size', 2),
  UpSampling2D: upSampling,
  RepeatVector: repeated('n'),
  Add: merge(() => new Add()),
  Multiply: merge(() => new Multiply()),
  Subtract: merge(() => functionLayer('Subtract')),
  Average: merge(() => functionLayer('Average')),
  Maximum: merge(() => functionLayer('Maximum')),
  Minimum: merge(() => functionLayer('Minimum')),
  Concatenate: merge((reading) => new Concat({ axis: new Options(reading).number('axis', -1) })),
  ActivityRegularization: nothing,
};
