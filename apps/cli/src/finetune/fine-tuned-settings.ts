import type { DataShape } from '../data/training-data.js';
import type { TrainSettings } from '../settings/settings.js';

const DEFAULTS = { learningRate: 0.003, epochs: 100, batchSize: 32, earlyStopping: 5 } as const;

/** Features of images are more numbers than there are images, so the last layer needs weight decay. */
const FOR_IMAGES = { optimizer: 'adamw', weightDecay: 0.3 } as const;
const FOR_TEXTS = { optimizer: 'adam', weightDecay: undefined } as const;

/** Replaces the values of a preset, which are for new networks. */
export function fineTunedSettings(settings: TrainSettings, kind: DataShape['kind']): TrainSettings {
  const { chosen } = settings;
  const own = kind === 'images' ? FOR_IMAGES : FOR_TEXTS;
  const { optimizer = own.optimizer } = chosen as Partial<Pick<TrainSettings, 'optimizer'>>;
  return {
    ...settings,
    ...DEFAULTS,
    ...own,
    ...{ schedule: undefined, clipNorm: undefined },
    ...(optimizer !== own.optimizer && { learningRate: settings.learningRate, weightDecay: undefined }),
    ...(chosen as Partial<TrainSettings>),
  };
}
