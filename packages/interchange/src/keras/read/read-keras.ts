/** Reads `.keras`, `.h5` and `.weights.h5` files. */
import { checkOptionNames, NablaError, type OptimizerState } from '@nablajs/core';
import { type Hdf5Group, readHdf5 } from '../../hdf5/hdf5.js';
import { damaged } from '../../model/damage.js';
import { readZip } from '../../zip/zip.js';
import { floatArray } from '../arrays.js';
import { isJson, type Json, parseJson, readModelConfig } from '../config.js';
import { type ImportedModel, importModel, type Prepared, prepare } from '../imported-model.js';
import { readOptimizer, type SavedOptimizer } from '../optimizer.js';
import { groupAt, textsOf, trainedVariables, type Values, valuesByGroup, valuesByPath } from './weights.js';

/** Options of `readKeras`. */
export interface ReadKerasOptions {
  /** What `model.to_json()` returned, for a `.weights.h5` file, which has no config. */
  readonly config?: string;
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/**
 * Reads a model of Keras 3 (`.keras`), of Keras 2 or 3 (`.h5`), or weights alone (`.weights.h5`, with the model's
 * config). Nothing of the file is executed.
 *
 * Throws NablaError `data` for a damaged file, and one of code `argument` that lists, with their counts, all layers
 * without a counterpart.
 *
 * @example
 * ```ts
 * const imported = readKeras(new Uint8Array(await readFile('model.keras')));
 * const model = importedNetwork(backend, imported);
 * ```
 */
export function readKeras(bytes: Uint8Array, options: ReadKerasOptions = {}): ImportedModel {
  checkOptionNames('readKeras', options, ['config']);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readKerasZip(bytes);
  const root = readHdf5(bytes);
  const own = root.attributes.get('model_config');
  const json = options.config ?? (typeof own === 'string' ? own : undefined);
  if (json === undefined) {
    const remedy = 'pass what model.to_json() returns as { config }';
    throw new NablaError('argument', `readKeras: the file has weights and no description of the model; ${remedy}.`);
  }
  const prepared = prepare(readModelConfig(parseJson(json, 'the config')));
  const weights = root.groups.get('model_weights') ?? root;
  const isByGroup = textsOf(weights, 'layer_names').length > 0;
  const find = (): Values => (isByGroup ? valuesInGroups(prepared, weights) : valuesByPath(prepared.leaves, root));
  return withOptimizer(prepared, find, isByGroup ? legacyOptimizer(root) : savedIn(root, undefined));
}

/** Groups are those of the model's layers by name. */
function valuesInGroups({ planned, leaves }: Prepared, weights: Hdf5Group): Values {
  const names = textsOf(weights, 'layer_names');
  const own = planned.layers.map(({ layer }) => layer.name);
  // Loading by order, as Keras does, if the names are others.
  const isSame = leaves.every(({ root }) => names.includes(own[root] as string));
  if (isSame) return valuesByGroup(leaves, own, weights);
  const withWeights = names.filter((name) => textsOf(groupAt(weights, name) ?? weights, 'weight_names').length > 0);
  const roots = [...new Set(leaves.filter(({ variables }) => variables.length > 0).map(({ root }) => root))];
  const byRoot = own.map((_, at) => withWeights[roots.indexOf(at)] ?? '');
  return valuesByGroup(leaves, byRoot, weights);
}

function readKerasZip(bytes: Uint8Array): ImportedModel {
  const zip = readZip(bytes, { name: 'model.keras' });
  const config = parseJson(text(zip.read('config.json')), 'config.json');
  const prepared = prepare(readModelConfig(config));
  if (!zip.has('model.weights.h5')) throw damaged('Keras', 'there is no model.weights.h5 in the file');
  const root = readHdf5(zip.read('model.weights.h5'));
  const compiled = config['compile_config'];
  const optimizer = isJson(compiled) ? compiled['optimizer'] : undefined;
  return withOptimizer(prepared, () => valuesByPath(prepared.leaves, root), savedIn(root, optimizer));
}

/** The optimizer's variables of Keras 3: `optimizer/vars/0`, `1` … */
function savedIn(root: Hdf5Group, json: unknown): SavedOptimizer {
  const found = groupAt(root, 'optimizer/vars')?.arrays ?? new Map<string, never>();
  const names = [...found.keys()].sort((a, b) => Number(a) - Number(b));
  return { json, arrays: names.map((name) => floatArray(found.get(name) as never)) };
}

/** The optimizer of an `.h5` file. */
function legacyOptimizer(root: Hdf5Group): SavedOptimizer {
  const config = root.attributes.get('training_config');
  const json: Json = typeof config === 'string' ? parseJson(config, 'the training config') : {};
  const group = root.groups.get('optimizer_weights');
  const names = group === undefined ? [] : textsOf(group, 'weight_names');
  const arrays = names.map((name) => {
    const parts = name.split('/');
    const leaf = parts.pop() as string;
    const parent = parts.length === 0 ? group : groupAt(group as Hdf5Group, parts.join('/'));
    return parent?.arrays.get(leaf);
  });
  return {
    json: json['optimizer_config'],
    arrays: arrays.includes(undefined) ? [] : arrays.map((one) => floatArray(one as never)),
  };
}

function withOptimizer(prepared: Prepared, find: () => Values, saved: SavedOptimizer): ImportedModel {
  const imported = importModel(prepared, find);
  const { leaves } = prepared;
  const { state, warnings } = readOptimizer(saved, leaves, trainedVariables(leaves));
  const all = [...imported.warnings, ...warnings];
  return state !== undefined && fits(state, imported)
    ? { ...imported, warnings: all, optimizer: state }
    : { ...imported, warnings: all };
}

/** Whether each slot has its parameter's shape. */
const fits = ({ slots }: OptimizerState, { parameters }: ImportedModel): boolean =>
  [...slots].every(([key, { shape }]) => {
    const own = parameters.get(key.slice(0, key.lastIndexOf('/')))?.shape;
    return own?.length === shape.length && shape.every((size, axis) => size === own[axis]);
  });
