import { resolve } from 'node:path';
import { Command } from 'commander';
import { evaluateModel } from '../evaluate-model.js';
import { usageError } from '../exit.js';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { Output } from '../output.js';
import { readSources } from '../setting-sources.js';
import { EVALUATE_SETTINGS, evaluateSettings } from '../settings.js';
import { addSettingOptions } from './setting-options.js';

const HELP: readonly HelpBlock[] = [
  'Without --data (or NABLA_DATA) it tests on the data that the model was trained on.',
  { title: 'Examples', rows: [['$ nabla evaluate model'], ['$ nabla evaluate model --data fashion-mnist --json']] },
];

export function evaluateCommand(): Command {
  const command = new Command('evaluate')
    .description('Test a model that `nabla train --out` saved.')
    .argument('<folder>', 'Folder that holds model.json and weights.safetensors.');
  const data = 'Folder of four IDX files; where absent, what the model was trained on.';
  addSettingOptions(command, EVALUATE_SETTINGS, { data });
  return addHelpBlocks(command, HELP).action(async (folder: string, flags: Record<string, unknown>) => {
    if (folder === '') throw usageError('evaluate: expected the folder of a model. Received an empty text.');
    const workingFolder = process.cwd();
    const sources = await readSources({ flags, environment: process.env, workingFolder }, EVALUATE_SETTINGS);
    const settings = evaluateSettings(sources, workingFolder);
    await evaluateModel(resolve(workingFolder, folder), settings, new Output(settings));
  });
}
