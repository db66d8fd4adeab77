/** A training that never updates a bias must not pass, although little changes at first; nor one with other batches. */
import { createBackend } from '@nablajs/backend-ts';
import type { Backend, FusedKernels, Operand } from '@nablajs/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorOf, referenceOf } from '../../src/harness/verify.js';
import { prepareTask } from '../../src/tasks/index.js';
import { type InputArray, integers } from '../../src/workloads/arrays.js';
import type { Digits } from '../../src/workloads/digits.js';
import { workloadsOf } from '../../src/workloads/index.js';
import type { Workload } from '../../src/workloads/workload.js';
import { sharedDigits } from '../mnist.js';

/** backend-ts that does not update vectors of this length: b1 has 532 elements, b2 has 10. */
async function frozen(length: number): Promise<Backend> {
  const ts = await createBackend();
  const { sgd, adam } = ts.fused as Required<FusedKernels>;
  const isFrozen = ({ shape }: Operand<unknown>): boolean => shape.length === 1 && shape[0] === length;
  const fused: FusedKernels = {
    ...ts.fused,
    sgd: (p, g, velocity, options) =>
      isFrozen(p) ? { parameter: p.storage, velocity: velocity?.storage } : sgd(p, g, velocity, options),
    adam: (p, g, m, v, options) =>
      isFrozen(p) ? { parameter: p.storage, m: m.storage, v: v.storage } : adam(p, g, m, v, options),
  };
  return { ...ts, fused } as Backend;
}

let digits: Digits;

beforeAll(async () => {
  digits = await sharedDigits();
});

/** Slow, because a full batch shows the same for biases, and tasks.test.ts tests the order of rows. */
const SHUFFLED = [128, 512].map((size) => `shuffled batches of ${size}, 12,800 rows, Adam`);
const isSlow = process.env['NABLA_SLOW'] === '1';

/** The lengths of biases. That of b2 changes the result less than that of b1, which the slow tests freeze, too. */
const BIASES: readonly (readonly [name: string, length: number])[] = [
  ['b2', 10],
  ...(isSlow ? [['b1', 532] as const] : []),
];

/** The quick tests train on fewer rows. */
const ROWS = isSlow ? 2000 : 300;

/** Returns the first of 2,000 rows. */
function firstRows({ dtype, shape, data }: InputArray): InputArray {
  const [rows = 0, ...row] = shape;
  const taken = Math.min(rows, ROWS);
  return { dtype, shape: [taken, ...row], data: data.subarray(0, (data.length / rows) * taken) } as InputArray;
}

describe.each(['full batch, 2,000 rows, 532 hidden', ...(isSlow ? SHUFFLED : [])])('%s, float32', (name) => {
  let workload: Workload;
  let inputs: Readonly<Record<string, InputArray>>;
  let reference: ArrayLike<number>;

  beforeAll(async () => {
    const all = workloadsOf('train', digits, false);
    const planned = all.find((one) => one.workload.name === name && one.workload.dtype === 'float32');
    if (planned === undefined) throw new Error(`no ${name}`);
    const { x, labels, ...others } = (await planned.inputs()) as Record<'x' | 'labels', InputArray>;
    const isFull = name.startsWith('full');
    inputs = isFull ? { ...others, x: firstRows(x), labels: firstRows(labels) } : { ...others, x, labels };
    workload = { ...planned.workload, inputs: {} } as Workload;
    reference = (await referenceOf(workload, inputs)) ?? [];
  });

  async function errorWith(backend: Backend, changed: Readonly<Record<string, InputArray>> = {}): Promise<number> {
    const task = await prepareTask(backend, workload, new Map(Object.entries({ ...inputs, ...changed })));
    await task.dispose();
    return errorOf(workload, Float32Array.from(task.result ?? []), reference);
  }

  it('passes without changes', async () => {
    expect(await errorWith(await createBackend())).toBeLessThan(0.1);
  });

  it.each(BIASES)('is refused without updates of %s', async (_, length) => {
    expect(await errorWith(await frozen(length))).toBeGreaterThan(2);
  });

  // A full batch has no order.
  if (!name.startsWith('shuffled')) return;

  it('is refused if the order is ignored', async () => {
    const order = integers(Int32Array.from({ length: 12_800 }, (_, row) => row));
    expect(await errorWith(await createBackend(), { order })).toBeGreaterThan(2);
  });
});
