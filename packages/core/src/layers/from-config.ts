import { type ConfigTable, only, optionsOf, plain } from '../config/config-table.js';
import type { TypedConfig } from '../config/json.js';
import type { Module } from '../modules/module.js';
import type { PoolOptions } from '../ops/fused/pooling.js';
import type { Pair } from '../ops/fused/windows.js';
import { checkOptionNames } from '../validation/option-names.js';
import { AveragePool2d } from './average-pool2d.js';
import { BatchNorm } from './batch-norm.js';
import { Chain } from './chain.js';
import type { LayerName } from './check-layers.js';
import { ConvTranspose2d, type ConvTranspose2dOptions } from './conv-transpose2d.js';
import { Conv1d, type Conv1dOptions } from './conv1d.js';
import { Conv2d, type Conv2dOptions } from './conv2d.js';
import { Dense, type DenseOptions } from './dense.js';
import { Dropout, Dropout2d } from './dropout.js';
import { ELU } from './elu.js';
import { Flatten } from './flatten.js';
import { GELU } from './gelu.js';
import { GlobalAveragePool } from './global-average-pool.js';
import { Graph, type GraphOptions } from './graph.js';
import { GroupNorm } from './group-norm.js';
import { HardSwish } from './hard-swish.js';
import { LayerNorm, type NormOptions } from './layer-norm.js';
import { LeakyReLU } from './leaky-relu.js';
import { MaxPool2d } from './max-pool2d.js';
import { Add, Concat, Multiply } from './merge.js';
import { takingNames } from './named.js';
import { PReLU } from './prelu.js';
import { ReLU } from './relu.js';
import { Residual } from './residual.js';
import { RMSNorm } from './rms-norm.js';
import { SELU } from './selu.js';
import { Sigmoid } from './sigmoid.js';
import { SiLU } from './silu.js';
import { Softmax } from './softmax.js';
import { Softplus } from './softplus.js';
import { Tanh } from './tanh.js';
import { UpSample } from './up-sample.js';

/** The config of a convolution: its arguments and its options. */
type Filters<Options> = Options & { filters: number; kernelSize: Pair };

type LayerTable = Readonly<Record<LayerName, ConfigTable<Module>[string]>>;

/** The built-in layers, by the `type` of their config. */
export const LAYERS: LayerTable = takingNames<LayerTable>({
  Dense: (config) => {
    const { units, ...rest } = optionsOf<DenseOptions & { units: number }>(config);
    return new Dense(units, rest);
  },
  ReLU: plain(ReLU),
  LeakyReLU: (config) => new LeakyReLU(only(config, 'slope')),
  ELU: (config) => new ELU(only(config, 'alpha')),
  Sigmoid: plain(Sigmoid),
  Tanh: plain(Tanh),
  GELU: (config) => new GELU(optionsOf(config)),
  Softplus: plain(Softplus),
  SiLU: plain(SiLU),
  SELU: plain(SELU),
  HardSwish: plain(HardSwish),
  PReLU: plain(PReLU),
  Softmax: plain(Softmax),
  Dropout: (config) => new Dropout(only(config, 'rate')),
  Dropout2d: (config) => new Dropout2d(only(config, 'rate')),
  LayerNorm: (config) => new LayerNorm(optionsOf(config)),
  GroupNorm: (config) => {
    const { groups, ...rest } = optionsOf<NormOptions & { groups: number }>(config);
    return new GroupNorm(groups, rest);
  },
  RMSNorm: (config) => new RMSNorm(optionsOf(config)),
  Flatten: plain(Flatten),
  Conv1d: (config) => {
    const { filters, kernelSize, ...rest } = optionsOf<Conv1dOptions & { filters: number; kernelSize: number }>(config);
    return new Conv1d(filters, kernelSize, rest);
  },
  Conv2d: (config) => {
    const { filters, kernelSize, ...rest } = optionsOf<Filters<Conv2dOptions>>(config);
    return new Conv2d(filters, kernelSize, rest);
  },
  ConvTranspose2d: (config) => {
    const { filters, kernelSize, ...rest } = optionsOf<Filters<ConvTranspose2dOptions>>(config);
    return new ConvTranspose2d(filters, kernelSize, rest);
  },
  MaxPool2d: (config) => {
    const { size, ...rest } = optionsOf<PoolOptions & { size: Pair }>(config);
    return new MaxPool2d(size, rest);
  },
  AveragePool2d: (config) => {
    const { size, ...rest } = optionsOf<PoolOptions & { size: Pair }>(config);
    return new AveragePool2d(size, rest);
  },
  GlobalAveragePool: plain(GlobalAveragePool),
  UpSample: (config) => {
    checkOptionNames('UpSample', optionsOf(config), ['factor']);
    return new UpSample(config['factor'] as Pair);
  },
  BatchNorm: (config) => new BatchNorm(optionsOf(config)),
  Add: plain(Add),
  Multiply: plain(Multiply),
  Concat: (config) => new Concat(optionsOf(config)),
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

/** Returns the configs of inner modules; the constructor reports anything that is not an array. */
const arrayOf = (configs: unknown): readonly TypedConfig[] => (Array.isArray(configs) ? configs : []);
