import { type ConfigTable, only, optionsOf, plain } from '../config/config-table.js';
import { BinaryCrossEntropy } from './binary-cross-entropy.js';
import type { LossName } from './check-loss.js';
import { Huber } from './huber.js';
import type { Loss } from './loss.js';
import { MeanAbsoluteError } from './mean-absolute-error.js';
import { MeanSquaredError } from './mean-squared-error.js';
import { SoftmaxCrossEntropy } from './softmax-cross-entropy.js';

/** The built-in losses, by the `type` of their config. */
export const LOSSES: Readonly<Record<LossName, ConfigTable<Loss>[string]>> = {
  SoftmaxCrossEntropy: (config) => new SoftmaxCrossEntropy(optionsOf(config)),
  MeanSquaredError: plain(MeanSquaredError),
  MeanAbsoluteError: plain(MeanAbsoluteError),
  Huber: (config) => new Huber(only(config, 'delta')),
  BinaryCrossEntropy: (config) => new BinaryCrossEntropy(optionsOf(config)),
};
