import { describe, expect, it } from 'vitest';
import {
  abs,
  batchNorm,
  clip,
  elu,
  equal,
  grad,
  groupNorm,
  hardSwish,
  huber,
  isNan,
  layerNorm,
  leakyRelu,
  less,
  logSoftmax,
  max,
  maximum,
  maxPool2d,
  mean,
  min,
  minimum,
  multiply,
  type NestedNumbers,
  negate,
  pow,
  relu,
  sign,
  silu,
  slice,
  softmax,
  softplus,
  square,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
} from '../../src/index.js';
import { expectClose, expectTensor, liveBuffers, newBackend, t, valuesOf } from '../support/index.js';

type Three = [x: Tensor, scale: Tensor, offset: Tensor];

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

describe('element-wise functions', () => {
  it.each([
    { op: negate, x: [1, -2, 0, nan, inf], y: [-1, 2, 0, nan, -inf] },
    { op: square, x: [3, -2, nan, -inf, 1e200], y: [9, 4, nan, inf, inf] },
    { op: abs, x: [3, -2, -0, nan, -inf], y: [3, 2, 0, nan, inf] },
    { op: sign, x: [3, -2, -0, nan, -inf], y: [1, -1, 0, nan, -1] },
    { op: relu, x: [3, -2, -0, nan, -inf, inf], y: [3, 0, 0, nan, 0, inf] },
    {
      op: softplus,
      x: [0, 1, -1, 1e4, -1e4, -40, nan, inf, -inf],
      y: [Math.LN2, 1.3132616875182228, 0.31326168751822286, 1e4, 0, 4.248354255291589e-18, nan, inf, 0],
    },
  ])('$op.name', async ({ op, x, y }) => {
    const backend = await newBackend();
    await expectTensor(op(t(backend, x)), [x.length], y);
    expect(liveBuffers(backend)).toBe(2);
  });
});

describe('functions with options', () => {
  it.each([
    { name: 'isNan', op: isNan, x: [3, -2, 0, -0, nan, -inf, inf], y: [0, 0, 0, 0, 1, 0, 0] },
    { name: 'clip', op: (x: Tensor) => clip(x, -1, 2), x: [3, -2, 0.5, nan, -inf, inf], y: [2, -1, 0.5, nan, -1, 2] },
    { name: 'leakyRelu', op: (x: Tensor) => leakyRelu(x, 0.5), x: [3, -2, nan, -inf], y: [3, -1, nan, -inf] },
    { name: 'elu', op: (x: Tensor) => elu(x, 2), x: [3, -inf, 0, nan], y: [3, -2, 0, nan] },
    { name: 'silu', op: silu, x: [0, 2, -1e4, nan], y: [0, 1.7615941559557649, 0, nan] },
    { name: 'huber', op: (x: Tensor) => huber(x, 2), x: [1, -2, -5, 0, nan, -inf], y: [0.5, 2, 8, 0, nan, inf] },
    { name: 'pow 0', op: (x: Tensor) => pow(x, 0), x: [3, 0, nan], y: [1, 1, 1] },
    { name: 'pow 1', op: (x: Tensor) => pow(x, 1), x: [3, -2, nan], y: [3, -2, nan] },
    { name: 'pow 5', op: (x: Tensor) => pow(x, 5), x: [3, -2, 0, nan, -inf], y: [243, -32, 0, nan, -inf] },
    { name: 'pow -2', op: (x: Tensor) => pow(x, -2), x: [4, -2, 0, inf], y: [0.0625, 0.25, inf, 0] },
    { name: 'pow 1/2', op: (x: Tensor) => pow(x, 0.5), x: [9, 0, -1], y: [3, 0, nan] },
    { name: 'pow 1.5', op: (x: Tensor) => pow(x, 1.5), x: [4, 0, -1, inf], y: [8, 0, nan, inf] },
    { name: 'pow 1025', op: (x: Tensor) => pow(x, 1025), x: [1, 2, 0], y: [1, inf, 0] },
  ])('$name', async ({ op, x, y }) => {
    const backend = await newBackend();
    await expectTensor(op(t(backend, x)), [x.length], y);
    expect(liveBuffers(backend)).toBe(2);
  });

  it('clip and pow refuse invalid arguments', async () => {
    const x = t(await newBackend(), [1]);
    expect(() => clip(x, 2, 1)).toThrow('clip: expected low <= high. Received 2 and 1.');
    expect(() => clip(x, nan, 1)).toThrow('clip: expected low <= high. Received NaN and 1.');
    expect(() => pow(x, nan)).toThrow('pow: expected a finite power. Received NaN.');
  });
});

