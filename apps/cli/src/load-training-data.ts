/** Reads what a network is trained on: tables, images or MNIST. */
import { usageError } from '@nablajs/command-line';
import { type Backend, Random } from '@nablajs/core';
import { split } from '@nablajs/datasets';
import { loadSplits, NORMALISATION } from './data.js';
import { dataKind } from './data-kind.js';
import { chooseLayout } from './layout.js';
import type { TrainSettings } from './settings.js';
import { loadTable } from './table-data.js';
import { DIGITS } from './task.js';
import type { TrainingData } from './training-data.js';

/** Throws CommandErrors, and NablaErrors of code `data`. */
export async function loadTrainingData(settings: TrainSettings, backend: Backend): Promise<TrainingData> {
  const { data, target, task } = settings;
  const kind = dataKind(data);
  if (kind === 'table') return await loadTable(data as string, settings);
  for (const [name, value] of Object.entries({ target, task })) {
    if (value !== undefined) throw usageError(`--${name}: only a table has one; ${data ?? 'MNIST'} has images.`);
  }
  return await loadIdx(settings, backend);
}

async function loadIdx(
  { data, dtype, layout, validation, seed }: TrainSettings,
  backend: Backend,
): Promise<TrainingData> {
  if (typeof validation === 'string') {
    throw usageError(`--validation: expected a share of the images, such as 0.1. Received ${validation}.`);
  }
  const options = { dtype, layout: chooseLayout(layout, backend), normalisation: NORMALISATION };
  const { train: images, test, imageShape } = await loadSplits(data, options);
  const [height, width] = imageShape;
  const { train, test: held } =
    validation === undefined
      ? { train: images, test }
      : split(images, validation, new Random(seed), { labels: images.labels });
  return {
    ...{ train, validation: held, test, testName: 'test', layout: images.layout, task: DIGITS },
    ...{ form: undefined, normalisation: NORMALISATION, notes: [] },
    shape: { kind: 'images', height, width, channels: 1 },
  };
}
