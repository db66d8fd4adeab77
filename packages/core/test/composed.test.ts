import { describe, expect, it } from 'vitest';
import { abs, logSoftmax, mean, negate, relu, sign, softmax, softplus, square, type Tensor } from '../src/index.js';
import { expectTensor, liveBuffers, newBackend, t } from './support/index.js';

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

describe('mean', () => {
  it('is over everything, NaN of nothing', async () => {
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
