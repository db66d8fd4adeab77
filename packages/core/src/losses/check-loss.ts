import { checkKind, type Kind } from '../validation/kinds.js';
import type { Loss } from './loss.js';

/** The built-in losses. `LOSSES` makes each from its config. */
// biome-ignore format: a name is no line
const LOSS_NAMES = [
  'SoftmaxCrossEntropy', 'MeanSquaredError', 'MeanAbsoluteError', 'Huber', 'BinaryCrossEntropy',
] as const;

export type LossName = (typeof LOSS_NAMES)[number];

const LOSS: Kind = {
  what: 'a loss',
  example: 'new SoftmaxCrossEntropy()',
  methods: ['compute'],
  names: LOSS_NAMES,
  aliases: {
    mse: 'MeanSquaredError',
    mae: 'MeanAbsoluteError',
    l1: 'MeanAbsoluteError',
    bce: 'BinaryCrossEntropy',
    crossentropy: 'SoftmaxCrossEntropy',
  },
};

export const checkLoss = (op: string, loss: Loss<never, never>): void => checkKind(`${op} loss`, loss, LOSS);
