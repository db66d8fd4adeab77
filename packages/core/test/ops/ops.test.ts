import { describe, expect, it } from 'vitest';
import {
  add,
  argmax,
  divide,
  equal,
  erf,
  exp,
  expm1,
  gather,
  grad,
  greater,
  less,
  log,
  log1p,
  maximum,
  multiply,
  sigmoid,
  sqrt,
  subtract,
  sum,
  type Tensor,
  type TensorLike,
  tanh,
  tensor,
  where,
} from '../../src/index.js';
import { csr, expectError, expectTensor, labels, liveBuffers, newBackend, numbersOf, t } from '../support/index.js';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

describe('unary operations', () => {
  it.each([
    { op: exp, name: 'exp', x: [0, 1, -inf, inf, nan], y: [1, Math.E, 0, inf, nan] },
    { op: expm1, name: 'expm1', x: [0, 1e-10, -inf, inf], y: [0, 1.00000000005e-10, -1, inf] },
    { op: log, name: 'log', x: [1, Math.E, 0, -1, inf], y: [0, 1, -inf, nan, inf] },
    { op: log1p, name: 'log1p', x: [0, 1e-10, -1, -2], y: [0, 9.9999999995e-11, -inf, nan] },
    { op: sqrt, name: 'sqrt', x: [0, 2.25, -1, inf], y: [0, 1.5, nan, inf] },
    { op: tanh, name: 'tanh', x: [0, 0.5, inf, -inf, nan], y: [0, 0.46211715726000974, 1, -1, nan] },
    { op: sigmoid, name: 'sigmoid', x: [0, 2, 1e4, -1e4], y: [0.5, 0.8807970779778825, 1, 0] },
    { op: erf, name: 'erf', x: [0, 0.5, inf, -inf], y: [0, 0.5204998778130465, 1, -1] },
  ])('$name', async ({ op, x, y }) => {
    const backend = await newBackend();
    await expectTensor(op(t(backend, [x])), [1, x.length], y);
    expectError(() => op(labels(backend, [1])), 'dtype', op.name, 'float32 or float64', 'int32', 'cast()');
    expect(op(tensor(backend, [[1]], 'float32')).dtype).toBe('float32');
    expect(op(t(backend, [[], []])).shape).toEqual([2, 0]);
  });
});

describe('binary operations', () => {
  const a = [6, -1, 0, nan, inf];
  const b = [4, -2, -0, 1, inf];

  it.each([
    { op: add, name: 'add', y: [10, -3, 0, nan, inf] },
    { op: subtract, name: 'subtract', y: [2, 1, 0, nan, nan] },
    { op: multiply, name: 'multiply', y: [24, 2, 0, nan, inf] },
    { op: divide, name: 'divide', y: [1.5, 0.5, nan, nan, nan] },
    { op: maximum, name: 'maximum', y: [6, -1, 0, nan, inf] },
    { op: greater, name: 'greater', y: [1, 1, 0, 0, 0] },
  ])('$name', async ({ op, y }) => {
    const backend = await newBackend();
    await expectTensor(op(t(backend, a), t(backend, b)), [5], y);
  });

  it('take a number on either side, in the other operand’s dtype', async () => {
    const backend = await newBackend();
    await expectTensor(subtract(10, t(backend, [1, 2])), [2], [9, 8]);
    await expectTensor(divide(t(backend, [1, 2]), 4), [2], [0.25, 0.5]);
    const third = divide(1, tensor(backend, [3], 'float32'));
    expect(third.dtype).toBe('float32');
    expect(await numbersOf(third)).toEqual([Math.fround(1 / 3)]);
    expect(liveBuffers(backend)).toBe(6); // three operands and three results: the scalars are gone
  });

  it('refuse what does not fit', async () => {
    const backend = await newBackend();
    const other = await newBackend();
    const x = t(backend, [[1, 2]]);
    const operations: [string, (a: TensorLike, b: TensorLike) => Tensor][] = [
      ['add', add],
      ['subtract', subtract],
      ['multiply', multiply],
      ['divide', divide],
      ['maximum', maximum],
      ['greater', greater],
    ];
    for (const [name, op] of operations) {
      expectError(() => op(x, t(backend, [1, 2, 3])), 'shape', name, 'broadcast', '[1, 2] and [3]');
      expectError(() => op(x, tensor(backend, [1, 2], 'float32')), 'dtype', name, 'float64 and float32', 'cast()');
      expectError(() => op(x, t(other, [1, 2])), 'backend', name, "'naive' and 'naive'", 'upload');
      expectError(() => op(tensor(backend, [1], 'uint8'), 1), 'dtype', name, 'uint8');
      expectError(() => op(1, 2), 'argument', name, 'at least one operand must be a tensor');
      expectError(() => op(csr(backend), 1), 'argument', name, 'CSR', "layout 'dense'");
    }
  });

  it('release the scalars of a refused call', async () => {
    const backend = await newBackend();
    const x = tensor(backend, [1], 'uint8');
    expectError(() => add(x, 1), 'dtype');
    expect(liveBuffers(backend)).toBe(1);
  });

  it('refuse a disposed operand', async () => {
    const backend = await newBackend();
    const x = t(backend, [[1, 2]]);
    x.dispose();
    expectError(() => add(x, 1), 'disposed', '[1, 2]', 'keep()');
    expectError(() => exp(x), 'disposed', '[1, 2]');
    expect(liveBuffers(backend)).toBe(0);
  });
});

