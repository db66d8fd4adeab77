/** Reads layers models of TensorFlow.js: `model.json` and its files of weights. */
import { type DenseArray, NablaError } from '@nablajs/core';
import { floatArray } from '../keras/arrays.js';
import { isJson, type Json, parseJson, readModelConfig } from '../keras/config.js';
import { type ImportedModel, importModel, prepare } from '../keras/imported-model.js';
import type { Leaf, Values } from '../keras/read/weights.js';
import { damaged } from '../model/damage.js';
import type { HostTensor } from '../model/host-tensor.js';
import { readManifest } from './manifest.js';

/** A layers model of TensorFlow.js. */
export interface TfjsFiles {
  /** The text of `model.json`. */
  readonly model: string;
  /** The bytes of the weights, by the paths that `model.json` names, such as `group1-shard1of2.bin`. */
  readonly weights: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads a layers model of TensorFlow.js, also one converted from Keras, with weights of float32 or quantised to 8 or 16
 * bits.
 *
 * Throws NablaError `data` for damaged files, and one of code `argument` for a file that is missing, for a graph model,
 * and for layers without a counterpart: it lists all of them with their counts.
 *
 * @example
 * ```ts
 * const model = await readFile('model.json', 'utf8');
 * const weights = new Map([['group1-shard1of1.bin', new Uint8Array(await readFile('group1-shard1of1.bin'))]]);
 * const network = importedNetwork(backend, readTfjs({ model, weights }));
 * ```
 */
export function readTfjs({ model, weights }: TfjsFiles): ImportedModel {
  const json = parseJson(model, 'model.json');
  const prepared = prepare(readModelConfig(configOf(json)));
  return importModel(prepared, (leaves) => valuesByName(leaves, readManifest(json['weightsManifest'], weights)));
}

function configOf(json: Json): Json {
  const topology = json['modelTopology'];
  if (json['format'] === 'graph-model' || (isJson(topology) && 'node' in topology)) {
    const remedy = 'convert the model with --output_format=tfjs_layers_model, or import it as ONNX';
    throw new NablaError('argument', `readTfjs: this is a graph model, whose layers are gone; ${remedy}.`);
  }
  const config = isJson(topology) ? (topology['model_config'] ?? topology) : undefined;
  if (isJson(config)) return config;
  throw damaged('TensorFlow.js', 'model.json has no modelTopology');
}

/** Weights are called `dense/kernel`, with names of cells or of models in between or around. */
function valuesByName(leaves: readonly Leaf[], weights: ReadonlyMap<string, HostTensor>): Values {
  const byName = new Map(leaves.map((leaf) => [leaf.name, leaf]));
  if (byName.size < leaves.length) throw damaged('TensorFlow.js', 'two layers have one name');
  const found = new Map<Leaf, { readonly last: string; readonly array: DenseArray }[]>();
  for (const [name, tensor] of weights) {
    const parts = name.replace(/:\d+$/, '').split('/');
    // No name has more parts; all their runs would take long.
    const leaf = parts.length > 32 ? undefined : leafOf(parts, byName);
    if (leaf === undefined) continue;
    const own = found.get(leaf) ?? [];
    found.set(leaf, own);
    own.push({ last: parts.at(-1) as string, array: floatArray(tensor) });
  }
  return new Map(leaves.map((leaf) => [leaf, inOrder(leaf, found.get(leaf) ?? [])]));
}

/** Returns the layer whose name is a run of the parts, the first and longest one. */
function leafOf(parts: readonly string[], byName: ReadonlyMap<string, Leaf>): Leaf | undefined {
  for (let from = 0; from < parts.length - 1; from++) {
    for (let to = parts.length - 1; to > from; to--) {
      const leaf = byName.get(parts.slice(from, to).join('/'));
      if (leaf !== undefined) return leaf;
    }
  }
  return undefined;
}

/** Takes each variable's array by name, the first of a name first; without one of its name, the first that is left. */
function inOrder(leaf: Leaf, given: readonly { readonly last: string; readonly array: DenseArray }[]): DenseArray[] {
  const left = [...given];
  if (left.length !== leaf.variables.length) {
    const expected = `${leaf.variables.length} weights of '${leaf.name.slice(0, 60)}'`;
    throw damaged('TensorFlow.js', `expected ${expected}. Received ${left.length}`);
  }
  return leaf.variables.map(({ name }) => {
    const at = left.findIndex(({ last }) => last === name.split('/').at(-1));
    return (left.splice(Math.max(0, at), 1)[0] as { readonly array: DenseArray }).array;
  });
}
