import { resolve } from 'node:path';
import { Output, usageError } from '@nablajs/command-line';
import { Command } from 'commander';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { addAnswerOptions, answerOptions } from '../predict/answer-options.js';
import { readSources } from '../settings/setting-sources.js';
import { EVALUATE_SETTINGS, evaluateSettings } from '../settings/settings.js';
import { addSettingOptions } from './setting-options.js';

const PREDICT_SETTINGS = EVALUATE_SETTINGS.filter((name) => name !== 'data');

const HELP: readonly HelpBlock[] = [
  `A table may have its columns in any order, and extra columns. Arrays are files of NumPy or lists in JSON; their first
  dimension counts the examples. Without a file, or with the file name -, it reads standard input.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla predict model flowers.csv'],
      ['$ nabla predict model flowers.csv --csv > with-answers.csv', 'the same rows with the prediction appended'],
      ['$ nabla predict model houses.csv --intervals 0.8', 'with the interval of each number'],
      ['$ nabla predict model flowers.csv --explain', 'with what each cell changes'],
      ['$ nabla predict runs/first digit.png --top 5', 'the five most likely classes, by the model of a run'],
      ['$ nabla predict model x.npy --out y.npz', 'a model for arrays: write what it returns as arrays'],
      ['$ cat flowers.csv | nabla predict model --json | jq .prediction'],
    ],
  },
];

export function predictCommand(setCode: (code: number) => void): Command {
  const command = new Command('predict')
    .description('Predict rows of a table, images or arrays with a saved model.')
    .argument('<model>', 'Folder of a model or of a run.')
    .argument(
      '[files...]',
      'Tables (CSV), images (PNG, JPEG), texts (.txt) or arrays (.npy, .npz, .json), as the model takes them.',
    )
    .option('--csv', 'Write CSV: the rows with the prediction appended.')
    .option('--out <file>', 'Write the outputs of a model for arrays to this .npz or .npy.');
  addAnswerOptions(command);
  addSettingOptions(command, PREDICT_SETTINGS, { strict: 'Stop at the first image that cannot be read.' });
  return addHelpBlocks(command, HELP).action(async (model: string, files: string[], flags: Record<string, unknown>) => {
    const options = answerOptions(flags);
    if (files.length === 0 && process.stdin.isTTY) {
      throw usageError('predict: expected a file, or a table on standard input. Received none.');
    }
    const workingFolder = process.cwd();
    const modelFolder = resolve(workingFolder, model);
    const sources = await readSources(
      { flags, environment: process.env, workingFolder, modelFolder },
      PREDICT_SETTINGS,
    );
    const settings = evaluateSettings(sources, workingFolder);
    if (settings.json && flags['csv'] === true) throw usageError('predict: expected --json or --csv. Received both.');
    if (options.explain && flags['csv'] === true) {
      throw usageError('predict: --explain needs text or --json. Received --csv, which has no place for it.');
    }
    const out = flags['out'] === undefined ? undefined : resolve(workingFolder, String(flags['out']));
    if (out !== undefined && !/\.np[yz]$/i.test(out)) {
      throw usageError(`--out: expected the name of an .npz or .npy. Received ${String(flags['out'])}.`);
    }
    if (out !== undefined && (settings.json || flags['csv'] === true)) {
      throw usageError('predict: expected --out, --json or --csv. Received two of them.');
    }
    const output = new Output(settings);
    const { Predictor } = await import('../predict/predictor.js');
    const { predictFiles } = await import('../predict/predict-files.js');
    const { STANDARD_INPUT } = await import('../predict/answer-writer.js');
    const predictor = await Predictor.load(modelFolder, settings, options, output);
    try {
      if (flags['csv'] === true && predictor.form.type === 'arrays') {
        throw usageError('--csv: expected a model for tables or images. Received one for arrays; use --json or --out.');
      }
      const format = settings.json ? 'json' : flags['csv'] === true ? 'csv' : 'text';
      const inputs = files.length === 0 ? [STANDARD_INPUT] : files;
      setCode(await predictFiles(predictor, inputs, { format, strict: settings.strict, out }, output));
    } finally {
      await predictor[Symbol.asyncDispose]();
    }
  });
}
