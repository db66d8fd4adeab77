import { checkKind, type Kind } from '../validation/kinds.js';
import type { Optimizer } from './optimizer.js';

/** The built-in optimizers. `OPTIMIZERS` makes each from its config. */
// biome-ignore format: a name is no line
export const OPTIMIZER_NAMES = [
  'SGD', 'Adam', 'AdamW', 'RMSprop', 'Adagrad', 'Adadelta', 'Adamax', 'NAdam', 'Lion',
] as const;

/** The name of a built-in optimizer. */
export type OptimizerName = (typeof OPTIMIZER_NAMES)[number];

const OPTIMIZER: Kind = {
  what: 'an optimizer',
  example: 'new Adam()',
  methods: ['step'],
  names: OPTIMIZER_NAMES,
  aliases: { momentum: 'SGD' },
};

export const checkOptimizer = (op: string, optimizer: Optimizer): void =>
  checkKind(`${op} optimizer`, optimizer, OPTIMIZER);
