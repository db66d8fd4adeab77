import { clipByNorm, clipByValue, type Optimizer } from '@nablajs/core';
import type { FineTuneOptions } from '@nablajs/finetune';
import { lossOf, metricsOf, outputsOf, type Task } from '../data/task.js';
import { createOptimizer } from '../models/network.js';
import { createSchedule } from '../settings/schedules.js';
import type { TrainSettings } from '../settings/settings.js';

/** From so many held-out examples on, their loss says whether a block helps. */
const FEWEST_HELD_OUT = 10;

/** Whether blocks are not tried because too few examples are held out, though nobody has said so. */
export const hasTooFewHeldOut = ({ unfreeze, lora }: TrainSettings, heldOut: number): boolean =>
  unfreeze === undefined && lora === undefined && heldOut < FEWEST_HELD_OUT;

/** Whether a new last layer also learns the held-out data: a share of the training data, never data of its own. */
const mayRefit = ({ validation }: TrainSettings): boolean => typeof validation === 'number';

/** `heldOut`: how many examples are held out. `onOptimizer`: gets the optimizer of each stage. */
export function fineTuneOptions(
  settings: TrainSettings,
  task: Task,
  {
    isText,
    heldOut,
    onOptimizer,
  }: { readonly isText: boolean; readonly heldOut: number; readonly onOptimizer: (optimizer: Optimizer) => void },
): FineTuneOptions {
  const { optimizer, weightDecay, learningRate, epochs, batchSize, seed, dtype, earlyStopping } = settings;
  const { schedule, clipNorm, clipValue, unfreeze, lora: rank, checkpointEvery: every, parts } = settings;
  // Blocks of a sentence model take minutes, and few texts say little about whether they help.
  const deeper = unfreeze ?? (isText || hasTooFewHeldOut(settings, heldOut) ? false : undefined);
  return {
    ...{ outputs: outputsOf(task), loss: lossOf(task), metrics: metricsOf(task) },
    ...{ learningRate, epochs, batchSize, seed, dtype },
    optimizer: (options) => {
      const made = createOptimizer(optimizer, options.learningRate ?? learningRate, weightDecay, options.groups);
      onOptimizer(made);
      return made;
    },
    transforms: [
      ...(clipValue === undefined ? [] : [clipByValue(clipValue)]),
      ...(clipNorm === undefined ? [] : [clipByNorm(clipNorm)]),
    ],
    ...(earlyStopping !== undefined && { patience: earlyStopping }),
    ...(schedule !== undefined && { schedule: createSchedule(schedule) }),
    ...(deeper !== undefined && { unfreeze: deeper }),
    refit: mayRefit(settings),
    // What is asked for is kept in any case.
    ...(rank !== undefined && { lora: { rank }, unfreeze: unfreeze ?? true }),
    ...(parts !== undefined && { parts }),
    ...('steps' in every && { saveEverySteps: every.steps }),
  };
}
