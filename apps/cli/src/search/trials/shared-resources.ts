import { loadTrainingData } from '../../data/load-training-data.js';
import type { TrainSettings } from '../../settings/settings.js';
import { openResources, type TrainingResources } from '../../training/training-resources.js';

/**
 * Shares the backend between trainings on the same data. Loads the data again only if a setting changes how to read it.
 */
export class SharedResources implements AsyncDisposable {
  #opened: TrainingResources | undefined;
  #reading = '';

  /** Returns the resources, which this object disposes. Throws CommandErrors and NablaErrors of code `data`. */
  async for(settings: TrainSettings): Promise<TrainingResources> {
    const { seed, augment, layers } = settings;
    // The seed chooses the validation examples, and layers need images that are not flattened.
    const reading = JSON.stringify([seed, augment, layers.length > 0]);
    if (this.#opened === undefined) this.#opened = await openResources(settings);
    else if (reading !== this.#reading) {
      this.#opened = { ...this.#opened, data: await loadTrainingData(settings, this.#opened.backend) };
    }
    this.#reading = reading;
    return this.#opened;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened?.backend.dispose();
  }
}
