import { type DenseArray, dense, type Module, NablaError, type Network } from '@nablajs/core';
import { type HostTensor, readSafetensors } from '@nablajs/interchange';
import type { Lora, LoraOptions } from './lora.js';
import { nameOfPeft } from './peft-names.js';
import { type AdapterFiles, PREFIX } from './save-adapter.js';
import { chosenOf, type LinearPart, linearsOf, namesOf, type Target } from './targets.js';
import { transposed } from './transposed.js';
import { withLora } from './with-lora.js';

type Config = Readonly<Record<string, unknown>>;

/** Settings of PEFT that compute something else, and the values for which they do not. */
const UNSUPPORTED: Readonly<Record<string, readonly unknown[]>> = {
  use_dora: [false],
  use_rslora: [false],
  use_qalora: [false],
  lora_bias: [false],
  bias: ['none'],
  modules_to_save: [],
  layer_replication: [],
  alora_invocation_tokens: [],
  target_parameters: [],
  use_bdlora: [false],
  arrow_config: [],
  rank_pattern: [],
  alpha_pattern: [],
  // The others, such as pissa, may change the weights of the base too.
  init_lora_weights: [true, false, 'gaussian', 'orthogonal', 'eva'],
};

const fail = (problem: string): NablaError => new NablaError('data', `loadAdapter: ${problem}.`);

/**
 * Returns a network that shares all weights of `base` and has the adapters of PEFT's two files beside them. Layers have
 * the names of this library or those of Hugging Face's BERT, RoBERTa and DistilBERT, for encoders of `loadPretrained`.
 * Several adapters may share a base.
 *
 * Throws NablaError `data` for files that are no LoRA, use what is not supported (DoRA, rank-stabilised scaling,
 * trained biases or modules, PiSSA, activated LoRA), adapt a layer twice, or are for another base.
 *
 * @example
 * ```ts
 * const files = {
 *   config: await readFile('adapter_config.json', 'utf8'),
 *   weights: await readFile('adapter_model.safetensors'),
 * };
 * const model = loadAdapter(encoder, files);
 * ```
 */
export function loadAdapter<M extends Module>(base: Network<M>, files: AdapterFiles): Network<Lora<M>> {
  const config = configFrom(files.config);
  const tensors = readSafetensors(files.weights, 'adapter_model.safetensors');
  const linears = linearsOf(base.blueprint);
  const values = new Map<string, DenseArray>();
  const targets: string[] = [];
  for (const [layer, [a, b]] of pairsIn(tensors)) {
    const [target, part] = partOf(linears, layer);
    const [nameA, nameB] = namesOf(part);
    if (values.has(nameA)) throw fail(`expected one adapter for '${part.name}'. Received two`);
    targets.push(part.name);
    values.set(nameA, fitting(a, [...target.shape.slice(0, -1), config.rank], layer));
    values.set(nameB, fitting(b, [config.rank, part.to - part.from], layer));
  }
  if (targets.length === 0) throw fail('expected tensors lora_A and lora_B. Received none');
  const network = withLora(base, { ...config, targets: shortest(linears, targets) });
  network.parameters.load(values, { strict: false });
  return network;
}

/** Reads and checks `adapter_config.json`. */
function configFrom(text: string): Required<Omit<LoraOptions, 'targets'>> {
  const config = parsed(text);
  if (config['peft_type'] !== 'LORA') {
    throw fail(`expected an adapter_config.json with peft_type LORA. Received ${JSON.stringify(config['peft_type'])}`);
  }
  const [unsupported] =
    Object.entries(UNSUPPORTED).find(([name, values]) => {
      const value = config[name] ?? undefined;
      const isEmpty = typeof value === 'object' && Object.keys(value).length === 0;
      return value !== undefined && !isEmpty && !values.includes(value);
    }) ?? [];
  if (unsupported !== undefined) {
    throw fail(`${unsupported} of ${JSON.stringify(config[unsupported])} is not supported; train without it`);
  }
  // The defaults of PEFT.
  const { r: rank, lora_alpha: alpha = 8, lora_dropout: dropout = 0 } = config;
  return {
    rank: numberIn(rank, 'a whole number r >= 1', (value) => Number.isSafeInteger(value) && value >= 1),
    alpha: numberIn(alpha, 'a number lora_alpha > 0', (value) => Number.isFinite(value) && value > 0),
    dropout: numberIn(dropout, 'a number lora_dropout in [0, 1)', (value) => value >= 0 && value < 1),
  };
}

