import { expect, it } from 'vitest';
import { References } from '../../src/harness/references.js';
import { type InputArray, uniform } from '../../src/workloads/arrays.js';
import type { Workload } from '../../src/workloads/workload.js';

/** Computes a reference of `size` elements twice. */
async function askedTwice(size: number) {
  const references = new References();
  const workload = {
    suite: 'ops',
    name: 'relu',
    kind: 'unary',
    dtype: 'float32',
    flops: null,
    operation: 'relu',
    inputs: {},
  } satisfies Workload;
  const inputs: Record<string, InputArray> = { x: uniform('float32', [size], 1) };
  const planned = { workload, inputs: async () => inputs };
  return [await references.of(planned, workload, inputs), await references.of(planned, workload, inputs)] as const;
}

it('keeps a small reference', async () => {
  const [first, second] = await askedTwice(10);
  expect(first).toHaveLength(10);
  expect(second).toBe(first);
});

it('does not keep a large one', async () => {
  const [first, second] = await askedTwice(2 ** 20 + 1);
  expect(second === first).toBe(false);
  // A matcher takes a minute to compare a million elements one by one.
  const bytesOf = (values: ArrayLike<number> | null) => Buffer.from(Float64Array.from(values ?? []).buffer);
  expect(second?.length).toBe(2 ** 20 + 1);
  expect(bytesOf(second).equals(bytesOf(first))).toBe(true);
});
