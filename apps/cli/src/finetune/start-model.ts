/** Loads a model of nabla, or a file of another library, to start a training with. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Output, usageError } from '@nablajs/command-line';
import { isNablaError, type NetworkConfig, type SequentialConfig, type TypedConfig } from '@nablajs/core';
import type { ImageForm } from '@nablajs/datasets';
import type { SentenceModel } from '@nablajs/finetune';
import { readBytes } from '../arrays/array-files.js';
import { checkExists, type DataKind, dataKind } from '../data/data-kind.js';
import type { TrainingData } from '../data/training-data.js';
import type { ImageOptions } from '../import/image-input.js';
import { type ForeignModel, type ReadSettings, readForeignModel } from '../import/read-model.js';
import { FORMAT_NAMES, hasOnlyWeights, type ModelFormat, tellFormat } from '../import/tell-format.js';
import { loadTrained, type TrainedModel } from '../models/model-folder.js';
import { hasAlready, PREPROCESSING_SETTINGS } from '../settings/fine-tune-settings.js';
import type { TrainSettings } from '../settings/settings.js';
import { isSentenceFolder } from './sentence-folder.js';
import { ownSentences, startSentences } from './sentence-start.js';

export interface StartModel extends TrainedModel {
  /** Whether it comes from a file, so that its last layer is always replaced if the data are images. */
  readonly isFile: boolean;
  /** A model of sentences: how a text becomes tokens, and the features for a new last layer. */
  readonly sentences?: Pick<SentenceModel, 'form' | 'features'>;
}

/** Throws CommandErrors, and NablaErrors of damaged files. */
export async function loadStart(settings: TrainSettings, output?: Output): Promise<StartModel> {
  const { dtype } = settings;
  const from = settings.from as string;
  await checkExists(from);
  if (isSentenceFolder(from)) return await startSentences(from, dtype);
  const file = fileIn(from);
  if (file !== undefined) return await loadFile(file, settings, output);
  const start = await loadTrained(from).catch((error: unknown) => {
    if (!isNablaError(error) || !error.message.startsWith('no model in')) throw error;
    throw noModel(`the folder ${from}, which has none of these`);
  });
  if (start.form?.['type'] === 'images') checkKnown(settings);
  if (start.network.dtype !== dtype) {
    throw usageError(`--dtype: expected ${start.network.dtype}, which the model of --from has. Received ${dtype}.`);
  }
  // Without these, its training goes on as it is.
  const { unfreeze, lora } = settings;
  const sentences = unfreeze === undefined && lora === undefined ? undefined : ownSentences(start);
  return { ...start, isFile: false, ...(sentences && { sentences }) };
}

/** Whether the network gets a new last layer, rather than being trained as it is. */
export function needsHead(
  { form, isFile, sentences }: StartModel,
  data: Pick<TrainingData, 'form' | 'shape'>,
  { unfreeze, lora }: TrainSettings,
): boolean {
  if (sentences !== undefined) return true;
  if (data.shape.kind !== 'images') return false;
  const classesOf = (given: TrainedModel['form']): string => JSON.stringify(given?.['classes']);
  return isFile || unfreeze !== undefined || lora !== undefined || classesOf(form) !== classesOf(data.form);
}

/** Beside the model.json of a model of ours. */
const WEIGHTS = 'weights.safetensors';

/** Returns the file of another library: `from` itself, or the model.json of TensorFlow.js in that folder. */
function fileIn(from: string): string | undefined {
  if (!statSync(from).isDirectory()) {
    const isOurs = basename(from) === 'model.json' && !isTfjs(from) && existsSync(join(dirname(from), WEIGHTS));
    if (isOurs)
      throw usageError(`--from: model.json is a part of a model of nabla. Pass its folder, ${dirname(from)}.`);
    return from;
  }
  const file = join(from, 'model.json');
  return existsSync(file) && isTfjs(file) ? file : undefined;
}

function isTfjs(path: string): boolean {
  try {
    const model: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof model === 'object' && model !== null && 'modelTopology' in model;
  } catch {
    // `loadTrained` says what is wrong with it.
    return false;
  }
}

