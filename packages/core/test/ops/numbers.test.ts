/** Numbers as operands: they join in the other operand's dtype, without a storage of their own. */
import { describe, expect, it } from 'vitest';
import {
  add,
  type Backend,
  divide,
  fill,
  grad,
  greater,
  maximum,
  multiply,
  square,
  subtract,
  sum,
  type Tensor,
  type TensorLike,
  tensor,
  where,
} from '../../src/index.js';
import { expectError, FLOATS, liveBuffers, newBackend, numbersOf, t } from '../support/index.js';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

const OPERATIONS: readonly (readonly [name: string, op: (a: TensorLike, b: TensorLike) => Tensor])[] = [
  ['add', add],
  ['subtract', subtract],
  ['multiply', multiply],
  ['divide', divide],
  ['maximum', maximum],
  ['greater', greater],
];

/** 0.1 and 1e-46 are no float32; the one is rounded up, the other to 0. */
const NUMBERS = [0.1, 1 / 3, 1e-46, 1e39, 2, 0, -0, -inf, nan];

describe.each(FLOATS)('a number beside %s', (dtype) => {
  const operand = (backend: Backend): Tensor =>
    tensor(
      backend,
      [
        [0.1, -1.7, 0],
        [-0, nan, inf],
      ],
      dtype,
    );

  describe.each(OPERATIONS)('in %s', (_name, op) => {
    it.each(NUMBERS)('%f is what a tensor of it is, first or second', async (number) => {
      const backend = await newBackend();
      const x = operand(backend);
      const filled = fill(backend, [], number, dtype);
      for (const [own, expected] of [
        [op(x, number), op(x, filled)],
        [op(number, x), op(filled, x)],
      ] as const) {
        expect(own.dtype).toBe(dtype);
        expect(own.shape).toEqual([2, 3]);
        expect(await own.data()).toEqual(await expected.data());
      }
    });
  });

  it.each(NUMBERS)('%f in where is what a tensor of it is, first, second or both', async (number) => {
    const backend = await newBackend();
    const x = operand(backend);
    const filled = fill(backend, [], number, dtype);
    const other = fill(backend, [], 0.7, dtype);
    for (const [own, expected] of [
      [where(x, number, x), where(x, filled, x)],
      [where(x, x, number), where(x, x, filled)],
      [where(x, number, 0.7), where(x, filled, other)],
    ] as const) {
      expect(own.shape).toEqual([2, 3]);
      expect(await own.data()).toEqual(await expected.data());
    }
  });

  it('has no part in the gradient but its value', async () => {
    const backend = await newBackend();
    const x = tensor(backend, [0.3, -1.7, 2.2], dtype);
    const number = fill(backend, [], 0.1, dtype);
    for (const [name, op] of OPERATIONS.filter(([one]) => one !== 'greater')) {
      for (const turned of [false, true]) {
        const f = (other: TensorLike) => (y: Tensor) => sum(square(turned ? op(other, y) : op(y, other)));
        const [own, expected] = [grad(f(0.1))(x), grad(f(number))(x)];
        expect(await own.data(), name).toEqual(await expected.data());
      }
    }
  });
});

it('-0 keeps its sign as a number', async () => {
  const backend = await newBackend();
  const x = t(backend, [-0, 0]);
  expect(await numbersOf(add(x, -0))).toEqual([-0, 0]);
  expect(await numbersOf(add(-0, x))).toEqual([-0, 0]);
  expect(await numbersOf(divide(1, x))).toEqual([-inf, inf]);
  expect(await numbersOf(where(t(backend, [1, 0]), -0, 0))).toEqual([-0, 0]);
});

it('a number takes no storage, in the forward pass or in the derivative', async () => {
  const backend = await newBackend();
  let fills = 0;
  const counting: Backend = {
    ...backend,
    fill: (shape, value, dtype) => {
      fills += 1;
      return backend.fill(shape, value, dtype);
    },
  };
  const x = t(counting, [1, 2]);
  grad((y: Tensor) => sum(where(greater(y, 1), divide(1, multiply(subtract(2, y), 3)), 0.5)))(x).dispose();
  // The 1 that the walk backwards begins with, and the ones that its derivative is spread by.
  expect(fills).toBe(2);
  expect(liveBuffers(backend)).toBe(1);
});

it('where of two numbers has no gradient, and chooses', async () => {
  const backend = await newBackend();
  const x = t(backend, [2, -3]);
  expect(await numbersOf(where(greater(x, 0), 5, 7))).toEqual([5, 7]);
  const slopes = grad((y: Tensor) => sum(multiply(where(greater(y, 0), 5, 7), y)))(x);
  expect(await numbersOf(slopes)).toEqual([5, 7]);
});

it('the derivatives of 1 / x are -1 / x^2 and 2 / x^3', async () => {
  const backend = await newBackend();
  const x = t(backend, [0.5, -2]);
  const slope = grad((y: Tensor) => sum(divide(1, y)));
  expect(await numbersOf(slope(x))).toEqual([-4, -0.25]);
  expect(await numbersOf(grad((y: Tensor) => sum(slope(y)))(x))).toEqual([16, -0.25]);
});

it('refuses two numbers, strings and booleans as operands', async () => {
  const backend = await newBackend();
  const x = t(backend, [1]);
  for (const [name, op] of OPERATIONS) {
    expectError(() => op(1, 2), 'argument', name, 'at least one operand must be a tensor');
    expectError(() => op(x, '2' as never), 'argument', name, 'expected a tensor', "'2'");
    expectError(() => op(true as never, x), 'argument', name, 'expected a tensor', 'true');
  }
  expectError(() => where(1 as never, x, 2), 'argument', 'where', 'expected a tensor', 'Received 1');
});
