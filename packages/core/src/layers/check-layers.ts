import type { Module } from '../modules/module.js';
import { unexpected } from '../validation/describe.js';
import { checkKind, type Kind } from '../validation/kinds.js';

/** The built-in layers. `LAYERS` makes each from its config. */
// biome-ignore format: a name is no line
const LAYER_NAMES = [
  'Dense', 'ReLU', 'LeakyReLU', 'ELU', 'Sigmoid', 'Tanh', 'GELU', 'Softplus', 'SiLU', 'SELU', 'HardSwish', 'PReLU',
  'Softmax', 'Dropout', 'Dropout2d', 'LayerNorm', 'GroupNorm', 'RMSNorm', 'BatchNorm', 'Flatten', 'Reshape', 'Permute',
  'ZeroPadding', 'UpSample', 'Conv1d', 'Conv2d', 'ConvTranspose2d', 'SeparableConv2d', 'MaxPool1d', 'MaxPool2d',
  'AveragePool1d', 'AveragePool2d', 'AdaptiveAveragePool2d', 'GlobalAveragePool', 'GlobalMaxPool', 'Add', 'Multiply',
  'Concat', 'Chain', 'Residual', 'Graph',
] as const;

export type LayerName = (typeof LAYER_NAMES)[number];

const LAYER: Kind = {
  what: 'a layer',
  example: 'new Dense(10)',
  methods: ['build', 'call'],
  names: LAYER_NAMES,
  aliases: { linear: 'Dense', fc: 'Dense', swish: 'SiLU' },
};

export function checkLayers(op: string, layers: readonly Module[]): void {
  if (!Array.isArray(layers) || layers.length === 0) throw unexpected(op, 'an array of layers', layers);
  for (const [at, layer] of layers.entries()) checkKind(`${op}: layer ${at}`, layer, LAYER);
}

export const checkModule = (op: string, module: Module): void => checkKind(`${op}: module`, module, LAYER);
