import { describeFailure, EXIT, type Output, oneLine, resolveBackend, workError } from '@nablajs/command-line';
import { buildShapes, type Dataset, type Shape } from '@nablajs/core';
import { loadTestData } from '../data/test-data.js';
import { loadTrained, openNetwork, type TrainedModel } from '../models/model-folder.js';
import { nonFiniteWeights } from '../models/non-finite-weights.js';
import { fits } from '../models/start-network.js';
import type { EvaluateSettings } from '../settings/settings.js';
import { createReport } from './create-report.js';
import { backendLine, testModel } from './test-model.js';

/** Resolves to the exit code. A model with weights or a loss that are not finite is reported, and fails. */
export async function evaluateModel(folder: string, settings: EvaluateSettings, output: Output): Promise<number> {
  const trained = await loadTrained(folder);
  const { network } = trained;
  const { backend, note } = await resolveBackend(settings, network.dtype);
  try {
    const { test, task, notes } = await loadTestData(trained, settings, backend).catch((error: unknown) => {
      if (settings.data !== undefined || trained.data === undefined) throw error;
      const remedy = trained.sawAll
        ? 'Name other data with --data. To keep some for a test, train with --validation FILE.'
        : "The path comes from the model's notes. Name other data with --data.";
      throw workError(`${describeFailure(error).message} ${remedy}`, { cause: error });
    });
    if (trained.kept !== undefined && settings.data !== undefined && settings.data === trained.data) {
      output.warn('the model was trained on most of these data. Without --data, it is tested only on the rest.');
    }
    if (trained.sawAll && settings.data === trained.data) {
      output.warn('the model was trained on all of these data: they do not tell how good it is on new rows.');
    }
    if (task.kind !== 'text' && trained.form?.['type'] !== 'arrays')
      checkInputs(network, test, settings.data ?? trained.data);
    using model = openNetwork(backend, network);
    output.warnOf(backend);
    output.note(backendLine(backend, network.dtype, note));
    for (const line of notes) output.note(oneLine(line));
    const result = await testModel(model, test, task, settings.data === undefined && trained.epochChosen);
    createReport(settings.json, output).evaluation(result);
    const problems = [...nonFiniteWeights(network), ...nonFiniteLoss(result.loss)];
    for (const problem of problems) output.warn(problem);
    return problems.length === 0 ? EXIT.ok : EXIT.failure;
  } finally {
    await backend.dispose();
  }
}

function nonFiniteLoss(loss: number): string[] {
  if (Number.isFinite(loss)) return [];
  return [`the loss on the test set is ${loss}: expected a finite number. The accuracy means nothing.`];
}

function checkInputs({ config }: TrainedModel['network'], test: Dataset, data: string | undefined): void {
  const [expected, received] = [buildShapes(config.inputShape).flat(), test.inputShape];
  if (fits(expected, received)) return;
  const pixels = (shape: Shape): string => (shape.length === 1 ? `${shape[0]}` : shape.join(' x '));
  throw workError(
    `${data ?? 'MNIST'}: the model expects ${pixels(expected)} pixels, but these images have ${pixels(received)}. ` +
      'Use other data.',
  );
}
