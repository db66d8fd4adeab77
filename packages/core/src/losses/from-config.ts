import { type ConfigTable, withArguments, withOptions } from '../config/config-table.js';
import { BinaryCrossEntropy } from './binary-cross-entropy.js';
import type { LossName } from './check-loss.js';
import { Huber } from './huber.js';
import type { Loss } from './loss.js';
import { MeanAbsoluteError } from './mean-absolute-error.js';
import { MeanSquaredError } from './mean-squared-error.js';
import { SoftmaxCrossEntropy } from './softmax-cross-entropy.js';

/** The built-in losses, by the `type` of their config. */
export const LOSSES: Readonly<Record<LossName, ConfigTable<Loss>[string]>> = {
  SoftmaxCrossEntropy: withOptions(SoftmaxCrossEntropy),
  MeanSquaredError: withArguments(MeanSquaredError),
  MeanAbsoluteError: withArguments(MeanAbsoluteError),
  Huber: withArguments(Huber, 'delta'),
  BinaryCrossEntropy: withOptions(BinaryCrossEntropy),
};
