/** Layers as functions of values: `dense(10)(x)`. They describe networks that branch, join and share layers. */
import * as core from '../index.js';
import { type Applied, layer, type Value } from './graph.js';

export {
  type Applied,
  type GraphNetworkOptions,
  graph,
  input,
  layer,
  named,
  network,
  type TensorsOf,
  type Value,
  type ValuesOf,
} from './graph.js';

/** Takes what the constructor of a layer takes, and returns the layer as a function: `dense(64)(x)`. */
export type Maker<C extends new (...args: never) => core.Module> = (
  ...args: ConstructorParameters<C>
) => Applied<InstanceType<C>>;

/**
 * Adds values of the same rank; see the layer `Add`.
 *
 * @example
 * ```ts
 * const x = input([64]);
 * const residual = add(x, dense(64)(x));
 * ```
 */
export const add = (...values: readonly Value[]): Value => layer(new core.Add())(...values);

/**
 * Multiplies values of the same rank, element by element; see the layer `Multiply`.
 *
 * @example
 * ```ts
 * const x = input([64]);
 * const gated = multiply(x, sigmoid()(dense(64)(x)));
 * ```
 */
export const multiply = (...values: readonly Value[]): Value => layer(new core.Multiply())(...values);

/**
 * Joins values along an axis, by default the last; see the layer `Concat`.
 *
 * @example
 * ```ts
 * const joined = concat([input([3]), input([2])]); // of shape [5]
 * ```
 */
export const concat = (values: readonly Value[], options?: { readonly axis?: number }): Value =>
  layer(new core.Concat(options))(...values);

/** Returns `Dense` as a function: `y = x W + b`. */
export const dense: Maker<typeof core.Dense> = (...args) => layer(new core.Dense(...args));
/** Returns `ReLU` as a function: `max(0, x)`. */
export const relu: Maker<typeof core.ReLU> = (...args) => layer(new core.ReLU(...args));
/** Returns `LeakyReLU` as a function: `x` where `x > 0`, else `slope · x`. */
export const leakyRelu: Maker<typeof core.LeakyReLU> = (...args) => layer(new core.LeakyReLU(...args));
/** Returns `ELU` as a function: `x` where `x > 0`, else `alpha · (exp(x) − 1)`. */
export const elu: Maker<typeof core.ELU> = (...args) => layer(new core.ELU(...args));
/** Returns `Sigmoid` as a function: `1 / (1 + exp(−x))`. */
export const sigmoid: Maker<typeof core.Sigmoid> = (...args) => layer(new core.Sigmoid(...args));
/** Returns `Tanh` as a function: `tanh(x)`. */
export const tanh: Maker<typeof core.Tanh> = (...args) => layer(new core.Tanh(...args));
/** Returns `GELU` as a function: `x Φ(x)`, with the normal distribution function Φ. */
export const gelu: Maker<typeof core.GELU> = (...args) => layer(new core.GELU(...args));
/** Returns `Softplus` as a function: `log(1 + exp(x))`. */
export const softplus: Maker<typeof core.Softplus> = (...args) => layer(new core.Softplus(...args));
/** Returns `SiLU` as a function: `x · sigmoid(x)`. */
export const silu: Maker<typeof core.SiLU> = (...args) => layer(new core.SiLU(...args));
/** Returns `SELU` as a function: `1.0507… · elu(x, 1.6732…)`. */
export const selu: Maker<typeof core.SELU> = (...args) => layer(new core.SELU(...args));
/** Returns `HardSwish` as a function: `x · min(max(0, x + 3), 6) / 6`. */
export const hardSwish: Maker<typeof core.HardSwish> = (...args) => layer(new core.HardSwish(...args));
/** Returns `PReLU` as a function: `x` where `x > 0`, else `slope · x`, with a learned slope. */
export const prelu: Maker<typeof core.PReLU> = (...args) => layer(new core.PReLU(...args));
/** Returns `Softmax` as a function: `exp(x) / Σ exp(x)`. */
export const softmax: Maker<typeof core.Softmax> = (...args) => layer(new core.Softmax(...args));
/** Returns `Dropout` as a function. */
export const dropout: Maker<typeof core.Dropout> = (...args) => layer(new core.Dropout(...args));
/** Returns `Dropout2d` as a function. */
export const dropout2d: Maker<typeof core.Dropout2d> = (...args) => layer(new core.Dropout2d(...args));
/** Returns `LayerNorm` as a function: `(x − mean) / √(variance + epsilon) · scale + offset`. */
export const layerNorm: Maker<typeof core.LayerNorm> = (...args) => layer(new core.LayerNorm(...args));
/** Returns `GroupNorm` as a function: `(x − mean) / √(variance + epsilon) · scale + offset`. */
export const groupNorm: Maker<typeof core.GroupNorm> = (...args) => layer(new core.GroupNorm(...args));
/** Returns `RMSNorm` as a function: `x / √(mean(x²) + epsilon) · scale`. */
export const rmsNorm: Maker<typeof core.RMSNorm> = (...args) => layer(new core.RMSNorm(...args));
/** Returns `BatchNorm` as a function: `(x − mean) / √(variance + epsilon) · scale + offset`. */
export const batchNorm: Maker<typeof core.BatchNorm> = (...args) => layer(new core.BatchNorm(...args));
/** Returns `Flatten` as a function. */
export const flatten: Maker<typeof core.Flatten> = (...args) => layer(new core.Flatten(...args));
/** Returns `Conv1d` as a function. */
export const conv1d: Maker<typeof core.Conv1d> = (...args) => layer(new core.Conv1d(...args));
/** Returns `Conv2d` as a function. */
export const conv2d: Maker<typeof core.Conv2d> = (...args) => layer(new core.Conv2d(...args));
/** Returns `ConvTranspose2d` as a function. */
export const convTranspose2d: Maker<typeof core.ConvTranspose2d> = (...args) =>
  layer(new core.ConvTranspose2d(...args));
