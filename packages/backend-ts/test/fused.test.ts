import type { AdamStep, Backend, BatchNormalized, CsrArray, FusedKernels, Operand, SgdStep } from '@nablajs/core';
import {
  adamStep,
  batchNorm,
  denseBackward,
  denseForward,
  labelCrossEntropy,
  sgdStep,
  type Tensor,
  upload,
} from '@nablajs/core';
import { difference, OPERATION_TOLERANCE } from '@nablajs/core/testing';
import { describe, expect, it } from 'vitest';
import { createBackend } from '../src/index.js';
import {
  expectComposition,
  FLOATS,
  type FloatName,
  floatsOf,
  type Input,
  put,
  random,
  randomInput,
  runningSum,
} from './support.js';

let fused: Backend;
let composed: Backend;
await renewBackends();

type Make = (shape: readonly number[], seed: number) => Tensor;

function maker(backend: Backend, dtype: FloatName): Make {
  return (shape, seed) => {
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    return upload(backend, { layout: 'dense', shape, data: random(dtype, size, seed) });
  };
}

/** Runs the same steps with the fused kernels and composed; what they return must agree, and nothing else stay live. */
async function expectSame(
  dtype: FloatName,
  run: (make: Make, backend: Backend) => (Tensor | undefined)[],
  tolerance = OPERATION_TOLERANCE[dtype],
): Promise<void> {
  const results: (Tensor | undefined)[][] = [];
  for (const backend of [fused, composed]) {
    const made: Tensor[] = [];
    const make = maker(backend, dtype);
    const returned = run((shape, seed) => {
      const tensor = make(shape, seed);
      made.push(tensor);
      return tensor;
    }, backend);
    results.push(returned);
    const kept = new Set([...made, ...returned.filter((tensor) => tensor !== undefined)]);
    expect(backend.memory().buffers).toBe(kept.size);
  }
  const [ours = [], theirs = []] = results;
  expect(ours.map((tensor) => tensor?.shape)).toEqual(theirs.map((tensor) => tensor?.shape));
  for (const [i, tensor] of ours.entries()) {
    const other = theirs[i];
    if (tensor === undefined || other === undefined) continue;
    const actual = { data: await tensor.data(), shape: tensor.shape };
    const expected = { data: await other.data(), shape: other.shape };
    expect(difference(actual, expected, tolerance)).toBeUndefined();
  }
}

/** Backends that hold nothing. */
async function renewBackends(): Promise<void> {
  fused = await createBackend();
  composed = { ...(await createBackend()), fused: {} };
}

function diagonal(dtype: FloatName, rows: number, columns: number): CsrArray {
  const entries = Math.min(rows, columns);
  return {
    layout: 'csr',
    shape: [rows, columns],
    rowOffsets: Int32Array.from({ length: rows + 1 }, (_, i) => Math.min(i, entries)),
    columns: Int32Array.from({ length: entries }, (_, i) => i),
    values: random(dtype, entries, 3),
  };
}

const SIZES = [
  [0, 3, 2],
  [1, 1, 1],
  [3, 5, 4],
  [7, 8, 9],
  [31, 17, 5],
] as const;

describe.each(FLOATS)('dense, %s', (dtype) => {
  for (const activation of ['none', 'relu'] as const) {
    it.each(SIZES)(`forward and backward, [%i, %i] to %i, ${activation}`, async (n, k, m) => {
      for (const bias of [true, false]) {
        await expectSame(dtype, (make) => {
          const [x, w] = [make([n, k], 1), make([k, m], 2)];
          const y = denseForward(x, w, bias ? make([m], 3) : undefined, activation);
          const dY = make([n, m], 4);
          const { dX, dW, db } = denseBackward(x, w, y, dY, activation, { dX: true, db: bias });
          return [y, dX, dW, db];
        });
        await renewBackends();
      }
    });

    it.each(SIZES)(`of a CSR input, [%i, %i] to %i, ${activation}`, async (n, k, m) => {
      await expectSame(dtype, (make, backend) => {
        const x = upload(backend, diagonal(dtype, n, k));
        const w = make([k, m], 2);
        const y = denseForward(x, w, make([m], 3), activation);
        const { dX, dW, db } = denseBackward(x, w, y, make([n, m], 4), activation, { dX: false, db: true });
        x.dispose();
        expect(dX).toBeUndefined();
        return [y, dW, db];
      });
      await renewBackends();
    });
  }

  it('relu keeps NaN and makes -infinity 0; its gradient is 0 at 0 and NaN at NaN', async () => {
    const infinite = [Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0, -1, 2];
    const x = upload(fused, { layout: 'dense', shape: [6, 1], data: floatsOf(dtype, infinite) });
    const w = upload(fused, { layout: 'dense', shape: [1, 1], data: floatsOf(dtype, [1]) });
    const y = denseForward(x, w, undefined, 'relu');
    expect(Array.from(await y.data())).toEqual([Number.NaN, 0, Number.POSITIVE_INFINITY, 0, 0, 2]);
    const dY = upload(fused, { layout: 'dense', shape: [6, 1], data: floatsOf(dtype, [1, 1, 1, 1, 1, 1]) });
    const { dX, db } = denseBackward(x, w, y, dY, 'relu', { dX: true, db: true });
    expect(Array.from((await dX?.data()) ?? [])).toEqual([Number.NaN, 0, 1, 0, 0, 1]);
    expect(await db?.item()).toBeNaN();
    await renewBackends();
  });
});

