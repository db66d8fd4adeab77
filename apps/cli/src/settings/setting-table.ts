/** The flag and the environment variable of each setting, and how to parse their text. */
import { oneLine } from '@nablajs/command-line';
import { configSchema, DTYPE_NAMES, LAYOUT_NAMES, type NablaConfig, ORDER_NAMES, TASK_NAMES } from './config-schema.js';
import { OPTIMIZER_NAMES, PRESET_NAMES } from './presets.js';
import { SCHEDULE_NAMES } from './schedules.js';

/** Settings that can be given as text. `backendOptions` exists only in the config file. */
export type SettingName = Exclude<keyof NablaConfig, '$schema' | 'backendOptions'>;

export interface Setting {
  /** The flag in commander's syntax. */
  readonly flag: string;
  readonly environment: string;
  /** Describes a valid value, for error messages. */
  readonly expected: string;
  /** The valid names, if there are few. Errors suggest the nearest one. */
  readonly names?: readonly string[];
  /** Parses the text of a flag or a variable. Text that it cannot parse is returned as it is; the schema refuses it. */
  readonly fromText: (text: string) => unknown;
}

const text = (value: string): unknown => value;
const lowerCase = (value: string): unknown => value.toLowerCase();
/** An empty text is not a number, although `Number('')` is 0. */
const number = (value: string): unknown => (value.trim() === '' ? value : Number(value));
const numbers = (value: string): unknown => value.split(',').map(number);
const numberOrThree = (value: string): unknown => (value.includes(',') ? numbers(value) : number(value));
const numberOrFull = (value: string): unknown => (value === 'full' ? value : number(value));
const boolean = (value: string): unknown => ({ '1': true, true: true, '0': false, false: false })[value] ?? value;

/** Parses `shift=2,flip` to `{ shift: 2, flip: true }`, and `none` to `{}`. */
const changes = (value: string): unknown => {
  if (value === 'none') return {};
  const entries = value.split(',').map((part) => part.trim().split('='));
  const isRead = entries.every(([name, ...rest]) => name !== '' && rest.length <= 1);
  return isRead
    ? Object.fromEntries(entries.map(([name, size]) => [name, size === undefined ? true : number(size)]))
    : value;
};

