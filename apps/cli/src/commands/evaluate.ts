import { resolve } from 'node:path';
import { Output, usageError } from '@nablajs/command-line';
import { Command } from 'commander';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { readSources } from '../settings/setting-sources.js';
import { EVALUATE_SETTINGS, evaluateSettings } from '../settings/settings.js';
import { addSettingOptions } from './setting-options.js';
import { withData } from './with-data.js';

const HELP: readonly HelpBlock[] = [
  `Without --data (or NABLA_DATA) it tests on the data that the model was trained on. It does not read a config file in
  the model's folder unless --config (or NABLA_CONFIG) names it.`,
  { title: 'Examples', rows: [['$ nabla evaluate model'], ['$ nabla evaluate model fashion-mnist --json']] },
];

export const ignoredFileWarning = (file: string): string =>
  `${file} was not read: it lies in the model's folder, and a config file is code. ` +
  'To use it, name it with --config or NABLA_CONFIG.';

export function evaluateCommand(setCode: (code: number) => void): Command {
  const command = new Command('evaluate')
    .description('Test a saved model, or the best checkpoint of a run.')
    .argument('<folder>', 'Folder of a model or of a run.')
    .argument('[data]', 'The same as --data.');
  const data = 'Data to test on. Default: the data that the model was trained on.';
  addSettingOptions(command, EVALUATE_SETTINGS, { data });
  return addHelpBlocks(command, HELP).action(
    async (folder: string, named: string | undefined, given: Record<string, unknown>) => {
      const flags = withData('evaluate', given, named);
      if (folder === '') throw usageError('evaluate: expected the folder of a model. Received an empty string.');
      const workingFolder = process.cwd();
      const modelFolder = resolve(workingFolder, folder);
      const invocation = { flags, environment: process.env, workingFolder, modelFolder };
      const sources = await readSources(invocation, EVALUATE_SETTINGS);
      const settings = evaluateSettings(sources, workingFolder);
      const output = new Output(settings);
      for (const file of sources.ignoredFiles) output.warn(ignoredFileWarning(file));
      const { evaluateModel } = await import('../evaluation/evaluate-model.js');
      setCode(await evaluateModel(modelFolder, settings, output));
    },
  );
}
