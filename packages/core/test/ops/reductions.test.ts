import { describe, expect, it } from 'vitest';
import { argmax, max, sum } from '../../src/index.js';
import { csr, expectError, expectTensor, labels, newBackend, numbersOf, t } from '../support/index.js';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

describe('reductions', () => {
  const cube = [
    [
      [1, 5],
      [3, 2],
    ],
    [
      [-1, 0],
      [8, 7],
    ],
  ];

  it('sum over an axis, a negative axis, or everything', async () => {
    const backend = await newBackend();
    const x = t(backend, cube);
    await expectTensor(sum(x), [], [25]);
    await expectTensor(sum(x, { axis: 0 }), [2, 2], [0, 5, 11, 9]);
    await expectTensor(sum(x, { axis: 1 }), [2, 2], [4, 7, 7, 7]);
    await expectTensor(sum(x, { axis: -1, keepDimensions: true }), [2, 2, 1], [6, 5, -1, 15]);
    await expectTensor(sum(x, { keepDimensions: true }), [1, 1, 1], [25]);
  });

  it('max and argmax over an axis', async () => {
    const backend = await newBackend();
    const x = t(backend, cube);
    await expectTensor(max(x, { axis: 1 }), [2, 2], [3, 5, 8, 7]);
    await expectTensor(max(x), [], [8]);
    const at = argmax(x, { axis: 0 });
    expect(at.dtype).toBe('int32');
    expect(at.shape).toEqual([2, 2]);
    expect(await numbersOf(at)).toEqual([0, 0, 1, 1]);
    expect(await numbersOf(argmax(x))).toEqual([6]);
  });

  it('argmax takes the first of equals and the first NaN', async () => {
    const backend = await newBackend();
    const rows = t(backend, [
      [2, 2, 1],
      [1, nan, nan],
      [-inf, -inf, -inf],
      [nan, inf, 0],
    ]);
    expect(await numbersOf(argmax(rows, { axis: -1 }))).toEqual([0, 1, 0, 0]);
    await expectTensor(max(rows, { axis: -1 }), [4], [2, nan, -inf, nan]);
  });

  it('an empty sum is 0; nothing has no largest', async () => {
    const backend = await newBackend();
    const empty = t(backend, [[], []]);
    await expectTensor(sum(empty), [], [0]);
    await expectTensor(sum(empty, { axis: 1 }), [2], [0, 0]);
    await expectTensor(sum(empty, { axis: 0 }), [0], []);
    await expectTensor(max(empty, { axis: 0 }), [0], []);
    expectError(() => max(empty, { axis: 1 }), 'shape', 'max', 'length 0');
    expectError(() => argmax(empty), 'shape', 'argmax', 'length 0');
  });

  it('refuse axes out of range, integers and CSR', async () => {
    const backend = await newBackend();
    const x = t(backend, [[1, 2]]);
    for (const axis of [2, -3, 0.5]) expectError(() => sum(x, { axis }), 'shape', 'sum', `axis ${axis}`, '(-2 to 1)');
    for (const op of [sum, max, argmax]) {
      expectError(() => op(labels(backend, [1])), 'dtype', op.name, 'int32');
      expectError(() => op(csr(backend)), 'argument', op.name, 'CSR');
    }
  });
});
