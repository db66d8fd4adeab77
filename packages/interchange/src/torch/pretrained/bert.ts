/** BERT (Devlin et al. 2019) and its relatives, as `transformers` names their weights. */
import {
  Add,
  Concat,
  Dense,
  GELU,
  type Graph,
  LayerNorm,
  type Module,
  NablaError,
  ReLU,
  type Tensor,
} from '@nablajs/core';
import { type Applied, graph, input, layer, named, type Value } from '@nablajs/core/functional';
import { Embedding, MeanOverTime, MultiHeadAttention, PaddingMask, PositionEmbedding } from '@nablajs/sequences';
import type { HostTensor, NamedTensors } from '../../model/host-tensor.js';
import type { Architecture, BuiltArchitecture, PretrainedConfig } from './architecture.js';
import { FirstOverTime } from './first-over-time.js';
import { UnitLength } from './unit-length.js';

/** The sizes of an encoder. */
interface Sizes {
  readonly vocabulary: number;
  readonly positions: number;
  /** How many rows of the file's positions come before that of the first token. */
  readonly firstPosition: number;
  readonly types: number;
  readonly width: number;
  readonly heads: number;
  readonly blocks: number;
  readonly units: number;
  readonly epsilon: number;
  readonly activation: string;
}

type Options = Parameters<Architecture>[1];

const ACTIVATIONS: Readonly<Record<string, () => Module>> = {
  gelu: () => new GELU(),
  gelu_new: () => new GELU({ approximate: 'tanh' }),
  gelu_pytorch_tanh: () => new GELU({ approximate: 'tanh' }),
  relu: () => new ReLU(),
};

const fail = (problem: string): NablaError => new NablaError('argument', `loadPretrained: ${problem}.`);

/** Far more than encoders have. */
const MOST_BLOCKS = 256;

function countIn(config: PretrainedConfig, name: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = config[name];
  if (Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= most) return value as number;
  const range = most === MOST_BLOCKS ? ` from 1 to ${most}` : '';
  throw fail(`expected a whole number '${name}'${range} in the config. Received ${JSON.stringify(value)}`);
}

/** The sizes in a config of BERT or RoBERTa. */
function sizesOf(config: PretrainedConfig): Sizes {
  const { position_embedding_type: positions = 'absolute', is_decoder: isDecoder = false } = config;
  if (positions !== 'absolute' || isDecoder !== false) throw fail('expected an encoder with absolute positions');
  return {
    vocabulary: countIn(config, 'vocab_size'),
    positions: countIn(config, 'max_position_embeddings'),
    firstPosition: 0,
    types: countIn(config, 'type_vocab_size'),
    width: countIn(config, 'hidden_size'),
    heads: countIn(config, 'num_attention_heads'),
    blocks: countIn(config, 'num_hidden_layers', MOST_BLOCKS),
    units: countIn(config, 'intermediate_size'),
    epsilon: (config['layer_norm_eps'] ?? 1e-12) as number,
    activation: `${config['hidden_act'] ?? 'gelu'}`,
  };
}

/** BERT. */
export const bertArchitecture: Architecture = (config, options) => build(sizesOf(config), options, BERT_NAMES);

/** RoBERTa: positions begin behind that of padding. */
export const robertaArchitecture: Architecture = (config, options) => {
  const firstPosition = ((config['pad_token_id'] ?? 1) as number) + 1;
  return build({ ...sizesOf(config), firstPosition }, options, BERT_NAMES);
};

/** DistilBERT: no types of tokens, and other names. */
export const distilbertArchitecture: Architecture = (config, options) => {
  if (options.tokenTypes) throw fail('DistilBERT has no types of tokens; leave tokenTypes out');
  const sizes: Sizes = {
    vocabulary: countIn(config, 'vocab_size'),
    positions: countIn(config, 'max_position_embeddings'),
    firstPosition: 0,
    types: 0,
    width: countIn(config, 'dim'),
    heads: countIn(config, 'n_heads'),
    blocks: countIn(config, 'n_layers', MOST_BLOCKS),
    units: countIn(config, 'hidden_dim'),
    epsilon: 1e-12,
    activation: `${config['activation'] ?? 'gelu'}`,
  };
  return build(sizes, options, DISTILBERT_NAMES);
};

