/** Which layers belong to a head. */
import { type Blueprint, Conv2d, Dense, type Module, shapesOf } from '@nablajs/core';

const ACTIVATIONS = [
  ...['ReLU', 'LeakyReLU', 'LimitedReLU', 'ELU', 'SELU', 'GELU', 'SiLU', 'HardSwish', 'Tanh', 'Softplus', 'Mish'],
  ...['Sigmoid', 'HardSigmoid', 'Softsign', 'Exponential', 'Softmax', 'LogSoftmax'],
];
const DROPOUT = ['Dropout', 'Dropout2d'];
const RESHAPES = ['Flatten', 'Reshape'];
const NORMS = ['BatchNorm', 'LayerNorm'];
const POOLS = ['GlobalAveragePool', 'GlobalMaxPool'];

const isOneOf = (types: readonly string[], { config }: Module): boolean => types.includes(config.type);

/** Dropout. */
export const isSkipped = (layer: Module): boolean => isOneOf(DROPOUT, layer);

/** Layers without parameters, which may come behind a head's last dense layer. */
export const isTail = (layer: Module): boolean => isOneOf([...ACTIVATIONS, ...DROPOUT, ...RESHAPES], layer);

/** Layers that a head of several dense layers has. */
export const isPart = (layer: Module): boolean => layer instanceof Dense || isTail(layer) || isOneOf(NORMS, layer);

/** A layer with what its `build` returned. */
export interface Placed {
  readonly layer: Module;
  readonly blueprint: Blueprint | undefined;
}

/** Whether a layer leaves one position: images [1, 1, channels] or less. */
export function isPool({ layer, blueprint }: Placed): boolean {
  const [shape = [], ...more] = blueprint === undefined ? [] : shapesOf(blueprint.outputShape);
  return isOneOf(POOLS, layer) || (more.length === 0 && shape.length === 3 && shape[0] === 1 && shape[1] === 1);
}

/** Whether a layer is a head's last one: a convolution of size 1 behind a global pool is a dense layer. */
export function isHead(layer: Module, isPooled: boolean): boolean {
  if (layer instanceof Dense) return true;
  return isPooled && layer instanceof Conv2d && [layer.kernelSize].flat().every((size) => size === 1);
}
