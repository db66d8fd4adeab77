/** Fused kernels are a faster way to the same numbers: where a backend has one core calls it, else core composes. */
import { describe, expect, it } from 'vitest';
import {
  type AdamStep,
  adamStep,
  type Backend,
  Dense,
  denseBackward,
  denseForward,
  type FusedKernels,
  labelCrossEntropy,
  multiply,
  ReLU,
  Sequential,
  type SgdStep,
  SoftmaxCrossEntropy,
  scope,
  sgdStep,
  softmaxCrossEntropy,
  type Tensor,
  tensor,
  upload,
  valueAndGrad,
} from '../../src/index.js';
import { csr, expectError, expectTensor, labels, liveBuffers, newBackend, t } from '../support/index.js';

const X = [
  [1, -2],
  [0.5, 3],
];
const W = [
  [1, 0, -1],
  [2, 0.5, 1],
];

describe('composed', () => {
  it('dense forward, with and without bias and ReLU', async () => {
    const backend = await newBackend();
    const [x, w, b] = [t(backend, X), t(backend, W), t(backend, [1, 1, 1])];
    await expectTensor(denseForward(x, w, undefined, 'none'), [2, 3], [-3, -1, -3, 6.5, 1.5, 2.5]);
    await expectTensor(denseForward(x, w, b, 'none'), [2, 3], [-2, 0, -2, 7.5, 2.5, 3.5]);
    await expectTensor(denseForward(x, w, b, 'relu'), [2, 3], [0, 0, 0, 7.5, 2.5, 3.5]);
  });

  it('dense forward of more dimensions, also where a backend has a kernel for matrices', async () => {
    const plain = await newBackend();
    const [x, w, b] = [t(plain, [X]), t(plain, W), t(plain, [1, 1, 1])];
    await expectTensor(denseForward(x, w, undefined, 'none'), [1, 2, 3], [-3, -1, -3, 6.5, 1.5, 2.5]);
    await expectTensor(denseForward(x, w, b, 'relu'), [1, 2, 3], [0, 0, 0, 7.5, 2.5, 3.5]);
    expectError(() => denseForward(x, w, t(plain, [1]), 'none'), 'shape', 'dense', '[1] and [3]');
    // A kernel takes matrices alone.
    const matrices: Required<FusedKernels>['dense'] = (rows, _csr, weight) => {
      expect(rows.shape).toEqual([2, 2]);
      return plain.matmul(rows, weight, false, false, [2, 3]);
    };
    const fast = { ...plain, fused: { dense: matrices } };
    const y = denseForward(t(fast, [X]), t(fast, W), undefined, 'none');
    await expectTensor(y, [1, 2, 3], [-3, -1, -3, 6.5, 1.5, 2.5]);
  });

  it('dense backward computes only the gradients that are needed', async () => {
    const backend = await newBackend();
    const [x, w, b] = [t(backend, X), t(backend, W), t(backend, [1, 1, 1])];
    const y = denseForward(x, w, b, 'relu');
    const dY = t(backend, [
      [1, 1, 1],
      [1, 2, 3],
    ]);
    const all = denseBackward(x, w, y, dY, 'relu', { dX: true, db: true });
    await expectTensor(all.dX as Tensor, [2, 2], [0, 0, -2, 6]);
    await expectTensor(all.dW, [2, 3], [0.5, 1, 1.5, 3, 6, 9]);
    await expectTensor(all.db as Tensor, [3], [1, 2, 3]);
    const before = liveBuffers(backend);
    const some = denseBackward(x, w, y, dY, 'none', { dX: false, db: false });
    expect([some.dX, some.db]).toEqual([undefined, undefined]);
    await expectTensor(some.dW, [2, 3], [1.5, 2, 2.5, 1, 4, 7]);
    expect(liveBuffers(backend)).toBe(before + 1);
  });
});

