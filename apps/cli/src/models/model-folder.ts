import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import {
  loadModel,
  type ModelDescription,
  type SavedModel,
  type SavedNormalisation,
  saveModel,
} from '@nablajs/checkpoint';
import {
  type Backend,
  type ConfigTable,
  isNablaError,
  type JsonValue,
  type Module,
  NablaError,
  type Network,
  named,
  networkFromConfig,
} from '@nablajs/core';
import { FINETUNE_LAYERS } from '@nablajs/finetune';
import { KERAS_LAYERS, OPERATOR_LAYERS, PRETRAINED_LAYERS } from '@nablajs/interchange';
import { SEQUENCE_LAYERS } from '@nablajs/sequences';
import { type Recipe, TABLE_LAYERS } from '@nablajs/tables';
import type { Score } from '../evaluation/report.js';
import { CHECKPOINTS_FOLDER } from '../runs/run-folder.js';
import { isRun } from '../runs/run-record.js';
import { ownModelFolder } from '../runs/table-run.js';
import type { TrainSettings } from '../settings/settings.js';

export interface TrainedModel {
  readonly network: Pick<SavedModel, 'config' | 'dtype' | 'parameters'>;
  /** Absolute path of the training data; undefined is MNIST. */
  readonly data: string | undefined;
  readonly testedOn: string | undefined;
  /** Whether the epoch was chosen by the data that it was tested on in training. */
  readonly epochChosen: boolean;
  /** Whether it learned from all of its data, so that none are left for a test. */
  readonly sawAll: boolean;
  /** The share of the data that it was tested on, and the seed that drew it; undefined for other test data. */
  readonly kept: { readonly validation: number; readonly seed: number } | undefined;
  /** Describes its inputs and outputs; undefined for images of IDX files. */
  readonly form: Readonly<Record<string, JsonValue>> | undefined;
  /** The layout of the images: another layout sums in another order. */
  readonly layout: 'dense' | 'csr';
  readonly normalisation: SavedNormalisation;
}

const SCORES = ['accuracy', 'r2', 'perplexity'] as const;

export interface TrainedOn {
  readonly settings: TrainSettings;
  /** Completed epochs; 0 for an ensemble. */
  readonly epochs: number;
  /** How the networks of an ensemble are made and trained; undefined for one network. */
  readonly recipe?: Recipe;
  /** Whether it learned in the end what it was tested on, after that test. */
  readonly learnedAll?: boolean;
  readonly score: Score;
  readonly layout: 'dense' | 'csr';
  readonly normalisation: SavedNormalisation | undefined;
  readonly form: Readonly<Record<string, JsonValue>> | undefined;
}

/**
 * Throws a NablaError of code `data` if saving fails. If the folder already has a model, calls `mayReplace` with its
 * score (undefined if it is not recorded) and its form; if `mayReplace` throws, that model stays.
 */
export async function saveTrained(
  folder: string,
  model: Network,
  trainedOn: TrainedOn,
  mayReplace: (score: Score | undefined, form: TrainedOn['form']) => void = () => {},
): Promise<void> {
  const { name, value } = trainedOn.score;
  const description = describeTrained(folder, model, trainedOn);
  const notes = { ...description.notes, [name]: value };
  const saved: SavedModel = { ...description, notes, parameters: await model.parameters.read() };
  await saveModel(folder, saved, {
    mayReplace: ({ notes, form }) => mayReplace(notedScore(notes), form),
  });
}

function notedScore(notes: ModelDescription['notes'] = {}): Score | undefined {
  for (const name of SCORES) {
    const value = notes[name];
    if (typeof value === 'number') return { name, value };
  }
  return undefined;
}

