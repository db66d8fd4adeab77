/** Layers of Keras that core has not: small modules, mostly functions of their inputs. */
import {
  abs,
  add,
  type Blueprint,
  broadcastShapes,
  type ConfigTable,
  type Context,
  cast,
  clip,
  dense,
  divide,
  exp,
  type FloatDType,
  greater,
  Lambda,
  less,
  logSoftmax,
  type Module,
  maximum,
  minimum,
  multiply,
  NablaError,
  prelu,
  relu,
  type Shape,
  scope,
  slice,
  softplus,
  sqrt,
  subtract,
  type Tensor,
  type TypedConfig,
  tanh,
  unexpected,
  upload,
  where,
} from '@nablajs/core';

const FUNCTIONS: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  Exponential: (x) => exp(x),
  Softsign: (x) => divide(x, add(abs(x), 1)),
  Mish: (x) => multiply(x, tanh(softplus(x))),
  LogSoftmax: (x) => logSoftmax(x),
};

/** Combines several values, as `Add` of core does. */
const MERGES: Readonly<Record<string, (a: Tensor, b: Tensor) => Tensor>> = {
  Subtract: subtract,
  Maximum: maximum,
  Minimum: minimum,
  Average: add,
};

/** Exponential, Softsign, Mish, LogSoftmax, Subtract, Maximum, Minimum or Average. */
export function functionLayer(type: string): Module {
  const one = FUNCTIONS[type];
  if (one !== undefined) return new Lambda({ type }, one);
  const merge = MERGES[type];
  if (merge === undefined) throw unexpected('layer', Object.keys({ ...FUNCTIONS, ...MERGES }).join(', '), type);
  const all = (...inputs: Tensor[]): Tensor => {
    const made = inputs.reduce((a, b) => merge(a, b));
    return type === 'Average' ? divide(made, inputs.length) : made;
  };
  return new Lambda({ type }, all, (...shapes) => broadcastShapes(type, ...shapes));
}

/**
 * x limited to [0, `limit`]; below `threshold` it is `slope` (x - threshold). This is Keras' ReLU with all its options;
 * ReLU6 has a limit of 6.
 */
export function limitedRelu(limit: number | null, slope = 0, threshold = 0): Module {
  const config = { type: 'LimitedReLU', limit, slope, threshold };
  if (![limit ?? 0, slope, threshold].every(Number.isFinite)) throw unexpected('LimitedReLU', 'numbers', limit);
  return new Lambda(config, (x) => {
    if (slope === 0 && threshold === 0) return limit === null ? relu(x) : atMost(relu(x), limit);
    const most = limit === null ? x : minimum(x, limit);
    return where(less(x, threshold), slope === 0 ? 0 : multiply(subtract(x, threshold), slope), most);
  });
}

/** The smaller of x and a number, in two kernels, where `minimum` takes three. */
const atMost = (x: Tensor, limit: number): Tensor => scope(() => where(greater(x, limit), limit, x));

/** slope x + offset, limited to [0, 1]: Keras' hard sigmoid, of slope 1 / 6 in Keras 3 and 0.2 before. */
export const hardSigmoid = (slope: number): Module =>
  new Lambda({ type: 'HardSigmoid', slope }, (x) => clip(add(multiply(x, slope), 0.5), 0, 1));

/** x scale + offset. Lists of numbers go along the last axis. Whole numbers become floats. */
export function rescale(scale: number | readonly number[], offset: number | readonly number[]): Module {
  const of = (x: Tensor, value: number | readonly number[]): Tensor | number =>
    typeof value === 'number'
      ? value
      : upload(x.backend, dense((x.dtype === 'float64' ? Float64Array : Float32Array).from(value), [value.length]));
  const module = new Lambda({ type: 'Rescale', scale, offset }, (given) => {
    const x = given.dtype === 'int32' ? cast(given, floatOf(given)) : given;
    return add(multiply(x, of(x, scale)), of(x, offset));
  });
  return Object.defineProperty(module, 'acceptsIntegers', { value: true });
}

const floatOf = ({ backend }: Tensor): FloatDType => (backend.dtypes.includes('float32') ? 'float32' : 'float64');