function numberIn(value: unknown, expected: string, isValid: (value: number) => boolean): number {
  if (typeof value === 'number' && isValid(value)) return value;
  throw fail(`expected ${expected} in adapter_config.json. Received ${JSON.stringify(value)}`);
}

function parsed(text: string): Config {
  try {
    const config: unknown = JSON.parse(text);
    if (Object(config) === config) return config as Config;
  } catch (cause) {
    throw new NablaError('data', 'loadAdapter: adapter_config.json is no JSON.', { cause });
  }
  throw fail('expected an object in adapter_config.json');
}

/** The tensors A and B by the names of their layers in the file. */
function pairsIn(tensors: ReadonlyMap<string, HostTensor>): Map<string, readonly [a: HostTensor, b: HostTensor]> {
  const pairs = new Map<string, readonly [HostTensor, HostTensor]>();
  for (const [name, tensor] of tensors) {
    const [, layer = '', kind] = /^(.*?)\.?lora_([AB])\.weight$/.exec(name) ?? [];
    if (kind === undefined) throw fail(`expected tensors lora_A and lora_B. Received '${name}'`);
    const other = tensors.get(name.replace(/lora_[AB]\.weight$/, `lora_${kind === 'A' ? 'B' : 'A'}.weight`));
    if (other === undefined) throw fail(`'${name}' has no partner`);
    const own = layer.startsWith(PREFIX) ? layer.slice(PREFIX.length) : layer;
    if (kind !== 'A') continue;
    // With PEFT's prefix and without it.
    if (pairs.has(own)) throw fail(`expected one adapter for '${own}'. Received two`);
    pairs.set(own, [tensor, other]);
  }
  return pairs;
}

/** `layer`: a name of this library or of Hugging Face. */
function partOf(linears: readonly Target[], layer: string): readonly [Target, LinearPart] {
  const all = linears.flatMap((target) => target.parts.map((part) => [target, part] as const));
  // `fineTuned` calls the network that adapters adapt `base`.
  const inner = layer.replace(/^base\./, '');
  for (const wanted of [layer, inner, `base.${layer}`]) {
    const exact = all.find(([, { name }]) => name === wanted);
    if (exact !== undefined) return exact;
  }
  // Hugging Face's names say nothing of a network around the encoder.
  const end = nameOfPeft(inner);
  const ending = end === inner ? [] : all.filter(([, { name }]) => `.${name}`.endsWith(`.${end}`));
  const [found] = ending;
  if (found !== undefined && ending.length === 1) return found;
  if (found !== undefined)
    throw fail(`'${layer}' means several layers: ${ending.map(([, { name }]) => name).join(', ')}`);
  const known = all.map(([, { name }]) => name).join(', ');
  throw fail(`the adapter is for another base: it adapts '${layer}'. This network has ${known || 'no linear layers'}`);
}

/** Turns [outputs, inputs, ...] into [..., inputs, outputs], which must be this shape. */
function fitting({ data, shape }: HostTensor, wanted: readonly number[], layer: string): DenseArray {
  // B of a convolution has a window of one element.
  const kept = shape.slice(0, Math.max(wanted.length, 2));
  const theirs = [...kept.slice(2), kept[1] ?? 0, kept[0] ?? 0];
  const isSame = theirs.length === wanted.length && theirs.every((size, axis) => size === wanted[axis]);
  if (isSame && shape.slice(kept.length).every((size) => size === 1)) {
    const made = transposed(data, kept, [...[...kept.keys()].slice(2), 1, 0]);
    return dense(made.data, made.shape);
  }
  const file = (sizes: readonly number[]): string => `[${sizes.join(', ')}]`;
  const expected = file([...[...wanted].slice(-2).reverse(), ...wanted.slice(0, -2)]);
  throw fail(`the adapter is for another base: '${layer}' needs a matrix ${expected}. Received ${file(shape)}`);
}

/** The last parts of the names, if they mean the same layers: `query` and `value`. */
function shortest(linears: readonly Target[], names: readonly string[]): string[] {
  const ends = [...new Set(names.map((name) => name.slice(name.lastIndexOf('.') + 1)))];
  const meant = chosenOf(linears, ends).flatMap(({ parts }) => parts.map(({ name }) => name));
  return meant.length === names.length && names.every((name) => meant.includes(name)) ? ends : [...names];
}
