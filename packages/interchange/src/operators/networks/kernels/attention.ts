/** ONNX's Attention: softmax(scale q k' + mask) v of heads, with keys and values of earlier calls. */
import {
  add,
  broadcastTo,
  divide,
  greater,
  matmul,
  max,
  multiply,
  scope,
  softmax,
  type Tensor,
  tanh,
  where,
} from '@nablajs/core';
import { uploadNumbers } from './numbers.js';

/** What attention needs besides queries, keys and values. */
export interface Attending {
  readonly scale: number;
  /** How many keys are before that of the first query, for each sequence or for all. */
  readonly earlier: readonly number[];
  /** How many keys before its own place, and how many after it, a query sees; infinities: all of them. */
  readonly window: readonly [before: number, after: number];
  /** How many keys each sequence has; the others are not seen. Undefined: all. */
  readonly lengths: readonly number[] | undefined;
  /** Is added to the scores, or chooses them if it is 1 or 0; broadcasts to [n, heads, queries, keys]. */
  readonly mask: Tensor | undefined;
  readonly isChoice: boolean;
  /** Limits scores by softcap tanh(score / softcap); 0: no limit. */
  readonly softcap: number;
}

/** What attention returns. */
export interface Attended {
  /** [n, heads, queries, size] */
  readonly y: Tensor;
  /** ONNX's qk_matmul_output of modes 0 to 3, [n, heads, queries, keys]. */
  readonly scores: readonly [Tensor, Tensor, Tensor, Tensor];
}

/** Repeats each of the heads of keys and values for the heads of queries that share it. */
function repeated(x: Tensor, heads: number): Tensor {
  const [n, own, time, size] = x.shape as readonly [number, number, number, number];
  if (own === heads) return x;
  const shape = [n, own, heads / own, time, size];
  return broadcastTo(x.reshape([n, own, 1, time, size]), shape).reshape([n, heads, time, size]);
}

/**
 * Computes attention of q [n, heads, queries, size] over k [n, own, keys, size] and v [n, own, keys, any]. A query that
 * sees no key gets zeros.
 */
export const attend = (q: Tensor, k: Tensor, v: Tensor, how: Attending): Attended =>
  scope(() => {
    const heads = q.shape[1] as number;
    const { scale, mask, isChoice, softcap } = how;
    const raw = matmul(multiply(q, scale), repeated(k, heads), { transposeB: true });
    const limited = softcap > 0 ? multiply(tanh(divide(raw, softcap)), softcap) : raw;
    const bias = both(biasOf(how, raw), mask !== undefined && isChoice ? where(mask, 0, NOT_SEEN) : mask);
    if (bias === undefined) {
      const weights = softmax(limited);
      return { y: matmul(weights, repeated(v, heads)), scores: [raw, limited, limited, weights] };
    }
    const masked = add(limited, bias);
    const isSeen = greater(max(bias, { axis: -1, keepDimensions: true }), NOT_SEEN);
    // Where no key is seen, softmax would be NaN, and so would its gradient.
    const weights = where(isSeen, softmax(where(isSeen, masked, 0)), 0);
    return { y: matmul(weights, repeated(v, heads)), scores: [raw, limited, masked, weights] };
  });

const NOT_SEEN: number = Number.NEGATIVE_INFINITY;

const both = (a: Tensor | undefined, b: Tensor | undefined): Tensor | undefined =>
  a === undefined || b === undefined ? (a ?? b) : add(a, b);

/** Returns 0 where a key is seen, else -Infinity [n or 1, 1, queries, keys]; undefined if all are. */
function biasOf({ earlier, window: [before, after], lengths }: Attending, scores: Tensor): Tensor | undefined {
  const [, , queries, keys] = scores.shape as readonly [number, number, number, number];
  if (lengths === undefined && before + after === Number.POSITIVE_INFINITY && before === after) return undefined;
  const n = Math.max(earlier.length, lengths?.length ?? 1);
  const values: number[] = [];
  for (let sequence = 0; sequence < n; sequence++) {
    const [count, first] = [lengths?.[sequence] ?? keys, earlier[sequence] ?? earlier[0] ?? 0];
    for (let query = 0; query < queries; query++) {
      for (let key = 0; key < keys; key++) {
        const distance = key - query - first;
        values.push(key < count && distance >= -before && distance <= after ? 0 : NOT_SEEN);
      }
    }
  }
  return uploadNumbers(scores, [n, 1, queries, keys], values);
}
