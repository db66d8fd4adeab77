import { loadTrainingData } from '../../data/load-training-data.js';
import type { TrainSettings } from '../../settings/settings.js';
import { openResources, type TrainingResources } from '../../training/training-resources.js';

/** The backend and the data of many trainings, whose settings differ in nothing that either depends on but the seed. */
export class SharedResources implements AsyncDisposable {
  #opened: TrainingResources | undefined;
  #seed = 0;

  /** They stay this object's. Throws CommandErrors, and NablaErrors of code `data`. */
  async for(settings: TrainSettings): Promise<TrainingResources> {
    if (this.#opened === undefined) this.#opened = await openResources(settings);
    else if (settings.seed !== this.#seed) {
      // The seed draws what is kept for validation.
      this.#opened = { ...this.#opened, data: await loadTrainingData(settings, this.#opened.backend) };
    }
    this.#seed = settings.seed;
    return this.#opened;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened?.backend.dispose();
  }
}
