/** Resolves every setting: from a flag, or else the environment, the config file, the preset, or the default. */
import { resolve } from 'node:path';
import { usageError } from '@nablajs/command-line';
import { type DataKind, dataKind } from '../data/data-kind.js';
import type { TrainingData } from '../data/training-data.js';
import { isSentenceFolder } from '../finetune/sentence-folder.js';
import { defaultLearningRate } from '../models/network.js';
import { tensorboardSetting } from '../tensorboard/setting.js';
import { type ChosenPreset, choosePreset, TABLE_SETTINGS } from './choose-preset.js';
import type { NablaConfig } from './config-schema.js';
import { FINE_TUNE_SETTINGS, type FineTuneSettings, fineTuneSettings } from './fine-tune-settings.js';
import type { LayerConfig } from './preset-layers.js';
import {
  DEFAULT_PRESET,
  imagePreset,
  type OptimizerName,
  PRESETS,
  type Preset,
  type PresetName,
  tablePreset,
} from './presets.js';
import type { ScheduleSetting } from './schedules.js';
import type { SettingSources } from './setting-sources.js';
import { SETTING_NAMES, type SettingName } from './setting-table.js';
import { NO_TEXT, resolvedTokenizer, type TextSettings, textSettings } from './text-settings.js';

/** The settings of every command that computes. */
export interface CommonSettings {
  readonly backend: string;
  readonly backendOptions: Readonly<Record<string, unknown>>;
  /** The backend that the config file names, with its options. Some commands use several backends. */
  readonly configured?: { readonly backend: string; readonly backendOptions: Readonly<Record<string, unknown>> };
  /** The folder to look up backend packages from first. */
  readonly projectFolder: string;
  /** Absolute path of a table or a folder. Default: MNIST for training, the model's own data for evaluation. */
  readonly data: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

export interface TrainSettings extends CommonSettings, ChosenPreset, TextSettings, FineTuneSettings {
  readonly dtype: 'float32' | 'float64';
  readonly epochs: number;
  readonly learningRate: number;
  readonly batchSize: number | 'full';
  /** The first layers of the network. If there are any, images are [height, width, channels]; otherwise vectors. */
  readonly layers: readonly LayerConfig[];
  readonly hidden: readonly number[];
  /** Absolute path of the network that it starts with, a file or a folder; `layers` and `hidden` are empty then. */
  readonly from: string | undefined;
  readonly optimizer: OptimizerName;
  /** Default: the optimizer's. */
  readonly weightDecay: number | undefined;
  /** The column of a table to predict. */
  readonly target: string | undefined;
  /** The columns of running text; undefined if the table tells. */
  readonly textColumns: readonly string[] | undefined;
  readonly task: 'classification' | 'regression' | undefined;
  /** Size of the network's images in pixels. Default: the median size, at most 64 on the longer side. */
  readonly imageSize: { readonly height: number; readonly width: number } | undefined;
  readonly augment: NablaConfig['augment'];
  /** Whether to stop at an image that cannot be read. */
  readonly strict: boolean;
  /** How much work the preset `table` does: 1 is the default. */
  readonly effort: number;
  /** Into how many folds the preset `table` cuts the rows. */
  readonly folds: number;
  /** The column whose values keep rows together in one fold. */
  readonly group: string | undefined;
  /** The column that tells which rows are later. */
  readonly timeOrder: string | undefined;
  /** A share of the data, or the absolute path of a file or folder; undefined if the preset sets nothing aside. */
  readonly validation: number | string | undefined;
  readonly seed: number;
  readonly layout: 'auto' | 'dense' | 'csr';
  /** Absolute path of the run's folder; false keeps no run. Default: a new folder in `runsFolder`. */
  readonly run: string | false | undefined;
  /** Whether to resume the run in `run`. */
  readonly resumes: boolean;
  /** Absolute path. */
  readonly runsFolder: string;
  readonly checkpointEvery: CheckpointInterval;
  /** How many of the latest checkpoints to keep. */
  readonly keep: number;
  /** Stop after this number of epochs without a lower validation loss. */
  readonly earlyStopping: number | undefined;
  readonly schedule: ScheduleSetting | undefined;
  readonly clipNorm: number | undefined;
  readonly clipValue: number | undefined;
  /** Absolute path of the folder for TensorBoard's events; true is a folder in the run, false writes none. */
  readonly tensorboard: string | boolean;
  /** Whether to train on all ranks of MPI. */
  readonly distributed: boolean;
  /** Into how many parts to cut each batch, at least. Default: 1. */
  readonly parts: number | undefined;
  /** Threads of the backend. Default: the backend decides. */
  readonly threads: number | undefined;
  /** Absolute path. */
  readonly out: string | undefined;
  /** Whether the model may replace a better one. */
  readonly overwrite: boolean;
  /** Whether to draw a dashboard if the terminal supports it. */
  readonly ui: boolean;
  /** The values that the user chose. Some presets set the others by the number of rows, and a fine-tuning sets them. */
  readonly chosen: Pick<NablaConfig, ChosenName>;
}

/** The default number of parts of a batch that ranks share. */
const DEFAULT_PARTS = 4;

/** The default parent folder of runs. */
export const RUNS_FOLDER = 'runs';

/** Steps between two checkpoints within an epoch, or epochs. */
type CheckpointInterval = { readonly steps: number } | { readonly epochs: number };

/** `oneNetwork`: the command trains one network at a time, so tables are learned with the preset `table-fast`. */
export function trainSettings(
  sources: SettingSources,
  workingFolder: string,
  { oneNetwork = false }: { readonly oneNetwork?: boolean } = {},
): TrainSettings {
  const given = mergedSettings(sources);
  const data = pathSetting(sources, 'data', workingFolder);
  const kind = dataKind(data, given);
  const from = pathSetting(sources, 'from', workingFolder);
  const chosen = choosePreset(sources, given, kind, oneNetwork);
  const preset = PRESETS[chosen.preset];
  const optimizer = given.optimizer ?? preset.optimizer;
  return {
    ...commonSettings(sources),
    data,
    ...(from === undefined ? textSettings(given, preset, tokenizerSetting(sources, workingFolder)) : NO_TEXT),
    target: given.target,
    textColumns: given.textColumns,
    task: given.task,
    imageSize: imageSize(given.imageSize),
    augment: given.augment ?? preset.augment,
    strict: given.strict ?? false,
    effort: given.effort ?? 1,
    folds: given.folds ?? 5,
    group: given.group,
    timeOrder: given.timeOrder,
    validation: validationSetting(sources, kind, chosen.preset, workingFolder),
    out: pathSetting(sources, 'out', workingFolder),
    ...chosen,
    dtype: given.dtype ?? 'float32',
    epochs: given.epochs ?? preset.epochs,
    learningRate: given.learningRate ?? presetLearningRate(preset, optimizer),
    batchSize: given.batchSize ?? preset.batchSize,
    ...(from === undefined ? layersOf(given, preset) : { layers: [], hidden: [] }),
    from,
    ...fineTuneSettings(given, isSentenceFolder(from)),
    optimizer,
    weightDecay: given.weightDecay ?? (optimizer === preset.optimizer ? preset.weightDecay : undefined),
    seed: given.seed ?? 0,
    layout: given.layout ?? 'auto',
    run: given.run === false ? false : pathSetting(sources, 'run', workingFolder),
    resumes: false,
    runsFolder: resolve(workingFolder, RUNS_FOLDER),
    checkpointEvery: interval(given.checkpointEvery ?? 1),
    keep: given.keep ?? 3,
    earlyStopping: given.earlyStopping ?? preset.earlyStopping,
    schedule: given.schedule ?? preset.schedule,
    clipNorm: given.clipNorm ?? preset.clipNorm,
    clipValue: given.clipValue,
    tensorboard: tensorboardSetting(sources, workingFolder, given.run !== false),
    distributed: given.distributed ?? false,
    parts: given.parts ?? (given.distributed === true ? DEFAULT_PARTS : undefined),
    threads: given.threads,
    overwrite: given.overwrite ?? false,
    ui: given.ui ?? false,
    chosen: chosenOf(given),
  };
}

function tokenizerSetting(sources: SettingSources, workingFolder: string): string | undefined {
  const { tokenizer } = mergedSettings(sources);
  return resolvedTokenizer(tokenizer, () => pathSetting(sources, 'tokenizer', workingFolder) as string);
}

/** Settings that the data, or a network to start with, can set in place of the preset. */
type ChosenName = (typeof CHOSEN_NAMES)[number];
const CHOSEN_NAMES = [
  ...(['epochs', 'batchSize', 'weightDecay', 'folds', 'optimizer', 'learningRate'] as const),
  ...(['earlyStopping', 'schedule', 'clipNorm'] as const),
] as const;

const chosenOf = (given: NablaConfig): TrainSettings['chosen'] =>
  defined(Object.fromEntries(CHOSEN_NAMES.map((name) => [name, given[name]])));

/** The default share of a table or a folder of images for validation. IDX files come with test images. */
export const DEFAULT_VALIDATION = 0.1;
/** The share of texts for a sentence model: there may be few, and they decide when training ends. */
const SENTENCE_VALIDATION = 0.2;

function validationSetting(
  sources: SettingSources,
  kind: DataKind,
  preset: PresetName,
  workingFolder: string,
): number | string | undefined {
  const given = mergedSettings(sources).validation;
  if (typeof given === 'number') return given;
  const path = pathSetting(sources, 'validation', workingFolder);
  const isSplit = ['images', 'text', 'arrays'].includes(kind) || (kind === 'table' && preset !== 'table');
  const isSentences = isSentenceFolder(pathSetting(sources, 'from', workingFolder));
  return path ?? (isSentences ? SENTENCE_VALIDATION : isSplit ? DEFAULT_VALIDATION : undefined);
}

/** True if the preset depends on the number of training rows. */
export function dependsOnRows({ preset }: TrainSettings): boolean {
  return preset === 'table' || preset === 'table-fast' || PRESETS[preset].layers !== undefined;
}

const withOneNetwork = (settings: TrainSettings): TrainSettings => ({
  ...settings,
  preset: 'table-fast',
  validation: settings.validation ?? DEFAULT_VALIDATION,
});

/** Adapts the preset to the data: to their rows and groups, and to a table that the preset `table` does not take. */
export function settingsForData(settings: TrainSettings, { table, train }: TrainingData): TrainSettings {
  if (settings.preset === 'table' && table !== undefined) return { ...settings, folds: table.folds.folds };
  return settingsForRows(settings.preset === 'table' ? withOneNetwork(settings) : settings, train.length);
}

/** Adapts the presets `table-fast`, `cnn` and `resnet` to the number of training rows. */
export function settingsForRows(settings: TrainSettings, rows: number): TrainSettings {
  const { preset, optimizer, chosen } = settings;
  if (preset === 'table' || !dependsOnRows(settings)) return settings;
  if (preset !== 'table-fast') {
    return { ...settings, ...imagePreset(PRESETS[preset], rows), ...(chosen as Partial<TrainSettings>) };
  }
  const { weightDecay, ...adapted } = tablePreset(rows);
  const decay = optimizer === PRESETS[preset].optimizer ? { weightDecay } : {};
  return { ...settings, ...adapted, ...decay, ...(chosen as Partial<TrainSettings>) };
}

/** Your own layers replace the preset's, together with its hidden layers. */
function layersOf(given: NablaConfig, preset: Preset): Pick<TrainSettings, 'layers' | 'hidden'> {
  return {
    layers: given.layers ?? preset.layers ?? [],
    hidden: [given.hidden ?? (given.layers === undefined ? preset.hidden : [])].flat(),
  };
}

/** Parses `32`, or `24x32`: height x width. */
function imageSize(size: number | string | undefined): TrainSettings['imageSize'] {
  if (size === undefined) return undefined;
  const [height = 0, width = height] = `${size}`.split('x').map(Number);
  return { height, width };
}

/** Parses `500 steps`, or a number of epochs. */
function interval(every: number | string): CheckpointInterval {
  const count = typeof every === 'number' ? every : Number.parseInt(every, 10);
  return `${every}`.includes('step') ? { steps: count } : { epochs: count };
}

/** The settings of `nabla evaluate`. */
export interface EvaluateSettings extends CommonSettings {
  /** Whether to stop at an image that cannot be read. */
  readonly strict: boolean;
}

/** The settings of `nabla evaluate`. It ignores `data` in a config file, which is meant for training. */
export function evaluateSettings(sources: SettingSources, workingFolder: string): EvaluateSettings {
  return {
    ...commonSettings(sources),
    data: pathSetting({ ...sources, file: {} }, 'data', workingFolder),
    strict: mergedSettings(sources).strict ?? false,
  };
}

/** The settings that all checks take; each adds its own options. */
export interface CheckSettings extends CommonSettings {
  /** Default: the widest type that the backend has. */
  readonly dtype: 'float32' | 'float64' | undefined;
  readonly seed: number;
  readonly layers: readonly LayerConfig[];
  readonly hidden: readonly number[];
  /** Whether a flag names a network: a preset, hidden layers, or a config file. */
  readonly namesNetwork: boolean;
}

/** The settings of a check. It ignores `dtype` in a config file, which is meant for training. */
export function checkSettings(sources: SettingSources, workingFolder: string, explicitFile: boolean): CheckSettings {
  const { flags, environment } = sources;
  const given = mergedSettings(sources);
  if (given.preset === 'gpt') {
    throw usageError(
      '--preset gpt: checks take networks for tables and images. Without it, nabla gradcheck has the modules of a GPT.',
    );
  }
  return {
    ...commonSettings(sources),
    data: pathSetting(sources, 'data', workingFolder),
    dtype: flags.dtype ?? environment.dtype,
    seed: given.seed ?? 0,
    ...layersOf(given, PRESETS[given.preset ?? DEFAULT_PRESET]),
    namesNetwork:
      explicitFile || flags.preset !== undefined || flags.layers !== undefined || flags.hidden !== undefined,
  };
}

/** Settings that `nabla gradcheck` takes. */
export const GRADCHECK_SETTINGS: readonly SettingName[] = [
  'backend',
  'dtype',
  'preset',
  'layers',
  'hidden',
  'seed',
  'data',
  'json',
  'quiet',
];

/** Settings that `nabla parity` takes. */
export const PARITY_SETTINGS: readonly SettingName[] = [
  'dtype',
  'preset',
  'layers',
  'hidden',
  'seed',
  'data',
  'json',
  'quiet',
];

/**
 * Settings that `nabla search` takes: it trains one network at a time and saves no model, each trial's run has its own
 * folder, and trials are not distributed.
 */
export const SEARCH_SETTINGS: readonly SettingName[] = SETTING_NAMES.filter(
  (name) =>
    !['out', 'run', 'from', 'overwrite', 'distributed', ...FINE_TUNE_SETTINGS, ...TABLE_SETTINGS].includes(name),
);

/** Settings that `nabla evaluate` takes. */
export const EVALUATE_SETTINGS: readonly SettingName[] = ['backend', 'data', 'strict', 'json', 'quiet'];

function commonSettings(sources: SettingSources): Omit<CommonSettings, 'data'> {
  const given = mergedSettings(sources);
  const { backend: named, backendOptions = {} } = sources.file;
  const backend = given.backend ?? 'auto';
  return {
    backend,
    // Options for one backend do not apply to another.
    backendOptions: named === undefined || named === backend ? backendOptions : {},
    ...(named === undefined ? {} : { configured: { backend: named, backendOptions } }),
    projectFolder: sources.projectFolder,
    json: given.json ?? false,
    quiet: given.quiet ?? false,
  };
}

/** Merges the sources: flags override the environment, which overrides the config file. */
export function mergedSettings({ flags, environment, file, found = {} }: SettingSources): NablaConfig {
  return { ...found, ...defined(file), ...defined(environment), ...defined(flags) };
}

/** Drops undefined values, so that they do not hide the value of another source. */
function defined(config: NablaConfig): NablaConfig {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
}

/** A preset's learning rate applies only to its own optimizer; another optimizer has its own default. */
function presetLearningRate(preset: Preset, optimizer: OptimizerName): number {
  return optimizer === preset.optimizer ? preset.learningRate : defaultLearningRate(optimizer);
}

/** Resolves a path: a typed one from the working folder, one in a config file from that file's folder. */
export function pathSetting(
  sources: SettingSources,
  name: 'data' | 'out' | 'run' | 'validation' | 'tokenizer' | 'from',
  workingFolder: string,
): string | undefined {
  const typed = sources.flags[name] || sources.environment[name];
  if (typed) return resolve(workingFolder, `${typed}`);
  const written = sources.file[name];
  if (written) return resolve(sources.projectFolder, `${written}`);
  const found = name === 'data' ? sources.found?.data : undefined;
  return found && resolve(workingFolder, found);
}
