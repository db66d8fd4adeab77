import { resolve } from 'node:path';
import { Output, usageError } from '@nablajs/command-line';
import { Command, Option } from 'commander';
import type { ExportSettings } from '../export/export-model.js';
import type { ForeignFormat, ForeignSettings } from '../export/foreign/formats.js';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { readSources, type SettingSources } from '../settings/setting-sources.js';
import type { SettingName } from '../settings/setting-table.js';
import { evaluateSettings } from '../settings/settings.js';
import { ignoredFileWarning } from './evaluate.js';
import { addSettingOptions } from './setting-options.js';

const EXPORT_SETTINGS: readonly SettingName[] = ['out', 'backend', 'data', 'overwrite', 'json', 'quiet'];
const FORMATS = ['model', 'onnx', 'safetensors', 'keras', 'tfjs', 'npz', 'npy', 'peft'] as const;
/** Those that another library runs. */
const RUN: readonly string[] = ['onnx', 'safetensors', 'keras', 'tfjs'];

const HELP: readonly HelpBlock[] = [
  {
    title: 'Formats (--to)',
    rows: [
      ['model', "a folder of nabla's in fewer bits: --weights float16 or int8"],
      ['onnx', 'one file with the network, and the preprocessing of its data as nodes where ONNX has them'],
      ['safetensors', "weights with PyTorch's names and layouts, and a model.py beside them that loads them"],
      ['keras', 'a .keras file of Keras 3'],
      ['tfjs', 'a folder with model.json and weights, a layers model of TensorFlow.js'],
      ['peft', 'the adapters of a model that was trained with --lora, as PEFT of Hugging Face has them: a folder'],
      ['npz, npy', 'the weights as arrays of NumPy, in one file or in a folder with a file for each'],
    ],
  },
  `float16 keeps 11 significant bits of each weight in 2 bytes. int8 takes 1 byte per weight, and a scale per output
  channel. The exported folder is a normal model: nabla evaluate, loadModel and, in a page, loadModelFiles of
  @nablajs/checkpoint accept it. Both models are tested on --data, or on the data that the model was tested on in
  training. If those are missing, the model is exported anyway, with a warning that the cost is not measured.`,
  `--verify runs the exported file with the other library on 64 examples, and prints the largest difference relative to
  the largest output. It finds onnxruntime-node and @tensorflow/tfjs in this project, Python by python3 or NABLA_PYTHON,
  and what nabla-bench install has installed.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla export model --to onnx --out model.onnx --verify'],
      ['$ nabla export model --to safetensors --out pytorch', 'a folder with the weights and a model.py'],
      ['$ nabla export model --out small', 'half the bytes'],
      ['$ nabla export model --out small --weights int8', 'a quarter of the bytes'],
      ['$ nabla export runs/first --out small --json | jq .cost', 'the best checkpoint of a run'],
    ],
  },
  'Exit codes: 0 done, 1 the export failed or --verify found a larger difference than rounding, 2 wrong usage.',
];

export function exportCommand(setCode: (code: number) => void): Command {
  const command = new Command('export')
    .description('Save a model for another library, or in fewer bits.')
    .argument('<folder>', 'Folder of a model or of a run.')
    .addOption(new Option('--to <format>', 'Format to save in.').choices(FORMATS).default('model'))
    .addOption(
      new Option('--weights <type>', 'With --to model: type to store weights in. Default: float16.').choices([
        'float16',
        'int8',
      ]),
    )
    .option('--verify', 'Run the exported file with its own library, and compare the outputs.')
    .option('--external', 'With --to onnx: put large weights into a second file, FILE.data.');
  addSettingOptions(command, EXPORT_SETTINGS, {
    out: 'File or folder to save in.',
    data: 'With --to model: data to test on. Default: the data that the model was tested on in training.',
    overwrite: 'Replace what is there already.',
  });
  return addHelpBlocks(command, HELP).action(async (folder: string, flags: Record<string, unknown>) => {
    if (folder === '') throw usageError('export: expected the folder of a model. Received an empty string.');
    const workingFolder = process.cwd();
    const modelFolder = resolve(workingFolder, folder);
    const to = flags['to'] as (typeof FORMATS)[number];
    checkFlags(flags, to);
    const invocation = { flags, environment: process.env, workingFolder, modelFolder };
    const sources = await readSources(invocation, EXPORT_SETTINGS);
    const settings = exportSettings(sources, workingFolder, to);
    const output = new Output(settings);
    for (const file of sources.ignoredFiles) output.warn(ignoredFileWarning(file));
    if (to === 'model') {
      const weights = (flags['weights'] ?? 'float16') as ExportSettings['weights'];
      const { exportModel } = await import('../export/export-model.js');
      setCode(await exportModel(modelFolder, { ...settings, weights }, output));
      return;
    }
    const { verify = false, external = false } = flags as { readonly verify?: boolean; readonly external?: boolean };
    const foreign: ForeignSettings = { ...settings, to: to as ForeignFormat, verify, external };
    const { exportForeign } = await import('../export/foreign/export-foreign.js');
    setCode(await exportForeign(modelFolder, foreign, output));
  });
}

/** Refuses flags of other formats: they would have no effect. */
function checkFlags(flags: Readonly<Record<string, unknown>>, to: string): void {
  const isGiven = (name: string): boolean => flags[name] !== undefined;
  if (isGiven('weights') && to !== 'model')
    throw usageError(`--weights: it works only with --to model. Received ${to}.`);
  if (isGiven('data') && to !== 'model') throw usageError(`--data: it works only with --to model. Received ${to}.`);
  if (isGiven('external') && to !== 'onnx')
    throw usageError(`--external: it works only with --to onnx. Received ${to}.`);
  if (isGiven('verify') && !RUN.includes(to)) {
    throw usageError(`--verify: it works only with --to ${RUN.join(', ')}. Received ${to}.`);
  }
}

/** Ignores `out` and `overwrite` in a config file, which are meant for training. */
function exportSettings(sources: SettingSources, workingFolder: string, to: string): Omit<ExportSettings, 'weights'> {
  const { flags, environment } = sources;
  const out = flags.out ?? environment.out;
  if (out === undefined) {
    const what = to === 'model' ? 'the folder to save the small model in' : 'the file or folder to save in';
    throw usageError(`--out: expected ${what}. Received none.`);
  }
  const overwrite = flags.overwrite ?? environment.overwrite ?? false;
  return { ...evaluateSettings(sources, workingFolder), out: resolve(workingFolder, out), overwrite };
}
