/** Operators of onnxruntime's own domain, `com.microsoft`, which its optimizer writes into transformers. */
import { add, cast, denseForward, fill, gather, gelu, greater, slice, split, sum, type Tensor } from '@nablajs/core';
import { headsOf, joinHeads } from '@nablajs/sequences';
import type { NodeInfo } from '../attributes.js';
import type { Implementation, Operator, OperatorTable } from '../operator.js';
import type { Run } from '../run.js';
import { type DeviceValue, device, type Value } from '../values.js';
import { elementwise, optional } from './arguments.js';
import { swish } from './kernels/activations.js';
import { type Attending, attend } from './kernels/attention.js';
import { layerNormalization, rmsNormalization } from './kernels/normalization.js';
import { uploadNumbers } from './kernels/numbers.js';

/** Inputs that may be left out. */
type Optional = readonly (Value | undefined)[];

/** An activation behind a bias, which may be left out. */
const biased =
  (approximate: 'none' | 'tanh'): Operator =>
  () => ({
    device: (run, x, bias?: Value) => {
      const [tensor, offset] = [run.tensor(x), optional(run, bias)];
      return device(gelu(offset === undefined ? tensor : add(tensor, offset), { approximate }), x.type);
    },
  });

/** A norm of x, a second input and a bias, which may be left out. */
function skipNorm(node: NodeInfo, isCentred: boolean): Implementation {
  const epsilon = node.float('epsilon', 1e-12);
  return {
    device: (run, x, skip, scale, ...more: Optional) => {
      const offset = isCentred ? optional(run, more[0]) : undefined;
      const bias = optional(run, more[isCentred ? 1 : 0]);
      const both = add(run.tensor(x), run.tensor(skip));
      const total = bias === undefined ? both : add(both, bias);
      const factor = run.tensor(scale);
      const y = isCentred
        ? layerNormalization(total, factor, offset, epsilon, 1).y
        : rmsNormalization(total, factor, epsilon, 1);
      return [device(y, x.type), undefined, undefined, device(total, x.type)];
    },
  };
}

const embedLayerNormalization: Operator = (node) => {
  const epsilon = node.float('epsilon', 1e-12);
  return {
    device: (run, tokens, segments?: Value, words?: Value, places?: Value, kinds?: Value, ...more: Optional) => {
      const ids = run.tensor(tokens);
      if (words === undefined || places === undefined) throw node.error('expected embeddings of words and positions');
      const [scale, offset, mask, positions] = more;
      const table = run.tensor(places);
      const position =
        positions === undefined ? slice(table, [[0, ids.shape[1]]]) : gather(table, run.tensor(positions));
      const both = add(gather(run.tensor(words), ids), position);
      const isOfKinds = segments !== undefined && kinds !== undefined;
      const total = isOfKinds ? add(both, gather(run.tensor(kinds), run.tensor(segments))) : both;
      const { y } = layerNormalization(total, optional(run, scale), optional(run, offset), epsilon, 1);
      return [device(y, words.type), lengthsOf(run, mask, ids, y), device(total, words.type)];
    },
  };
};

/** How many tokens each sequence has; 0 without a mask. */
function lengthsOf(run: Run, mask: Value | undefined, { backend, shape }: Tensor, { dtype }: Tensor): DeviceValue {
  if (mask === undefined) return device(fill(backend, shape.slice(0, 1), 0, 'int32'), 'int32');
  return device(cast(sum(cast(run.tensor(mask), dtype), { axis: 1 }), 'int32'), 'int32');
}

