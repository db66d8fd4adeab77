import { type ConfigTable, withOptions } from '../config/config-table.js';
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
  SGD: withOptions(SGD),
  Adam: withOptions(Adam),
  AdamW: withOptions(AdamW),
  RMSprop: withOptions(RMSprop),
  Adagrad: withOptions(Adagrad),
  Adadelta: withOptions(Adadelta),
  Adamax: withOptions(Adamax),
  NAdam: withOptions(NAdam),
  Lion: withOptions(Lion),
};