describe('comparisons and smallest values', () => {
  const a = [1, 2, 3, -0, nan, inf, nan];
  const b = [2, 2, 1, 0, 1, inf, nan];

  it.each([
    { name: 'minimum', op: minimum, y: [1, 2, 1, 0, nan, inf, nan] },
    { name: 'less', op: less, y: [1, 0, 0, 0, 0, 0, 0] },
    { name: 'equal', op: equal, y: [0, 1, 0, 1, 0, 1, 0] },
  ])('$name', async ({ op, y }) => {
    const backend = await newBackend();
    await expectTensor(op(t(backend, a), t(backend, b)), [7], y);
    expect(liveBuffers(backend)).toBe(3);
  });

  it('with numbers', async () => {
    const backend = await newBackend();
    const x = t(backend, [1, 2, nan]);
    await expectTensor(minimum(1.5, x), [3], [1, 1.5, nan]);
    await expectTensor(less(x, 2), [3], [1, 0, 0]);
    await expectTensor(equal(x, 2), [3], [0, 1, 0]);
    await expectTensor(equal(nan, x), [3], [0, 0, 0]);
  });

  it('min, over everything and along an axis', async () => {
    const backend = await newBackend();
    const x = t(backend, [
      [3, 1, 2],
      [0, nan, 5],
    ]);
    await expectTensor(min(x), [], [nan]);
    await expectTensor(min(x, { axis: 0 }), [3], [0, nan, 2]);
    await expectTensor(min(x, { axis: 1, keepDimensions: true }), [2, 1], [1, nan]);
  });
});

