/** Opens the run of a training: a new run, or one to resume. */
import { describeFailure, type Output } from '@nablajs/command-line';
import type { Backend } from '@nablajs/core';
import type { TrainingData } from '../data/training-data.js';
import { portablePath } from '../models/model-folder.js';
import { relativePath } from '../relative-path.js';
import type { NablaConfig } from '../settings/config-schema.js';
import type { TrainSettings } from '../settings/settings.js';
import { resolvedTokenizer } from '../settings/text-settings.js';
import { newDatedFolder } from './dated-folders.js';
import { Run } from './run-folder.js';
import { environmentOf, type RunEnvironment, type RunRecord, readRecord } from './run-record.js';
import { checkSameData } from './same-data.js';
import { TableRun } from './table-run.js';

type RunData = Pick<TrainingData, 'layout' | 'digest'>;

/**
 * Opens the run; `ranks` describes those of a distributed training. Returns undefined if no run is wanted, or if the
 * default folder of runs is not writable.
 */
export async function openRun(
  settings: TrainSettings,
  backend: Backend,
  data: RunData,
  output: Output,
  ranks?: string,
): Promise<Run | undefined> {
  const { keep } = settings;
  const warn = (message: string): void => output.warn(message);
  return await open(settings, backend, data, output, ranks, {
    create: (folder, record) => Run.create(folder, record, keep, warn),
    resume: async (folder, environment) => {
      const resumed = await Run.resume(folder, keep, environment, warn);
      output.note(resumedText(resumed));
      if (resumed.resumption !== undefined && resumed.resumption.state.run.parts === undefined) {
        warn(
          'an older nabla began this run, and added the parts of a batch differently: from here on its bits differ.',
        );
      }
      return resumed;
    },
  });
}

/** As `openRun`, for the preset `table`. */
export async function openTableRun(
  settings: TrainSettings,
  backend: Backend,
  data: RunData,
  output: Output,
): Promise<TableRun | undefined> {
  const warn = (message: string): void => output.warn(message);
  return await open(settings, backend, data, output, undefined, {
    create: (folder, record) => TableRun.create(folder, record, warn),
    resume: async (folder, environment) => {
      const resumed = await TableRun.resume(folder, environment, warn);
      const { length } = resumed.trials;
      const where = length === 0 ? 'has no finished trial yet, so it starts over.' : `continues after trial ${length}`;
      output.note(`Run ${relativePath(folder)} ${where}`);
      return resumed;
    },
  });
}

interface RunKind<R> {
  readonly create: (folder: string, record: RunRecord) => Promise<R>;
  readonly resume: (folder: string, environment: RunEnvironment) => Promise<R>;
}

async function open<R>(
  settings: TrainSettings,
  backend: Backend,
  data: RunData,
  output: Output,
  ranks: string | undefined,
  { create, resume }: RunKind<R>,
): Promise<R | undefined> {
  const { run, preset, runsFolder } = settings;
  if (run === false) return undefined;
  const environment = environmentOf(backend, ranks);
  if (settings.resumes) {
    checkSameData('run', readRecord(run as string), data, output);
    return await resume(run as string, environment);
  }
  const started = new Date();
  const folder = run ?? newDatedFolder(runsFolder, started, preset);
  const config = configOf(settings, backend, data.layout, folder);
  const record = { started: started.toISOString(), config, dataDigest: data.digest(), environment };
  try {
    const created = await create(folder, record);
    output.note(`Run ${relativePath(folder)}`);
    return created;
  } catch (error) {
    if (run !== undefined) throw error;
    output.warn(
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
  const { preset, seed, data, target, textColumns, task, validation, tokenizer, from } = settings;
  return {
    ...{ preset, seed },
    backend: settings.backend === 'auto' ? backend.name : settings.backend,
    ...(data !== undefined && { data: portablePath(folder, data) }),
    ...(tokenizer !== undefined && {
      tokenizer: resolvedTokenizer(tokenizer, (file) => portablePath(folder, file)),
    }),
    ...(from !== undefined && { from: portablePath(folder, from) }),
    ...(target !== undefined && { target }),
    ...(textColumns !== undefined && { textColumns: [...textColumns] }),
    ...(task !== undefined && { task }),
    ...(validation !== undefined && {
      validation: typeof validation === 'string' ? portablePath(folder, validation) : validation,
    }),
    ...(preset === 'table' ? tableConfigOf(settings) : networkConfigOf(settings, layout)),
  };
}

function tableConfigOf({ effort, folds, group, timeOrder }: TrainSettings): NablaConfig {
  return { effort, folds, ...(group !== undefined && { group }), ...(timeOrder !== undefined && { timeOrder }) };
}

function networkConfigOf(settings: TrainSettings, layout: 'dense' | 'csr'): NablaConfig {
  const { dtype, epochs, learningRate, batchSize, layers, hidden, optimizer, keep, weightDecay } = settings;
  const { checkpointEvery: every, earlyStopping, schedule, clipNorm, clipValue } = settings;
  const { imageSize, augment, tensorboard, parts, vocabulary, context, blocks, width, heads } = settings;
  const { unfreeze, lora, scale, mean, std, order } = settings;
  return {
    ...{ dtype, epochs, learningRate, batchSize, optimizer, layout, keep },
    ...(layers.length > 0 && { layers: [...layers] }),
    ...(hidden.length > 0 && { hidden: [...hidden] }),
    checkpointEvery: 'steps' in every ? `${every.steps} steps` : every.epochs,
    ...(weightDecay !== undefined && { weightDecay }),
    ...(imageSize !== undefined && { imageSize: `${imageSize.height}x${imageSize.width}` }),
    ...(augment !== undefined && { augment }),
    ...(earlyStopping !== undefined && { earlyStopping }),
    ...(schedule !== undefined && { schedule }),
    ...(clipNorm !== undefined && { clipNorm }),
    ...(clipValue !== undefined && { clipValue }),
    ...(parts !== undefined && { parts }),
    ...(vocabulary !== undefined && { vocabulary }),
    ...(context !== undefined && { context, blocks, width, heads }),
    ...(unfreeze !== undefined && { unfreeze }),
    ...(lora !== undefined && { lora }),
    ...(scale !== undefined && { scale }),
    ...(mean !== undefined && { mean: oneOrAll(mean) }),
    ...(std !== undefined && { std: oneOrAll(std) }),
    ...(order !== undefined && { order }),
    // Another folder must be named again, like `out`.
    ...(tensorboard === true && { tensorboard }),
  };
}

const oneOrAll = (numbers: readonly number[]): number | number[] =>
  numbers.length === 1 ? (numbers[0] as number) : [...numbers];
