/** If a training never updates one parameter of a network, verification must fail. */
import { createBackend } from '@nablajs/backend-ts';
import type { Backend, FusedKernels } from '@nablajs/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorOf, referenceOf } from '../../src/harness/verify.js';
import { prepareTask } from '../../src/tasks/index.js';
import type { InputArray } from '../../src/workloads/arrays.js';
import { convolutional } from '../../src/workloads/convnets.js';
import type { PlannedWorkload } from '../../src/workloads/plan.js';
import { sequences } from '../../src/workloads/sequences.js';
import type { Workload } from '../../src/workloads/workload.js';
import { sharedDigits } from '../mnist.js';

/** backend-ts, but it never updates the parameter with this index. A step updates all `count` of them in order. */
async function frozen(place: number, count: number): Promise<Backend> {
  const ts = await createBackend();
  const { adam } = ts.fused as Required<FusedKernels>;
  let calls = 0;
  const fused: FusedKernels = {
    ...ts.fused,
    adam: (p, g, m, v, options) =>
      calls++ % count === place ? { parameter: p.storage, m: m.storage, v: v.storage } : adam(p, g, m, v, options),
  };
  return { ...ts, fused } as Backend;
}

/** These take up to a minute each. */
const SLOW = ['mnist_convnet, batch of 8', 'ResNet-8, batch of 2', 'GPT training step, 2 x 64 tokens'];
const isSlow = process.env['NABLA_SLOW'] === '1';

describe.each(['LSTM training step, 4 x 8 elements', ...(isSlow ? SLOW : [])])('%s, float32', (name) => {
  let workload: Workload;
  let inputs: Readonly<Record<string, InputArray>>;
  let reference: ArrayLike<number>;

  beforeAll(async () => {
    const all = [...convolutional(await sharedDigits(), true), ...sequences(true)];
    const planned = all.find((one) => one.workload.name === name);
    ({ workload, inputs, reference } = await prepared(planned as PlannedWorkload));
  });

  async function errorWith(backend: Backend): Promise<number> {
    const task = await prepareTask(backend, workload, new Map(Object.entries(inputs)));
    await task.dispose();
    return errorOf(workload, Float32Array.from(task.result ?? []), reference);
  }

  it('passes if every parameter is updated', async () => {
    expect(await errorWith(await createBackend())).toBeLessThan(0.5);
  });

  it('fails if any one parameter is not updated', async () => {
    const trained = Object.keys(inputs).filter((key) => key.includes('.') && !key.includes('.running'));
    expect(trained.length).toBeGreaterThanOrEqual(5);
    const errors: Record<string, number> = {};
    for (const [place, key] of trained.entries()) errors[key] = await errorWith(await frozen(place, trained.length));
    expect(Object.entries(errors).filter(([, error]) => error < 1.5)).toEqual([]);
  });
});

async function prepared(planned: PlannedWorkload) {
  const inputs = await planned.inputs();
  const workload = { ...planned.workload, inputs: {} } as Workload;
  return { inputs, workload, reference: (await referenceOf(workload, inputs)) ?? [] };
}
