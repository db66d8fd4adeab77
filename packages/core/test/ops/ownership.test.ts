/**
 * Who owns what, for the operations that move elements and multiply matrices: no storage is shared, none is left
 * behind.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Backend,
  cast,
  concat,
  divide,
  exp,
  gather,
  grad,
  matmul,
  multiply,
  pad,
  permute,
  scatterAdd,
  scope,
  slice,
  split,
  square,
  stack,
  sum,
  type Tensor,
  tensor,
  where,
} from '../../src/index.js';
import { REQUIRED_KERNELS } from '../../src/kernels/index.js';
import { expectError, labels, liveBuffers, newBackend, numbersOf, scattered, t } from '../support/index.js';

let backend: Backend;

beforeEach(async () => {
  backend = await newBackend();
});

afterEach(() => {
  expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
});

const at = (x: Tensor, ...indices: number[]): Tensor => tensor(x.backend, indices, 'int32');

/** Of x [2, 3]. */
const OPERATIONS: readonly (readonly [name: string, f: (x: Tensor) => Tensor])[] = [
  ['permute', (x) => permute(x, [1, 0])],
  ['permute to the same order', (x) => permute(x, [0, 1])],
  [
    'slice',
    (x) =>
      slice(x, [
        [0, 2],
        [1, 3],
      ]),
  ],
  ['slice by steps', (x) => slice(x, [0, [undefined, undefined, -2]])],
  ['slice of everything', (x) => slice(x, [])],
  [
    'pad',
    (x) =>
      pad(
        x,
        [
          [1, 0],
          [0, 2],
        ],
        3,
      ),
  ],
  [
    'pad by nothing',
    (x) =>
      pad(x, [
        [0, 0],
        [0, 0],
      ]),
  ],
  ['concat', (x) => concat([x, exp(x)], { axis: 1 })],
  ['stack', (x) => stack([x, x], { axis: 1 })],
  ['split', (x) => split(x, 3, { axis: 1 })[1] as Tensor],
  ['gather along an axis', (x) => gather(x, Int32Array.of(1, 0, 1), { axis: 1 })],
  ['concat of one', (x) => concat([x])],
  ['concat of one twice', (x) => concat([x, x])],
  ['gather', (x) => gather(x, Int32Array.of(1, 0, 1))],
  ['gather by a tensor', (x) => gather(x, at(x, 1, 1))],
  ['scatterAdd', (x) => scatterAdd(x, at(x, 0, 1), 2)],
  ['cast to the same', (x) => cast(x, 'float64')],
  ['matmul', (x) => matmul(x, x, { transposeB: true })],
  ['matmul of many', (x) => matmul(x.reshape([2, 1, 3]), x.reshape([1, 3, 2]))],
  ['matmul of many rows', (x) => matmul(x.reshape([2, 1, 3]), permute(x, [1, 0]))],
  ['where of numbers', (x) => where(x, 1, 2)],
  ['divide a number', (x) => divide(1, x)],
];

describe.each(OPERATIONS)('%s', (_name, f) => {
  const operand = (of: Backend): Tensor => tensor(of, [scattered(3, 5), scattered(3, 90)], 'float64');

  it('returns new elements and changes no operand', async () => {
    using x = operand(backend);
    const before = await numbersOf(x);
    using y = scope(() => f(x));
    expect(y.storage).not.toBe(x.storage);
    expect((y.storage as Float64Array).buffer).not.toBe((x.storage as Float64Array).buffer);
    expect(await numbersOf(x)).toEqual(before);
  });

  it('outlives its operand', async () => {
    const x = operand(backend);
    using y = scope(() => f(x));
    const before = await numbersOf(y);
    x.dispose();
    expect(await numbersOf(y)).toEqual(before);
  });

  it('leaves nothing behind, whichever kernel throws, twice differentiated', () => {
    const slope = (x: Tensor): Tensor =>
      scope(() => sum(square(grad((y: Tensor) => sum(square(f(y))), { fused: false })(x))));
    let calls = 0;
    let last = Number.POSITIVE_INFINITY;
    const failing = {
      ...backend,
      ...Object.fromEntries(
        REQUIRED_KERNELS.map((kernel) => [
          kernel,
          (...args: unknown[]) => {
            calls += 1;
            if (calls > last) throw new Error('no memory left');
            return (backend[kernel] as (...args: unknown[]) => unknown)(...args);
          },
        ]),
      ),
    } as Backend;
    using x = operand(failing);
    const before = backend.memory();
    const run = () => {
      calls = 0;
      grad(slope)(x).dispose();
    };
    run();
    expect(backend.memory()).toEqual(before);
    const needed = calls;
    expect(needed).toBeGreaterThan(0);
    for (last = 0; last < needed; last++) {
      expect(run).toThrow('no memory left');
      expect(backend.memory()).toEqual(before);
    }
  });
});

describe('indices', () => {
  it('passed to gather and scatterAdd may be disposed before the derivative runs', async () => {
    using x = t(backend, [[1], [2]]);
    using slopes = grad((y: Tensor) => {
      const indices = labels(backend, [1, 1, 0]);
      const rows = gather(y, indices);
      indices.dispose();
      const places = labels(backend, [0, 1, 1]);
      const sums = scatterAdd(rows, places, 2);
      places.dispose();
      return sum(multiply(sums, t(backend, [[3], [5]])));
    })(x);
    expect(await numbersOf(slopes)).toEqual([5, 8]);
  });

  it('that are disposed cannot be operands', () => {
    using x = t(backend, [[1], [2]]);
    const indices = labels(backend, [1]);
    indices.dispose();
    expectError(() => gather(x, indices), 'disposed', '[1]');
    expect(liveBuffers(backend)).toBe(1);
  });

  it('that change in place before the derivative runs are an error', () => {
    using x = t(backend, [[1], [2]]);
    using indices = labels(backend, [1]);
    const f = (y: Tensor): Tensor => {
      const rows = gather(y, indices);
      indices.replaceStorage(backend.fill([1], 0, 'int32'));
      return sum(rows);
    };
    expectError(() => grad(f)(x), 'argument', 'gather: an operand was changed in place');
  });
});

it('a tensor twice in concat gets both its parts', async () => {
  using x = t(backend, [1, 2]);
  using slopes = grad((y: Tensor) => sum(multiply(concat([y, y, exp(y)]), t(backend, [1, 2, 30, 40, 0, 0]))))(x);
  expect(await numbersOf(slopes)).toEqual([31, 42]);
});

it('a refused operation leaves nothing behind', () => {
  using x = t(backend, [[1, 2]]);
  using y = t(backend, [[1, 2, 3]]);
  const disposed = t(backend, [[1, 2]]);
  disposed.dispose();
  const calls: (() => unknown)[] = [
    () => concat([x, y]),
    () => concat([x, disposed]),
    () => gather(x, Int32Array.of(3)),
    () => gather(x, y),
    () => scatterAdd(x, y, 2),
    () => pad(x, [[0, 0]]),
    () => slice(x, [9]),
    () => permute(x, [0]),
    () => matmul(x, y),
    () => matmul(x.reshape([1, 1, 2]), y),
  ];
  for (const call of calls) {
    expect(() => scope(call as () => Tensor)).toThrow();
    expect(liveBuffers(backend)).toBe(2);
    expect(() => grad((z: Tensor) => [sum(exp(z)), call()][0] as Tensor)(x)).toThrow();
    expect(liveBuffers(backend)).toBe(2);
  }
});
