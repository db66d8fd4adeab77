/**
 * What the worker creates from configs: callbacks, metrics, transforms and penalties. Other classes have their own
 * tables.
 */
import {
  type Callback,
  CSVLogger,
  EarlyStopping,
  ExponentialMovingAverage,
  ModelCheckpoint,
  Progress,
  ReduceLROnPlateau,
} from '../callbacks/index.js';
import { type ConfigTable, optionsOf, withArguments, withOptions } from '../config/config-table.js';
import { type Penalty, WeightPenalty } from '../losses/penalty.js';
import * as metrics from '../metrics/index.js';
import { clipByNorm, clipByValue, type GradientTransform } from '../training/gradient-transforms.js';
import { checkOptionNames } from '../validation/option-names.js';

export const CALLBACKS: ConfigTable<Callback> = {
  EarlyStopping: withOptions(EarlyStopping),
  ModelCheckpoint: withOptions(ModelCheckpoint),
  ReduceLROnPlateau: withOptions(ReduceLROnPlateau),
  ExponentialMovingAverage: withOptions(ExponentialMovingAverage),
  CSVLogger: withOptions(CSVLogger, 'write'),
  Progress: withArguments(Progress),
};

const { accuracy, classReports, confusionMatrix, ...classes } = metrics;

/** All classes that the entry `metrics` exports. */
export const METRICS: ConfigTable<metrics.Metric> = Object.fromEntries(
  Object.entries(classes).map(([name, Metric]) => [name, withOptions<metrics.Metric>(Metric)]),
);

const clipping =
  (clip: (maximum: number) => GradientTransform): ConfigTable<GradientTransform>[string] =>
  (config) => {
    checkOptionNames(config.type, optionsOf(config), ['maximum']);
    return clip(config['maximum'] as number);
  };

export const TRANSFORMS: ConfigTable<GradientTransform> = {
  clipByNorm: clipping(clipByNorm),
  clipByValue: clipping(clipByValue),
};

export const PENALTIES: ConfigTable<Penalty> = { WeightPenalty: withOptions(WeightPenalty) };