describe('several axes', () => {
  it('are summed and averaged, in any order', async () => {
    const backend = await newBackend();
    const x = t(backend, [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      [
        [7, 8],
        [9, 10],
        [11, 12],
      ],
    ]);
    await expectTensor(sum(x, { axis: [0, 2] }), [3], [18, 26, 34]);
    await expectTensor(sum(x, { axis: [-1, 0] }), [3], [18, 26, 34]);
    await expectTensor(sum(x, { axis: [0, 2], keepDimensions: true }), [1, 3, 1], [18, 26, 34]);
    await expectTensor(sum(x, { axis: [0, 1, 2] }), [], [78]);
    await expectTensor(sum(x, { axis: [] }), [2, 3, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    await expectTensor(mean(x, { axis: [1, 2] }), [2], [3.5, 9.5]);
    await expectTensor(mean(x, { axis: 1 }), [2, 2], [3, 4, 9, 10]);
    expect(() => sum(x, { axis: [0, -3] })).toThrow('sum: axis 0 is named twice. Received [0, -3].');
    expect(() => sum(x, { axis: [3] })).toThrow('sum: axis 3 is out of range for rank 3');
  });

  it('softmax goes along any one', async () => {
    const backend = await newBackend();
    const x = t(backend, [
      [1, 5],
      [2, 5],
    ]);
    await expectTensor(softmax(x, { axis: 0 }), [2, 2], [0.2689414213699951, 0.5, 0.7310585786300049, 0.5]);
    const logs = [-1.3132616875182228, -Math.LN2, -0.31326168751822286, -Math.LN2];
    await expectTensor(logSoftmax(x, { axis: 0 }), [2, 2], logs);
  });
});

describe('mean', () => {
  it('covers all elements; NaN if there are none', async () => {
    const backend = await newBackend();
    await expectTensor(
      mean(
        t(backend, [
          [1, 2],
          [3, 6],
        ]),
      ),
      [],
      [3],
    );
    await expectTensor(mean(t(backend, [[], []])), [], [nan]);
    await expectTensor(mean(t(backend, -2.5)), [], [-2.5]);
  });
});

describe('softmax and its logarithm', () => {
  const rows = [
    { x: [0, 0, 0, 0], y: [0.25, 0.25, 0.25, 0.25], logs: new Array(4).fill(-1.3862943611198906) },
    { x: [1e4, -1e4], y: [1, 0], logs: [0, -2e4] },
    { x: [-1e4, -1e4], y: [0.5, 0.5], logs: [-Math.LN2, -Math.LN2] },
    { x: [1, 2], y: [0.2689414213699951, 0.7310585786300049], logs: [-1.3132616875182228, -0.31326168751822286] },
    { x: [nan, 0, 1], y: [nan, nan, nan], logs: [nan, nan, nan] },
    { x: [-inf, -inf], y: [nan, nan], logs: [nan, nan] },
    { x: [-inf, 3], y: [0, 1], logs: [-inf, 0] },
    { x: [inf, 3], y: [nan, nan], logs: [nan, nan] },
    { x: [7], y: [1], logs: [0] },
  ];

  it.each(rows)('of $x', async ({ x, y, logs }) => {
    const backend = await newBackend();
    await expectTensor(softmax(t(backend, [x])), [1, x.length], y);
    await expectTensor(logSoftmax(t(backend, [x])), [1, x.length], logs);
  });

  it('treat each row on its own, along the last axis', async () => {
    const backend = await newBackend();
    const cube: Tensor = t(backend, [
      [
        [1, 2],
        [nan, 0],
      ],
      [
        [5, 5],
        [1e4, 0],
      ],
    ]);
    await expectTensor(softmax(cube), [2, 2, 2], [0.2689414213699951, 0.7310585786300049, nan, nan, 0.5, 0.5, 1, 0]);
    await expectTensor(softmax(t(backend, [1, 2])), [2], [0.2689414213699951, 0.7310585786300049]);
  });

  it('keep their intermediate tensors to themselves', async () => {
    const backend = await newBackend();
    const x = t(backend, [[1, 2]]);
    softmax(x).dispose();
    logSoftmax(x).dispose();
    mean(x).dispose();
    expect(liveBuffers(backend)).toBe(1);
  });
});

describe('the gradient where an input is NaN', () => {
  it.each([
    { name: 'relu', f: relu, x: [nan, 0, 2, -2], dX: [nan, 0, 3, 0] },
    { name: 'leakyRelu', f: (x: Tensor) => leakyRelu(x, 0.25), x: [nan, 0, 2, -2], dX: [nan, 0.5, 3, 1] },
    { name: 'hardSwish', f: hardSwish, x: [nan, -3, 3, 0], dX: [nan, 0, 3, 2] },
    { name: 'clip', f: (x: Tensor) => clip(x, 0, 1), x: [nan, -1, 0.5, 2], dX: [nan, 0, 3, 0] },
    { name: 'abs', f: abs, x: [nan, -1, 0, 2], dX: [nan, -2, 0, 4] },
    { name: 'maximum', f: (x: Tensor) => maximum(x, 0), x: [nan, -1, 0, 2], dX: [nan, 0, 1.5, 4] },
    { name: 'minimum', f: (x: Tensor) => minimum(nan, x), x: [nan, -1, inf, -inf], dX: [nan, nan, nan, nan] },
    { name: 'max', f: (x: Tensor) => max(x.reshape([2, 2]), { axis: 0 }), x: [nan, 1, 2, 1], dX: [nan, 1, nan, 1] },
    {
      name: 'maxPool2d',
      f: (x: Tensor) => maxPool2d(x.reshape([1, 1, 4, 1]), [1, 2], { stride: 1 }).reshape([3]),
      x: [nan, 1, 2, 2],
      dX: [nan, nan, 5, 0],
    },
  ])('of $name is NaN', async ({ f, x, dX }) => {
    const backend = await newBackend();
    const weights = t(backend, [1, 2, 3, 4]);
    const loss = (at: Tensor) => {
      const y = f(at);
      return sum(multiply(y, slice(weights, [[0, y.size]])));
    };
    await expectTensor(grad(loss)(t(backend, x)), [4], dX);
  });
});

describe('normalisation of numbers around 10,000, in float32', () => {
  // By Python's decimal, with 50 digits.
  const dX = [-6.363531487471254e-5, -2.1212407978052923, 2.121304433120167];
  const column = [[10_000], [10_001], [10_001]];
  const row = [10_000, 10_001, 10_001];

  it('keeps the digits of its gradients', async () => {
    const backend = await newBackend();
    const put = (values: NestedNumbers): Tensor => tensor(backend, values, 'float32');
    const expectGradients = async (x: NestedNumbers, dScale: number[], f: (...given: Three) => Tensor) => {
      const given = { at: put(x), scale: put(dScale.map(() => 1)), offset: put(dScale.map(() => 0)) };
      const loss = ({ at, scale, offset }: typeof given) =>
        sum(multiply(f(at, scale, offset).reshape([3]), put([1, 1, 3])));
      const { at, scale } = valueAndGrad(loss, given).gradients;
      const gate = { relative: 1e-6, absolute: 1e-6 };
      expectClose(await valuesOf(at), { shape: at.shape, data: Float32Array.from(dX) }, gate);
      expectClose(await valuesOf(scale), { shape: scale.shape, data: Float32Array.from(dScale) }, gate);
    };
    await expectGradients(column, [1.4141817436418198], (x, w, b) => batchNorm(x, w, b, 1e-5, 'none').y);
    const ofRow = [-1.4141817436418198, 0.70709087182091, 2.12127261546273];
    await expectGradients([row], ofRow, (x, w, b) => layerNorm(x, w, b, 1e-5));
    await expectGradients([row], ofRow, (x, w, b) => groupNorm(x, 1, w, b, 1e-5));
  });
});
