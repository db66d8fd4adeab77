/** The test that tells what fewer bits cost: that of `nabla evaluate`, on several networks. */
import { resolveBackend } from '@nablajs/command-line';
import { type Backend, sequentialFromConfig } from '@nablajs/core';
import { loadTestData, type TestData } from '../data/test-data.js';
import type { EvaluationResult } from '../evaluation/report.js';
import { testModel } from '../evaluation/test-model.js';
import type { TrainedModel } from '../models/model-folder.js';
import type { CommonSettings } from '../settings/settings.js';

/** Data and a backend that are ready to test networks of one kind. Dispose it at the end. */
export class Tester {
  readonly #backend: Backend;
  readonly #data: TestData;

  private constructor(backend: Backend, data: TestData) {
    this.#backend = backend;
    this.#data = data;
  }

  /** For the networks that `trained` becomes. Throws where the data or the backend cannot be had. */
  static async create({ network, ...trained }: TrainedModel, settings: CommonSettings): Promise<Tester> {
    const { backend } = await resolveBackend(settings, network.dtype);
    try {
      return new Tester(backend, await loadTestData(trained, settings.data, backend, network.dtype));
    } catch (error) {
      await backend.dispose();
      throw error;
    }
  }

  async test({ network }: TrainedModel): Promise<EvaluationResult> {
    using model = sequentialFromConfig(this.#backend, network.config, network);
    return await testModel(model, this.#data.test, this.#data.task);
  }

  async dispose(): Promise<void> {
    await this.#backend.dispose();
  }
}
