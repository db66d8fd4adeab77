/** What core needs for a training with these settings, as configs. */
import type { Shape, TypedConfig } from '@nablajs/core';
import type { Effort, Settings } from './settings.js';

/** What the data ask of a network. */
export interface Task {
  readonly inputShape: Shape;
  /** How many classes there are; 1 for a regression. */
  readonly outputs: number;
  readonly isRegression: boolean;
}

export function layersFor({ layers, activation }: Settings, { inputShape, outputs }: Task): TypedConfig[] {
  const all: TypedConfig[] = [];
  let isImage = inputShape.length > 1;
  const flatten = (): void => {
    if (isImage) all.push({ type: 'Flatten' });
    isImage = false;
  };
  for (const layer of layers) {
    switch (layer.type) {
      case 'dense':
        flatten();
        all.push({ type: 'Dense', units: layer.units }, { type: activation });
        break;
      case 'conv':
        if (!isImage) throw new Error('A convolution needs an image: put it before the dense layers.');
        all.push({ type: 'Conv2d', filters: layer.filters, kernelSize: layer.size, padding: 'same' });
        all.push({ type: activation });
        break;
      case 'pool':
        if (!isImage) throw new Error('A pooling needs an image: put it before the dense layers.');
        all.push({ type: 'MaxPool2d', size: layer.size });
        break;
      case 'dropout':
        all.push({ type: 'Dropout', rate: layer.rate });
        break;
      case 'norm':
        all.push({ type: 'BatchNorm' });
    }
  }
  flatten();
  all.push({ type: 'Dense', units: outputs });
  return all;
}

/** The optimizer's config. */
export function optimizerFor({ optimizer, rate }: Settings): TypedConfig {
  return optimizer === 'Momentum'
    ? { type: 'SGD', learningRate: rate, momentum: 0.9 }
    : { type: optimizer, learningRate: rate };
}

/** The schedule's config. A warm-up is followed by a cosine decay. */
export function scheduleFor({ schedule }: Settings): TypedConfig {
  return schedule === 'Warmup' ? { type: 'Warmup', schedule: { type: 'CosineDecay' } } : { type: schedule };
}

/** The config of the loss. Only tables have numbers to predict, and they choose a loss by themselves. */
export const LOSS: TypedConfig = { type: 'SoftmaxCrossEntropy' };

/** The `effort` of `trainTable`. 1 is about a minute for 10,000 rows; the first network is tried in any case. */
export const EFFORT_SHARES: Readonly<Record<Effort, number>> = { quick: 0.001, normal: 0.3, thorough: 1 };

/** The share of the examples kept for validation, if there are enough. */
export const VALIDATION_SHARE = 0.2;
/** With fewer examples, there is no validation, and no table is learned. */
export const LEAST_FOR_VALIDATION = 10;
