import { type Output, usageError } from '@nablajs/command-line';
import type { Backend } from '@nablajs/core';
import type { ArrayForm, ImageForm, TableForm, TextForm } from '@nablajs/datasets';
import { loadArrays } from '../arrays/array-data.js';
import type { StartModel } from '../finetune/start-model.js';
import type { TrainedModel } from '../models/model-folder.js';
import { isFlat } from '../models/network.js';
import { readForm } from '../models/saved-form.js';
import { FINE_TUNE_SETTINGS, PREPROCESSING_SETTINGS } from '../settings/fine-tune-settings.js';
import { PRESETS } from '../settings/presets.js';
import { flagName, type SettingName } from '../settings/setting-table.js';
import type { TrainSettings } from '../settings/settings.js';
import { loadText } from '../text/text-data.js';
import { checkExists, type DataKind, dataKind } from './data-kind.js';
import { loadIdx, loadImageFolder } from './image-data.js';
import { loadTable } from './table-data.js';
import type { TrainingData } from './training-data.js';

/**
 * Shows progress if it takes long. A model to start with decides how the data are read. Throws CommandErrors and
 * NablaErrors of code `data`.
 */
export async function loadTrainingData(
  settings: TrainSettings,
  backend: Pick<Backend, 'csr' | 'name'>,
  output?: Output,
  start?: StartModel,
): Promise<TrainingData> {
  const { data } = settings;
  if (data !== undefined) await checkExists(data);
  const kind = dataKind(data, settings);
  checkKind(settings, kind, start?.sentences !== undefined);
  const sentences = start?.sentences?.form;
  if (sentences !== undefined && kind !== 'table') {
    throw usageError(
      `--from: ${settings.from} is a sentence model. Expected a table with a column of text, or a folder of texts. ` +
        `Received ${data ?? 'MNIST'}.`,
    );
  }
  const form = start && sentences === undefined ? formFor(start, kind, settings) : undefined;
  if (kind === 'arrays') return await loadArrays(data as string, settings, output, form as ArrayForm | undefined);
  if (kind === 'text') return await loadText(data as string, settings, output, form as TextForm | undefined);
  if (kind === 'table') {
    return await loadTable(data as string, settings, output, form as TableForm | undefined, sentences);
  }
  const flatten = start === undefined ? settings.layers.length === 0 : isFlat(start.network.config);
  return kind === 'images'
    ? await loadImageFolder(data as string, { ...settings, flatten }, backend, form as ImageForm | undefined)
    : await loadIdx({ ...settings, flatten }, backend, form as ImageForm | undefined);
}

const FORM_OF: Readonly<Record<DataKind, NonNullable<ReturnType<typeof readForm>>['type']>> = {
  ...{ mnist: 'images', idx: 'images', images: 'images', table: 'table', text: 'text', arrays: 'arrays' },
};

/** Throws a CommandError if the model to start with does not take data of this kind. */
function formFor({ form }: TrainedModel, kind: DataKind, { from, data = 'MNIST' }: TrainSettings) {
  const own = form && readForm(form, `${from}/model.json`);
  if (own?.type === FORM_OF[kind]) return own;
  const received = own === undefined ? 'a model that does not say what it takes' : `a model for ${own.type}`;
  throw usageError(`--from: expected a model for ${FORM_OF[kind]}, as ${data} is. Received ${received}, ${from}.`);
}

/** Refuses settings for another kind of data: they are probably a mistake. */
function checkKind(settings: TrainSettings, kind: DataKind, isSentences: boolean): void {
  checkPreset(settings, kind);
  const others = isSentences ? OTHERS_OF_SENTENCES : OTHERS_OF[kind];
  const name = others.find((one) => isGiven(settings[one as keyof TrainSettings]));
  if (name === undefined) return;
  if (kind === 'table' && (name === 'unfreeze' || name === 'lora')) {
    throw usageError(
      `${flagName(name)}: for a table, it works only with --from FOLDER of a model of sentences, such as MiniLM.`,
    );
  }
  const isOfTable = OF_TABLES.includes(name);
  const works = isOfTable ? 'tables' : name === 'hidden' || name === 'layers' ? 'tables and images' : 'images';
  const own = OWN_NAMES[kind] ?? 'not a table';
  throw usageError(`${flagName(name)}: it works only with ${works}, and ${settings.data ?? 'MNIST'} is ${own}.`);
}

const OWN_NAMES: Readonly<Partial<Record<DataKind, string>>> = {
  ...{ table: 'a table', text: 'a text', arrays: 'a file of arrays' },
};

const isGiven = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);

const OF_IMAGES: readonly SettingName[] = ['imageSize', 'augment', ...FINE_TUNE_SETTINGS];
const OF_TABLES: readonly SettingName[] = ['target', 'textColumns', 'task'];

const OTHERS_OF_SENTENCES: readonly SettingName[] = ['imageSize', 'augment', ...PREPROCESSING_SETTINGS];

const OTHERS_OF: Readonly<Record<DataKind, readonly SettingName[]>> = {
  table: OF_IMAGES,
  arrays: [...OF_IMAGES, 'textColumns'],
  text: [...OF_IMAGES, ...OF_TABLES, 'hidden', 'layers'],
  ...{ mnist: OF_TABLES, idx: OF_TABLES, images: OF_TABLES },
};

function checkPreset({ preset, data = 'MNIST' }: TrainSettings, kind: DataKind): void {
  if (kind === 'text' && preset !== 'gpt') {
    throw usageError(
      `--preset ${preset}: it works only with tables and images, and ${data} is a text. Leave the flag out, or name a ` +
        "table's column with --target.",
    );
  }
  if (kind !== 'text' && preset === 'gpt') {
    throw usageError(`--preset gpt: it works only with a text, and ${data} is not a file.`);
  }
  if (kind !== 'table' && preset === 'table') {
    throw usageError(`--preset table: it works only with tables, and ${data} is not a table.`);
  }
  if (kind === 'table' && PRESETS[preset].layers !== undefined) {
    throw usageError(
      `--preset ${preset}: it works only with images, and ${data} is a table. Use --preset table, or leave the flag out.`,
    );
  }
}