describe('where', () => {
  it('chooses by condition; NaN is not 0; the other side is untouched', async () => {
    const backend = await newBackend();
    const condition = t(backend, [1, 0, -0, nan, -3]);
    await expectTensor(where(condition, t(backend, [1, 2, 3, 4, nan]), -inf), [5], [1, -inf, -inf, 4, nan]);
  });

  it('broadcasts all three', async () => {
    const backend = await newBackend();
    const y = where(t(backend, [[1], [0]]), t(backend, [1, 2, 3]), 9);
    await expectTensor(y, [2, 3], [1, 2, 3, 9, 9, 9]);
  });

  it('takes an int32 condition beside floats, whose gradients stay, and leaves nothing behind', async () => {
    const backend = await newBackend();
    using x = t(backend, [1, 2]);
    using mask = labels(backend, [0, -7]);
    using chosen = where(mask, x, 3);
    await expectTensor(chosen, [2], [3, 2]);
    using slopes = grad((v: Tensor) => sum(where(mask, multiply(v, v), v)))(x);
    await expectTensor(slopes, [2], [1, 4]);
    chosen.dispose();
    slopes.dispose();
    expect(liveBuffers(backend)).toBe(2);
  });

  it('refuses mixed dtypes, integers and shapes that do not fit', async () => {
    const backend = await newBackend();
    const x = t(backend, [1, 2]);
    expectError(() => where(x, tensor(backend, [1, 2], 'float32'), 0), 'dtype', 'where');
    expectError(() => where(tensor(backend, [1], 'uint8'), 1, 0), 'dtype', 'where', 'uint8');
    expectError(() => where(x, labels(backend, [1]), 0), 'dtype', 'where', 'float64 and int32');
    expectError(() => where(x, t(backend, [1, 2, 3]), 0), 'shape', 'where', '[2] and [3] and []');
  });
});

describe('int32', () => {
  it('is added, subtracted, multiplied, compared and chosen, and wraps to 32 bits', async () => {
    const backend = await newBackend();
    const a = labels(backend, [2147483647, -2147483648, 46341, -7]);
    const b = labels(backend, [1, -1, 46341, -7]);
    for (const [y, expected] of [
      [add(a, b), [-2147483648, 2147483647, 92682, -14]],
      [subtract(a, b), [2147483646, -2147483647, 0, 0]],
      [multiply(a, b), [2147483647, -2147483648, -2147479015, 49]],
      [add(1, multiply(a.reshape([2, 2]), -2)), [3, 1, -92681, 15]],
      [greater(a, b), [1, 0, 0, 0]],
      [less(a, b), [0, 1, 0, 0]],
      [equal(a, b), [0, 0, 1, 1]],
      [equal(a, -7), [0, 0, 0, 1]],
      [where(greater(a, 0), a, labels(backend, [0])), [2147483647, 0, 46341, 0]],
    ] as const) {
      expect(y.dtype).toBe('int32');
      expect(await numbersOf(y)).toEqual(expected);
    }
  });

  it('takes no fraction, has no other operations, and needs kernels', async () => {
    const backend = await newBackend();
    const x = labels(backend, [1, 2]);
    const { integers: _, ...rest } = backend;
    for (const [name, op] of Object.entries({ add, subtract, multiply, greater })) {
      for (const value of [0.5, 2147483648, Number.NaN, Number.POSITIVE_INFINITY])
        expectError(() => op(value, x), 'dtype', `${name}: expected an int32. Received ${value}`);
      expectError(() => op(x, t(backend, [1, 2])), 'dtype', name, 'int32 and float64');
      expectError(() => op(labels(rest, [1]), 1), 'dtype', name, 'Received int32; use cast()');
    }
    for (const op of [divide, maximum]) expectError(() => op(x, 1), 'dtype', 'Received int32; use cast()');
    expectError(() => where(labels(rest, [1]), 1, 0), 'dtype', 'where', 'Received int32; use cast()');
    expect(await numbersOf(gather(labels(rest, [4, 5]), Int32Array.of(1)))).toEqual([5]);
  });

  it('may compute the indices of a gather, inside a derivative too', async () => {
    const backend = await newBackend();
    const x = t(backend, [1, 2, 3, 4]);
    const slopes = grad((v: Tensor) => {
      const next = add(argmax(v.reshape([2, 2]), { axis: 1 }), labels(backend, [0, 2]));
      return sum(gather(v, where(greater(next, 2), 0, next)));
    })(x);
    await expectTensor(slopes, [4], [1, 1, 0, 0]);
  });
});
