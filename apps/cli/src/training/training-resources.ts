/** The backend and the data of a training. Several trainings can share them. */
import { type Output, resolveBackend, usageError } from '@nablajs/command-line';
import type { Backend } from '@nablajs/core';
import { loadTrainingData } from '../data/load-training-data.js';
import type { TrainingData } from '../data/training-data.js';
import { loadTrained, type TrainedModel } from '../models/model-folder.js';
import type { TrainSettings } from '../settings/settings.js';

export interface TrainingResources {
  /** The caller of `openResources` disposes it. */
  readonly backend: Backend;
  /** Says why this backend was chosen. */
  readonly note: string | undefined;
  readonly data: TrainingData;
  /** The model whose layers and weights the training starts with; undefined for a new network. */
  readonly start?: TrainedModel | undefined;
}

/** Starts the backend and loads the data. Throws CommandErrors and NablaErrors of code `data`. */
export async function openResources(settings: TrainSettings, output?: Output): Promise<TrainingResources> {
  const start = settings.from === undefined ? undefined : await loadStart(settings.from, settings);
  const { backend, note } = await resolveBackend(settings, settings.dtype);
  try {
    return { backend, note, data: await loadTrainingData(settings, backend, output, start), start };
  } catch (error) {
    await backend.dispose();
    throw error;
  }
}

/** Loads the model to start from, and checks that the training has its dtype. */
async function loadStart(folder: string, { dtype }: TrainSettings): Promise<TrainedModel> {
  const start = await loadTrained(folder);
  if (start.network.dtype === dtype) return start;
  throw usageError(`--dtype: expected ${start.network.dtype}, which the model of --from has. Received ${dtype}.`);
}
