import { resolveBackend } from '@nablajs/command-line';
import type { Backend } from '@nablajs/core';
import { loadTestData, type TestData } from '../data/test-data.js';
import type { EvaluationResult } from '../evaluation/report.js';
import { testModel } from '../evaluation/test-model.js';
import { openNetwork, type TrainedModel } from '../models/model-folder.js';
import type { CommonSettings } from '../settings/settings.js';

/** Tests networks of the same shape on the same data. Dispose it at the end. */
export class Tester {
  readonly #backend: Backend;
  readonly #data: TestData;

  private constructor(backend: Backend, data: TestData) {
    this.#backend = backend;
    this.#data = data;
  }

  /** Throws if the backend or the data are unavailable. */
  static async create(trained: TrainedModel, settings: CommonSettings): Promise<Tester> {
    const { backend } = await resolveBackend(settings, trained.network.dtype);
    try {
      return new Tester(backend, await loadTestData(trained, { data: settings.data, strict: false }, backend));
    } catch (error) {
      await backend.dispose();
      throw error;
    }
  }

  async test({ network }: TrainedModel): Promise<EvaluationResult> {
    using model = openNetwork(this.#backend, network);
    return await testModel(model, this.#data.test, this.#data.task);
  }

  async dispose(): Promise<void> {
    await this.#backend.dispose();
  }
}
