/** Opens the run of a training: a new run, or one to resume. */
import { describeFailure, type Output } from '@nablajs/command-line';
import type { Backend } from '@nablajs/core';
import type { TrainingData } from '../data/training-data.js';
import { portablePath } from '../models/model-folder.js';
import { relativePath } from '../relative-path.js';
import type { NablaConfig } from '../settings/config-schema.js';
import type { TrainSettings } from '../settings/settings.js';
import { newDatedFolder } from './dated-folders.js';
import { Run } from './run-folder.js';
import { environmentOf, readRecord } from './run-record.js';
import { checkSameData } from './same-data.js';

/**
 * Opens the run; `ranks` describes those of a distributed training. Returns undefined if no run is wanted, or if the
 * default folder of runs is not writable.
 */
export async function openRun(
  settings: TrainSettings,
  backend: Backend,
  data: Pick<TrainingData, 'layout' | 'digest'>,
  output: Output,
  ranks?: string,
): Promise<Run | undefined> {
  const { run, keep, preset, runsFolder } = settings;
  if (run === false) return undefined;
  const warn = (message: string): void => output.warn(message);
  if (settings.resumes) {
    checkSameData('run', readRecord(run as string), data, output);
    const resumed = await Run.resume(run as string, keep, environmentOf(backend, ranks), warn);
    output.note(resumedText(resumed));
    if (resumed.resumption !== undefined && resumed.resumption.state.run.parts === undefined) {
      warn('an older nabla began this run, and added the parts of a batch differently: from here on its bits differ.');
    }
    return resumed;
  }
  const started = new Date();
  const folder = run ?? newDatedFolder(runsFolder, started, preset);
  const record = {
    started: started.toISOString(),
    config: configOf(settings, backend, data.layout, folder),
    dataDigest: data.digest(),
    environment: environmentOf(backend, ranks),
  };
  try {
    const created = await Run.create(folder, record, keep, warn);
    output.note(`Run ${relativePath(folder)}`);
    return created;
  } catch (error) {
    if (run !== undefined) throw error;
    warn(
      `${describeFailure(error).message} This training has no run. Choose another folder with --run, or use --no-run.`,
    );
    return undefined;
  }
}

function resumedText({ folder, resumption }: Run): string {
  const place = relativePath(folder);
  if (resumption === undefined) return `Run ${place} has no checkpoint yet, so it starts over.`;
  const { state, checkpoint, again } = resumption;
  const { epoch, step, epochEnded } = state.position;
  const where = epochEnded ? `after epoch ${epoch}` : `at epoch ${epoch}, after step ${step}`;
  const steps = again.steps === 0 ? '' : `; ${again.steps} steps are computed again`;
  return `Run ${place} continues ${where} (checkpoint ${checkpoint})${steps}`;
}

/** Returns the config for `run.json`: the resolved settings that decide the result. */
function configOf(settings: TrainSettings, backend: Backend, layout: 'dense' | 'csr', folder: string): NablaConfig {
  const { preset, dtype, epochs, learningRate, batchSize, layers, hidden, optimizer, seed, data, keep } = settings;
  const { checkpointEvery: every, earlyStopping, schedule, clipNorm, clipValue } = settings;
  const { target, task, validation, weightDecay, imageSize, augment, tensorboard, parts } = settings;
  return {
    ...{ preset, dtype, epochs, learningRate, batchSize, optimizer, seed, layout, keep },
    ...(layers.length > 0 && { layers: [...layers] }),
    ...(hidden.length > 0 && { hidden: [...hidden] }),
    backend: settings.backend === 'auto' ? backend.name : settings.backend,
    checkpointEvery: 'steps' in every ? `${every.steps} steps` : every.epochs,
    ...(data !== undefined && { data: portablePath(folder, data) }),
    ...(target !== undefined && { target }),
    ...(task !== undefined && { task }),
    ...(validation !== undefined && {
      validation: typeof validation === 'string' ? portablePath(folder, validation) : validation,
    }),
    ...(weightDecay !== undefined && { weightDecay }),
    ...(imageSize !== undefined && { imageSize: `${imageSize.height}x${imageSize.width}` }),
    ...(augment !== undefined && { augment }),
    ...(earlyStopping !== undefined && { earlyStopping }),
    ...(schedule !== undefined && { schedule }),
    ...(clipNorm !== undefined && { clipNorm }),
    ...(clipValue !== undefined && { clipValue }),
    ...(parts !== undefined && { parts }),
    // Another folder must be named again, like `out`.
    ...(tensorboard === true && { tensorboard }),
  };
}
