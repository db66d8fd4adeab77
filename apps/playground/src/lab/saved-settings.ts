import { loadModelFiles, type ModelFiles } from '@nablajs/checkpoint/portable';
import { readTableForm } from '@nablajs/datasets/portable';
import { writeSettings } from '../settings/link.js';
import { DEFAULTS } from '../settings/settings.js';

/**
 * Returns the settings that a model of the Train view was trained with, as a link, and for any model for tables, such
 * as `nabla train` makes, what it predicts; undefined for any other model.
 */
export async function settingsIn(files: ModelFiles): Promise<string | undefined> {
  const { notes, form } = await loadModelFiles(files);
  const link = notes?.['playground'];
  if (typeof link === 'string') return link;
  if (form?.['type'] !== 'table') return undefined;
  return writeSettings({ ...DEFAULTS.table, target: readTableForm(form, 'model.json').target.name });
}
