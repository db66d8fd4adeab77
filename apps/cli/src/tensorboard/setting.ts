import { resolve } from 'node:path';
import { usageError } from '@nablajs/command-line';
import type { SettingSources } from '../settings/setting-sources.js';

/**
 * Where a training writes events for TensorBoard: an absolute path, true for the run's own folder, false for nowhere. Throws
 * a CommandError where it should be the folder of a run that is not kept.
 */
export function tensorboardSetting(
  { flags, environment, file, projectFolder }: SettingSources,
  workingFolder: string,
  keepsRun: boolean,
): string | boolean {
  const typed = flags.tensorboard ?? environment.tensorboard;
  const setting = typed ?? file.tensorboard ?? false;
  if (setting === true && !keepsRun) {
    throw usageError('--tensorboard: expected a folder, as there is no run to keep it in. Received none.');
  }
  if (typeof setting === 'boolean') return setting;
  return resolve(typed === undefined ? projectFolder : workingFolder, setting);
}
