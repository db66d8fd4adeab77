/** Ready-made settings: what a run is when nothing else is said. */

export const PRESET_NAMES = ['seed', 'quick'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

export const OPTIMIZER_NAMES = [
  ...(['sgd', 'adam', 'adamw', 'rmsprop', 'adagrad', 'adadelta', 'adamax', 'nadam', 'lion'] as const),
] as const;
export type OptimizerName = (typeof OPTIMIZER_NAMES)[number];

export interface Preset {
  readonly description: string;
  readonly epochs: number;
  readonly batchSize: number | 'full';
  readonly hidden: readonly number[];
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
}

export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  seed: {
    description: 'the original: every image in every step, 250 steps of plain gradient descent',
    epochs: 250,
    batchSize: 'full',
    hidden: [532],
    optimizer: 'sgd',
    learningRate: 0.03,
  },
  quick: {
    description: 'mini batches and Adam: over 97.5 % in a few epochs',
    epochs: 6,
    batchSize: 128,
    hidden: [256],
    optimizer: 'adam',
    learningRate: 0.001,
  },
};

/** The main job. */
export const DEFAULT_PRESET: PresetName = 'seed';
