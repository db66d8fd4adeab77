/** The workloads of nabla's backends, against the definition of every kernel. */
import { createBackend as createTs } from '@nablajs/backend-ts';
import { type Backend, Random } from '@nablajs/core';
import { createBackend as createNaive } from '@nablajs/core/testing';
import { describe, expect, it } from 'vitest';
import { type Inputs, prepareTask, unsupportedReason } from '../../src/tasks/index.js';
import type { Workload, WorkloadOf } from '../../src/workloads/workload.js';
import { SMALL_CONVNETS, SMALL_SEQUENCES, type SmallConvnet, type SmallSequences } from '../small-networks.js';

const random = new Random(3);
const numbers = (...shape: number[]) => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
});
const common = { suite: 'ops', name: 'test', dtype: 'float64', flops: null, inputs: {} } as const;

const network: Inputs = new Map<string, { shape: number[]; data: Float64Array | Int32Array }>([
  ['x', { shape: [6, 4], data: numbers(6, 4).data.map((value) => Math.max(0, value)) }],
  ['labels', { shape: [6], data: Int32Array.of(1, 0, 9, 3, 3, 7) }],
  ['order', { shape: [6], data: Int32Array.of(4, 1, 5, 0, 3, 2) }],
  ['w1', numbers(4, 5)],
  ['b1', numbers(5)],
  ['w2', numbers(5, 10)],
  ['b2', numbers(10)],
]);
const training: WorkloadOf<'train'> = {
  ...common,
  kind: 'train',
  hidden: [5],
  optimizer: 'adam',
  learningRate: 0.01,
  batchSize: 4,
  resultEpochs: 1,
};

