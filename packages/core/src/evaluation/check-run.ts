import { checkDataset } from '../data/check-dataset.js';
import type { Dataset, HostTargets } from '../data/dataset.js';
import { checkLoss } from '../losses/check-loss.js';
import type { Loss } from '../losses/loss.js';
import { checkModel } from '../networks/check-network.js';
import { checkOptions } from '../validation/arguments.js';

export function checkRun(
  op: string,
  model: unknown,
  dataset: Dataset<HostTargets>,
  options: { readonly loss: Loss<never, never> },
  known: readonly string[],
  example: string,
): void {
  checkModel(op, model);
  checkDataset(op, dataset);
  checkOptions(op, options, known, example);
  checkLoss(op, options.loss);
}
