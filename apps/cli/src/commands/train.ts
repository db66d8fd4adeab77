import { Command } from 'commander';
import { Output } from '../output.js';
import { PRESETS } from '../presets.js';
import { readSources } from '../setting-sources.js';
import { SETTING_NAMES } from '../setting-table.js';
import { trainSettings } from '../settings.js';
import { trainModel } from '../train-model.js';
import { addSettingOptions } from './setting-options.js';

const presets = Object.entries(PRESETS).map(([name, { description }]) => `  ${name.padEnd(6)} ${description}`);

const HELP = `
Presets (seed where none is named):
${presets.join('\n')}

Every setting can also come from the environment (NABLA_EPOCHS=20) or from nabla.config.{ts,js,mjs,json}; a flag is
stronger than the environment, the environment than the file, the file than the preset.

Examples:
  $ nabla train --preset quick
  $ nabla train --epochs 20 --hidden 256,128 --optimizer adam --batch-size 64
  $ nabla train --data fashion-mnist --preset quick --out model
  $ nabla train --preset quick --json | jq .event`;

/** `setCode` takes the exit code. */
export function trainCommand(setCode: (code: number) => void): Command {
  const command = new Command('train').description('Train a network on MNIST or other IDX images, and test it.');
  return addSettingOptions(command, SETTING_NAMES)
    .addHelpText('after', HELP)
    .action(async (flags: Record<string, unknown>) => {
      const workingFolder = process.cwd();
      const sources = await readSources({ flags, environment: process.env, workingFolder }, SETTING_NAMES);
      const settings = trainSettings(sources, workingFolder);
      setCode(await trainModel(settings, new Output({ quiet: settings.quiet })));
    });
}
