import { existsSync, readFileSync } from 'node:fs';
import { describeFailure, usageError, workError } from '@nablajs/command-line';
import { type DenseArray, dense, formatShape, sameShape } from '@nablajs/core';
import {
  ARCHITECTURES,
  type HostTensor,
  loadStateDict,
  type NamedTensors,
  readNpy,
  readNpz,
  readSafetensors,
  readTorch,
  stateDict,
} from '@nablajs/interchange';
import { moduleOf } from '../inspect/layers.js';
import { loadTrained } from '../models/model-folder.js';
import { readForm } from '../models/saved-form.js';
import type { ImportedModel } from './imported.js';
import type { ModelFormat } from './tell-format.js';

export interface WeightOptions {
  readonly into: string | undefined;
  readonly config: string | undefined;
  /** New names of the starts of names. */
  readonly map: ReadonlyMap<string, string>;
  /** The path of a state dict in a checkpoint; undefined for the only one. */
  readonly state: string | undefined;
}

/** Throws a CommandError or a NablaError that lists missing, unexpected and ill-shaped names. */
export async function importWeights(
  bytes: Uint8Array,
  name: string,
  format: ModelFormat,
  { into, config, map, state }: WeightOptions,
): Promise<ImportedModel> {
  const tensors = readTensors(bytes, name, format, state);
  if (config !== undefined) return pretrained(config, tensors, map);
  const { network, form } = await loadTrained(into as string);
  const { inputShape } = network.config;
  const module = moduleOf(network.config);
  const isOwn = format === 'npz' || format === 'npy';
  const renamed = Object.fromEntries(map);
  const parameters = isOwn
    ? ownWeights(network.parameters, tensors, map)
    : loadStateDict({ module, inputShape }, tensors, { map: renamed }).parameters;
  const read = form && readForm(form, `${into}/model.json`);
  if (read?.type === 'text')
    throw usageError(`--into: expected a model that predicts. Received one that writes, ${into}.`);
  return {
    ...{ module, parameters, inputShape, warnings: [], frozen: network.config.frozen ?? [] },
    ...(read !== undefined && { form: read }),
  };
}

function readTensors(bytes: Uint8Array, name: string, format: ModelFormat, state: string | undefined): NamedTensors {
  if (state !== undefined && format !== 'torch') throw usageError('--state: expected a file of PyTorch (.pt, .pth).');
  if (format === 'torch') return stateDict(readTorch(bytes, name), state);
  if (format === 'safetensors') return readSafetensors(bytes, name);
  if (format === 'npz') return readNpz(bytes, name);
  return new Map([[name.replace(/\.npy$/i, ''), readNpy(bytes, name)]]);
}

/** Arrays of NumPy have nabla's names and layouts, as `nabla export --to npz` writes them. */
function ownWeights(
  expected: ReadonlyMap<string, DenseArray>,
  tensors: NamedTensors,
  map: ReadonlyMap<string, string>,
): Map<string, DenseArray> {
  const [only] = expected.keys();
  const isSingle = tensors.size === 1 && expected.size === 1;
  const given = new Map(
    Array.from(tensors, ([name, tensor]) => [isSingle ? (only as string) : renamedBy(map, name), tensor]),
  );
  const problems = [
    ...[...expected.keys()].filter((name) => !given.has(name)).map((name) => `missing: ${name}`),
    ...[...given.keys()].filter((name) => !expected.has(name)).map((name) => `unexpected: ${name}`),
    ...[...expected].flatMap(([name, { shape }]) => {
      const own = given.get(name)?.shape;
      return own === undefined || sameShape(own, shape)
        ? []
        : [`of another shape: ${name} ${formatShape(own)}, expected ${formatShape(shape)}`];
    }),
  ];
  if (problems.length > 0) {
    const rest = problems.length > MOST_PROBLEMS ? ` and ${problems.length - MOST_PROBLEMS} more` : '';
    const list = problems.slice(0, MOST_PROBLEMS).join('; ');
    throw workError(`the arrays do not fit the network of --into: ${list}${rest}.`);
  }
  return new Map(
    Array.from(expected.keys(), (name) => {
      const { type, data, shape } = given.get(name) as HostTensor;
      return [name, dense(type === 'float64' ? Float64Array.from(data) : Float32Array.from(data), shape)];
    }),
  );
}

const MOST_PROBLEMS = 50;

/** Renames the start of a name, up to a dot. */
function renamedBy(map: ReadonlyMap<string, string>, name: string): string {
  for (const [from, to] of map) {
    if (name === from) return to;
    if (name.startsWith(`${from}.`)) return `${to}${name.slice(from.length)}`;
  }
  return name;
}

function pretrained(path: string, tensors: NamedTensors, map: ReadonlyMap<string, string>): ImportedModel {
  const config = readConfig(path);
  const type = `${config['model_type']}`;
  const architecture = Object.hasOwn(ARCHITECTURES, type) ? ARCHITECTURES[type] : undefined;
  if (architecture === undefined) {
    const known = Object.keys(ARCHITECTURES).join(', ');
    throw workError(`--config: expected a model_type of ${known}. Received ${JSON.stringify(config['model_type'])}.`);
  }
  const built = architecture(config, { pooling: 'none', tokenTypes: false });
  const { module, inputShape } = built;
  const { parameters } = loadStateDict({ module, inputShape }, built.tensors(tensors), {
    map: Object.fromEntries(map),
  });
  return {
    ...{ module, parameters, inputShape, frozen: [] },
    warnings: ['the heads and the pooler of the file are left out: the outputs are a vector for each token.'],
    inputs: [
      { name: 'tokens', type: 'int32', shape: undefined },
      { name: 'mask', type: 'float32', shape: undefined },
    ],
    outputs: [{ name: 'vectors', type: 'float32', shape: undefined }],
  };
}

function readConfig(path: string): Readonly<Record<string, unknown>> {
  const text = readConfigText(path);
  try {
    const config: unknown = JSON.parse(text);
    if (typeof config === 'object' && config !== null && !Array.isArray(config))
      return config as Record<string, unknown>;
  } catch (error) {
    throw workError(`--config: ${path} is not JSON.`, { cause: error });
  }
  throw workError(`--config: ${path}: expected an object. Received something else.`);
}

/** Throws a CommandError if the file is missing or cannot be read. */
export function readConfigText(path: string): string {
  if (!existsSync(path)) throw usageError(`--config: ${path} does not exist.`);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw workError(describeFailure(error).message, { cause: error });
  }
}
