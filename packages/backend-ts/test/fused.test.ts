import type { AdamStep, Backend, CsrArray, SgdStep } from '@nablajs/core';
import { adamStep, denseBackward, denseForward, labelCrossEntropy, sgdStep, type Tensor, upload } from '@nablajs/core';
import { difference, OPERATION_TOLERANCE } from '@nablajs/core/testing';
import { describe, expect, it } from 'vitest';
import { createBackend } from '../src/index.js';
import { FLOATS, type FloatName, floatsOf, random } from './support.js';

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

  it('relu keeps NaN and makes -infinity 0; its gradient is 0 at 0 and at NaN', async () => {
    const infinite = [Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0, -1, 2];
    const x = upload(fused, { layout: 'dense', shape: [6, 1], data: floatsOf(dtype, infinite) });
    const w = upload(fused, { layout: 'dense', shape: [1, 1], data: floatsOf(dtype, [1]) });
    const y = denseForward(x, w, undefined, 'relu');
    expect(Array.from(await y.data())).toEqual([Number.NaN, 0, Number.POSITIVE_INFINITY, 0, 0, 2]);
    const dY = upload(fused, { layout: 'dense', shape: [6, 1], data: floatsOf(dtype, [1, 1, 1, 1, 1, 1]) });
    const { db } = denseBackward(x, w, y, dY, 'relu', { dX: false, db: true });
    expect(await db?.item()).toBe(2);
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
