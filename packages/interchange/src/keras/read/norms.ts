/** Keras' norms. */
import { BatchNorm, dense, GroupNorm, LayerNorm, type Module, named, RMSNorm, type Shape } from '@nablajs/core';
import { shown } from '../config.js';
import { Standardize } from '../modules.js';
import { type Binding, type KerasVariable, Options, type PlanOf, type Reading, same, variables } from './plan.js';

/** Whether an axis, or a list of one, is the last of shapes with `rank` dimensions, the batch among them. */
function isLast(axis: unknown, rank: number): boolean {
  const only = Array.isArray(axis) && axis.length === 1 ? axis[0] : axis;
  return only === -1 || only === rank - 1;
}

function affine(
  reading: Reading,
  names: readonly [string, boolean, string][],
): {
  readonly variables: readonly KerasVariable[];
  readonly bindings: readonly Binding[];
  readonly isAffine: boolean;
} {
  const present = names.filter(([, isThere]) => isThere);
  return {
    variables: present.map(([name], at) => ({ name, path: `vars/${at}`, trainable: !name.startsWith('moving') })),
    bindings: present.map(([, , parameter], at) => same(`${reading.name}.${parameter}`, at)),
    isAffine: present.some(([name]) => !name.startsWith('moving')),
  };
}

const batchNorm: PlanOf = (reading) => {
  const options = new Options(reading);
  options.without('renorm', 'synchronized');
  const { isAffine, ...rest } = affine(reading, [
    ['gamma', options.flag('scale', true), 'scale'],
    ['beta', options.flag('center', true), 'offset'],
    ['moving_mean', true, 'runningMean'],
    ['moving_variance', true, 'runningVariance'],
  ]);
  const how = { momentum: 1 - options.number('momentum', 0.99), epsilon: options.number('epsilon', 1e-3) };
  const norm = new BatchNorm({ ...how, affine: isAffine });
  const build = ([shape = []]: readonly Shape[]): Module[] => {
    const axis = options.get('axis') ?? -1;
    if (!isLast(axis, shape.length + 1)) throw options.unsupported(`axis ${shown(axis)}`);
    return [named(reading.name, norm)];
  };
  return { build, ...rest };
};

const layerNorm: PlanOf = (reading) => {
  const options = new Options(reading);
  options.without('rms_scaling');
  const { isAffine, ...rest } = affine(reading, [
    ['gamma', options.flag('scale', true), 'scale'],
    ['beta', options.flag('center', true), 'offset'],
  ]);
  const epsilon = options.number('epsilon', 1e-3);
  const build = ([shape = []]: readonly Shape[]): Module[] => {
    const given = options.get('axis') ?? -1;
    const rank = shape.length + 1;
    const axes = (Array.isArray(given) ? given : [given]).map((axis: number) => (axis < 0 ? axis + rank : axis));
    axes.sort((a, b) => a - b);
    const areLast = axes.every((axis, at) => axis === rank - axes.length + at) && (axes[0] ?? 0) > 0;
    if (!areLast) throw options.unsupported(`axis ${shown(given)}`);
    return [named(reading.name, new LayerNorm({ epsilon, affine: isAffine, axes: axes.length }))];
  };
  return { build, ...rest };
};

const groupNorm: PlanOf = (reading) => {
  const options = new Options(reading);
  const { isAffine, ...rest } = affine(reading, [
    ['gamma', options.flag('scale', true), 'scale'],
    ['beta', options.flag('center', true), 'offset'],
  ]);
  const groups = options.number('groups', 32);
  const epsilon = options.number('epsilon', 1e-3);
  const build = ([shape = []]: readonly Shape[]): Module[] => {
    const axis = options.get('axis') ?? -1;
    if (!isLast(axis, shape.length + 1)) throw options.unsupported(`axis ${shown(axis)}`);
    const count = groups === -1 ? (shape.at(-1) as number) : groups;
    return [named(reading.name, new GroupNorm(count, { epsilon, affine: isAffine }))];
  };
  return { build, ...rest };
};

const rmsNorm: PlanOf = (reading) => {
  const options = new Options(reading);
  const build = ([shape = []]: readonly Shape[]): Module[] => {
    const axis = options.get('axis') ?? -1;
    if (!isLast(axis, shape.length + 1)) throw options.unsupported(`axis ${shown(axis)}`);
    return [named(reading.name, new RMSNorm({ epsilon: options.number('epsilon', 1e-6) }))];
  };
  return { build, variables: variables(['scale']), bindings: [same(`${reading.name}.scale`, 0)] };
};

const normalization: PlanOf = (reading) => {
  const options = new Options(reading);
  options.without('invert');
  const axis = options.get('axis');
  const isScalar = axis === undefined || (Array.isArray(axis) && axis.length === 0);
  const isGiven = options.get('mean') !== undefined;
  if (isGiven !== (options.get('variance') !== undefined)) throw options.unsupported('a mean or a variance alone');
  const build = ([shape = []]: readonly Shape[]): Module[] => {
    if (!isScalar && !isLast(axis, shape.length + 1)) throw options.unsupported(`axis ${shown(axis)}`);
    return [named(reading.name, new Standardize(isScalar))];
  };
  const parameters = [`${reading.name}.mean`, `${reading.name}.variance`] as const;
  if (!isGiven) {
    return {
      build,
      variables: ['mean', 'variance', 'count'].map((name, at) => ({ name, path: `vars/${at}`, trainable: false })),
      bindings: parameters.map(same),
    };
  }
  // Given in the config, they are no variables.
  const Floats = shown(options.get('dtype')).includes('float64') ? Float64Array : Float32Array;
  const constant = (name: string): Binding['make'] => {
    const given = options.get(name);
    const values = Array.isArray(given) ? options.numbers(name, given.length) : [options.number(name)];
    return () => dense(Floats.from(values), isScalar ? [] : [values.length]);
  };
  return {
    build,
    bindings: parameters.map((parameter, at) => ({
      parameter,
      from: [],
      make: constant(at === 0 ? 'mean' : 'variance'),
    })),
  };
};

/** By Keras' class names. */
export const NORMS: Readonly<Record<string, PlanOf>> = {
  BatchNormalization: batchNorm,
  LayerNormalization: layerNorm,
  GroupNormalization: groupNorm,
  RMSNormalization: rmsNorm,
  Normalization: normalization,
};
