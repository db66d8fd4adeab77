import { resolve } from 'node:path';
import { Output, usageError } from '@nablajs/command-line';
import { Command } from 'commander';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { readSources } from '../settings/setting-sources.js';
import type { SettingName } from '../settings/setting-table.js';
import { evaluateSettings } from '../settings/settings.js';
import { addSettingOptions } from './setting-options.js';

const EMBED_SETTINGS: readonly SettingName[] = ['backend', 'json', 'quiet'];

const HELP: readonly HelpBlock[] = [
  `The model is a folder of a sentence model, such as all-MiniLM-L6-v2, as sentence-transformers keeps it: config.json,
  tokenizer.json and model.safetensors. Texts of similar meaning get vectors of similar direction. Of a long text, the
  beginning counts: as many tokens as the model reads.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla embed minilm mails.csv --column subject --out vectors.npy', 'a vector for each row'],
      ['$ nabla embed minilm questions.txt --out vectors.csv', 'a vector for each line'],
    ],
  },
];

export function embedCommand(setCode: (code: number) => void): Command {
  const command = new Command('embed')
    .description('Turn texts into vectors of their meaning, with a sentence model.')
    .argument('<model>', 'Folder of a sentence model.')
    .argument('<texts>', 'A table (CSV) with a column of text, or a .txt with a text in each line.')
    .requiredOption('--out <file>', 'The .npy or .csv to write: a row of numbers for each text.')
    .option('--column <name>', 'The column of text. Default: the only one.');
  addSettingOptions(command, EMBED_SETTINGS);
  return addHelpBlocks(command, HELP).action(async (model: string, texts: string, flags: Record<string, unknown>) => {
    const workingFolder = process.cwd();
    const out = resolve(workingFolder, `${flags['out']}`);
    if (!/\.(npy|csv)$/i.test(out)) {
      throw usageError(`--out: expected the name of an .npy or .csv. Received ${String(flags['out'])}.`);
    }
    const modelFolder = resolve(workingFolder, model);
    const invocation = { flags, environment: process.env, workingFolder, modelFolder };
    const settings = evaluateSettings(await readSources(invocation, EMBED_SETTINGS), workingFolder);
    const { embedFile } = await import('../finetune/embed-file.js');
    const column = flags['column'] as string | undefined;
    const paths = { model: modelFolder, texts: resolve(workingFolder, texts), column, out };
    setCode(await embedFile(paths, settings, new Output(settings)));
  });
}
