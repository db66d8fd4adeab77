/** The backend and the data of a training. Several trainings can share them. */
import { type Output, resolveBackend } from '@nablajs/command-line';
import type { Backend } from '@nablajs/core';
import { loadTrainingData } from '../data/load-training-data.js';
import type { TrainingData } from '../data/training-data.js';
import type { StartModel } from '../finetune/start-model.js';
import type { TrainSettings } from '../settings/settings.js';

export interface TrainingResources {
  /** The caller of `openResources` disposes it. */
  readonly backend: Backend;
  /** Says why this backend was chosen. */
  readonly note: string | undefined;
  readonly data: TrainingData;
  /** The network that the training starts with; undefined for a new network. */
  readonly start?: StartModel | undefined;
  /** Whether that network gets a new last layer. */
  readonly fineTunes?: boolean;
}

/** Starts the backend and loads the data. Throws CommandErrors and NablaErrors of code `data`. */
export async function openResources(settings: TrainSettings, output?: Output): Promise<TrainingResources> {
  // Loaded only when needed: it reads the files of other libraries.
  const starts = settings.from === undefined ? undefined : await import('../finetune/start-model.js');
  const start = await starts?.loadStart(settings, output);
  const { backend, note } = await resolveBackend(settings, settings.dtype);
  try {
    const data = await loadTrainingData(settings, backend, output, start);
    const fineTunes = start !== undefined && starts?.needsHead(start, data, settings) === true;
    return { backend, note, data, start, fineTunes };
  } catch (error) {
    await backend.dispose();
    throw error;
  }
}
