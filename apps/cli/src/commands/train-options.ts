/** The flags of `nabla train` and `nabla config`, and the settings that follow from them. */
import { resolve } from 'node:path';
import { usageError } from '@nablajs/command-line';
import type { Command } from 'commander';
import { newestRun } from '../runs/run-folder.js';
import { isRun, RUN_FILE, readRecord } from '../runs/run-record.js';
import type { NablaConfig } from '../settings/config-schema.js';
import { resumedSettings } from '../settings/resume-settings.js';
import { readSources, type SettingSources } from '../settings/setting-sources.js';
import { SETTING_NAMES } from '../settings/setting-table.js';
import { RUNS_FOLDER, type TrainSettings, trainSettings } from '../settings/settings.js';
import { addSettingOptions } from './setting-options.js';
import { withData } from './with-data.js';

export function addTrainOptions(command: Command): void {
  command.argument('[data]', 'A table, a text (.txt), or a folder of images or texts: the same as --data.');
  addSettingOptions(command, SETTING_NAMES)
    .option('--no-run', 'Keep no run: no folder, no checkpoints.')
    .option('--no-unfreeze', 'With --from: train only the new last layer.')
    .option('--resume [folder]', 'Continue the run in this folder. Default: the newest run in runs.');
}

export interface GivenSettings {
  readonly settings: TrainSettings;
  readonly sources: SettingSources;
  /** The recorded config of a resumed run; undefined for a new run. */
  readonly resumed: NablaConfig | undefined;
}

/** `flags`: as commander parsed them. Throws CommandErrors. */
export function readTrainSources(
  flags: Readonly<Record<string, unknown>>,
  data: string | undefined,
  workingFolder: string,
): Promise<SettingSources> {
  return readSources({ flags: withData('train', flags, data), environment: process.env, workingFolder }, SETTING_NAMES);
}

/** `resume`: the flag --resume, if it is given. Throws CommandErrors. */
export function givenSettings(sources: SettingSources, resume: unknown, workingFolder: string): GivenSettings {
  if (resume === undefined) return { settings: trainSettings(sources, workingFolder), sources, resumed: undefined };
  const runs = resolve(workingFolder, RUNS_FOLDER);
  const folder = typeof resume === 'string' ? resolve(workingFolder, resume) : newestRun(runs);
  if (!isRun(folder)) throw usageError(`--resume: ${folder} is not the folder of a run: it has no ${RUN_FILE}.`);
  const record = readRecord(folder);
  const own = { ...resumedSettings(folder, record, sources, workingFolder), resumes: true };
  return { settings: own, sources, resumed: record.config };
}
