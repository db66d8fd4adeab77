/** Loads the training data: tables, images, text or MNIST. */
import { type Output, usageError } from '@nablajs/command-line';
import type { Backend } from '@nablajs/core';
import { PRESETS } from '../settings/presets.js';
import { flagName, type SettingName } from '../settings/setting-table.js';
import type { TrainSettings } from '../settings/settings.js';
import { loadText } from '../text/text-data.js';
import { checkExists, type DataKind, dataKind } from './data-kind.js';
import { loadIdx, loadImageFolder } from './image-data.js';
import { loadTable } from './table-data.js';
import type { TrainingData } from './training-data.js';

/**
 * Loads the data, and shows progress on `output` if it takes long. Throws CommandErrors and NablaErrors of code `data`.
 */
export async function loadTrainingData(
  settings: TrainSettings,
  backend: Pick<Backend, 'csr' | 'name'>,
  output?: Output,
): Promise<TrainingData> {
  const { data } = settings;
  if (data !== undefined) await checkExists(data);
  const kind = dataKind(data, settings);
  checkKind(settings, kind);
  if (kind === 'text') return await loadText(data as string, settings, output);
  if (kind === 'table') return await loadTable(data as string, settings, output);
  return kind === 'images'
    ? await loadImageFolder(data as string, settings, backend)
    : await loadIdx(settings, backend);
}

/** Refuses settings for another kind of data: they are probably a mistake. */
function checkKind(settings: TrainSettings, kind: DataKind): void {
  checkPreset(settings, kind);
  const name = OTHERS_OF[kind].find((one) => isGiven(settings[one as keyof TrainSettings]));
  if (name === undefined) return;
  const isOfTable = OF_TABLES.includes(name);
  const works = isOfTable ? 'tables' : name === 'hidden' || name === 'layers' ? 'tables and images' : 'images';
  const own = kind === 'table' ? 'a table' : kind === 'text' ? 'a text' : 'not a table';
  throw usageError(`${flagName(name)}: it works only with ${works}, and ${settings.data ?? 'MNIST'} is ${own}.`);
}

const isGiven = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);

const OF_TABLES: readonly SettingName[] = ['target', 'textColumns', 'task'];

/** Settings for other kinds of data. */
const OTHERS_OF: Readonly<Record<DataKind, readonly SettingName[]>> = {
  table: ['imageSize', 'augment'],
  text: ['imageSize', 'augment', ...OF_TABLES, 'hidden', 'layers'],
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
