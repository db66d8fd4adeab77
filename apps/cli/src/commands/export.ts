import { resolve } from 'node:path';
import { Output, usageError } from '@nablajs/command-line';
import { Command, Option } from 'commander';
import type { ExportSettings } from '../export/export-model.js';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { readSources, type SettingSources } from '../settings/setting-sources.js';
import type { SettingName } from '../settings/setting-table.js';
import { evaluateSettings } from '../settings/settings.js';
import { ignoredFileWarning } from './evaluate.js';
import { addSettingOptions } from './setting-options.js';

const EXPORT_SETTINGS: readonly SettingName[] = ['out', 'backend', 'data', 'overwrite', 'json', 'quiet'];

const HELP: readonly HelpBlock[] = [
  `float16 keeps 11 significant bits of each weight in 2 bytes. int8 takes 1 byte per weight, and a scale per output
  channel. The exported folder is a normal model: nabla evaluate, loadModel and, in a page, loadModelFiles of
  @nablajs/checkpoint accept it. Both models are tested on --data, or on the data that the model was tested on in
  training. If those are missing, the model is exported anyway, with a warning that the cost is not measured.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla export model --out small', 'half the bytes'],
      ['$ nabla export model --out small --weights int8', 'a quarter of the bytes'],
      ['$ nabla export runs/first --out small --json | jq .cost', 'the best checkpoint of a run'],
    ],
  },
];

/** Creates the command; `setCode` receives its exit code. */
export function exportCommand(setCode: (code: number) => void): Command {
  const command = new Command('export')
    .description('Save a model in fewer bits, for a small download, and measure what that costs.')
    .argument('<folder>', 'Folder of a model or of a run.')
    .addOption(
      new Option('--weights <type>', 'Type to store weights in.').choices(['float16', 'int8']).default('float16'),
    );
  addSettingOptions(command, EXPORT_SETTINGS, {
    out: 'Folder to save the small model in.',
    data: 'Data to test on. Default: the data that the model was tested on in training.',
    overwrite: 'Replace a model in the out folder.',
  });
  return addHelpBlocks(command, HELP).action(async (folder: string, flags: Record<string, unknown>) => {
    if (folder === '') throw usageError('export: expected the folder of a model. Received an empty string.');
    const workingFolder = process.cwd();
    const modelFolder = resolve(workingFolder, folder);
    const invocation = { flags, environment: process.env, workingFolder, modelFolder };
    const sources = await readSources(invocation, EXPORT_SETTINGS);
    const settings = exportSettings(sources, flags['weights'] as ExportSettings['weights'], workingFolder);
    const output = new Output(settings);
    for (const file of sources.ignoredFiles) output.warn(ignoredFileWarning(file));
    const { exportModel } = await import('../export/export-model.js');
    setCode(await exportModel(modelFolder, settings, output));
  });
}

/** Ignores `out` and `overwrite` in a config file, which are meant for training. */
function exportSettings(
  sources: SettingSources,
  weights: ExportSettings['weights'],
  workingFolder: string,
): ExportSettings {
  const { flags, environment } = sources;
  const out = flags.out ?? environment.out;
  if (out === undefined) throw usageError('--out: expected the folder to save the small model in. Received none.');
  const overwrite = flags.overwrite ?? environment.overwrite ?? false;
  return { ...evaluateSettings(sources, workingFolder), weights, out: resolve(workingFolder, out), overwrite };
}