/** What a mask of the keys [n, keys], 1 or 0, and a bias of the scores say. */
function maskOf(node: NodeInfo, run: Run, keys: Value | undefined, bias: Value | undefined, like: Tensor) {
  if (keys === undefined) return { mask: optional(run, bias), isChoice: false };
  if (bias !== undefined) throw node.error('a mask of the keys beside a bias of the scores is not supported');
  const given = cast(run.tensor(keys), like.dtype);
  const [n, , count] = like.shape as readonly [number, number, number];
  if (given.size === n * count) return { mask: given.reshape([n, 1, 1, count]), isChoice: true };
  if (given.size !== n) throw node.error('expected a mask [n, keys] or lengths [n]; other forms are not supported');
  const places = uploadNumbers(
    like,
    [count],
    Array.from({ length: count }, (_, at) => at),
  );
  return { mask: greater(given.reshape([n, 1, 1, 1]), places), isChoice: true };
}

/** The rest of what attention needs, by attributes that both operators have. */
function attending(node: NodeInfo, q: Tensor): Omit<Attending, 'mask' | 'isChoice'> {
  const scale = node.float('scale', 0);
  const size = q.shape[3] as number;
  const after = node.flag('unidirectional') ? 0 : Number.POSITIVE_INFINITY;
  return {
    ...{ scale: scale === 0 ? 1 / Math.sqrt(size) : scale, earlier: [0], lengths: undefined, softcap: 0 },
    window: [Number.POSITIVE_INFINITY, after],
  };
}

/** Throws for what is not supported of either operator. */
function refuse(node: NodeInfo, inputs: Optional, names: Readonly<Record<number, string>>): void {
  for (const [at, name] of Object.entries(names)) {
    if (inputs[Number(at)] !== undefined) throw node.error(`the input '${name}' is not supported`);
  }
  if (node.flag('do_rotary')) throw node.error('do_rotary is not supported');
}

const attention: Operator = (node) => {
  const heads = node.int('num_heads');
  return {
    device: (run, x, weights, ...more: Optional) => {
      refuse(node, more, { 2: 'past', 4: 'past_sequence_length' });
      const [bias, mask, , scores] = more;
      const all = denseForward(run.tensor(x), run.tensor(weights), optional(run, bias), 'none');
      const sizes = node.ints('qkv_hidden_sizes', []);
      const parts = split(all, sizes.length === 3 ? sizes : 3, { axis: 2 });
      const [q, k, v] = parts.map((part) => headsOf(part, heads)) as [Tensor, Tensor, Tensor];
      const { y } = attend(q, k, v, { ...attending(node, q), ...maskOf(node, run, mask, scores, k) });
      return device(joinHeads(y), x.type);
    },
  };
};

const multiHeadAttention: Operator = (node) => {
  const heads = node.int('num_heads');
  return {
    device: (run, query, key, value, ...more: Optional) => {
      refuse(node, more, { 3: 'past_key', 4: 'past_value' });
      const [bias, mask, scores] = more;
      const rows = [query, key, value].map((part) => run.tensor(part));
      const widths = rows.map(({ shape }) => shape.at(-1) as number);
      const offsets = bias === undefined ? [] : split(run.tensor(bias), widths);
      const [q, k, v] = rows.map((part, at) => {
        const offset = offsets[at];
        return headsOf(offset === undefined ? part : add(part, offset), heads);
      }) as [Tensor, Tensor, Tensor];
      const { y } = attend(q, k, v, { ...attending(node, q), ...maskOf(node, run, mask, scores, k) });
      return device(joinHeads(y), query.type);
    },
  };
};

/** Operators of `com.microsoft`. */
export const MICROSOFT: OperatorTable = {
  'com.microsoft::Gelu': elementwise(() => (x) => gelu(x)),
  'com.microsoft::BiasGelu': biased('none'),
  'com.microsoft::FastGelu': biased('tanh'),
  'com.microsoft::QuickGelu': elementwise((node) => {
    const alpha = node.float('alpha', 1.702);
    return (x) => swish(x, alpha);
  }),
  'com.microsoft::SkipLayerNormalization': (node) => skipNorm(node, true),
  'com.microsoft::SkipSimplifiedLayerNormalization': (node) => skipNorm(node, false),
  'com.microsoft::EmbedLayerNormalization': embedLayerNormalization,
  'com.microsoft::Attention': attention,
  'com.microsoft::MultiHeadAttention': multiHeadAttention,
};