function build(sizes: Sizes, options: Options, names: Names): BuiltArchitecture {
  const { tokenTypes, paddingIndex } = options;
  const { vocabulary, positions, firstPosition, types, width, blocks, epsilon } = sizes;
  const [tokens, given, kinds] = [input(['time']), input(['time']), input(['time'])];
  const mask = paddingIndex === undefined ? given : layer(new PaddingMask({ paddingIndex }))(tokens);
  const words = named('words', layer(new Embedding(vocabulary, width)))(tokens);
  const typed = tokenTypes ? layer(new Add())(words, named('types', layer(new Embedding(types, width)))(kinds)) : words;
  const placed = named('positions', layer(new PositionEmbedding(positions - firstPosition)))(typed);
  let x: Value = named('norm', layer(new LayerNorm({ epsilon })))(placed);
  const outputs: Value[] = [];
  for (let at = 0; at < blocks; at++) {
    x = named(`layer${at}`, block(sizes))(x, mask);
    outputs.unshift(x);
  }
  const inputs = [tokens, ...(paddingIndex === undefined ? [given] : []), ...(tokenTypes ? [kinds] : [])];
  const [first] = inputs.map(() => ['time']) as [string[]];
  return {
    module: graph(inputs, pooled(outputs.slice(0, checkLast(options, sizes)), mask, options)),
    inputShape: inputs.length === 1 ? first : inputs.map(() => ['time']),
    tensors: (given) => renamed(given, sizes, tokenTypes, names),
  };
}

function checkLast({ pooling, lastBlocks = 1, normalize = false }: Options, { blocks }: Sizes): number {
  if (pooling === 'none' && (lastBlocks !== 1 || normalize)) throw fail('lastBlocks and normalize need a pooling');
  if (Number.isSafeInteger(lastBlocks) && lastBlocks >= 1 && lastBlocks <= blocks) return lastBlocks;
  throw fail(`expected lastBlocks from 1 to ${blocks}. Received ${String(lastBlocks)}`);
}

/** The outputs of the last blocks, the last one first, as one value. */
function pooled(outputs: readonly Value[], mask: Value, { pooling, normalize }: Options): Value {
  const parts = outputs.map((x) => {
    if (pooling === 'mean') return layer(new MeanOverTime())(x, mask);
    // The mask is an input of every encoder.
    return pooling === 'cls' ? layer(new FirstOverTime())(x) : x;
  });
  const [only, ...more] = parts as [Value, ...Value[]];
  const all = more.length === 0 ? only : (layer(new Concat())(...parts) as Value);
  return normalize ? layer(new UnitLength())(all) : all;
}

/** A block of an encoder: each part is added to its input, and then normalised. */
function block({ width, heads, units, epsilon, activation }: Sizes): Applied<Graph<Tensor>> {
  const made = Object.hasOwn(ACTIVATIONS, activation) ? ACTIVATIONS[activation]?.() : undefined;
  if (made === undefined) {
    throw fail(`expected an activation of ${Object.keys(ACTIVATIONS).join(', ')}. Received '${activation}'`);
  }
  const [x, mask] = [input(['time', width]), input(['time'])];
  const norm = (name: string) => named(name, layer(new LayerNorm({ epsilon })));
  const attended = named('attention', layer(new MultiHeadAttention({ heads })))(x, mask);
  const y = norm('norm1')(layer(new Add())(x, attended));
  const hidden = layer(made)(named('linear1', layer(new Dense(units)))(y)) as Value;
  const fed = named('linear2', layer(new Dense(width)))(hidden);
  return layer(graph([x, mask], norm('norm2')(layer(new Add())(y, fed)))) as Applied<Graph<Tensor>>;
}

/** How a family names its weights; `#` stands for the number of a block. */
interface Names {
  readonly prefix: RegExp;
  readonly embeddings: Readonly<Record<string, string>>;
  readonly block: string;
  readonly attention: readonly [string, string, string];
  readonly parts: Readonly<Record<string, string>>;
}

const EMBEDDINGS = {
  words: 'embeddings.word_embeddings',
  positions: 'embeddings.position_embeddings',
  types: 'embeddings.token_type_embeddings',
  norm: 'embeddings.LayerNorm',
};