const WORKLOADS: readonly [Workload, Inputs][] = [
  [
    { ...common, kind: 'matmul', transposeA: false, transposeB: true },
    new Map([
      ['a', numbers(3, 4)],
      ['b', numbers(5, 4)],
    ]),
  ],
  [
    { ...common, kind: 'csr-matmul', transposeA: true, shape: [2, 3] },
    new Map<string, { shape: number[]; data: Float64Array | Int32Array }>([
      ['rowOffsets', { shape: [3], data: Int32Array.of(0, 2, 3) }],
      ['columns', { shape: [3], data: Int32Array.of(0, 2, 1) }],
      ['values', { shape: [3], data: Float64Array.of(1, 2, 3) }],
      ['b', numbers(2, 4)],
    ]),
  ],
  [
    { ...common, kind: 'binary', operation: 'multiply' },
    new Map([
      ['a', numbers(7)],
      ['b', numbers(7)],
    ]),
  ],
  [{ ...common, kind: 'unary', operation: 'tanh' }, new Map([['x', numbers(7)]])],
  [{ ...common, kind: 'reduce', operation: 'max', axis: 0 }, new Map([['x', numbers(3, 4)]])],
  [{ ...common, kind: 'softmax' }, new Map([['x', numbers(3, 4)]])],
  [
    { ...common, kind: 'sgd', learningRate: 0.1 },
    new Map([
      ['parameter', numbers(7)],
      ['gradient', numbers(7)],
    ]),
  ],
  [
    { ...common, kind: 'adam', learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
    new Map([
      ['parameter', numbers(7)],
      ['gradient', numbers(7)],
    ]),
  ],
  [training, network],
  [{ ...common, kind: 'infer', hidden: [5] }, network],
];

describe.each(WORKLOADS)('$kind', (workload, inputs) => {
  it('gives the result of the definition every time, and releases everything', async () => {
    const [ts, naive] = [await createTs(), await createNaive()];
    const [task, definition] = [await prepareTask(ts, workload, inputs), await prepareTask(naive, workload, inputs)];
    expect(task.result?.length).toBeGreaterThan(0);
    for (const [at, expected] of Array.from(definition.result ?? []).entries()) {
      expect(task.result?.[at]).toBeCloseTo(expected, 12);
    }
    for (let i = 0; i < 3; i++) await task.execute();
    await task.settle();
    expect(await task.sink()).not.toBeNaN();
    for (const one of [task, definition]) await one.dispose();
    expect([ts.memory().buffers, naive.memory().buffers]).toEqual([0, 0]);
  });
});

it('sampling continues the training', async () => {
  const backend = await createTs();
  const task = await prepareTask(backend, training, network);
  const first = task.result?.[0] ?? 0;
  for (let i = 0; i < 30; i++) await task.execute();
  expect(await task.sink()).toBeLessThan(first);
  await task.dispose();
});

describe('mini batches', () => {
  const elements = (name: string): number[] => [...(network.get(name)?.data ?? [])];
  const [x, labels, order] = [elements('x'), elements('labels'), elements('order')];
  const unshuffledRows = new Map(network).set('order', { shape: [6], data: Int32Array.from(order.keys()) });
  const rowsMoved = new Map(unshuffledRows)
    .set('x', { shape: [6, 4], data: Float64Array.from(order.flatMap((row) => x.slice(4 * row, 4 * row + 4))) })
    .set('labels', { shape: [6], data: Int32Array.from(order, (row) => labels[row] ?? -1) });

  async function createWithoutCsr(): Promise<Backend> {
    const { csr: _, ...rest } = await createTs();
    return rest;
  }

  it.each([
    ['sparse', createTs],
    ['dense', createWithoutCsr],
  ])('of %s rows are taken in the order given', async (_, createBackend) => {
    const lossesOf = async (inputs: Inputs) => {
      const task = await prepareTask(await createBackend(), { ...training, resultEpochs: 2 }, inputs);
      await task.dispose();
      return task.result;
    };
    const losses = await lossesOf(network);
    expect(losses).toHaveLength(4);
    expect(losses).toEqual(await lossesOf(rowsMoved));
    expect(losses).not.toEqual(await lossesOf(unshuffledRows));
  });
});

describe.each(SMALL_CONVNETS)('$name', ({ fields, inputs, expected }: SmallConvnet) => {
  const workload = { ...common, ...fields };
  const arrays: Inputs = new Map(
    Object.entries(inputs).map(([name, { shape, data }]) => {
      const isInteger = name === 'labels' || name === 'order';
      return [name, { shape, data: isInteger ? Int32Array.from(data) : Float64Array.from(data) }];
    }),
  );

  it.each([
    ['ts', createTs],
    ['naive', createNaive],
  ])("has PyTorch's losses on %s, then trains with dropout, and releases everything", async (_, createBackend) => {
    const backend = await createBackend();
    const task = await prepareTask(backend, workload, arrays);
    expect(task.result).toHaveLength(expected.length);
    for (const [step, loss] of expected.entries()) expect(task.result?.[step]).toBeCloseTo(loss, 12);
    await task.execute();
    const first = expected[0] ?? 0;
    if (workload.layers.some(({ type }) => type === 'Dropout')) expect(await task.sink()).not.toBeCloseTo(first, 3);
    else expect(await task.sink()).toBeCloseTo(first, 12);
    await task.dispose();
    expect(backend.memory().buffers).toBe(0);
  });
});

describe.each(SMALL_SEQUENCES)('$name', ({ fields, inputs, expected }: SmallSequences) => {
  const arrays: Inputs = new Map(
    Object.entries(inputs).map(([name, { shape, data, integers }]) => {
      return [name, { shape, data: integers ? Int32Array.from(data) : Float64Array.from(data) }];
    }),
  );

  it.each([
    ['ts', createTs],
    ['naive', createNaive],
  ])("has PyTorch's result on %s, goes on, and releases everything", async (_, createBackend) => {
    const backend = await createBackend();
    const task = await prepareTask(backend, { ...common, ...fields }, arrays);
    expect(task.result).toHaveLength(expected.length);
    for (const [at, value] of expected.entries()) expect(task.result?.[at]).toBeCloseTo(value, 12);
    await task.execute();
    // A training makes its next step, and a text is written again.
    if (fields.kind === 'generate') expect(await task.sink()).toBe(expected[0]);
    else expect(await task.sink()).not.toBe(task.result?.[expected.length - 1]);
    await task.dispose();
    expect(backend.memory().buffers).toBe(0);
  });
});

it('reports what a backend does not support', async () => {
  const { csr: _, ...rest } = await createTs();
  const backend: Backend = { ...rest, name: 'plain', dtypes: ['float32'] };
  const workload = WORKLOADS[1]?.[0] as Workload;
  expect(unsupportedReason(backend, workload)).toBe("backend 'plain' has no float64");
  expect(unsupportedReason(backend, { ...workload, dtype: 'float32' })).toBe("backend 'plain' has no CSR product");
  expect(unsupportedReason(await createTs(), workload)).toBeUndefined();
});
