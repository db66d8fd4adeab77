import { resolve } from 'node:path';
import { Output, usageError } from '@nablajs/command-line';
import { Command } from 'commander';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { DEFAULT_PRESET, PRESETS } from '../presets.js';
import { resumedSettings } from '../resume-settings.js';
import { newestRun } from '../run-folder.js';
import { isRun, RUN_FILE, readRecord } from '../run-record.js';
import { readSources, type SettingSources } from '../setting-sources.js';
import { SETTING_NAMES } from '../setting-table.js';
import { type TrainSettings, trainSettings } from '../settings.js';
import { addSettingOptions } from './setting-options.js';
import { withData } from './with-data.js';

const HELP: readonly HelpBlock[] = [
  {
    title: `Presets (${DEFAULT_PRESET} where none is named)`,
    rows: Object.entries(PRESETS).map(([name, { description }]) => [name, description]),
  },
  `A run lives in a folder: its settings (run.json), what happened (events.jsonl) and its checkpoints. Ctrl-C, SIGTERM and
  a closed terminal save where it is; --resume goes on from the last checkpoint with the same bits, also after a crash.
  nabla evaluate takes a run's folder as a model.`,
  `Every setting can also come from the environment (NABLA_EPOCHS=20) or from nabla.config.{ts,js,mjs,json}. Flags
  override environment variables, these override the config file, and the file overrides the preset.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla train --preset quick'],
      ['$ nabla train iris.csv --target species', 'a table: columns and types are found'],
      ['$ nabla train --epochs 20 --hidden 256,128 --optimizer adam --batch-size 64'],
      ['$ nabla train --data fashion-mnist --preset quick --out model'],
      ['$ nabla train --preset quick --schedule one-cycle --early-stopping 3 --epochs 30'],
      ['$ nabla train --run runs/first --checkpoint-every "500 steps"'],
      ['$ nabla train --preset quick --tensorboard', 'then: tensorboard --logdir runs'],
      ['$ nabla train --resume', 'go on with the newest run in runs, at the step where it stopped'],
      ['$ nabla train --resume runs/first --epochs 40', 'or with this one, for more epochs'],
      ['$ nabla train --preset quick --json | jq .event'],
    ],
  },
];

/** `setCode` takes the exit code. */
export function trainCommand(setCode: (code: number) => void): Command {
  const command = new Command('train')
    .description('Train a network on a table, on images or on MNIST, and test it.')
    .argument('[data]', 'A table or a folder of images: the same as --data.');
  addSettingOptions(command, SETTING_NAMES)
    .option('--no-run', 'Keep no run: no folder, no checkpoints.')
    .option('--resume [folder]', 'Go on with the run in this folder; with the newest one in runs where none is named.');
  return addHelpBlocks(command, HELP).action(async (data: string | undefined, given: Record<string, unknown>) => {
    const flags = withData('train', given, data);
    const workingFolder = process.cwd();
    const sources = await readSources({ flags, environment: process.env, workingFolder }, SETTING_NAMES);
    const settings = settingsOf(flags['resume'], sources, workingFolder);
    const { trainModel } = await import('../train-model.js');
    setCode(await trainModel(settings, new Output(settings)));
  });
}

function settingsOf(resume: unknown, sources: SettingSources, workingFolder: string): TrainSettings {
  const settings = trainSettings(sources, workingFolder);
  if (resume === undefined) return settings;
  const folder = typeof resume === 'string' ? resolve(workingFolder, resume) : newestRun(settings.runsFolder);
  if (!isRun(folder)) throw usageError(`--resume: ${folder} is no run's folder: it has no ${RUN_FILE}.`);
  return { ...resumedSettings(folder, readRecord(folder), sources, workingFolder), resumes: true };
}
