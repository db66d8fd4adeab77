import { readFileSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { describeFailure, usageError, workError } from '@nablajs/command-line';
import { buildShapes, fromConfig, LAYERS, type Module, type TypedConfig } from '@nablajs/core';
import { readKeras, readTfjs } from '@nablajs/interchange';
import { OWN_LAYERS } from '../models/model-folder.js';
import { type ImageOptions, imageForm, imageShapeOf } from './image-input.js';
import type { ImportedModel } from './imported.js';

interface LayersOptions {
  readonly path: string;
  readonly hasClasses: boolean;
  readonly images: ImageOptions | undefined;
}

/** `config`: the text of `model.to_json()`, for a file of weights alone. */
export async function importKeras(
  bytes: Uint8Array,
  options: LayersOptions,
  config: string | undefined,
): Promise<ImportedModel> {
  return withOptions(await readKeras(bytes, config === undefined ? {} : { config }), options);
}

/** Reads the files of weights that `model.json` names, which lie beside it. */
export function importTfjs(bytes: Uint8Array, options: LayersOptions): ImportedModel {
  const model = new TextDecoder().decode(bytes);
  const weights = new Map(weightPaths(model).map((name) => [name, fileBeside(options.path, name)]));
  return withOptions(readTfjs({ model, weights }), options);
}

/** `readTfjs` checks the rest. */
function weightPaths(model: string): string[] {
  try {
    const { weightsManifest } = JSON.parse(model) as { readonly weightsManifest?: unknown };
    const groups = Array.isArray(weightsManifest) ? (weightsManifest as { readonly paths?: unknown }[]) : [];
    return groups.flatMap(({ paths }) => (Array.isArray(paths) ? paths.filter((one) => typeof one === 'string') : []));
  } catch {
    return [];
  }
}

function fileBeside(path: string, name: string): Uint8Array {
  const folder = dirname(path);
  const file = resolve(folder, name);
  if (!file.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)) {
    throw workError(`${path}: its weights must be in its folder. Received ${name.slice(0, 100)}.`);
  }
  try {
    return new Uint8Array(readFileSync(file));
  } catch (error) {
    throw workError(`${path}: cannot read its weights: ${describeFailure(error).message}`, { cause: error });
  }
}

type Layered = Pick<ImportedModel, 'module' | 'parameters' | 'inputShape' | 'frozen' | 'warnings'>;

function withOptions(read: Layered, { hasClasses, images }: LayersOptions): ImportedModel {
  const module = hasClasses || images !== undefined ? withoutSoftmax(read.module) : read.module;
  const imported = { ...read, module };
  if (images === undefined) return imported;
  if (images.order === 'bgr' || images.mean.length > 1 || images.std.length > 1) {
    throw usageError(
      '--mean, --std and --order: expected one number, and rgb, for a model of layers; or import it as ONNX.',
    );
  }
  const [shape] = buildShapes(read.inputShape);
  const open = shape?.map((size) => (Number.isNaN(size) ? '?' : size));
  const found = imageShapeOf(open, images);
  if (found.isChannelsFirst) {
    throw usageError(
      `${images.flag ?? '--images'}: expected an input [height, width, channels]. Received one with the channels first.`,
    );
  }
  const sized = { ...imported, inputShape: [found.height, found.width, found.channels] };
  const { outputShape } = module.build(sized.inputShape);
  return { ...sized, form: imageForm(found, images, [outputShape].flat() as readonly number[]) };
}

const isSoftmax = (config: TypedConfig | undefined): boolean => config?.type === 'Softmax';

/** Leaves out a Softmax at the end, as nabla's networks end with logits. */
function withoutSoftmax(module: Module): Module {
  const { config } = module;
  const layers = config['layers'] as readonly TypedConfig[] | undefined;
  if (!Array.isArray(layers)) return module;
  const made = (own: TypedConfig): Module => fromConfig('module', { ...LAYERS, ...OWN_LAYERS }, own);
  if (config.type === 'Chain' && isSoftmax(layers.at(-1))) return made({ ...config, layers: layers.slice(0, -1) });
  if (config.type !== 'Graph') return module;
  const nodes = config['nodes'] as readonly { readonly layer: number; readonly inputs: readonly number[] }[];
  const last = nodes.at(-1);
  const isLast = last !== undefined && last.layer === layers.length - 1 && isSoftmax(layers.at(-1));
  if (!isLast || config['outputs'] !== (config['inputs'] as number) + nodes.length - 1) return module;
  const [output] = last.inputs;
  return made({ ...config, layers: layers.slice(0, -1), nodes: nodes.slice(0, -1), outputs: output as number });
}