/** Parses JSON. Returns any other text as it is. */
const json = (value: string): unknown => {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

const oneOf = (names: readonly string[]): { expected: string; names: readonly string[] } => ({
  expected: `one of ${names.join(', ')}`,
  names,
});

export const SETTINGS: Readonly<Record<SettingName, Setting>> = {
  preset: { flag: '--preset <name>', environment: 'NABLA_PRESET', ...oneOf(PRESET_NAMES), fromText: text },
  backend: {
    flag: '--backend <name>',
    environment: 'NABLA_BACKEND',
    expected: 'a short name or a package name',
    fromText: text,
  },
  dtype: { flag: '--dtype <name>', environment: 'NABLA_DTYPE', ...oneOf(DTYPE_NAMES), fromText: text },
  epochs: {
    flag: '--epochs <count>',
    environment: 'NABLA_EPOCHS',
    expected: 'a whole number of at least 1',
    fromText: number,
  },
  learningRate: {
    flag: '--learning-rate <number>',
    environment: 'NABLA_LEARNING_RATE',
    expected: 'a finite number above 0',
    fromText: number,
  },
  batchSize: {
    flag: '--batch-size <count>',
    environment: 'NABLA_BATCH_SIZE',
    expected: "a whole number of at least 1, or 'full'",
    fromText: numberOrFull,
  },
  hidden: {
    flag: '--hidden <units>',
    environment: 'NABLA_HIDDEN',
    expected: 'whole numbers from 1 to 65536, such as 532 or 256,128',
    fromText: numbers,
  },
  layers: {
    flag: '--layers <json>',
    environment: 'NABLA_LAYERS',
    expected: `a list of layers, such as [{ "type": "Flatten" }, { "type": "Dense", "units": 64 }, { "type": "ReLU" }]`,
    fromText: json,
  },
  optimizer: {
    flag: '--optimizer <name>',
    environment: 'NABLA_OPTIMIZER',
    ...oneOf(OPTIMIZER_NAMES),
    fromText: lowerCase,
  },
  weightDecay: {
    flag: '--weight-decay <number>',
    environment: 'NABLA_WEIGHT_DECAY',
    expected: 'a finite number of at least 0',
    fromText: number,
  },
  seed: {
    flag: '--seed <number>',
    environment: 'NABLA_SEED',
    expected: 'a whole number from 0 to 2^53 - 1',
    fromText: number,
  },
  layout: { flag: '--layout <name>', environment: 'NABLA_LAYOUT', ...oneOf(LAYOUT_NAMES), fromText: text },
  data: {
    flag: '--data <path>',
    environment: 'NABLA_DATA',
    expected: 'the path of a file or a folder',
    fromText: text,
  },
  tokenizer: {
    flag: '--tokenizer <name>',
    environment: 'NABLA_TOKENIZER',
    expected: 'characters, bytes, bpe, or the path of a tokenizer.json',
    fromText: text,
  },
  vocabulary: {
    flag: '--vocabulary <count>',
    environment: 'NABLA_VOCABULARY',
    expected: 'a whole number from 257 to 65536',
    fromText: number,
  },
  context: {
    flag: '--context <tokens>',
    environment: 'NABLA_CONTEXT',
    expected: 'a whole number from 1 to 65536',
    fromText: number,
  },
  blocks: {
    flag: '--blocks <count>',
    environment: 'NABLA_BLOCKS',
    expected: 'a whole number from 1 to 1000',
    fromText: number,
  },
  width: {
    flag: '--width <numbers>',
    environment: 'NABLA_WIDTH',
    expected: 'a whole number from 1 to 65536',
    fromText: number,
  },
  heads: {
    flag: '--heads <count>',
    environment: 'NABLA_HEADS',
    expected: 'a whole number from 1 to 65536',
    fromText: number,
  },
  target: { flag: '--target <column>', environment: 'NABLA_TARGET', expected: 'the name of a column', fromText: text },
  from: {
    flag: '--from <model>',
    environment: 'NABLA_FROM',
    expected: 'the path of a file or a folder',
    fromText: text,
  },
  unfreeze: {
    flag: '--unfreeze [blocks]',
    environment: 'NABLA_UNFREEZE',
    expected: 'a whole number from 1 to 1000, true or false',
    // 1 is a number of blocks here.
    fromText: (value) => ({ true: true, false: false })[value] ?? number(value),
  },
  lora: {
    flag: '--lora <rank>',
    environment: 'NABLA_LORA',
    expected: 'a whole number from 1 to 4096',
    fromText: number,
  },
  scale: {
    flag: '--scale <number>',
    environment: 'NABLA_SCALE',
    expected: 'a finite number above 0',
    fromText: number,
  },
  mean: {
    flag: '--mean <numbers>',
    environment: 'NABLA_MEAN',
    expected: 'a number, or three with commas',
    fromText: numberOrThree,
  },
  std: {
    flag: '--std <numbers>',
    environment: 'NABLA_STD',
    expected: 'a number above 0, or three with commas',
    fromText: numberOrThree,
  },
  order: { flag: '--order <channels>', environment: 'NABLA_ORDER', ...oneOf(ORDER_NAMES), fromText: lowerCase },
  textColumns: {
    flag: '--text-columns <names>',
    environment: 'NABLA_TEXT_COLUMNS',
    expected: 'names of columns, separated by commas, or none',
    fromText: (value) => (value === 'none' ? [] : value.split(',').map((name) => name.trim())),
  },
  task: { flag: '--task <name>', environment: 'NABLA_TASK', ...oneOf(TASK_NAMES), fromText: lowerCase },
  imageSize: {
    flag: '--image-size <pixels>',
    environment: 'NABLA_IMAGE_SIZE',
    expected: "a whole number from 1 to 4096, or two: '24x32'",
    fromText: (value) => (/^\d+$/.test(value) ? Number(value) : value),
  },
  augment: {
    flag: '--augment <changes>',
    environment: 'NABLA_AUGMENT',
    expected: "none, or some of shift=PIXELS, flip and rotate=DEGREES, such as 'shift=2,rotate=10,flip'",
    fromText: changes,
  },
  strict: {
    flag: '--strict',
    environment: 'NABLA_STRICT',
    expected: 'true or false',
    fromText: boolean,
  },
  effort: {
    flag: '--effort <number>',
    environment: 'NABLA_EFFORT',
    expected: 'a number above 0, at most 1000',
    fromText: number,
  },
  folds: {
    flag: '--folds <count>',
    environment: 'NABLA_FOLDS',
    expected: 'a whole number from 2 to 20',
    fromText: number,
  },
  group: { flag: '--group <column>', environment: 'NABLA_GROUP', expected: 'the name of a column', fromText: text },
  timeOrder: {
    flag: '--time-order <column>',
    environment: 'NABLA_TIME_ORDER',
    expected: 'the name of a column',
    fromText: text,
  },
  validation: {
    flag: '--validation <share>',
    environment: 'NABLA_VALIDATION',
    expected: 'a number between 0 and 1, or the path of a file',
    fromText: (value) => (Number.isNaN(number(value)) ? value : number(value)),
  },
  out: { flag: '--out <folder>', environment: 'NABLA_OUT', expected: 'the path of a folder', fromText: text },
  run: {
    flag: '--run <folder>',
    environment: 'NABLA_RUN',
    expected: 'the path of a folder, or false',
    fromText: (value) => (value === 'false' ? false : value),
  },
  checkpointEvery: {
    flag: '--checkpoint-every <count>',
    environment: 'NABLA_CHECKPOINT_EVERY',
    expected: "a whole number of epochs of at least 1, or of steps: '500 steps'",
    fromText: (value) => (/[a-z]/.test(value) ? value : number(value)),
  },
  keep: {
    flag: '--keep <count>',
    environment: 'NABLA_KEEP',
    expected: 'a whole number of at least 1',
    fromText: number,
  },
  earlyStopping: {
    flag: '--early-stopping <epochs>',
    environment: 'NABLA_EARLY_STOPPING',
    expected: 'a whole number of at least 1',
    fromText: number,
  },
  schedule: {
    flag: '--schedule <name>',
    environment: 'NABLA_SCHEDULE',
    ...oneOf(SCHEDULE_NAMES),
    fromText: lowerCase,
  },
  clipNorm: {
    flag: '--clip-norm <number>',
    environment: 'NABLA_CLIP_NORM',
    expected: 'a finite number above 0',
    fromText: number,
  },
  clipValue: {
    flag: '--clip-value <number>',
    environment: 'NABLA_CLIP_VALUE',
    expected: 'a finite number above 0',
    fromText: number,
  },
  tensorboard: {
    flag: '--tensorboard [folder]',
    environment: 'NABLA_TENSORBOARD',
    expected: 'the path of a folder, true or false',
    fromText: boolean,
  },
  distributed: {
    flag: '--distributed',
    environment: 'NABLA_DISTRIBUTED',
    expected: 'true or false',
    fromText: boolean,
  },
  parts: {
    flag: '--parts <count>',
    environment: 'NABLA_PARTS',
    expected: 'a power of two from 1 to 4096',
    fromText: number,
  },
  threads: {
    flag: '--threads <count>',
    environment: 'NABLA_THREADS',
    expected: 'a whole number from 1 to 64',
    fromText: number,
  },
  overwrite: {
    flag: '--overwrite',
    environment: 'NABLA_OVERWRITE',
    expected: 'true or false',
    fromText: boolean,
  },
  json: { flag: '--json', environment: 'NABLA_JSON', expected: 'true or false', fromText: boolean },
  quiet: { flag: '--quiet', environment: 'NABLA_QUIET', expected: 'true or false', fromText: boolean },
  ui: { flag: '--ui', environment: 'NABLA_UI', expected: 'true or false', fromText: boolean },
};

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** Returns the description of a setting for the help text. */
export function describeSetting(name: SettingName): string {
  return configSchema.shape[name].unwrap().description ?? '';
}

/** Returns the flag without its argument: `--epochs`. */
export function flagName(name: SettingName): string {
  return SETTINGS[name].flag.replace(/ .*/, '');
}

/** Returns a value in one line: a layer as its type, other objects as JSON, and `-` for none. */
export function shown(value: unknown): string {
  if (value === undefined) return '-';
  if (Array.isArray(value)) return oneLine(value.map((one: unknown) => typeOf(one) ?? `${one}`).join(',')) || '-';
  return oneLine(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

/** Returns the type of a layer. */
const typeOf = (value: unknown): string | undefined => (value as { readonly type?: string }).type;