describe.each(FLOATS)('softmaxCrossEntropy, %s', (dtype) => {
  const labelsOn = (backend: Backend, list: readonly number[]) =>
    upload(backend, { layout: 'dense', shape: [list.length], data: Int32Array.from(list) });

  it.each([0, 0.1])('agrees with the composition, smoothing %d', async (smoothing) => {
    for (const [n, classes] of [
      [0, 3],
      [1, 1],
      [4, 3],
      [17, 10],
    ] as const) {
      await expectSame(dtype, (make, backend) => {
        const labels = labelsOn(
          backend,
          Array.from({ length: n }, (_, i) => (i * 3) % (classes + 1)),
        );
        const { loss, gradient } = labelCrossEntropy(make([n, classes], 5), labels, smoothing, 0.25);
        labels.dispose();
        return [loss, gradient];
      });
      await renewBackends();
    }
  });

  const lossOf = async (logits: readonly number[], label: number) => {
    const x = upload(fused, { layout: 'dense', shape: [1, logits.length], data: floatsOf(dtype, logits) });
    const { loss, gradient } = labelCrossEntropy(x, labelsOn(fused, [label]), 0, 1);
    const result = [await loss.item(), ...(await gradient.data())];
    await renewBackends();
    return result;
  };

  it('of equal logits is log 2, with gradient -1/2 and 1/2', async () => {
    const [loss, ...gradient] = await lossOf([3, 3], 0);
    expect(loss).toBeCloseTo(Math.LN2, dtype === 'float32' ? 7 : 15);
    expect(gradient).toEqual([-0.5, 0.5]);
  });

  it('stays finite for logits of +-1e4', async () => {
    expect(await lossOf([1e4, -1e4], 1)).toEqual([2e4, 1, -1]);
    expect(await lossOf([1e4, -1e4], 0)).toEqual([0, 0, 0]);
  });

  it('is NaN for a NaN, and for a row of -infinity only; a -infinity elsewhere is a probability of 0', async () => {
    expect(await lossOf([1, Number.NaN], 0)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    const nothing = Number.NEGATIVE_INFINITY;
    expect(await lossOf([nothing, nothing], 0)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(await lossOf([5, nothing], 0)).toEqual([0, 0, 0]);
  });
});

describe.each(FLOATS)('batchNorm, %s', (dtype) => {
  const EPSILON = 1e-5;
  const parts = ({ y, mean, variance }: BatchNormalized) => [y, mean, variance];

  for (const activation of ['none', 'relu'] as const) {
    const run = ([x, scale, offset]: readonly Tensor[]) =>
      parts(batchNorm(x as Tensor, scale as Tensor, offset as Tensor, EPSILON, activation));

    it.each([
      [2, 1],
      [3, 5],
      [130, 3],
      [257, 33],
      [5, 0],
    ])(`[%i, %i] with ${activation}, as composed`, async (n, channels) => {
      const inputs = [[n, channels], [channels], [channels]].map((shape, i) => randomInput(dtype, shape, i + 1));
      const tolerance = dtype === 'float32' ? { relative: 1e-5, absolute: 2e-5 } : { relative: 1e-12, absolute: 1e-12 };
      await expectComposition('fused', inputs, run, tolerance);
    });

    it(`NaN and infinities stay in their columns, with ${activation}`, async () => {
      const inputs = [[4, 4], [4], [4]].map((shape, i) => randomInput(dtype, shape, i + 1)) as [Input, Input, Input];
      inputs[0].data[0] = Number.NaN;
      inputs[0].data[5] = Number.POSITIVE_INFINITY;
      await expectComposition('fused', inputs, run, { relative: 1e-4, absolute: 1e-5 });
    });
  }

  const kernels = fused.fused as Required<FusedKernels>;
  const operand = (shape: readonly number[], list: readonly number[]) =>
    put(fused, floatsOf(dtype, list), shape, dtype);
  const read = async (storage: unknown, shape: readonly number[]) =>
    Array.from(await fused.download({ storage, shape, dtype }));

  it('by hand: the variance divides by n, and the gradients are those of the formula', async () => {
    const [x, scale, offset] = [operand([2, 2], [1, 0, 5, 6]), operand([2], [1, 2]), operand([2], [10, -1])];
    // Means 3 and 3, variances 4 and 9; epsilon makes the deviations 3 and sqrt(14).
    const { y, mean, variance, statistics } = kernels.batchNorm(x, scale, offset, 5, 'relu');
    expect(await read(mean, [2])).toEqual([3, 3]);
    expect(await read(variance, [2])).toEqual([4, 9]);
    const [root, round] = [Math.sqrt(14), dtype === 'float32' ? Math.fround : Number];
    const digits = dtype === 'float32' ? 6 : 14;
    const output = await read(y, [2, 2]);
    for (const [i, value] of [10 - 2 / 3, 0, 10 + 2 / 3, 6 / root - 1].entries()) {
      expect(output[i]).toBeCloseTo(value, digits - 1);
    }
    const of = (storage: unknown, shape: readonly number[]) => ({ storage, shape, dtype });
    const dY = operand([2, 2], [1, 7, 2, 3]);
    const back = kernels.batchNormBackward(x, scale, statistics, of(y, [2, 2]), dY, 5, 'relu');
    expect(await read(back.dOffset, [2])).toEqual([3, 3]);
    const [first, second] = await read(back.dScale, [2]);
    expect(first).toBeCloseTo(2 / 3, digits);
    expect(second).toBeCloseTo(round(9 / root), digits);
    const dX = await read(back.dX, [2, 2]);
    const [h, g] = [2 / 3, 3 / root];
    const expected = [
      (1 - 1.5 + (h * (2 / 3)) / 2) / 3,
      (2 / root) * (-1.5 + (g * 9) / root / 2),
      (2 - 1.5 - (h * (2 / 3)) / 2) / 3,
      (2 / root) * (3 - 1.5 - (g * 9) / root / 2),
    ];
    for (const [i, value] of expected.entries()) expect(dX[i]).toBeCloseTo(value, digits);
    await renewBackends();
  });

  it('60,000 rows around 10,000 keep their digits', async () => {
    const n = 60_000;
    const data = random(dtype, n).map((value) => 10_000 + value);
    const x = put(fused, data, [n, 1], dtype);
    const exact = (list: Iterable<number>) =>
      runningSum(
        Array.from(list, (value) => value - 10_000),
        Number,
      ) / n;
    const offset = exact(data);
    const square =
      runningSum(
        Array.from(data, (value) => (value - 10_000 - offset) ** 2),
        Number,
      ) / n;
    const { y, mean, variance } = kernels.batchNorm(x, operand([1], [1]), operand([1], [0]), EPSILON, 'none');
    const [middle] = await read(mean, [1]);
    const [spread] = await read(variance, [1]);
    expect(Math.abs((middle as number) - 10_000 - offset)).toBeLessThan(dtype === 'float32' ? 5e-4 : 1e-9);
    expect(Math.abs((spread as number) / square - 1)).toBeLessThan(dtype === 'float32' ? 1e-7 : 1e-10);
    const output = await read(y, [n, 1]);
    const errors = Array.from(data, (value, i) =>
      Math.abs((output[i] as number) - (value - 10_000 - offset) / Math.sqrt(square + EPSILON)),
    );
    const worst = errors.reduce((most, error) => Math.max(most, error));
    expect(worst).toBeLessThan(dtype === 'float32' ? 2e-7 : 1e-9);
    // What this refuses: E[x^2] - mean^2.
    const round = dtype === 'float32' ? Math.fround : Number;
    const moment =
      runningSum(
        data.map((value) => value * value),
        Number,
      ) /
        n -
      (10_000 + offset) ** 2;
    expect(Math.abs(round(moment) / square - 1)).toBeGreaterThan(1e-10);
    await renewBackends();
  });

  it('sums gradients without losing digits, and a NaN in y reaches its column', async () => {
    const n = 60_000;
    const third = floatsOf(dtype, [1 / 3])[0] as number;
    const ones = floatsOf(dtype, new Array(n).fill(1));
    const alternating = ones.map((_, i) => (i % 2) * 2 - 1);
    const [x, y, dY] = [alternating, ones, ones.map((_, i) => third * (i % 2))].map((data) =>
      put(fused, data, [n, 1], dtype),
    ) as [Operand, Operand, Operand];
    const one = operand([1], [1]);
    const { statistics } = kernels.batchNorm(x, one, one, 1e-300, 'none');
    const { dScale, dOffset } = kernels.batchNormBackward(x, one, statistics, y, dY, 1e-300, 'relu');
    const exact = (third * n) / 2;
    for (const storage of [dScale, dOffset]) {
      const [sum] = await read(storage, [1]);
      expect(Math.abs((sum as number) / exact - 1)).toBeLessThan(dtype === 'float32' ? 2 ** -24 : 1e-13);
    }
    const marked = ones.map((value, i) => (i === 7 ? Number.NaN : value));
    const masked = kernels.batchNormBackward(x, one, statistics, put(fused, marked, [n, 1], dtype), dY, 1e-300, 'relu');
    expect(await read(masked.dOffset, [1])).toEqual([Number.NaN]);
    await renewBackends();
  });
});

describe.each(FLOATS)('optimizers, %s', (dtype) => {
  const SGD: SgdStep = {
    learningRate: 0.1,
    weightDecay: 0,
    momentum: 0,
    dampening: 0,
    nesterov: false,
    first: false,
  };
  const ADAM: AdamStep = {
    learningRate: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0,
    decoupled: false,
    correction1: 0.19,
    correction2: 0.001999,
  };

  it.each<Partial<SgdStep>>([
    {},
    { weightDecay: 0.01 },
    { momentum: 0.9, first: true },
    { momentum: 0.9, dampening: 0.1, weightDecay: 0.01 },
    { momentum: 0.9, nesterov: true },
  ])('sgd agrees with the composition: %j', async (changes) => {
    const options = { ...SGD, ...changes };
    await expectSame(dtype, (make) => {
      const [w, g] = [make([5, 7], 1), make([5, 7], 2)];
      const velocity = options.momentum === 0 ? undefined : make([5, 7], 3);
      sgdStep(w, g, velocity, options);
      return [w, velocity];
    });
    await renewBackends();
  });

  it.each<Partial<AdamStep>>([{}, { weightDecay: 0.01 }, { weightDecay: 0.01, decoupled: true }])(
    'adam agrees with the composition: %j',
    async (changes) => {
      await expectSame(dtype, (make, backend) => {
        const [w, g, m] = [make([5, 7], 1), make([5, 7], 2), make([5, 7], 3)];
        const v = upload(backend, { layout: 'dense', shape: [5, 7], data: random(dtype, 35, 4).map(Math.abs) });
        adamStep(w, g, m, v, { ...ADAM, ...changes });
        return [w, m, v];
      });
      await renewBackends();
    },
  );

  it('sgd with momentum, by hand: velocity 0.5 * 2 + 3 = 4, parameter 1 - 0.5 * 4 = -1', async () => {
    const scalar = (value: number) => upload(fused, { layout: 'dense', shape: [1], data: floatsOf(dtype, [value]) });
    const [w, velocity] = [scalar(1), scalar(2)];
    sgdStep(w, scalar(3), velocity, { ...SGD, learningRate: 0.5, momentum: 0.5 });
    expect([await w.item(), await velocity.item()]).toEqual([-1, 4]);
    await renewBackends();
  });

  it('the first adam step moves by the learning rate, against the sign of the gradient', async () => {
    const vector = (list: readonly number[]) =>
      upload(fused, { layout: 'dense', shape: [2], data: floatsOf(dtype, list) });
    const w = vector([1, 1]);
    const first = { ...ADAM, correction1: 1 - ADAM.beta1, correction2: 1 - ADAM.beta2 };
    adamStep(w, vector([4, -0.5]), vector([0, 0]), vector([0, 0]), first);
    const [down, up] = await w.data();
    expect(down).toBeCloseTo(0.99, 6);
    expect(up).toBeCloseTo(1.01, 6);
    await renewBackends();
  });
});
