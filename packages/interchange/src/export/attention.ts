/** Attention and the blocks of transformers. */
import { Dense, Dropout, GELU, LayerNorm, ReLU } from '@nablajs/core';
import {
  Embedding,
  type GPTOptions,
  MultiHeadAttention,
  type MultiHeadAttentionOptions,
  PositionEmbedding,
  TransformerEncoderLayer,
  type TransformerLayerOptions,
} from '@nablajs/sequences';
import { silu } from './activations.js';
import { callFunction } from './functions.js';
import type { ExportTable, LayerExport, Value } from './layer-export.js';
import { int, type NodeWriter, string } from './node-writer.js';
import { isThere, waves, withoutPadding } from './sequences.js';

/** What a query gets for a key that it does not see. */
const LEAST = -1e30;

/** The options of attention, and the sizes that follow from the width of the sequence. */
interface Heads extends Required<MultiHeadAttentionOptions> {
  readonly size: number;
}

const affine = (body: NodeWriter, x: string, weight: string, bias: string | undefined): string => {
  const product = body.add('MatMul', [x, weight]);
  return bias === undefined ? product : body.add('Add', [product, bias]);
};

/** Splits the last axis into parts. */
const split = (body: NodeWriter, x: string, sizes: readonly number[]): string[] =>
  body.several('Split', [x, body.integers(sizes)], sizes.length, { axis: int(-1) });

/** [n, time, heads size] to [n, heads, time, size]. */
const headsOf = (body: NodeWriter, x: string, heads: number, size: number): string =>
  body.transpose(body.reshape(x, [0, 0, heads, size]), [0, 2, 1, 3]);

/** Turns queries or keys [n, heads, time, size] by their positions. */
function turned(body: NodeWriter, x: string, [sines, cosines]: readonly [string, string], half: number): string {
  const [first, second] = split(body, x, [half, half]) as [string, string];
  const product = (a: string, b: string): string => body.add('Mul', [a, b]);
  const parts = [
    body.add('Sub', [product(first, cosines), product(second, sines)]),
    body.add('Add', [product(second, cosines), product(first, sines)]),
  ];
  return body.add('Concat', parts, { axis: int(-1) });
}

/** Gives each query head its key head. */
function repeated(body: NodeWriter, x: string, { heads, keyHeads, size }: Heads): string {
  if (heads === keyHeads) return x;
  const copies = body.add('Expand', [body.unsqueeze(x, [2]), body.integers([1, 1, heads / keyHeads, 1, 1])]);
  return body.reshape(copies, [0, heads, -1, size]);
}

/** Which keys each query sees: a bool that broadcasts to [n, heads, queries, keys]; undefined if all. */
function seenOf(body: NodeWriter, x: string, causal: boolean, there: string | undefined): string | undefined {
  const keys = there === undefined ? undefined : body.unsqueeze(there, [1, 2]);
  if (!causal) return keys;
  const places = body.add('Range', [body.integers(0), body.length(x, 1), body.integers(1)]);
  const past = body.add('GreaterOrEqual', [body.unsqueeze(places, [1]), body.unsqueeze(places, [0])]);
  return keys === undefined ? past : body.add('And', [past, keys]);
}

/** Queries, keys and values of a sequence, or of one and a source, with the linear layer `input`. */
function projections(
  body: NodeWriter,
  [x, source]: readonly [string, string | undefined],
  parameter: (name: string) => string,
  { heads, keyHeads, size, bias, rotary }: Heads,
): readonly [string, string, string] {
  const sizes = [heads * size, keyHeads * size, keyHeads * size];
  const [weight, offset] = [parameter('input.weight'), bias ? parameter('input.bias') : undefined];
  const count = [heads, keyHeads, keyHeads];
  const inHeads = (parts: readonly string[]) =>
    parts.map((part, at) => headsOf(body, part, count[at] as number, size)) as [string, string, string];
  if (source === undefined) {
    const [q, k, v] = inHeads(split(body, affine(body, x, weight, offset), sizes));
    if (!rotary) return [q, k, v];
    const both = waves(body, body.length(x, 1), size / 2);
    return [turned(body, q, both, size / 2), turned(body, k, both, size / 2), v];
  }
  const weights = split(body, weight, sizes);
  const offsets = offset === undefined ? [] : split(body, offset, sizes);
  const from = [x, source, source];
  return inHeads(from.map((one, at) => affine(body, one, weights[at] as string, offsets[at])));
}

/** What the queries get, before the linear layer `output`. */
function attend(
  body: NodeWriter,
  [q, k, v]: readonly [string, string, string],
  seen: string | undefined,
  isMasked: boolean,
  how: Heads,
): string {
  const scaled = body.add('Mul', [q, body.number(1 / Math.sqrt(how.size))]);
  const keys = body.transpose(repeated(body, k, how), [0, 1, 3, 2]);
  const all = body.add('MatMul', [scaled, keys]);
  const scores = seen === undefined ? all : body.add('Where', [seen, all, body.number(LEAST)]);
  const weights = body.add('Softmax', [scores], { axis: int(-1) });
  const output = body.add('MatMul', [weights, repeated(body, v, how)]);
  if (!isMasked || seen === undefined) return output;
  const any = body.reduce('ReduceMax', body.cast(seen, body.dtype), [-1]);
  return body.add('Where', [isThere(body, any), output, body.number(0)]);
}

