import { loadTrainingData } from '../../data/load-training-data.js';
import type { TrainSettings } from '../../settings/settings.js';
import { openResources, type TrainingResources } from '../../training/training-resources.js';

/** Shares the backend and the data between trainings that use the same data. Only their seeds may draw other rows. */
export class SharedResources implements AsyncDisposable {
  #opened: TrainingResources | undefined;
  #seed = 0;

  /** Returns the resources, which this object disposes. Throws CommandErrors and NablaErrors of code `data`. */
  async for(settings: TrainSettings): Promise<TrainingResources> {
    if (this.#opened === undefined) this.#opened = await openResources(settings);
    else if (settings.seed !== this.#seed) {
      // The seed draws the validation data.
      this.#opened = { ...this.#opened, data: await loadTrainingData(settings, this.#opened.backend) };
    }
    this.#seed = settings.seed;
    return this.#opened;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened?.backend.dispose();
  }
}
