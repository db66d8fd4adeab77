/**
 * The callbacks, metrics, transforms and penalties that the worker creates from configs. Other classes have their own
 * tables.
 */
import {
  type Callback,
  CSVLogger,
  type CSVLoggerOptions,
  EarlyStopping,
  ExponentialMovingAverage,
  ModelCheckpoint,
  ReduceLROnPlateau,
} from '../callbacks/index.js';
import { type ConfigTable, optionsOf } from '../config/config-table.js';
import type { TypedConfig } from '../config/json.js';
import { type Penalty, WeightPenalty } from '../losses/penalty.js';
import {
  Accuracy,
  BinaryAccuracy,
  F1,
  MAE,
  type Metric,
  Precision,
  R2,
  Recall,
  RMSE,
  RocAuc,
  TopKAccuracy,
} from '../metrics/index.js';
import { clipByNorm, clipByValue, type GradientTransform } from '../training/gradient-transforms.js';
import { checkOptionNames } from '../validation/option-names.js';

/** Creates an instance of a class whose constructor takes options. */
const made =
  <T>(Class: new (options: never) => T) =>
  (config: TypedConfig): T =>
    new Class(optionsOf(config) as never);

export const CALLBACKS: ConfigTable<Callback> = {
  EarlyStopping: made(EarlyStopping),
  ModelCheckpoint: made(ModelCheckpoint),
  ReduceLROnPlateau: made(ReduceLROnPlateau),
  ExponentialMovingAverage: made(ExponentialMovingAverage),
  CSVLogger: (config) => {
    const { write, ...options } = optionsOf<CSVLoggerOptions & { write: (line: string) => void }>(config);
    checkOptionNames('CSVLogger', options, ['name']);
    return new CSVLogger(write, options);
  },
};

export const METRICS: ConfigTable<Metric> = {
  Accuracy: made(Accuracy),
  BinaryAccuracy: made(BinaryAccuracy),
  F1: made(F1),
  MAE: made(MAE),
  Precision: made(Precision),
  R2: made(R2),
  Recall: made(Recall),
  RMSE: made(RMSE),
  RocAuc: made(RocAuc),
  TopKAccuracy: made(TopKAccuracy),
};

/** Calls a function with its only argument, `maximum`. */
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

export const PENALTIES: ConfigTable<Penalty> = { WeightPenalty: made(WeightPenalty) };