/** Which inputs are what: a mask has one axis less. */
function rolesOf(inputs: readonly Value[]): number[][] {
  const roles: number[][] = [];
  for (const [at, { shape }] of inputs.entries()) {
    if (shape.length === 2) roles.push([at]);
    else roles.at(-1)?.push(at);
  }
  return roles;
}

function multiHeadAttention(layer: LayerExport, ...inputs: readonly Value[]): Value {
  const options = layer.config as unknown as Required<MultiHeadAttentionOptions>;
  const size = (layer.shape[1] as number) / options.heads;
  const how = { ...options, size };
  const roles = rolesOf(inputs);
  const names = inputs.map((input) => layer.last(input));
  const y = callFunction(layer, names, (body, own, parameter) => {
    const sequences = roles.map(([x = 0, mask]) => {
      const there = mask === undefined ? undefined : isThere(body, own[mask] as string);
      const name = own[x] as string;
      return { name: there === undefined ? name : withoutPadding(body, name, there), there };
    });
    const [x, source] = sequences as [(typeof sequences)[number], (typeof sequences)[number] | undefined];
    const { there } = source ?? x;
    const parts = projections(body, [x.name, source?.name], parameter, how);
    const seen = seenOf(body, x.name, options.causal, there);
    const made = attend(body, parts, seen, there !== undefined, how);
    const joined = body.reshape(body.transpose(made, [0, 2, 1, 3]), [0, 0, options.heads * size]);
    const bias = options.bias ? parameter('output.bias') : undefined;
    return affine(body, joined, parameter('output.weight'), bias);
  });
  return layer.value(y);
}

/** Drops parts of a value in training. */
const dropped = (layer: LayerExport, name: string, x: Value): Value =>
  layer.one(name, new Dropout(layer.config['dropout'] as number), x);

/** Computes linear2(activation(linear1(x))). */
function feedForward(layer: LayerExport, x: Value): Value {
  const { feedForward: units = 0, activation, bias = true } = layer.config as unknown as TransformerLayerOptions;
  const isGated = activation === 'swiglu';
  const drop = (y: Value): Value => dropped(layer, 'dropout', y);
  const hidden = layer.one('linear1', new Dense(isGated ? 2 * units : units, { bias }), x);
  const back = (y: Value): Value => layer.one('linear2', new Dense(x.shape[1] as number, { bias }), drop(y));
  if (!isGated) return back(layer.one('activation', activation === 'gelu' ? new GELU() : new ReLU(), hidden));
  const [gate, value] = split(layer.writer, layer.last(hidden), [units, units]) as [string, string];
  const gated = layer.add('Mul', [silu(layer, gate), value]);
  return back(layer.value(gated, 'last', [x.shape[0] as number, units]));
}

/** Adds what a part makes of x to x, and normalises before or after. */
function part(layer: LayerExport, number: number, x: Value, make: (x: Value) => Value): Value {
  const norm = (y: Value): Value => layer.one(`norm${number}`, new LayerNorm(), y);
  const sum = (y: Value): Value => {
    return layer.value(layer.add('Add', [layer.last(x), layer.last(dropped(layer, `dropout${number}`, y))]));
  };
  return layer.config['normFirst'] === true ? sum(make(norm(x))) : norm(sum(make(x)));
}

/** The attention of a block, from its options. */
function attentionOf({ config }: LayerExport, isCross: boolean): MultiHeadAttention {
  const { heads, keyHeads, causal, bias, dropout, rotary, initializer } =
    config as unknown as Required<TransformerLayerOptions>;
  const both = { heads, keyHeads, bias, dropout, initializer };
  return new MultiHeadAttention(isCross ? both : { ...both, causal, rotary });
}

export const ATTENTION: ExportTable = {
  MultiHeadAttention: multiHeadAttention,
  TransformerEncoderLayer: (layer, x, ...mask) => {
    const attention = attentionOf(layer, false);
    const y = part(layer, 1, x as Value, (own) => layer.one('selfAttention', attention, own, ...mask));
    return part(layer, 2, y, (own) => feedForward(layer, own));
  },
  TransformerDecoderLayer: (layer, x, ...more) => {
    const at = more.findLastIndex(({ shape }) => shape.length === 2);
    const [mask, memory] = [more.slice(0, at), more.slice(at)];
    const [own, cross] = [attentionOf(layer, false), attentionOf(layer, true)];
    const first = part(layer, 1, x as Value, (y) => layer.one('selfAttention', own, y, ...mask));
    const told = part(layer, 2, first, (y) => layer.one('crossAttention', cross, y, ...memory));
    return part(layer, 3, told, (y) => feedForward(layer, y));
  },
  GPT: (layer, tokens) => {
    const { vocabulary, context, blocks, width, heads, dropout, tied } =
      layer.config as unknown as Required<GPTOptions>;
    const shape = { feedForward: 4 * width, activation: 'gelu', normFirst: true, causal: true } as const;
    const block = new TransformerEncoderLayer({ heads, dropout, ...shape });
    const embedded = layer.one('tokens', new Embedding(vocabulary, width), tokens as Value);
    let x = dropped(layer, 'dropout', layer.one('positions', new PositionEmbedding(context), embedded));
    for (let at = 0; at < blocks; at++) x = layer.one(`block${at}`, block, x);
    const y = layer.one('norm', new LayerNorm(), x);
    if (!tied) return layer.one('head', new Dense(vocabulary), y);
    // Not the transposed weight, which readers would no longer tie.
    const inputs = [layer.last(y), layer.parameter('tokens.weight')];
    return layer.value(layer.add('Einsum', inputs, { equation: string('ntw,vw->ntv') }));
  },
};