/** Leaves out elements at the start and the end of each dimension but the batch and the last. */
export function crop(sides: readonly (readonly [before: number, after: number])[]): Module {
  const isSide = (side: unknown): boolean =>
    Array.isArray(side) && side.length === 2 && side.every((count) => Number.isSafeInteger(count) && count >= 0);
  if (!Array.isArray(sides) || !sides.every(isSide)) throw unexpected('Crop', 'pairs of whole numbers >= 0', sides);
  const shapeOf = (shape: Shape): Shape => {
    const inner = shape.slice(0, -1).map((size, axis) => size - (sides[axis]?.[0] ?? 0) - (sides[axis]?.[1] ?? 0));
    if (shape.length === sides.length + 1 && inner.every((size) => !(size < 1))) return [...inner, shape.at(-1) ?? 0];
    throw new NablaError('shape', `Crop: [${shape.join(', ')}] is too small to lose ${JSON.stringify(sides)}.`);
  };
  const apply = (x: Tensor): Tensor =>
    slice(x, [[], ...sides.map(([before, after], axis) => [before, (x.shape[axis + 1] as number) - after] as const)]);
  return new Lambda({ type: 'Crop', sides }, apply, shapeOf);
}

/** A PReLU with a slope for each element, or for each along some axes: `shared` names the axes with one slope. */
export class ElementwisePReLU implements Module {
  readonly shared: readonly number[];

  constructor(shared: readonly number[]) {
    if (!Array.isArray(shared)) throw unexpected('ElementwisePReLU', 'a list of axes', shared);
    this.shared = shared;
  }

  get config(): TypedConfig {
    return { type: 'ElementwisePReLU', shared: this.shared };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const [outputShape = []] = inputShapes;
    const shape = outputShape.map((size, axis) => (this.shared.includes(axis + 1) ? 1 : size));
    return { outputShape, parameters: { slope: { shape, initializer: 'zeros' } } };
  }

  call(context: Context, x: Tensor): Tensor {
    return prelu(x, context.parameter('slope'));
  }
}

/** (x - mean) / deviation along the last axis, or of everything: Keras' Normalization. It is not trained. */
export class Standardize implements Module {
  readonly scalar: boolean;
  readonly acceptsIntegers = true;

  constructor(scalar = false) {
    this.scalar = scalar;
  }

  get config(): TypedConfig {
    return { type: 'Standardize', scalar: this.scalar };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const [outputShape = []] = inputShapes;
    const shape = this.scalar ? [] : outputShape.slice(-1);
    const mean = { shape, initializer: 0, trainable: false } as const;
    return { outputShape, parameters: { mean, variance: { ...mean, initializer: 1 } } };
  }

  call(context: Context, given: Tensor): Tensor {
    const [mean, variance] = [context.parameter('mean'), context.parameter('variance')];
    const x = given.dtype === 'int32' ? cast(given, mean.dtype as FloatDType) : given;
    return divide(subtract(x, mean), maximum(sqrt(variance), 1e-7));
  }
}

const functions = Object.fromEntries(
  Object.keys({ ...FUNCTIONS, ...MERGES }).map((type) => [type, () => functionLayer(type)]),
);

/**
 * Makes the modules that stand for layers of Keras. Pass it, with `SEQUENCE_LAYERS` of `@nablajs/sequences`, when you
 * load a model from Keras or TensorFlow.js.
 *
 * @example
 * ```ts
 * const layers = { ...SEQUENCE_LAYERS, ...KERAS_LAYERS };
 * const model = networkFromConfig(backend, saved.config, { ...saved, layers });
 * ```
 */
export const KERAS_LAYERS: ConfigTable<Module> = {
  ...functions,
  LimitedReLU: ({ limit, slope, threshold }) =>
    limitedRelu(limit as number | null, slope as number, threshold as number),
  HardSigmoid: ({ slope }) => hardSigmoid(slope as number),
  Rescale: ({ scale, offset }) => rescale(scale as number, offset as number),
  Crop: ({ sides }) => crop(sides as unknown as readonly [number, number][]),
  ElementwisePReLU: ({ shared }) => new ElementwisePReLU(shared as readonly number[]),
  Standardize: ({ scalar }) => new Standardize(scalar === true),
};
