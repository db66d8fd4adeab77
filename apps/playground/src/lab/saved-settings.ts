import { loadModelFiles, type ModelFiles } from '@nablajs/checkpoint/portable';
import { readTableForm } from '@nablajs/datasets/portable';
import { writeSettings } from '../settings/link.js';
import { DEFAULTS } from '../settings/settings.js';

/**
 * The settings of a model of the Train view, as a link; for tables, also what it predicts. Undefined for any other
 * model.
 */
export async function settingsIn(files: ModelFiles): Promise<string | undefined> {
  const { notes, form } = await loadModelFiles(files);
  const link = notes?.['playground'];
  if (typeof link === 'string') return link;
  if (form?.['type'] !== 'table') return undefined;
  return writeSettings({ ...DEFAULTS.table, target: readTableForm(form, 'model.json').target.name });
}
