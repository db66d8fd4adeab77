import { resolve } from 'node:path';
import { usageError } from '@nablajs/command-line';
import type { SettingSources } from '../settings/setting-sources.js';

/**
 * Returns where to write events for TensorBoard: an absolute path, true for the run's folder, or false for nowhere.
 * Throws a CommandError if it should be the run's folder but no run is kept.
 */
export function tensorboardSetting(
  { flags, environment, file, projectFolder }: SettingSources,
  workingFolder: string,
  keepsRun: boolean,
): string | boolean {
  const typed = flags.tensorboard ?? environment.tensorboard;
  const setting = typed ?? file.tensorboard ?? false;
  if (setting === true && !keepsRun) {
    throw usageError('--tensorboard: expected a folder, because there is no run to write to. Received none.');
  }
  if (typeof setting === 'boolean') return setting;
  return resolve(typed === undefined ? projectFolder : workingFolder, setting);
}