const BERT_NAMES: Names = {
  prefix: /^(?:bert|roberta)\./,
  embeddings: EMBEDDINGS,
  block: 'encoder.layer.#',
  attention: ['attention.self.query', 'attention.self.key', 'attention.self.value'],
  parts: {
    'attention.out_proj': 'attention.output.dense',
    norm1: 'attention.output.LayerNorm',
    linear1: 'intermediate.dense',
    linear2: 'output.dense',
    norm2: 'output.LayerNorm',
  },
};

const DISTILBERT_NAMES: Names = {
  prefix: /^distilbert\./,
  embeddings: EMBEDDINGS,
  block: 'transformer.layer.#',
  attention: ['attention.q_lin', 'attention.k_lin', 'attention.v_lin'],
  parts: {
    'attention.out_proj': 'attention.out_lin',
    norm1: 'sa_layer_norm',
    linear1: 'ffn.lin1',
    linear2: 'ffn.lin2',
    norm2: 'output_layer_norm',
  },
};

/** Names and layouts of the twin: queries, keys and values are one matrix. */
function renamed(given: NamedTensors, sizes: Sizes, tokenTypes: boolean, names: Names): Map<string, HostTensor> {
  const { prefix, embeddings, block: path, attention, parts } = names;
  const plain = new Map(
    Array.from(given, ([name, tensor]) => {
      const short = name
        .replace(prefix, '')
        .replace(/\.gamma$/, '.weight')
        .replace(/\.beta$/, '.bias');
      return [short, tensor] as const;
    }),
  );
  const get = (name: string): HostTensor => {
    const tensor = plain.get(name);
    if (tensor === undefined) throw fail(`expected a tensor '${name}'. Received none`);
    return tensor;
  };
  const made = new Map<string, HostTensor>();
  const add = (to: string, from: string): void => {
    for (const kind of ['weight', 'bias']) made.set(`${to}.${kind}`, get(`${from}.${kind}`));
  };
  made.set('words.weight', get(`${embeddings['words']}.weight`));
  const positions = rowsFrom(get(`${embeddings['positions']}.weight`), sizes.firstPosition);
  const types = sizes.types > 0 ? get(`${embeddings['types']}.weight`) : undefined;
  made.set('positions.weight', tokenTypes || types === undefined ? positions : withRow(positions, types));
  if (tokenTypes && types !== undefined) made.set('types.weight', types);
  add('norm', embeddings['norm'] as string);
  for (let at = 0; at < sizes.blocks; at++) {
    const from = path.replace('#', `${at}`);
    for (const kind of ['weight', 'bias']) {
      const three = attention.map((name) => get(`${from}.${name}.${kind}`));
      made.set(`layer${at}.attention.in_proj_${kind}`, stacked(three));
    }
    for (const [to, name] of Object.entries(parts)) add(`layer${at}.${to}`, `${from}.${name}`);
  }
  return made;
}

function rowsFrom({ type, shape, data }: HostTensor, first: number): HostTensor {
  const [rows = 0, width = 0] = shape;
  return { type, shape: [rows - first, width], data: data.subarray(first * width) };
}

/** Adds the first row of another matrix to each row: the vector of type 0, which all tokens have. */
function withRow({ type, shape, data }: HostTensor, row: HostTensor): HostTensor {
  const width = shape[1] as number;
  return { type, shape, data: data.map((value, at) => value + (row.data[at % width] as number)) };
}

/** One behind the other along the first dimension. */
function stacked(tensors: readonly HostTensor[]): HostTensor {
  const [first] = tensors as [HostTensor];
  const rows = tensors.reduce((sum, { shape }) => sum + (shape[0] as number), 0);
  const data = first.type === 'float64' ? new Float64Array(sizeOfAll(tensors)) : new Float32Array(sizeOfAll(tensors));
  let at = 0;
  for (const tensor of tensors) {
    data.set(tensor.data, at);
    at += tensor.data.length;
  }
  return { type: first.type, shape: [rows, ...first.shape.slice(1)], data };
}

const sizeOfAll = (tensors: readonly HostTensor[]): number => tensors.reduce((sum, { data }) => sum + data.length, 0);
