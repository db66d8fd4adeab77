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

/** Returns the layer `Dense` as a function of values. */
export const dense: Maker<typeof core.Dense> = (...args) => layer(new core.Dense(...args));
/** Returns the layer `ReLU` as a function of values. */
export const relu: Maker<typeof core.ReLU> = (...args) => layer(new core.ReLU(...args));
/** Returns the layer `LeakyReLU` as a function of values. */
export const leakyRelu: Maker<typeof core.LeakyReLU> = (...args) => layer(new core.LeakyReLU(...args));
/** Returns the layer `ELU` as a function of values. */
export const elu: Maker<typeof core.ELU> = (...args) => layer(new core.ELU(...args));
/** Returns the layer `Sigmoid` as a function of values. */
export const sigmoid: Maker<typeof core.Sigmoid> = (...args) => layer(new core.Sigmoid(...args));
/** Returns the layer `Tanh` as a function of values. */
export const tanh: Maker<typeof core.Tanh> = (...args) => layer(new core.Tanh(...args));
/** Returns the layer `GELU` as a function of values. */
export const gelu: Maker<typeof core.GELU> = (...args) => layer(new core.GELU(...args));
/** Returns the layer `Softplus` as a function of values. */
export const softplus: Maker<typeof core.Softplus> = (...args) => layer(new core.Softplus(...args));
/** Returns the layer `SiLU` as a function of values. */
export const silu: Maker<typeof core.SiLU> = (...args) => layer(new core.SiLU(...args));
/** Returns the layer `SELU` as a function of values. */
export const selu: Maker<typeof core.SELU> = (...args) => layer(new core.SELU(...args));
/** Returns the layer `HardSwish` as a function of values. */
export const hardSwish: Maker<typeof core.HardSwish> = (...args) => layer(new core.HardSwish(...args));
/** Returns the layer `PReLU` as a function of values. */
export const prelu: Maker<typeof core.PReLU> = (...args) => layer(new core.PReLU(...args));
/** Returns the layer `Softmax` as a function of values. */
export const softmax: Maker<typeof core.Softmax> = (...args) => layer(new core.Softmax(...args));
/** Returns the layer `Dropout` as a function of values. */
export const dropout: Maker<typeof core.Dropout> = (...args) => layer(new core.Dropout(...args));
/** Returns the layer `Dropout2d` as a function of values. */
export const dropout2d: Maker<typeof core.Dropout2d> = (...args) => layer(new core.Dropout2d(...args));
/** Returns the layer `LayerNorm` as a function of values. */
export const layerNorm: Maker<typeof core.LayerNorm> = (...args) => layer(new core.LayerNorm(...args));
/** Returns the layer `GroupNorm` as a function of values. */
export const groupNorm: Maker<typeof core.GroupNorm> = (...args) => layer(new core.GroupNorm(...args));
/** Returns the layer `RMSNorm` as a function of values. */
export const rmsNorm: Maker<typeof core.RMSNorm> = (...args) => layer(new core.RMSNorm(...args));
/** Returns the layer `BatchNorm` as a function of values. */
export const batchNorm: Maker<typeof core.BatchNorm> = (...args) => layer(new core.BatchNorm(...args));
/** Returns the layer `Flatten` as a function of values. */
export const flatten: Maker<typeof core.Flatten> = (...args) => layer(new core.Flatten(...args));
/** Returns the layer `Conv1d` as a function of values. */
export const conv1d: Maker<typeof core.Conv1d> = (...args) => layer(new core.Conv1d(...args));
/** Returns the layer `Conv2d` as a function of values. */
export const conv2d: Maker<typeof core.Conv2d> = (...args) => layer(new core.Conv2d(...args));
/** Returns the layer `ConvTranspose2d` as a function of values. */
export const convTranspose2d: Maker<typeof core.ConvTranspose2d> = (...args) =>
  layer(new core.ConvTranspose2d(...args));
/** Returns the layer `MaxPool2d` as a function of values. */
export const maxPool2d: Maker<typeof core.MaxPool2d> = (...args) => layer(new core.MaxPool2d(...args));
/** Returns the layer `AveragePool2d` as a function of values. */
export const averagePool2d: Maker<typeof core.AveragePool2d> = (...args) => layer(new core.AveragePool2d(...args));
/** Returns the layer `GlobalAveragePool` as a function of values. */
export const globalAveragePool: Maker<typeof core.GlobalAveragePool> = (...args) =>
  layer(new core.GlobalAveragePool(...args));
/** Returns the layer `UpSample` as a function of values. */
export const upSample: Maker<typeof core.UpSample> = (...args) => layer(new core.UpSample(...args));
/** Returns the layer `Reshape` as a function of values. */
export const reshape: Maker<typeof core.Reshape> = (...args) => layer(new core.Reshape(...args));
/** Returns the layer `Permute` as a function of values. */
export const permute: Maker<typeof core.Permute> = (...args) => layer(new core.Permute(...args));
/** Returns the layer `ZeroPadding` as a function of values. */
export const zeroPadding: Maker<typeof core.ZeroPadding> = (...args) => layer(new core.ZeroPadding(...args));
/** Returns the layer `SeparableConv2d` as a function of values. */
export const separableConv2d: Maker<typeof core.SeparableConv2d> = (...args) =>
  layer(new core.SeparableConv2d(...args));
/** Returns the layer `MaxPool1d` as a function of values. */
export const maxPool1d: Maker<typeof core.MaxPool1d> = (...args) => layer(new core.MaxPool1d(...args));
/** Returns the layer `AveragePool1d` as a function of values. */
export const averagePool1d: Maker<typeof core.AveragePool1d> = (...args) => layer(new core.AveragePool1d(...args));
/** Returns the layer `AdaptiveAveragePool2d` as a function of values. */
export const adaptiveAveragePool2d: Maker<typeof core.AdaptiveAveragePool2d> = (...args) =>
  layer(new core.AdaptiveAveragePool2d(...args));
/** Returns the layer `GlobalMaxPool` as a function of values. */
export const globalMaxPool: Maker<typeof core.GlobalMaxPool> = (...args) => layer(new core.GlobalMaxPool(...args));