/** A backend whose fused kernels write down that they were called, with results that are easy to recognise. */
async function recording(): Promise<{ backend: Backend; calls: unknown[][] }> {
  const backend = await newBackend();
  const calls: unknown[][] = [];
  const made = (shape: readonly number[], value: number) => backend.fill(shape, value, 'float64');
  const fused: FusedKernels = {
    dense(_x, csrInput, w, b, activation) {
      calls.push(['dense', csrInput, b !== undefined, activation]);
      return made([2, w.shape[1] ?? 0], 1);
    },
    denseBackward(x, csrInput, w, _y, _dY, activation, needDX, needDB) {
      calls.push(['denseBackward', csrInput, activation, needDX, needDB]);
      return {
        dX: needDX ? made(x.shape, 2) : undefined,
        dW: made(w.shape, 3),
        db: needDB ? made([w.shape[1] ?? 0], 4) : undefined,
      };
    },
    softmaxCrossEntropy(logits, _labels, labelSmoothing, scale) {
      calls.push(['softmaxCrossEntropy', labelSmoothing, scale]);
      return { loss: made([], 5), dLogits: made(logits.shape, 6) };
    },
    sgd(parameter, _gradient, velocity, options) {
      calls.push(['sgd', options]);
      return { parameter: made(parameter.shape, 7), velocity: velocity?.storage };
    },
    adam(parameter, _gradient, m, v, options) {
      calls.push(['adam', options]);
      return { parameter: parameter.storage, m: made(m.shape, 8), v: v.storage };
    },
  };
  return { backend: { ...backend, fused }, calls };
}

describe('with fused kernels', () => {
  it('dense goes through them, CSR inputs included', async () => {
    const { backend, calls } = await recording();
    const [x, w, b] = [t(backend, X), t(backend, W), t(backend, [1, 1, 1])];
    const y = denseForward(x, w, b, 'relu');
    await expectTensor(y, [2, 3], [1, 1, 1, 1, 1, 1]);
    const both = denseBackward(x, w, y, y, 'relu', { dX: true, db: true });
    await expectTensor(both.dX as Tensor, [2, 2], [2, 2, 2, 2]);
    await expectTensor(both.dW, [2, 3], [3, 3, 3, 3, 3, 3]);
    await expectTensor(both.db as Tensor, [3], [4, 4, 4]);
    const sparse = upload(backend, {
      layout: 'csr',
      shape: [2, 2],
      rowOffsets: Int32Array.of(0, 1, 1),
      columns: Int32Array.of(0),
      values: Float64Array.of(1),
    });
    denseForward(sparse, w, undefined, 'none');
    const one = denseBackward(sparse, w, y, y, 'none', { dX: false, db: false });
    expect([one.dX, one.db]).toEqual([undefined, undefined]);
    expect(calls).toEqual([
      ['dense', false, true, 'relu'],
      ['denseBackward', false, 'relu', true, true],
      ['dense', true, false, 'none'],
      ['denseBackward', true, 'none', false, false],
    ]);
  });

  it('cross-entropy of labels goes through them', async () => {
    const { backend, calls } = await recording();
    const { loss, gradient } = labelCrossEntropy(t(backend, X), labels(backend, [0, 1]), 0.1, 0.5);
    await expectTensor(loss, [], [5]);
    await expectTensor(gradient, [2, 2], [6, 6, 6, 6]);
    expect(calls).toEqual([['softmaxCrossEntropy', 0.1, 0.5]]);
  });

  it('the gradient of the cross-entropy is computed with its value and scaled by the outer gradient', async () => {
    const { backend, calls } = await recording();
    const [x, y] = [t(backend, X), labels(backend, [0, 1])];
    const { value, gradients } = valueAndGrad((logits: Tensor) => multiply(softmaxCrossEntropy(logits, y, 0, 1), 3), x);
    await expectTensor(value, [], [15]);
    await expectTensor(gradients, [2, 2], [18, 18, 18, 18]);
    expect(calls).toEqual([['softmaxCrossEntropy', 0, 1]]);
  });

  it('a pass computes no gradient of the input or of frozen parameters', async () => {
    const { backend, calls } = await recording();
    const layers = [new Dense(3), new ReLU(), new Dense(2)];
    using model = new Sequential(backend, { inputShape: [2], layers, dtype: 'float64' });
    const pass = (inputGradient: boolean) => {
      calls.length = 0;
      const options = { seed: 0, step: 1, inputGradient };
      scope(() => model.pass(t(backend, X), labels(backend, [0, 1]), new SoftmaxCrossEntropy(), options));
      return calls.filter(([kernel]) => kernel === 'denseBackward');
    };
    const last = ['denseBackward', false, 'none', true, true];
    expect(pass(false)).toEqual([last, ['denseBackward', false, 'relu', false, true]]);
    expect(pass(true)).toEqual([last, ['denseBackward', false, 'relu', true, true]]);
    model.freeze('0');
    expect(pass(false)).toEqual([['denseBackward', false, 'none', false, true]]);
    model.unfreeze('0');
    model.freeze('2.weight');
    expect(pass(false)).toEqual([['denseBackward', false, 'relu', false, true]]);
  });

  it('optimizer steps replace the storages that change and keep those that come back', async () => {
    const { backend, calls } = await recording();
    const [w, g, v] = [t(backend, [0]), t(backend, [1]), t(backend, [2])];
    const sgd: SgdStep = {
      learningRate: 1,
      weightDecay: 0,
      momentum: 0.5,
      dampening: 0,
      nesterov: false,
      first: true,
    };
    sgdStep(w, g, v, sgd);
    await expectTensor(w, [1], [7]);
    await expectTensor(v, [1], [2]);
    const [m, s] = [t(backend, [0]), t(backend, [3])];
    const adam: AdamStep = {
      learningRate: 1,
      beta1: 0.5,
      beta2: 0.5,
      epsilon: 1,
      weightDecay: 0,
      decoupled: false,
      correction1: 0.5,
      correction2: 0.5,
    };
    adamStep(w, g, m, s, adam);
    await expectTensor(m, [1], [8]);
    await expectTensor(s, [1], [3]);
    expect(calls).toEqual([
      ['sgd', sgd],
      ['adam', adam],
    ]);
    expect(liveBuffers(backend)).toBe(5);
  });
});

