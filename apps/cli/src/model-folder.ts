/** A trained network in a folder, with what its evaluation needs to know of the training. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { loadModel, parametersOf, type SavedModel, type SavedNormalisation, saveModel } from '@nablajs/checkpoint';
import { NablaError, type Sequential } from '@nablajs/core';
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
  const { settings, epochs, accuracy, layout, normalisation } = trainedOn;
  const { preset, optimizer, learningRate, batchSize, seed } = settings;
  const data = settings.data === undefined ? null : portablePath(folder, settings.data);
  const backend = model.backend.name;
  const saved: SavedModel = {
    config: model.config,
    dtype: model.dtype,
    parameters: await parametersOf(model),
    normalisation,
    notes: { data, layout, preset, optimizer, learningRate, batchSize, seed, epochs, accuracy, backend },
  };
  await saveModel(folder, saved, {
    mayReplace: ({ notes }) => {
      const noted = notes?.['accuracy'];
      mayReplace(typeof noted === 'number' ? noted : undefined);
    },
  });
}

/** Relative to the model, so that the two can move together, and with the separators that every system knows. */
function portablePath(folder: string, data: string): string {
  const path = relative(folder, data);
  return isAbsolute(path) ? path : path.split(sep).join('/');
}

/** Throws a NablaError of code `data` for a model that is not there, damaged, or whose notes are not ours. */
export async function loadTrained(folder: string): Promise<TrainedModel> {
  const { config, dtype, parameters, normalisation, notes = {} } = await loadModel(folder);
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
