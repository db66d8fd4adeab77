/** The options and slots of optimizers that both libraries have. */

/** An optimizer of this library. */
export type OptimizerType = 'Adam' | 'AdamW' | 'SGD';

/** Slots here, by their names in PyTorch. */
export const SLOTS: Readonly<Record<OptimizerType, Readonly<Record<string, string>>>> = {
  Adam: { exp_avg: 'm', exp_avg_sq: 'v', max_exp_avg_sq: 'vMax' },
  AdamW: { exp_avg: 'm', exp_avg_sq: 'v', max_exp_avg_sq: 'vMax' },
  SGD: { momentum_buffer: 'velocity' },
};
