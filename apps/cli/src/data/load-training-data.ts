/** Loads the training data: tables, images or MNIST. */
import { type Output, usageError } from '@nablajs/command-line';
import type { Backend } from '@nablajs/core';
import { PRESETS } from '../settings/presets.js';
import { flagName, type SettingName } from '../settings/setting-table.js';
import type { TrainSettings } from '../settings/settings.js';
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
  const kind = dataKind(data);
  checkKind(settings, kind);
  if (kind === 'table') return await loadTable(data as string, settings, output);
  return kind === 'images'
    ? await loadImageFolder(data as string, settings, backend)
    : await loadIdx(settings, backend);
}

/** Refuses settings for another kind of data: they are probably a mistake. */
function checkKind(settings: TrainSettings, kind: DataKind): void {
  const { preset } = settings;
  if (kind !== 'table' && preset === 'table') {
    throw usageError(`--preset table: it works only with tables, and ${settings.data ?? 'MNIST'} is not a table.`);
  }
  if (kind === 'table' && PRESETS[preset].layers !== undefined) {
    throw usageError(
      `--preset ${preset}: it works only with images, and ${settings.data} is a table. Use --preset table, or leave ` +
        'the flag out.',
    );
  }
  const names: readonly SettingName[] = kind === 'table' ? ['imageSize', 'augment'] : ['target', 'task'];
  const name = names.find((one) => settings[one as keyof TrainSettings] !== undefined);
  if (name === undefined) return;
  const [other, own] = kind === 'table' ? ['images', 'a table'] : ['tables', 'not a table'];
  throw usageError(`${flagName(name)}: it works only with ${other}, and ${settings.data ?? 'MNIST'} is ${own}.`);
}
