/** Attention of all heads at once: by kernels of the backend if it has them, else by plain operations. */
import { type AttentionInputs, type CustomVjp, customVjp, permute, slice, Tensor } from '@nablajs/core';
import { scaledDotProduct } from './scaled-dot-product.js';

/** What attention needs besides queries, keys and values. */
export interface Attending extends Pick<AttentionInputs, 'heads' | 'keyHeads' | 'causal'> {
  /** Which keys are there: 1 or 0 [n, keys]; undefined if all are. */
  readonly mask: Tensor | undefined;
  /** Drops weights; undefined outside training. */
  readonly drop: ((weights: Tensor) => Tensor) | undefined;
}

/** The most rows and columns that the kernels take. */
export const MOST = 16_384;

/**
 * Divides [n, time, heads size] into heads [n, heads, time, size].
 *
 * @example
 * ```ts
 * const heads = headsOf(tensor(backend, [[[1, 2, 3, 4]]]), 2); // [[[[1, 2]], [[3, 4]]]]
 * ```
 */
export function headsOf(x: Tensor, heads: number): Tensor {
  const [n, time, width] = x.shape as readonly [number, number, number];
  return permute(x.reshape([n, time, heads, width / heads]), [0, 2, 1, 3]);
}

/**
 * Joins heads [n, heads, time, size] to [n, time, heads size]: the inverse of `headsOf`.
 *
 * @example
 * ```ts
 * const x = joinHeads(tensor(backend, [[[[1, 2]], [[3, 4]]]])); // [[[1, 2, 3, 4]]]
 * ```
 */
export function joinHeads(x: Tensor): Tensor {
  const [n, heads, time, size] = x.shape as readonly [number, number, number, number];
  return permute(x, [0, 2, 1, 3]).reshape([n, time, heads * size]);
}

/**
 * Returns what each query gets, `softmax(q kᵀ / √size) v` of each head (Vaswani et al. 2017, equation 1): [n, queries,
 * heads size]. Rows of x [n, queries, width] have the queries of all heads side by side and, unless they are in
 * `source` [n, keys, 2 keyHeads size], the keys and then the values. A query that sees no key gets zeros. Runs by
 * kernels of the backend if it has them. `MultiHeadAttention` is this between linear layers.
 *
 * @example
 * ```ts
 * const x = tensor(backend, [[[1, 0, 5], [0, 1, 7]]]); // one head: a query, a key and a value in each row
 * const y = attention(x, undefined, { heads: 1, keyHeads: 1, causal: true, mask: undefined, drop: undefined });
 * ```
 */
export function attention(x: Tensor, source: Tensor | undefined, attending: Attending): Tensor {
  const { heads, keyHeads, causal, mask, drop } = attending;
  const { attention: forward, attentionBackward: backward } = x.backend.fused ?? {};
  const composed = () => compose(x, source, attending);
  const sizes = [...x.shape, ...(source?.shape ?? []), (heads / keyHeads) * (x.shape[1] as number)];
  const fits = sizes.every((size) => size > 0 && size <= MOST);
  if (forward === undefined || backward === undefined || drop !== undefined || !fits) return composed();
  const givenOf = (x: Tensor, source?: Tensor, mask?: Tensor): AttentionInputs => ({
    ...{ x: x.operand(), source: source?.operand(), mask: mask?.operand() },
    ...{ heads, keyHeads, causal },
  });
  const made = (storage: unknown, shape: readonly number[]) => new Tensor(x.backend, storage, shape, x.dtype);
  const [n, queries, width] = x.shape as readonly [number, number, number];
  const outputWidth = source === undefined ? (width / (heads + 2 * keyHeads)) * heads : width;
  const run = () => {
    const { y, statistics } = forward(givenOf(x, source, mask));
    const output = made(y, [n, queries, outputWidth]);
    const more = [source, mask].filter((tensor) => tensor !== undefined);
    return { output, saved: [x, output, made(statistics, [2 * n * queries * heads]), ...more] };
  };
  const vjp: CustomVjp = (dY, saved) => {
    const [own, y, statistics, ...more] = saved as [Tensor, Tensor, Tensor, ...Tensor[]];
    const kept = source === undefined ? [undefined, ...more] : more;
    const { dX, dSource } = backward(givenOf(own, ...kept), y.operand(), statistics.storage, dY.operand());
    return [made(dX, own.shape), ...(source === undefined ? [] : [made(dSource, source.shape)])];
  };
  return customVjp('attention', source === undefined ? [x] : [x, source], run, vjp, composed);
}

function compose(x: Tensor, source: Tensor | undefined, { heads, keyHeads, causal, mask, drop }: Attending): Tensor {
  const [all, first] =
    source === undefined ? [headsOf(x, heads + 2 * keyHeads), heads] : [headsOf(source, 2 * keyHeads), 0];
  const part = (from: number, count: number): Tensor => slice(all, [[], [from, from + count]]);
  const q = source === undefined ? part(0, heads) : headsOf(x, heads);
  const [k, v] = [part(first, keyHeads), part(first + keyHeads, keyHeads)];
  return joinHeads(scaledDotProduct(q, k, v, { causal, mask, drop }));
}