/** Returns `MaxPool2d` as a function. */
export const maxPool2d: Maker<typeof core.MaxPool2d> = (...args) => layer(new core.MaxPool2d(...args));
/** Returns `AveragePool2d` as a function. */
export const averagePool2d: Maker<typeof core.AveragePool2d> = (...args) => layer(new core.AveragePool2d(...args));
/** Returns `GlobalAveragePool` as a function. */
export const globalAveragePool: Maker<typeof core.GlobalAveragePool> = (...args) =>
  layer(new core.GlobalAveragePool(...args));
/** Returns `UpSample` as a function. */
export const upSample: Maker<typeof core.UpSample> = (...args) => layer(new core.UpSample(...args));
/** Returns `Reshape` as a function. */
export const reshape: Maker<typeof core.Reshape> = (...args) => layer(new core.Reshape(...args));
/** Returns `Permute` as a function. */
export const permute: Maker<typeof core.Permute> = (...args) => layer(new core.Permute(...args));
/** Returns `ZeroPadding` as a function. */
export const zeroPadding: Maker<typeof core.ZeroPadding> = (...args) => layer(new core.ZeroPadding(...args));
/** Returns `SeparableConv2d` as a function. */
export const separableConv2d: Maker<typeof core.SeparableConv2d> = (...args) =>
  layer(new core.SeparableConv2d(...args));
/** Returns `MaxPool1d` as a function. */
export const maxPool1d: Maker<typeof core.MaxPool1d> = (...args) => layer(new core.MaxPool1d(...args));
/** Returns `AveragePool1d` as a function. */
export const averagePool1d: Maker<typeof core.AveragePool1d> = (...args) => layer(new core.AveragePool1d(...args));
/** Returns `AdaptiveAveragePool2d` as a function. */
export const adaptiveAveragePool2d: Maker<typeof core.AdaptiveAveragePool2d> = (...args) =>
  layer(new core.AdaptiveAveragePool2d(...args));
/** Returns `GlobalMaxPool` as a function. */
export const globalMaxPool: Maker<typeof core.GlobalMaxPool> = (...args) => layer(new core.GlobalMaxPool(...args));