export function describeTrained(
  folder: string,
  { config, dtype, backend }: Network,
  { settings, epochs, recipe, learnedAll, layout, normalisation, form }: Omit<TrainedOn, 'score'>,
): ModelDescription {
  const { preset, optimizer, learningRate, batchSize, seed, validation, earlyStopping } = settings;
  const data = settings.data === undefined ? null : portablePath(folder, settings.data);
  const { effort, folds, from, unfreeze, lora } = settings;
  const how =
    recipe === undefined
      ? { optimizer, learningRate, batchSize, epochs, ...(earlyStopping !== undefined && { earlyStopping }) }
      : { effort, folds, recipe: { ...recipe } };
  const tested = typeof validation === 'string' ? portablePath(folder, validation) : validation;
  const notes = {
    ...{ data, layout, preset, seed, backend: backend.name },
    ...how,
    ...(from !== undefined && { from: portablePath(folder, from) }),
    ...(unfreeze !== undefined && { unfreeze }),
    ...(lora !== undefined && { lora }),
    ...(tested !== undefined && { validation: tested }),
    ...(learnedAll === true && { learnedAll }),
  };
  return {
    ...{ config, dtype, notes },
    ...(normalisation !== undefined && { normalisation }),
    ...(form !== undefined && { form }),
  };
}

/**
 * Returns the data's path relative to the model, with slashes, so that both can move together and to another system.
 */
export function portablePath(folder: string, data: string): string {
  const path = relative(folder, data);
  return isAbsolute(path) ? path : path.split(sep).join('/');
}

/**
 * For a run, loads its best checkpoint, or the last one if none is known to be the best. Throws a NablaError of code
 * `data` if the model is missing or damaged, or if nabla did not write its notes.
 */
export async function loadTrained(given: string): Promise<TrainedModel> {
  const folder = ownModelFolder(given);
  const place = isRun(folder) ? join(folder, CHECKPOINTS_FOLDER) : folder;
  const { config, dtype, parameters, normalisation, form, notes = {} } = await modelIn(place);
  const { data = null, layout = 'dense', validation, seed } = notes;
  const sawAll = notes['learnedAll'] === true || (notes['recipe'] !== undefined && validation === undefined);
  if ((data !== null && typeof data !== 'string') || (layout !== 'dense' && layout !== 'csr')) {
    throw new NablaError('data', `${folder}/model.json: notes.data or notes.layout is not in nabla's format.`);
  }
  return {
    network: { config, dtype, parameters },
    data: data === null ? undefined : resolve(folder, data),
    testedOn: typeof validation === 'string' ? resolve(folder, validation) : undefined,
    sawAll,
    kept: !sawAll && typeof validation === 'number' && typeof seed === 'number' ? { validation, seed } : undefined,
    // A run gives its best checkpoint. With --validation, the test images of IDX files chose nothing.
    epochChosen:
      (isRun(folder) || notes['earlyStopping'] !== undefined) && (form !== undefined || validation === undefined),
    form,
    layout,
    normalisation: normalisation ?? { divisor: 255 },
  };
}

/** Says that a run of a fine-tuning has no model yet: its checkpoints have not all of it. */
async function modelIn(folder: string): Promise<SavedModel> {
  try {
    return await loadModel(folder);
  } catch (error) {
    if (!isNablaError(error) || !error.message.includes('only the state of a training')) throw error;
    const remedy = 'continue it with nabla train --resume';
    throw new NablaError('data', `${dirname(folder)}: it has no model until its training ends; ${remedy}.`, {
      cause: error,
    });
  }
}

/** The caller disposes it. */
export const openNetwork = (backend: Backend, network: TrainedModel['network']): Network =>
  networkFromConfig(backend, network.config, { ...network, layers: OWN_LAYERS });

/** Makes a layer of a config that may have a name. */
const withName =
  (make: ConfigTable<Module>[string]): ConfigTable<Module>[string] =>
  ({ name, ...config }, inner) =>
    typeof name === 'string' ? named(name, make(config, inner)) : make(config, inner);

/** Layers of nabla that are not core's, also with names. */
export const OWN_LAYERS: ConfigTable<Module> = Object.fromEntries(
  Object.entries({
    ...{
      ...TABLE_LAYERS,
      ...SEQUENCE_LAYERS,
      ...OPERATOR_LAYERS,
      ...KERAS_LAYERS,
      ...PRETRAINED_LAYERS,
      ...FINETUNE_LAYERS,
    },
  }).map(([type, make]) => [type, withName(make as ConfigTable<Module>[string])]),
);
