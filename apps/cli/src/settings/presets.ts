/** Ready-made settings, which apply unless a flag, a variable or the config file overrides them. */

import { OPTIMIZER_NAMES as OPTIMIZER_TYPES, type OptimizerName as OptimizerType } from '@nablajs/core';
import { CNN_LAYERS, type LayerConfig, RESNET_LAYERS } from './preset-layers.js';
import type { ScheduleSetting } from './schedules.js';

export const PRESET_NAMES = ['seed', 'quick', 'cnn', 'resnet', 'table', 'table-fast', 'images', 'gpt'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** Core's optimizers, in lower case. */
export type OptimizerName = Lowercase<OptimizerType>;
export const OPTIMIZER_NAMES: readonly OptimizerName[] = OPTIMIZER_TYPES.map(
  (type) => type.toLowerCase() as OptimizerName,
);

export interface Preset {
  readonly description: string;
  readonly epochs: number;
  readonly batchSize: number | 'full';
  /** The first layers; undefined for a network of dense layers only. */
  readonly layers?: readonly LayerConfig[];
  /** The units of the hidden layers after them. */
  readonly hidden: readonly number[];
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly weightDecay?: number;
  readonly earlyStopping?: number;
  readonly schedule?: ScheduleSetting;
  readonly clipNorm?: number;
  readonly augment?: { readonly shift?: number; readonly flip?: boolean; readonly rotate?: number };
  /** The size of a GPT, and how many tokens it reads at once. */
  readonly context?: number;
  readonly blocks?: number;
  readonly width?: number;
  readonly heads?: number;
}

const TABLE_FAST: Preset = {
  description: 'for a table: one network, mini batches and AdamW, until the validation loss stops falling',
  epochs: 200,
  batchSize: 32,
  hidden: [64],
  optimizer: 'adamw',
  learningRate: 0.001,
  weightDecay: 1,
  earlyStopping: 20,
};

export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  seed: {
    description: 'the original network: all images in every step, 250 steps of plain gradient descent',
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
  cnn: {
    description: 'convolutions, for images: over 99.2 % on MNIST in 15 epochs',
    epochs: 15,
    batchSize: 128,
    layers: CNN_LAYERS,
    hidden: [],
    optimizer: 'adam',
    learningRate: 0.003,
    schedule: 'one-cycle',
  },
  resnet: {
    description: 'a residual network with batch normalisation, for images: over 99.5 % on MNIST in 12 epochs',
    epochs: 12,
    batchSize: 128,
    layers: RESNET_LAYERS,
    hidden: [],
    optimizer: 'adamw',
    learningRate: 0.01,
    weightDecay: 0.05,
    schedule: 'one-cycle',
    augment: { shift: 2, rotate: 10 },
  },
  images: {
    description: 'for images and arrays: mini batches and Adam, until the validation loss stops falling',
    epochs: 50,
    batchSize: 32,
    hidden: [256],
    optimizer: 'adam',
    learningRate: 0.001,
    earlyStopping: 5,
  },
  // Its values are for a table that is too large for it, and for commands that need one network.
  table: {
    ...TABLE_FAST,
    description: 'for a table: tries several networks, holds out each fold of the rows once, and keeps an ensemble',
  },
  'table-fast': TABLE_FAST,
  gpt: {
    description: 'for a text: a small GPT that learns to write, in 10 epochs of 200 steps',
    epochs: 10,
    batchSize: 32,
    hidden: [],
    optimizer: 'adamw',
    learningRate: 0.003,
    weightDecay: 0.1,
    earlyStopping: 5,
    schedule: { type: 'Warmup', steps: 0.05, schedule: { type: 'CosineDecay' } },
    clipNorm: 1,
    ...{ context: 128, blocks: 4, width: 128, heads: 4 },
  },
};

/** Adapts `table-fast`, which suits hundreds of rows: more rows need fewer epochs, larger batches, less decay. */
export function tablePreset(rows: number): Pick<Preset, 'epochs' | 'batchSize'> & { readonly weightDecay: number } {
  const { epochs, batchSize } = TABLE_FAST;
  return {
    epochs: Math.min(epochs, Math.max(3, Math.round(1_000_000 / rows))),
    batchSize: rows <= 10_000 ? batchSize : rows <= 1_000_000 ? 256 : 1024,
    weightDecay: Math.min(1, Math.max(0.01, 500 / rows)),
  };
}

/**
 * Adapts `cnn` and `resnet`, made for MNIST's 60,000 images: with few images, batches are smaller and epochs more. No
 * batch has a single image, because batch normalisation refuses it where the image has become one pixel.
 */
export function imagePreset({ epochs, batchSize }: Preset, rows: number): Pick<Preset, 'epochs' | 'batchSize'> {
  const isMany = rows >= 10_000;
  let size = isMany && batchSize !== 'full' ? batchSize : 32;
  while (rows % size === 1) size--;
  return { epochs: isMany ? epochs : Math.min(50, Math.round((epochs * 10_000) / rows)), batchSize: size };
}

/** The preset of `npm start`. */
export const DEFAULT_PRESET: PresetName = 'seed';
