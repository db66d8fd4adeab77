/** Attention and RotaryEmbedding. */
import { cast, concat, gather, pad, permute, sameShape, type Tensor } from '@nablajs/core';
import { headsOf, joinHeads, attention as sequenceAttention } from '@nablajs/sequences';
import type { NodeInfo } from '../attributes.js';
import type { Operator, OperatorTable } from '../operator.js';
import type { Run } from '../run.js';
import { device, numberOf, numbersOf, type Value } from '../values.js';
import { optional } from './arguments.js';
import { type Attending, attend } from './kernels/attention.js';
import { turned } from './kernels/rotary.js';

/** Returns heads [n, heads, time, size] of a tensor that has them, or has them side by side in its last axis. */
function inHeads(node: NodeInfo, x: Tensor, name: string): Tensor {
  if (x.shape.length === 4) return x;
  return headsOf(x, node.int(name));
}

const attention: Operator = (node) => {
  const isCausal = node.flag('is_causal');
  const softcap = node.float('softcap', 0);
  const mode = node.int('qk_matmul_output_mode', 0);
  const [before, after] = ['left_window_size', 'right_window_size'].map((name) => {
    const size = node.int(name, -1);
    return size < 0 ? Number.POSITIVE_INFINITY : size;
  }) as [number, number];
  return {
    hostInputs: [6],
    device: (run, q, k, v, mask?: Value, pastKey?: Value, pastValue?: Value, lengths?: Value) => {
      const given = run.tensor(q);
      const query = inHeads(node, given, 'q_num_heads');
      const past = optional(run, pastKey);
      const key = behind(past, inHeads(node, run.tensor(k), 'kv_num_heads'));
      const value = behind(optional(run, pastValue), inHeads(node, run.tensor(v), 'kv_num_heads'));
      const counts = numbersOf(lengths);
      const queries = query.shape[2] as number;
      const earlier = counts?.map((count) => count - queries) ?? [past?.shape[2] ?? 0];
      const made = attend(query, key, value, {
        ...maskFor(run, mask, query, key),
        scale: node.float('scale', 1 / Math.sqrt(query.shape[3] as number)),
        earlier,
        window: [before, isCausal ? 0 : after],
        lengths: counts,
        softcap,
      });
      const y = given.shape.length === 4 ? made.y : joinHeads(made.y);
      const scores = made.scores[mode];
      return [device(y, q.type), ...[key, value, scores].map((tensor) => tensor && device(tensor, q.type))];
    },
  };
};

/** Puts keys or values behind those of earlier calls. */
const behind = (past: Tensor | undefined, x: Tensor): Tensor =>
  past === undefined ? x : concat([past, x], { axis: 2 });

/** Returns a mask that has a column for each key: those that it leaves out are not seen. */
function maskFor(run: Run, mask: Value | undefined, q: Tensor, k: Tensor): Pick<Attending, 'mask' | 'isChoice'> {
  if (mask === undefined) return { mask, isChoice: false };
  const isChoice = mask.type === 'bool';
  const given = run.tensor(mask);
  const floats = given.dtype === q.dtype ? given : cast(given, q.dtype);
  const missing = (k.shape[2] as number) - (floats.shape.at(-1) as number);
  if (missing <= 0) return { mask: floats, isChoice };
  const widths = floats.shape.map((_, axis): [number, number] => [0, axis === floats.shape.length - 1 ? missing : 0]);
  return { mask: pad(floats, widths, isChoice ? 0 : Number.NEGATIVE_INFINITY), isChoice };
}

/**
 * softmax(scale q k' + mask) v of q, k and v [n, time, heads, size], by the kernels of `@nablajs/sequences` if these
 * can. Inputs behind the mask divide or multiply the scale. With `choice`, the mask says which keys are there, 1 or 0.
 */
export const rowAttention: Operator = (node) => {
  const divisors = node.int('divisors');
  const isChoice = node.flag('choice');
  return {
    device: (run, q, k, v, mask?: Value, ...numbers: readonly Value[]) => {
      const scale = numbers.reduce((product, value, at) => {
        const number = numberOf(value);
        if (number === undefined) throw node.error('expected a number as the scale of attention');
        return at < divisors ? product / number : product * number;
      }, node.float('scale'));
      const rows = [q, k, v].map((value) => run.tensor(value)) as [Tensor, Tensor, Tensor];
      const given = mask && run.tensor(mask);
      const floats = given === undefined || given.dtype === rows[0].dtype ? given : cast(given, rows[0].dtype);
      return device(byKernel(rows, scale, floats, isChoice) ?? composed(rows, scale, floats, isChoice), q.type);
    },
  };
};

type Rows = readonly [q: Tensor, k: Tensor, v: Tensor];

/** Returns undefined for another scale, and for masks that differ between heads or queries. */
function byKernel([q, k, v]: Rows, scale: number, mask: Tensor | undefined, isChoice: boolean): Tensor | undefined {
  const [n, , heads, size] = q.shape as readonly [number, number, number, number];
  const keys = k.shape[1] as number;
  const isUsual = Math.abs(scale * Math.sqrt(size) - 1) < 1e-6 && sameShape(k.shape, v.shape) && k.shape[2] === heads;
  const isOfKeys = mask === undefined || (isChoice && sameShape(mask.shape, [n, 1, 1, keys]));
  if (!isUsual || !isOfKeys || k.shape[0] !== n) return undefined;
  const flat = (x: Tensor): Tensor => x.reshape([n, x.shape[1] as number, heads * size]);
  const how = { heads, keyHeads: heads, causal: false, mask: mask?.reshape([n, keys]), drop: undefined };
  return sequenceAttention(flat(q), concat([flat(k), flat(v)], { axis: 2 }), how).reshape(q.shape);
}

function composed(rows: Rows, scale: number, mask: Tensor | undefined, isChoice: boolean): Tensor {
  const [q, k, v] = rows.map((x) => permute(x, [0, 2, 1, 3])) as [Tensor, Tensor, Tensor];
  const window = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  const how = { scale, mask, isChoice, window, earlier: [0], lengths: undefined, softcap: 0 };
  return permute(attend(q, k, v, how).y, [0, 2, 1, 3]);
}

const rotaryEmbedding: Operator = (node) => {
  const isInterleaved = node.flag('interleaved');
  const width = node.int('rotary_embedding_dim', 0);
  return {
    device: (run, x, cosines, sines, positions?: Value) => {
      const tensor = run.tensor(x);
      const heads = inHeads(node, tensor, 'num_heads');
      const places = positions && run.tensor(positions);
      const [cosine, sine] = [cosines, sines].map((value) => {
        const cache = run.tensor(value);
        const rows = places === undefined ? cache : gather(cache, places);
        const [n, time, half] = rows.shape as readonly [number, number, number];
        return rows.reshape([n, 1, time, half]);
      }) as [Tensor, Tensor];
      const y = turned(heads, cosine, sine, width === 0 ? (heads.shape[3] as number) : width, isInterleaved);
      return device(tensor.shape.length === 4 ? y : joinHeads(y), x.type);
    },
  };
};

/** Operators of attention. */
export const ATTENTION: OperatorTable = { Attention: attention, RotaryEmbedding: rotaryEmbedding };
