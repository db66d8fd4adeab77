import { basename } from 'node:path';
import { describeFailure, Output, tableLines } from '@nablajs/command-line';
import { Command } from 'commander';
import { fineTunedSettings } from '../finetune/fine-tuned-settings.js';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { explainedRows, explainSettings } from '../settings/explain-settings.js';
import { configJsonSchema } from '../settings/file/config-json-schema.js';
import type { SettingSources } from '../settings/setting-sources.js';
import { dependsOnRows, mergedSettings, settingsForData, type TrainSettings } from '../settings/settings.js';
import { addTrainOptions, givenSettings, readTrainSources } from './train-options.js';

const HELP: readonly HelpBlock[] = [
  `It takes the flags of nabla train but does not train. Some values depend on the number of examples, so it reads the
  data to count them.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla config', 'show what nabla train would use in this folder, and why'],
      ['$ nabla config iris.csv --target species --epochs 20', 'show the same with flags'],
      ['$ nabla config --json | jq .settings.epochs'],
      ['$ nabla config --schema > nabla.config.schema.json', 'for editors'],
    ],
  },
];

export function configCommand(): Command {
  const command = new Command('config').description(
    'Print the settings that nabla train would use here, and where each comes from.',
  );
  addTrainOptions(command);
  command.option('--schema', 'Print only the JSON Schema of a config file.');
  return addHelpBlocks(command, HELP).action(async (data: string | undefined, flags: Record<string, unknown>) => {
    if (flags['schema'] === true) {
      const schema = JSON.stringify(configJsonSchema(), undefined, 2);
      for (const line of schema.split('\n')) new Output({ quiet: false }).print(line);
      return;
    }
    const workingFolder = process.cwd();
    const read = await readTrainSources(flags, data, workingFolder);
    const { json = false, quiet = false } = mergedSettings(read);
    const output = new Output({ json, quiet });
    const isNew = flags['resume'] === undefined;
    const { sources, stops = false } = isNew ? await completed(read, workingFolder, output) : { sources: read };
    const given = givenSettings(sources, flags['resume'], workingFolder);
    const settings = stops ? given.settings : await withRows(given.settings, output);
    const explained = explainSettings(given, settings);
    if (settings.json) {
      const entries = explained.map(({ name, value = null, source, from }) => [name, { value, source, from }]);
      const { configFile = null } = given.sources;
      const { backendOptions } = settings;
      output.print(
        JSON.stringify({ event: 'config', configFile, settings: Object.fromEntries(entries), backendOptions }),
      );
      return;
    }
    const rows = explainedRows(explained, workingFolder);
    const options = JSON.stringify(settings.backendOptions);
    // Only a config file can set them.
    if (options !== '{}') rows.push(['backendOptions', options, `file ${basename(given.sources.configFile ?? '')}`]);
    for (const line of tableLines(rows, () => false)) output.print(line);
  });
}

interface CompletedSources {
  readonly sources: SettingSources;
  readonly stops?: boolean;
}

/** Adds the data that nabla train would find. Warns if nabla train would stop. */
async function completed(given: SettingSources, workingFolder: string, output: Output): Promise<CompletedSources> {
  const { withFoundData, withTarget } = await import('../data/choose-data.js');
  const choice = { command: 'train', workingFolder, output, asks: false } as const;
  let sources = given;
  try {
    sources = withFoundData(given, choice);
    await withTarget(sources, choice);
    return { sources };
  } catch (error) {
    warnOfStop(error, output);
    return { sources, stops: true };
  }
}

function warnOfStop(error: unknown, output: Output): void {
  const { message } = describeFailure(error);
  output.warn(`${message} nabla train would stop here; values that depend on the rows are a guess.`);
}

/** Adapts the preset to the data, and to a network to start with. Keeps its values if these cannot be read. */
async function withRows(settings: TrainSettings, output: Output): Promise<TrainSettings> {
  const { from, resumes } = settings;
  if ((!dependsOnRows(settings) && from === undefined) || resumes) return settings;
  try {
    const { loadTrainingData } = await import('../data/load-training-data.js');
    const { loadStart, needsHead } = await import('../finetune/start-model.js');
    const start = from === undefined ? undefined : await loadStart(settings);
    const data = await loadTrainingData({ ...settings, layout: 'dense' }, { name: 'none' }, undefined, start);
    const fineTunes = start !== undefined && needsHead(start, data, settings);
    return fineTunes ? fineTunedSettings(settings, data.shape.kind) : settingsForData(settings, data);
  } catch (error) {
    warnOfStop(error, output);
    return settings;
  }
}
