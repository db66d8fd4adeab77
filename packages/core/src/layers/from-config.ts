import { type ConfigTable, optionsOf, withArguments, withOptions } from '../config/config-table.js';
import type { TypedConfig } from '../config/json.js';
import type { Module } from '../modules/module.js';
import { checkOptionNames } from '../validation/option-names.js';
import { AdaptiveAveragePool2d } from './adaptive-average-pool2d.js';
import { AveragePool1d, AveragePool2d } from './average-pool.js';
import { BatchNorm } from './batch-norm.js';
import { Chain } from './chain.js';
import type { LayerName } from './check-layers.js';
import { ConvTranspose2d } from './conv-transpose2d.js';
import { Conv1d } from './conv1d.js';
import { Conv2d } from './conv2d.js';
import { Dense } from './dense.js';
import { Dropout, Dropout2d } from './dropout.js';
import { ELU } from './elu.js';
import { Flatten } from './flatten.js';
import { GELU } from './gelu.js';
import { GlobalAveragePool, GlobalMaxPool } from './global-pool.js';
import { Graph, type GraphOptions } from './graph.js';
import { GroupNorm } from './group-norm.js';
import { HardSwish } from './hard-swish.js';
import { LayerNorm } from './layer-norm.js';
import { LeakyReLU } from './leaky-relu.js';
import { MaxPool1d, MaxPool2d } from './max-pool.js';
import { Add, Concat, Multiply } from './merge.js';
import { takingNames } from './named.js';
import { Permute } from './permute.js';
import { PReLU } from './prelu.js';
import { ReLU } from './relu.js';
import { Reshape } from './reshape.js';
import { Residual } from './residual.js';
import { RMSNorm } from './rms-norm.js';
import { SELU } from './selu.js';
import { SeparableConv2d } from './separable-conv2d.js';
import { Sigmoid } from './sigmoid.js';
import { SiLU } from './silu.js';
import { Softmax } from './softmax.js';
import { Softplus } from './softplus.js';
import { Tanh } from './tanh.js';
import { UpSample } from './up-sample.js';
import { ZeroPadding } from './zero-padding.js';

type LayerTable = Readonly<Record<LayerName, ConfigTable<Module>[string]>>;

/** The built-in layers, by the `type` of their config. */
export const LAYERS: LayerTable = takingNames<LayerTable>({
  Dense: withOptions(Dense, 'units'),
  ReLU: withArguments(ReLU),
  LeakyReLU: withArguments(LeakyReLU, 'slope'),
  ELU: withArguments(ELU, 'alpha'),
  Sigmoid: withArguments(Sigmoid),
  Tanh: withArguments(Tanh),
  GELU: withOptions(GELU),
  Softplus: withArguments(Softplus),
  SiLU: withArguments(SiLU),
  SELU: withArguments(SELU),
  HardSwish: withArguments(HardSwish),
  PReLU: withArguments(PReLU),
  Softmax: withArguments(Softmax),
  Dropout: withArguments(Dropout, 'rate'),
  Dropout2d: withArguments(Dropout2d, 'rate'),
  LayerNorm: withOptions(LayerNorm),
  GroupNorm: withOptions(GroupNorm, 'groups'),
  RMSNorm: withOptions(RMSNorm),
  BatchNorm: withOptions(BatchNorm),
  Flatten: withArguments(Flatten),
  Reshape: withArguments(Reshape, 'shape'),
  Permute: withArguments(Permute, 'axes'),
  ZeroPadding: withArguments(ZeroPadding, 'padding'),
  UpSample: withArguments(UpSample, 'factor'),
  Conv1d: withOptions(Conv1d, 'filters', 'kernelSize'),
  Conv2d: withOptions(Conv2d, 'filters', 'kernelSize'),
  ConvTranspose2d: withOptions(ConvTranspose2d, 'filters', 'kernelSize'),
  SeparableConv2d: withOptions(SeparableConv2d, 'filters', 'kernelSize'),
  MaxPool1d: withOptions(MaxPool1d, 'size'),
  MaxPool2d: withOptions(MaxPool2d, 'size'),
  AveragePool1d: withOptions(AveragePool1d, 'size'),
  AveragePool2d: withOptions(AveragePool2d, 'size'),
  AdaptiveAveragePool2d: withArguments(AdaptiveAveragePool2d, 'size'),
  GlobalAveragePool: withArguments(GlobalAveragePool),
  GlobalMaxPool: withArguments(GlobalMaxPool),
  Add: withArguments(Add),
  Multiply: withArguments(Multiply),
  Concat: withOptions(Concat),
  Chain: (config, make) => {
    checkOptionNames('Chain', optionsOf(config), ['layers']);
    return new Chain(arrayOf(config['layers']).map(make));
  },
  Residual: (config, make) => {
    const { body, shortcut } = config as TypedConfig & { body: TypedConfig; shortcut?: TypedConfig };
    checkOptionNames('Residual', optionsOf(config), ['body', 'shortcut']);
    return new Residual(make(body), shortcut === undefined ? {} : { shortcut: make(shortcut) });
  },
  Graph: (config, make) => {
    return new Graph({ ...optionsOf<GraphOptions>(config), layers: arrayOf(config['layers']).map(make) });
  },
});

/** Leaves reporting anything but an array to the constructor. */
const arrayOf = (configs: unknown): readonly TypedConfig[] => (Array.isArray(configs) ? configs : []);
