/** The backend and the data of a training. Several trainings can share them. */
import { type Output, resolveBackend } from '@nablajs/command-line';
import type { Backend } from '@nablajs/core';
import { loadTrainingData } from '../data/load-training-data.js';
import type { TrainingData } from '../data/training-data.js';
import type { TrainSettings } from '../settings/settings.js';

export interface TrainingResources {
  /** The caller of `openResources` disposes it. */
  readonly backend: Backend;
  /** Says why this backend was chosen. */
  readonly note: string | undefined;
  readonly data: TrainingData;
}

/** Starts the backend and loads the data. Throws CommandErrors and NablaErrors of code `data`. */
export async function openResources(settings: TrainSettings, output?: Output): Promise<TrainingResources> {
  const { backend, note } = await resolveBackend(settings, settings.dtype);
  try {
    return { backend, note, data: await loadTrainingData(settings, backend, output) };
  } catch (error) {
    await backend.dispose();
    throw error;
  }
}
