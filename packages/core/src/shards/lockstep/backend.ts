/** A backend that computes some shards of equal size side by side. */
import type { Backend, CsrArray, DType } from '../../backend.js';
import { dtypeOf } from '../../tensors/dtype.js';
import { sliceRows } from '../../training/feed.js';
import { NablaError } from '../../validation/errors.js';
import { ShardCalls } from './calls.js';
import { convOf, csrOf, fusedOf, poolOf } from './groups.js';
import { kernelsOf } from './kernels.js';
import { Common, Each, type ViewingBackend } from './storage.js';

/**
 * Returns a backend whose tensors have the shape of one shard, but hold the elements of `count` shards, or what all of
 * them have in common. Each operation computes all shards, with the bits that the inner backend gives for each shard.
 * What is uploaded inside a pass is common to all shards. `firstRow` returns the place of their first row in the batch.
 */
export function lockstepBackend(inner: ViewingBackend, count: number, firstRow: () => number): Backend {
  const calls = new ShardCalls(inner, count);
  const kernels = kernelsOf(calls);
  const { name, dtypes, description, csr, conv, pool, fused } = inner;
  return {
    ...{ name, dtypes, description },
    upload: (data, shape, dtype) => new Common(inner.upload(data, shape, dtype)),
    download: () =>
      Promise.reject(
        new NablaError('argument', `backend '${name}': a tensor inside a pass over several shards cannot be read.`),
      ),
    release: (storage) => (storage as Common | Each).release(inner),
    memory: () => inner.memory(),
    dispose: () => undefined,
    ...kernels,
    ...(csr && { csr: csrOf(calls, csr) }),
    ...(conv && { conv: convOf(calls, conv) }),
    ...(pool && { pool: poolOf(calls, pool) }),
    ...(fused && { fused: fusedOf(calls, fused, kernels, firstRow) }),
  };
}

/** Returns the backend that a `Feed` uploads the rows of `count` shards to: each shard has its own of them. */
export function feedBackend(inner: ViewingBackend, count: number, lockstep: Backend): Backend {
  const { csr } = inner;
  return {
    ...lockstep,
    upload: (data, [rows = 0, ...rest], dtype) =>
      new Each(inner, count, [rows / count, ...rest], dtype, {
        stack: inner.upload(data, [rows, ...rest], dtype),
      }),
    ...(csr && {
      csr: {
        ...(lockstep.csr as Required<Backend>['csr']),
        upload: (matrix: CsrArray) => {
          const rows = matrix.shape[0] / count;
          const uploaded: unknown[] = [];
          try {
            uploaded.push(csr.upload(matrix));
            for (let at = 0; at < count; at++) {
              uploaded.push(csr.upload(sliceRows(matrix, at * rows, (at + 1) * rows) as CsrArray));
            }
          } catch (error) {
            for (const storage of uploaded) inner.release(storage);
            throw error;
          }
          const [stack, ...parts] = uploaded;
          return new Each(inner, count, [rows, matrix.shape[1]], dtypeOf(matrix.values) as DType, { stack, parts });
        },
      },
    }),
  };
}
