/** Opens the run that a training keeps: a new one, or one that goes on. */
import { describeFailure, type Output } from '@nablajs/command-line';
import type { Backend } from '@nablajs/core';
import { portablePath } from '../models/model-folder.js';
import { relativePath } from '../relative-path.js';
import type { NablaConfig } from '../settings/config-schema.js';
import type { TrainSettings } from '../settings/settings.js';
import { newDatedFolder } from './dated-folders.js';
import { Run } from './run-folder.js';
import { environmentOf } from './run-record.js';

/** Where the run is kept; undefined where it is not to be, or where the folder of runs cannot be written. */
export async function openRun(
  settings: TrainSettings,
  backend: Backend,
  layout: 'dense' | 'csr',
  output: Output,
): Promise<Run | undefined> {
  const { run, keep, preset, runsFolder } = settings;
  if (run === false) return undefined;
  const warn = (message: string): void => output.warn(message);
  if (settings.resumes) {
    const resumed = await Run.resume(run as string, keep, environmentOf(backend), warn);
    output.note(resumedText(resumed));
    return resumed;
  }
  const started = new Date();
  const folder = run ?? newDatedFolder(runsFolder, started, preset);
  const record = {
    started: started.toISOString(),
    config: configOf(settings, backend, layout, folder),
    environment: environmentOf(backend),
  };
  try {
    const created = await Run.create(folder, record, keep, warn);
    output.note(`Run ${relativePath(folder)}`);
    return created;
  } catch (error) {
    if (run !== undefined) throw error;
    warn(`${describeFailure(error).message} The training is not kept; --no-run says so, --run names another folder.`);
    return undefined;
  }
}

function resumedText({ folder, resumption }: Run): string {
  const place = relativePath(folder);
  if (resumption === undefined) return `Run ${place} has no checkpoint yet; it starts again.`;
  const { state, checkpoint, again } = resumption;
  const { epoch, step, epochEnded } = state.position;
  const where = epochEnded ? `after epoch ${epoch}` : `at epoch ${epoch}, after step ${step}`;
  const steps = again.steps === 0 ? '' : `; ${again.steps} steps are computed again`;
  return `Run ${place} goes on ${where} (checkpoint ${checkpoint})${steps}`;
}

/** What `run.json` notes: what decides the steps' results, as it was resolved here. */
function configOf(settings: TrainSettings, backend: Backend, layout: 'dense' | 'csr', folder: string): NablaConfig {
  const { preset, dtype, epochs, learningRate, batchSize, hidden, optimizer, seed, data, keep } = settings;
  const { checkpointEvery: every, earlyStopping, schedule, clipNorm, clipValue } = settings;
  const { target, task, validation, weightDecay, imageSize, augment, tensorboard } = settings;
  return {
    ...{ preset, dtype, epochs, learningRate, batchSize, hidden: [...hidden], optimizer, seed, layout, keep },
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
    // A folder elsewhere is named again, as `out` is.
    ...(tensorboard === true && { tensorboard }),
  };
}
