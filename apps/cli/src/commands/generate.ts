import { resolve } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { Output, usageError } from '@nablajs/command-line';
import { Command } from 'commander';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { readSources } from '../settings/setting-sources.js';
import type { SettingName } from '../settings/setting-table.js';
import { evaluateSettings } from '../settings/settings.js';
import { DEFAULT_LENGTH, type WriteOptions, writeOptions } from '../text/write-options.js';
import { addSettingOptions } from './setting-options.js';

const GENERATE_SETTINGS: readonly SettingName[] = ['backend', 'json', 'quiet'];

const HELP: readonly HelpBlock[] = [
  `The model is one that learned a text: nabla train book.txt --out model. It prints the prompt and goes on, a token at
  a time: a character, a byte or a part of a word. The same seed gives the same text.`,
  `The model reads at most its context, 128 tokens unless you chose another. When it is full, it begins again with the
  last half of it, and forgets what is further back. Of a longer prompt, it reads the end.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla generate model --prompt "It is a truth"'],
      ['$ nabla generate model --prompt "It is a truth" --length 1000 --seed 1'],
      ['$ nabla generate model --prompt "It is" --top-k 10 --top-p 0.9', 'only likely tokens'],
      ['$ nabla generate runs/first --temperature 0', 'the most likely token each time, by the model of a run'],
      ['$ head -5 letter.txt | nabla generate model --prompt -', 'goes on with a file'],
      ['$ nabla generate model --prompt "It is" --json | jq -r .text'],
    ],
  },
];

export function generateCommand(setCode: (code: number) => void): Command {
  const command = new Command('generate')
    .description('Write text with a model that learned a text.')
    .argument('<model>', 'Folder of a model or of a run.')
    .option('--prompt <text>', 'The text to continue; - reads standard input. Default: a new line.')
    .option('--length <tokens>', `How many tokens to write. Default: ${DEFAULT_LENGTH}.`)
    .option('--temperature <number>', 'Below 1 the text is more ordinary, above 1 more surprising. Default: 0.8.')
    .option('--top-k <count>', 'Draw only from this many of the most likely tokens. Default: all.')
    .option('--top-p <share>', 'Draw only from the most likely tokens with this probability together. Default: 1.')
    .option('--seed <number>', 'The same seed gives the same text. Default: 0.');
  addSettingOptions(command, GENERATE_SETTINGS);
  return addHelpBlocks(command, HELP).action(async (model: string, flags: Record<string, unknown>) => {
    if (model === '') throw usageError('generate: expected the folder of a model. Received an empty string.');
    const options = optionsOf(flags);
    const workingFolder = process.cwd();
    const modelFolder = resolve(workingFolder, model);
    const invocation = { flags, environment: process.env, workingFolder, modelFolder };
    const settings = evaluateSettings(await readSources(invocation, GENERATE_SETTINGS), workingFolder);
    const output = new Output(settings);
    const { prompt = '' } = flags as { readonly prompt?: string };
    const { Writer } = await import('../text/writer.js');
    const { printText } = await import('../text/print-text.js');
    const writer = await Writer.load(modelFolder, settings, output);
    try {
      const start = prompt === '-' ? await readText(process.stdin) : prompt;
      setCode(await printText(writer, start, options, { json: settings.json, output }));
    } finally {
      await writer[Symbol.asyncDispose]();
    }
  });
}

function optionsOf(flags: Readonly<Record<string, unknown>>): WriteOptions {
  const given = (name: keyof WriteOptions): number | undefined => {
    const text = flags[name];
    if (text === undefined) return undefined;
    return typeof text === 'string' && text.trim() !== '' ? Number(text) : Number.NaN;
  };
  return writeOptions(given, (name, expected) => {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return usageError(`${flag}: expected ${expected}. Received '${String(flags[name])}'.`);
  });
}
