import {
  dense,
  type FloatDType,
  greater,
  matmul,
  max,
  multiply,
  softmax,
  type Tensor,
  upload,
  where,
} from '@nablajs/core';
import { both } from '../masks.js';

/** Which keys a query does not see, and what happens to the weights. */
export interface Attending {
  /** Whether a query sees only the keys up to its own place; the last query has the place of the last key. */
  readonly causal: boolean;
  /** Which keys are there: 1 or 0 [n, keys]; undefined if all are. */
  readonly mask: Tensor | undefined;
  /** Drops weights; undefined outside training. */
  readonly drop: ((weights: Tensor) => Tensor) | undefined;
}

/** Stands for -Infinity, which would make a row of only masked scores NaN. exp of it, less any score, is 0. */
const LEAST = -1e30;

/**
 * Returns `softmax(q kᵀ / √size) v` (Vaswani et al. 2017, equation 1), [n, heads, queries, size], of q of the same
 * shape and of k and v [n, keyHeads, keys, size]. Query head h takes key head `⌊h · keyHeads / heads⌋` (Ainslie et al.
 * 2023). A query that sees no key gets zeros.
 *
 * Masked scores become weights of exactly 0, and a sum does not change by zeros at its end. So keys behind the last one
 * that a query sees, whether future or padding, change no bit of its output.
 */
export function scaledDotProduct(q: Tensor, k: Tensor, v: Tensor, { causal, mask, drop }: Attending): Tensor {
  const [n, heads, queries, size] = q.shape as readonly [number, number, number, number];
  const [, keyHeads, keys] = k.shape as readonly [number, number, number];
  // Query heads of one key head lie one behind the other, so they are rows of one product.
  const grouped = [n, keyHeads, (heads / keyHeads) * queries];
  const scaled = multiply(q, 1 / Math.sqrt(size)).reshape([...grouped, size]);
  const scores = matmul(scaled, k, { transposeB: true }).reshape([n, heads, queries, keys]);
  const past = causal && queries > 1 ? pastOf(q, queries, keys) : undefined;
  const seen = both(past, mask?.reshape([n, 1, 1, keys]));
  const all = softmax(seen === undefined ? scores : where(seen, scores, LEAST));
  const weights = drop === undefined ? all : drop(all);
  const output = matmul(weights.reshape([...grouped, keys]), v).reshape(q.shape);
  if (mask === undefined) return output;
  return where(max(seen as Tensor, { axis: -1, keepDimensions: true }), output, 0);
}

/** Returns 1 where a key is not behind its query, else 0 [queries, keys]. */
function pastOf({ backend, dtype }: Tensor, queries: number, keys: number): Tensor {
  const places = (count: number, first: number, shape: readonly number[]): Tensor => {
    const data = (dtype as FloatDType) === 'float64' ? new Float64Array(count) : new Float32Array(count);
    for (let at = 0; at < count; at++) data[at] = first + at;
    return upload(backend, dense(data, shape));
  };
  return greater(places(queries, keys - queries + 1, [queries, 1]), places(keys, 0, [1, keys]));
}
