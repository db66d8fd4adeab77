/** A trained network in a folder, with what its evaluation needs to know of the training. */
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import {
  loadModel,
  type ModelDescription,
  parametersOf,
  type SavedModel,
  type SavedNormalisation,
  saveModel,
} from '@nablajs/checkpoint';
import { NablaError, type Sequential } from '@nablajs/core';
import { CHECKPOINTS_FOLDER } from './run-folder.js';
import { isRun } from './run-record.js';
import type { TrainSettings } from './settings.js';

export interface TrainedModel {
  readonly network: Pick<SavedModel, 'config' | 'dtype' | 'parameters'>;
  /** Absolute path of the folder of IDX files that it learned from; undefined is MNIST. */
  readonly data: string | undefined;
  /** Of the images: another layout sums in another order. */
  readonly layout: 'dense' | 'csr';
  readonly normalisation: SavedNormalisation;
}

export interface TrainedOn {
  readonly settings: TrainSettings;
  /** Completed ones. */
  readonly epochs: number;
  /** On the test set, a fraction. */
  readonly accuracy: number;
  readonly layout: 'dense' | 'csr';
  readonly normalisation: SavedNormalisation;
}

/**
 * Writes model.json and weights.safetensors. Throws a NablaError of code `data` where that fails. `mayReplace` is
 * called with the accuracy of the model that is there (undefined where it is not noted); what it throws keeps that
 * model.
 */
export async function saveTrained(
  folder: string,
  model: Sequential,
  trainedOn: TrainedOn,
  mayReplace: (accuracy: number | undefined) => void = () => {},
): Promise<void> {
  const { accuracy } = trainedOn;
  const description = describeTrained(folder, model, trainedOn);
  const notes = { ...description.notes, accuracy };
  const saved: SavedModel = { ...description, notes, parameters: await parametersOf(model) };
  await saveModel(folder, saved, {
    mayReplace: ({ notes }) => {
      const noted = notes?.['accuracy'];
      mayReplace(typeof noted === 'number' ? noted : undefined);
    },
  });
}

/** What a model or a checkpoint in `folder` says of itself. */
export function describeTrained(
  folder: string,
  { config, dtype, backend }: Sequential,
  { settings, epochs, layout, normalisation }: Omit<TrainedOn, 'accuracy'>,
): ModelDescription {
  const { preset, optimizer, learningRate, batchSize, seed } = settings;
  const data = settings.data === undefined ? null : portablePath(folder, settings.data);
  const notes = { data, layout, preset, optimizer, learningRate, batchSize, seed, epochs, backend: backend.name };
  return { config, dtype, normalisation, notes };
}

/** Relative to the model, so that the two can move together, and with the separators that every system knows. */
export function portablePath(folder: string, data: string): string {
  const path = relative(folder, data);
  return isAbsolute(path) ? path : path.split(sep).join('/');
}

/**
 * The model in a folder; of a run's, that of its best checkpoint, or of its last one where none is known to be the best.
 * Throws a NablaError of code `data` for one that is not there, damaged, or whose notes are not ours.
 */
export async function loadTrained(folder: string): Promise<TrainedModel> {
  const place = isRun(folder) ? join(folder, CHECKPOINTS_FOLDER) : folder;
  const { config, dtype, parameters, normalisation, notes = {} } = await loadModel(place);
  const { data = null, layout = 'dense' } = notes;
  if ((data !== null && typeof data !== 'string') || (layout !== 'dense' && layout !== 'csr')) {
    throw new NablaError('data', `${folder}/model.json: notes.data or notes.layout is not what nabla writes.`);
  }
  return {
    network: { config, dtype, parameters },
    data: data === null ? undefined : resolve(folder, data),
    layout,
    normalisation: normalisation ?? { divisor: 255 },
  };
}
