/** Norms that core does not have, and those of core with ONNX's arguments. */
import {
  abs,
  add,
  broadcastTo,
  divide,
  equal,
  exp,
  type FusedActivation,
  layerNorm,
  log,
  mean,
  multiply,
  pad,
  relu,
  rmsNorm,
  scope,
  slice,
  sqrt,
  square,
  subtract,
  sum,
  type Tensor,
  where,
} from '@nablajs/core';

/** What a layer normalisation returns; the last two keep their axes with length 1. */
export interface LayerNormalized {
  readonly y: Tensor;
  readonly mean: () => Tensor;
  readonly inverseDeviation: () => Tensor;
}

/** Applies `normalise` with scale and offset if they have the shape of the last axes, or broadcasts them. */
function overLast(
  x: Tensor,
  axes: number,
  scale: Tensor | undefined,
  offset: Tensor | undefined,
  normalise: (x: Tensor, scale: Tensor | undefined, offset: Tensor | undefined) => Tensor,
): Tensor {
  // Core's norms want an axis before those that they normalise over.
  const [given, shape] = axes === x.shape.length ? [x.reshape([1, ...x.shape]), x.shape] : [x, x.shape];
  const own = given.shape.slice(-axes);
  const fits = (tensor: Tensor | undefined): boolean =>
    tensor === undefined || (tensor.shape.length === axes && tensor.shape.every((length, at) => length === own[at]));
  if (fits(scale) && fits(offset)) return normalise(given, scale, offset).reshape(shape);
  const y = normalise(given, undefined, undefined).reshape(shape);
  const scaled = scale === undefined ? y : multiply(y, scale);
  return offset === undefined ? scaled : add(scaled, offset);
}

/** Normalises over the last `axes`: see core's `layerNorm`. */
export function layerNormalization(
  x: Tensor,
  scale: Tensor | undefined,
  offset: Tensor | undefined,
  epsilon: number,
  axes: number,
): LayerNormalized {
  const last = Array.from({ length: axes }, (_, at) => at - axes);
  const options = { axis: last, keepDimensions: true };
  return {
    y: overLast(x, axes, scale, offset, (own, factor, shift) => layerNorm(own, factor, shift, epsilon, axes)),
    mean: () => mean(x, options),
    inverseDeviation: () =>
      scope(() => divide(1, sqrt(add(mean(square(subtract(x, mean(x, options))), options), epsilon)))),
  };
}

/** Divides by the root of the mean square over the last `axes`: see core's `rmsNorm`. */
export const rmsNormalization = (x: Tensor, scale: Tensor | undefined, epsilon: number, axes: number): Tensor =>
  overLast(x, axes, scale, undefined, (own, factor) => rmsNorm(own, factor, epsilon, axes));

/** Statistics, scale and offset of a batch normalisation, each [channels]. */
export interface BatchStatistics {
  readonly scale: Tensor;
  readonly offset: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** Normalises the channels of x [n, ..., channels] by given statistics, with the bits of core's BatchNorm. */
export function byStatistics(
  x: Tensor,
  { scale, offset, mean: centre, variance }: BatchStatistics,
  epsilon: number,
  activation: FusedActivation,
): Tensor {
  return scope(() => {
    const factor = divide(scale, sqrt(add(variance, epsilon)));
    const y = add(multiply(subtract(x, centre), factor), offset);
    return activation === 'relu' ? relu(y) : y;
  });
}

/** Repeats each of scale [groups] for the channels of its group: [channels]. */
export const perChannel = (scale: Tensor, channels: number): Tensor => {
  const [groups] = scale.shape as readonly [number];
  if (groups === channels) return scale;
  return scope(() => broadcastTo(scale.reshape([groups, 1]), [groups, channels / groups]).reshape([channels]));
};

/** Divides by the sum of magnitudes (p = 1) or the root of the sum of squares (p = 2) along an axis; 0 stays 0. */
export const lpNormalization = (x: Tensor, axis: number, p: number): Tensor =>
  scope(() => {
    const options = { axis, keepDimensions: true };
    const norm = p === 1 ? sum(abs(x), options) : sqrt(sum(square(x), options));
    return divide(x, where(equal(norm, 0), 1, norm));
  });

/** What ONNX adds to the deviation. */
const LEAST_DEVIATION = 1e-9;

/** (x - mean) / (deviation + 1e-9) over some axes. */
export const meanVarianceNormalization = (x: Tensor, axes: readonly number[]): Tensor =>
  scope(() => {
    const options = { axis: axes, keepDimensions: true };
    const deviations = subtract(x, mean(x, options));
    return divide(deviations, add(sqrt(mean(square(deviations), options)), LEAST_DEVIATION));
  });

/** Options of `localResponse`: those of ONNX's LRN. */
export interface LocalResponse {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly bias: number;
}

/** x / (bias + alpha / size s)^beta for x [..., channels], where s is the sum of squares of `size` channels around. */
export const localResponse = (x: Tensor, { size, alpha, beta, bias }: LocalResponse): Tensor =>
  scope(() => {
    const channels = x.shape.at(-1) as number;
    const half = Math.floor((size - 1) / 2);
    // No channel is further away than that.
    const [before, after] = [half, size - 1 - half].map((width) => Math.min(width, channels - 1)) as [number, number];
    const outer = x.shape.slice(0, -1);
    const widths = [...outer.map((): [number, number] => [0, 0]), [before, after] as const];
    const squares = pad(square(x), widths);
    const parts = Array.from({ length: before + 1 + after }, (_, at) =>
      slice(squares, [...outer.map((): readonly [] => []), [at, at + channels]]),
    );
    const base = add(multiply(parts.reduce(add), alpha / size), bias);
    return divide(x, exp(multiply(log(base), beta)));
  });
