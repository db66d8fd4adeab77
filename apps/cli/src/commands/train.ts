import { Output } from '@nablajs/command-line';
import { Command } from 'commander';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { DEFAULT_PRESET, PRESETS } from '../presets.js';
import { readSources } from '../setting-sources.js';
import { SETTING_NAMES } from '../setting-table.js';
import { trainSettings } from '../settings.js';
import { trainModel } from '../train-model.js';
import { addSettingOptions } from './setting-options.js';

const HELP: readonly HelpBlock[] = [
  {
    title: `Presets (${DEFAULT_PRESET} where none is named)`,
    rows: Object.entries(PRESETS).map(([name, { description }]) => [name, description]),
  },
  `Every setting can also come from the environment (NABLA_EPOCHS=20) or from nabla.config.{ts,js,mjs,json}. Flags
  override environment variables, these override the config file, and the file overrides the preset.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla train --preset quick'],
      ['$ nabla train --epochs 20 --hidden 256,128 --optimizer adam --batch-size 64'],
      ['$ nabla train --data fashion-mnist --preset quick --out model'],
      ['$ nabla train --preset quick --json | jq .event'],
    ],
  },
];

/** `setCode` takes the exit code. */
export function trainCommand(setCode: (code: number) => void): Command {
  const command = new Command('train').description('Train a network on MNIST or other IDX images, and test it.');
  addSettingOptions(command, SETTING_NAMES);
  return addHelpBlocks(command, HELP).action(async (flags: Record<string, unknown>) => {
    const workingFolder = process.cwd();
    const sources = await readSources({ flags, environment: process.env, workingFolder }, SETTING_NAMES);
    const settings = trainSettings(sources, workingFolder);
    setCode(await trainModel(settings, new Output(settings)));
  });
}
