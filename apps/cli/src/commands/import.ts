import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Output, usageError } from '@nablajs/command-line';
import { Command, Option } from 'commander';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import type { ImageOptions } from '../import/image-input.js';
import type { ImportSettings } from '../import/import-model.js';

const HELP: readonly HelpBlock[] = [
  `It reads networks of ONNX (.onnx, opsets 7 to 28), Keras (.keras, .h5) and TensorFlow.js (model.json of a layers
  model), and weights of PyTorch (.pt, .pth), safetensors and NumPy (.npz, .npy). It tells the format by the content.
  Nothing in a file is executed. The saved folder is a normal model: every command of nabla takes it.`,
  `The examples are the first axis of every input and output. Where a file of ONNX has them on another axis, as in a
  state [2, batch, 128], the model has [batch, 2, 128], and a line says so.`,
  `Weights need a network: --into names a model of nabla that has it, and --config the config.json of a known
  architecture, such as BERT. Operators and layers that nabla does not support are listed with their counts.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla import model.onnx --out model && nabla predict model x.npy'],
      [
        '$ nabla import mobilenet.onnx --out net --images --classes labels.txt --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225',
      ],
      ['$ nabla import model.keras --out model --dtype float64'],
      ['$ nabla import pytorch.pt --into model --out trained --map encoder.0=0 --map encoder.2=2'],
      ['$ nabla import model.safetensors --config config.json --out bert'],
    ],
  },
  'Exit codes: 0 done, 1 the file cannot be read or has something that nabla does not support, 2 wrong usage.',
];

type Flags = Readonly<Record<string, unknown>>;

export function importCommand(setCode: (code: number) => void): Command {
  const command = new Command('import')
    .description('Read a model of ONNX, PyTorch, Keras, TensorFlow.js or NumPy.')
    .argument('<file>', 'The file of the model.')
    .option('--out <folder>', 'Folder to save the model in.')
    .option('--into <model>', 'For weights alone: a model of nabla whose network they are for.')
    .option('--config <file>', 'For weights alone: the config.json that describes the network.')
    .option('--map <names>', 'For weights: rename starts of names, old=new, or as a JSON file says.', more, [])
    .option('--state <path>', 'Of several state dicts in a checkpoint, the one at this path, such as model_state.')
    .addOption(new Option('--dtype <name>', "Default: that of the file's weights.").choices(['float32', 'float64']))
    .option('--shape <sizes>', 'ONNX: shape of an input for an example, such as x=3,48,width. Repeatable.', more, [])
    .option('--input <value>', 'ONNX: number that an input always has, such as sr=16000. Repeatable.', more, [])
    .option('--classes <file>', 'Text file with the name of a class in each line.')
    .option('--images', 'The input is an image: then the model takes PNG and JPEG files.')
    .option('--image-size <pixels>', "Size of the images, if the file leaves it open: 224, or '224x192'.")
    .option('--scale <number>', 'Divide each byte of an image by this. Default: 255.')
    .option('--mean <numbers>', 'Then subtract this: one number, or one for each channel. Default: 0.')
    .option('--std <numbers>', 'Then divide by this: one number, or one for each channel. Default: 1.')
    .addOption(new Option('--order <channels>', 'Order of the colours. Default: rgb.').choices(['rgb', 'bgr']))
    .option('--overwrite', 'Replace a model in the out folder.')
    .option('--json', 'Write one JSON line.')
    .option('--quiet', 'Write only the results.');
  return addHelpBlocks(command, HELP).action(async (file: string, flags: Flags) => {
    const settings = importSettings(file, flags);
    const { importModel } = await import('../import/import-model.js');
    setCode(await importModel(resolve(file), settings, new Output(settings)));
  });
}

const more = (text: string, earlier: readonly string[]): string[] => [...earlier, text];

function importSettings(file: string, flags: Flags): ImportSettings {
  if (file === '') throw usageError('import: expected a file. Received an empty string.');
  const path = (name: string): string | undefined =>
    typeof flags[name] === 'string' && flags[name] !== '' ? resolve(flags[name]) : undefined;
  const out = path('out');
  if (out === undefined) throw usageError('--out: expected the folder to save the model in. Received none.');
  const classes = path('classes');
  return {
    ...{ out, into: path('into'), config: path('config') },
    state: flags['state'] as string | undefined,
    shapes: Object.fromEntries(pairsOf(flags, 'shape').map(([name, text]) => [name, readShape(text)])),
    inputs: Object.fromEntries(pairsOf(flags, 'input').map(([name, text]) => [name, readNumber(text)])),
    map: readMap(flags['map'] as readonly string[]),
    dtype: flags['dtype'] as ImportSettings['dtype'],
    classes: classes === undefined ? undefined : readClasses(classes),
    images: imageOptions(flags, classes === undefined ? undefined : readClasses(classes)),
    overwrite: flags['overwrite'] === true,
    json: flags['json'] === true,
    quiet: flags['quiet'] === true,
  };
}

/** One name a line. */
function readClasses(path: string): string[] {
  const names = readFile(path, '--classes').split(/\r?\n/);
  while (names.at(-1) === '') names.pop();
  const seen = new Set<string>();
  for (const [at, name] of names.entries()) {
    if (name.trim() === '') throw usageError(`--classes: line ${at + 1}: expected a name. Received none.`);
    if (seen.has(name)) throw usageError(`--classes: line ${at + 1}: expected another name. Received '${name}' again.`);
    seen.add(name);
  }
  if (names.length > 0) return names;
  throw usageError(`--classes: expected names in ${path}. Received an empty file.`);
}

/** Splits `name=value`. */
function pairsOf(flags: Flags, flag: 'shape' | 'input'): [string, string][] {
  return (flags[flag] as readonly string[]).map((text) => {
    const at = text.lastIndexOf('=');
    if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
    throw usageError(`--${flag}: expected name=value. Received ${text}.`);
  });
}

/** Reads `3,48,width`: sizes, and names of dimensions of any length. */
function readShape(text: string): (number | string)[] {
  const sizes = text.split(',').map((one) => (/^\d+$/.test(one) ? Number(one) : one.trim()));
  if (!sizes.includes('')) return sizes;
  throw usageError(`--shape: expected sizes and names with commas, such as x=3,48,width. Received ${text}.`);
}

function readNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw usageError(`--input: expected a number, such as sr=16000. Received ${text}.`);
}

/** Reads `old=new`, and JSON files of them. */
function readMap(texts: readonly string[]): Map<string, string> {
  const entries = texts.flatMap((text): [string, string][] => {
    const at = text.indexOf('=');
    if (at >= 0) return [[text.slice(0, at), text.slice(at + 1)]];
    const parsed = parseJson(readFile(resolve(text), '--map'));
    if (
      typeof parsed === 'object' &&
      parsed !== null &&
      Object.values(parsed).every((one) => typeof one === 'string')
    ) {
      return Object.entries(parsed as Record<string, string>);
    }
    throw usageError(`--map: expected old=new, or a JSON file { "old": "new" }. Received ${text}.`);
  });
  return new Map(entries);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readFile(path: string, flag: string): string {
  if (existsSync(path)) return readFileSync(path, 'utf8');
  throw usageError(`${flag}: ${path} does not exist.`);
}

const IMAGE_FLAGS = { imageSize: '--image-size', scale: '--scale', mean: '--mean', std: '--std', order: '--order' };

function imageOptions(flags: Flags, classes: readonly string[] | undefined): ImageOptions | undefined {
  if (flags['images'] !== true) {
    const [, other] = Object.entries(IMAGE_FLAGS).find(([name]) => flags[name] !== undefined) ?? [];
    if (other !== undefined) throw usageError(`${other}: it works only with --images.`);
    return undefined;
  }
  const [scale = 255] = numbers(flags, 'scale', 1);
  if (!(scale > 0)) throw usageError(`--scale: expected a number above 0. Received ${scale}.`);
  const std = numbers(flags, 'std', 3);
  if (std.some((one) => !(one > 0))) throw usageError(`--std: expected numbers above 0. Received ${std.join(',')}.`);
  const mean = numbers(flags, 'mean', 3);
  return {
    ...{ scale, classes, size: imageSize(flags['imageSize']) },
    mean: mean.length === 0 ? [0] : mean,
    std: std.length === 0 ? [1] : std,
    order: (flags['order'] ?? 'rgb') as ImageOptions['order'],
  };
}

/** Reads one number, or `most` with commas between them; none if the flag is missing. */
function numbers(flags: Flags, name: 'scale' | 'mean' | 'std', most: number): number[] {
  const text = flags[name];
  if (text === undefined) return [];
  const values = String(text).split(',').map(Number);
  const isCount = values.length === 1 || values.length === most;
  if (isCount && values.every(Number.isFinite) && !String(text).split(',').includes('')) return values;
  throw usageError(
    `--${name}: expected a number${most > 1 ? `, or ${most} with commas` : ''}. Received ${String(text)}.`,
  );
}

function imageSize(text: unknown): ImageOptions['size'] {
  if (text === undefined) return undefined;
  const found = /^(\d{1,4})(?:x(\d{1,4}))?$/.exec(String(text));
  const [height, width] = [Number(found?.[1]), Number(found?.[2] ?? found?.[1])];
  if (height > 0 && width > 0) return { height, width };
  throw usageError(`--image-size: expected a whole number, or two: '224x192'. Received ${String(text)}.`);
}
