import { type ConfigTable, optionsOf } from '../config/config-table.js';
import { Adadelta } from './adadelta.js';
import { Adagrad } from './adagrad.js';
import { Adam, AdamW } from './adam.js';
import { Adamax } from './adamax.js';
import type { OptimizerName } from './check-optimizer.js';
import { Lion } from './lion.js';
import { NAdam } from './nadam.js';
import type { Optimizer } from './optimizer.js';
import { RMSprop } from './rmsprop.js';
import { SGD } from './sgd.js';

/** The built-in optimizers, by the `type` of their config. */
export const OPTIMIZERS: Readonly<Record<OptimizerName, ConfigTable<Optimizer>[string]>> = {
  SGD: (config) => new SGD(optionsOf(config)),
  Adam: (config) => new Adam(optionsOf(config)),
  AdamW: (config) => new AdamW(optionsOf(config)),
  RMSprop: (config) => new RMSprop(optionsOf(config)),
  Adagrad: (config) => new Adagrad(optionsOf(config)),
  Adadelta: (config) => new Adadelta(optionsOf(config)),
  Adamax: (config) => new Adamax(optionsOf(config)),
  NAdam: (config) => new NAdam(optionsOf(config)),
  Lion: (config) => new Lion(optionsOf(config)),
};