describe('operands are checked before a kernel sees them', () => {
  it('whether the kernel is fused or composed', async () => {
    for (const backend of [await newBackend(), (await recording()).backend]) {
      const [x, w, b] = [t(backend, X), t(backend, W), t(backend, [1, 1, 1])];
      const single = tensor(backend, X, 'float32');
      const elsewhere = t(await newBackend(), W);
      expectError(() => denseForward(single, w, b, 'relu'), 'dtype', 'dense', 'float32 and float64');
      expectError(() => denseForward(x, elsewhere, b, 'relu'), 'backend', 'dense');
      expectError(() => denseForward(x, w, t(backend, [1, 1]), 'relu'), 'shape', 'dense', '[2] and [3]');
      expectError(() => denseForward(x, t(backend, X.slice(1)), undefined, 'none'), 'shape', '[2, 2] x [1, 2]');
      expectError(() => denseForward(x, csr(backend), undefined, 'none'), 'argument', 'dense', 'CSR');
      expectError(() => denseForward(labels(backend, [1]), w, undefined, 'none'), 'dtype', 'dense', 'int32');

      const needs = { dX: true, db: true };
      const y = denseForward(x, w, b, 'relu');
      const wrong = tensor(
        backend,
        [
          [1, 1, 1],
          [1, 1, 1],
        ],
        'float32',
      );
      expectError(() => denseBackward(x, w, y, wrong, 'relu', needs), 'dtype', 'denseBackward');
      expectError(() => denseBackward(x, w, y, x, 'relu', needs), 'shape', 'denseBackward', '[2, 3] and [2, 2]');

      expectError(() => labelCrossEntropy(x, t(backend, [0, 1]), 0, 1), 'dtype', 'int32 labels', 'float64');
      expectError(() => labelCrossEntropy(x, labels(backend, [0]), 0, 1), 'shape', '[1] and [2]');
      expectError(() => labelCrossEntropy(b, labels(backend, [0]), 0, 1), 'shape', 'rank 2');
      expectError(() => labelCrossEntropy(x, labels(elsewhere.backend, [0, 1]), 0, 1), 'backend');

      const options: SgdStep = {
        learningRate: 1,
        weightDecay: 0,
        momentum: 0,
        dampening: 0,
        nesterov: false,
        first: true,
      };
      expectError(() => sgdStep(x, single, undefined, options), 'dtype', 'sgd');
      expectError(() => sgdStep(x, w, undefined, options), 'shape', 'sgd');
    }
  });
});
