/** Tests a saved model: the accuracy that training printed, from its files alone. */

import { describeFailure, type Output, resolveBackend, workError } from '@nablajs/command-line';
import { sequentialFromConfig } from '@nablajs/core';
import type { ImageDataset } from '@nablajs/datasets';
import { backendLine, testClassifier } from './classifier-test.js';
import { createReport } from './create-report.js';
import { loadTestImages } from './data.js';
import { loadTrained, type TrainedModel } from './model-folder.js';
import type { CommonSettings } from './settings.js';

/** Throws what `describeFailure` understands. */
export async function evaluateModel(folder: string, settings: CommonSettings, output: Output): Promise<void> {
  const { network, ...trained } = await loadTrained(folder);
  const { backend, note } = await resolveBackend(settings, network.dtype);
  try {
    const data = settings.data ?? trained.data;
    const layout = backend.csr === undefined ? 'dense' : trained.layout;
    const options = { dtype: network.dtype, layout, normalisation: trained.normalisation };
    const test = await loadTestImages(data, options).catch((error: unknown) => {
      if (settings.data !== undefined || trained.data === undefined) throw error;
      const message = `${describeFailure(error).message} The folder comes from the model's notes; name another with --data.`;
      throw workError(message, { cause: error });
    });
    checkInputs(network, test, data);
    using model = sequentialFromConfig(backend, network.config, network);
    output.warnOf(backend);
    output.note(backendLine(backend, network.dtype, note));
    createReport(settings.json, output).evaluation(await testClassifier(model, test));
  } finally {
    await backend.dispose();
  }
}

/** Other data must have images of the size that the model learned from. */
function checkInputs({ config }: TrainedModel['network'], test: ImageDataset, data: string | undefined): void {
  const [expected, received] = [config.inputShape[0], test.inputShape[0]];
  if (expected === received) return;
  throw workError(
    `${data ?? 'MNIST'}: the model takes ${expected} pixels, these images have ${received}. Use other data.`,
  );
}