function checkKnown(settings: TrainSettings): void {
  const name = [...PREPROCESSING_SETTINGS, 'imageSize' as const].find((one) => settings[one] !== undefined);
  if (name !== undefined) throw hasAlready(name);
}

/** What a file alone does not have: `nabla import` takes all of it. */
const NOTHING = { into: undefined, config: undefined, state: undefined, shapes: {}, inputs: {} } as const;

const SOME_CLASSES = ['0', '1'];

const IMAGE_KINDS: readonly DataKind[] = ['images', 'idx', 'mnist'];

async function loadFile(path: string, settings: TrainSettings, output: Output | undefined): Promise<StartModel> {
  const { data, dtype } = settings;
  const bytes = await readBytes(path, output);
  const format = formatOf(bytes, basename(path));
  if (hasOnlyWeights(format)) throw onlyWeights(path, FORMAT_NAMES[format]);
  const own: ReadSettings = { ...NOTHING, map: new Map(), dtype, classes: undefined, images: undefined };
  const read = (images: ImageOptions | undefined): Promise<ForeignModel> =>
    readForeignModel(path, bytes, { ...own, images });
  const takesImages = IMAGE_KINDS.includes(dataKind(data, settings));
  const { saved, imported } = takesImages ? await readForImages(path, read, settings) : await read(undefined);
  // How the network was trained before says nothing of this training.
  for (const warning of imported.warnings) if (!isOfTraining(warning)) output?.warn(warning);
  const { config, parameters, form } = saved;
  return {
    ...{ network: { config, dtype, parameters }, form, isFile: true, layout: 'dense' },
    ...{ data: undefined, testedOn: undefined, epochChosen: false, sawAll: false, kept: undefined },
    normalisation: (form as Partial<ImageForm> | undefined)?.normalisation ?? { divisor: 255 },
  };
}

const isOfTraining = (warning: string): boolean => warning.endsWith('it only matters for training');

const noModel = (received: string): Error =>
  usageError(
    '--from: expected a network: a file of ONNX, Keras or TensorFlow.js, the folder of a model of nabla, or that of a ' +
      `sentence model with its config.json. Received ${received}.`,
  );

function formatOf(bytes: Uint8Array, name: string): ModelFormat {
  try {
    return tellFormat(bytes, name);
  } catch {
    throw noModel(`the file ${name}, which is none of these`);
  }
}

function onlyWeights(path: string, format: string): Error {
  return usageError(
    `--from: expected a network. Received a file of ${format}, ${basename(path)}, which has only weights. Put them into ` +
      'a network first: nabla import FILE --into MODEL --out net, then --from net.',
  );
}

/** Reads a network for images. How a byte becomes an input: as the settings say, or else the file. */
async function readForImages(
  path: string,
  read: (images: ImageOptions | undefined) => Promise<ForeignModel>,
  { scale, mean, std, order, imageSize }: TrainSettings,
): Promise<ForeignModel> {
  const options = (divisor: number): ImageOptions => ({
    ...{ scale: divisor, mean: mean ?? [0], std: std ?? [1], order: order ?? 'rgb' },
    ...{ size: imageSize, classes: SOME_CLASSES, flag: '--from' },
  });
  if (scale !== undefined || mean !== undefined || std !== undefined) return await read(options(scale ?? 255));
  const found = await read(undefined);
  if (found.saved.form?.['type'] === 'images') return found;
  if (scalesItself(found.saved.config)) return await read(options(1));
  throw usageError(
    `--from: ${basename(path)} does not say how a byte of an image becomes an input. Its documentation does: --scale ` +
      '255 for inputs from 0 to 1, --scale 127.5 --mean 1 for inputs from -1 to 1, --mean and --std for others, and ' +
      '--order bgr for blue first.',
  );
}

function scalesItself(config: SequentialConfig | NetworkConfig): boolean {
  const { layers } = 'module' in config ? config.module : config;
  const [first] = (layers ?? []) as readonly TypedConfig[];
  return first?.type === 'Rescale' || first?.type === 'Standardize';
}
