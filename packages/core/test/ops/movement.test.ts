import { describe, expect, it } from 'vitest';
import {
  cast,
  concat,
  exp,
  fill,
  gather,
  grad,
  multiply,
  oneHot,
  pad,
  permute,
  type SliceRange,
  slice,
  split,
  stack,
  sum,
  type Tensor,
  tensor,
  transpose,
  upload,
} from '../../src/index.js';
import { csr, expectError, expectTensor, labels, liveBuffers, newBackend, numbersOf, t } from '../support/index.js';

const { NaN: nan } = Number;

/** 1 to 12, [2, 3, 2]. */
const CUBE = [
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
];

describe('transpose', () => {
  it('turns rows into columns, of any dtype', async () => {
    const backend = await newBackend();
    await expectTensor(
      transpose(
        t(backend, [
          [1, 2, 3],
          [4, 5, 6],
        ]),
      ),
      [3, 2],
      [1, 4, 2, 5, 3, 6],
    );
    const integers = transpose(tensor(backend, [[1, 2]], 'int32'));
    expect(integers.dtype).toBe('int32');
    expect(integers.shape).toEqual([2, 1]);
  });

  it('takes matrices only', async () => {
    const backend = await newBackend();
    expectError(() => transpose(t(backend, [1])), 'shape', 'transpose', 'rank 2', '[1]');
    expectError(() => transpose(csr(backend)), 'argument', 'transpose', 'CSR');
  });
});

describe('permute', () => {
  it('puts the dimensions in another order', async () => {
    const backend = await newBackend();
    const x = t(backend, CUBE);
    await expectTensor(permute(x, [2, 0, 1]), [2, 2, 3], [1, 3, 5, 7, 9, 11, 2, 4, 6, 8, 10, 12]);
    await expectTensor(permute(x, [0, -1, 1]), [2, 2, 3], [1, 3, 5, 2, 4, 6, 7, 9, 11, 8, 10, 12]);
    await expectTensor(permute(x, [0, 1, 2]), [2, 3, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    await expectTensor(permute(t(backend, 3), []), [], [3]);
    expect(permute(fill(backend, [0, 2, 3], 1, 'float64'), [2, 0, 1]).shape).toEqual([3, 0, 2]);
  });

  it('is undone by the inverse order, and keeps every bit', async () => {
    const backend = await newBackend();
    const x = t(backend, [[[-0, nan]], [[Infinity, 1]]]);
    const back = permute(permute(x, [1, 2, 0]), [2, 0, 1]);
    expect(back.shape).toEqual([2, 1, 2]);
    expect(await numbersOf(back)).toEqual([-0, nan, Infinity, 1]);
  });

  it('refuses axes that are not each there once', async () => {
    const backend = await newBackend();
    const x = t(backend, [[1, 2]]);
    expectError(() => permute(x, [0]), 'shape', 'permute: expected each axis of [1, 2] once. Received [0].');
    expectError(() => permute(x, [1, -1]), 'shape', 'Received [1, -1].');
    expectError(() => permute(x, [0, 1, 0]), 'shape', 'Received [0, 1, 0].');
    expectError(() => permute(x, [0, 2]), 'shape', 'permute: axis 2 is out of range for rank 2');
    expectError(() => permute(x, [0, 0.5]), 'shape', 'permute: axis 0.5');
    expectError(
      () => permute(x, undefined as never),
      'shape',
      'expected each axis of [1, 2] once. Received undefined.',
    );
    expectError(() => permute(t(backend, 1), 0 as never), 'shape', 'expected each axis of [] once. Received 0.');
    expectError(() => permute(csr(backend), [1, 0]), 'argument', 'permute', 'CSR');
    expectError(() => permute([[1]] as never, [1, 0]), 'argument', 'permute: expected a tensor');
  });

  it('does not keep the array of axes', async () => {
    const backend = await newBackend();
    const axes = [2, 0, 1];
    const slopes = grad((x: Tensor) => {
      const y = permute(x, axes);
      axes.reverse();
      return sum(multiply(y, t(backend, CUBE).reshape([2, 2, 3])));
    })(t(backend, CUBE));
    await expectTensor(slopes, [2, 3, 2], [1, 7, 2, 8, 3, 9, 4, 10, 5, 11, 6, 12]);
  });
});

describe('slice', () => {
  it.each<readonly [ranges: readonly SliceRange[], shape: readonly number[], numbers: readonly number[]]>([
    [[], [2, 3, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
    [[1], [3, 2], [7, 8, 9, 10, 11, 12]],
    [[-1, 0, -2], [], [7]],
    [
      [[1], [0, 2], [1]],
      [1, 2, 1],
      [8, 10],
    ],
    [
      [[], 2],
      [2, 2],
      [5, 6, 11, 12],
    ],
    [
      [[], [-2, undefined]],
      [2, 2, 2],
      [3, 4, 5, 6, 9, 10, 11, 12],
    ],
    [
      [[], [0, undefined, 2], [0, 1]],
      [2, 2, 1],
      [1, 5, 7, 11],
    ],
    [
      [0, [undefined, undefined, -1]],
      [3, 2],
      [5, 6, 3, 4, 1, 2],
    ],
    [
      [[undefined, undefined, -1], [undefined, undefined, -2], 0],
      [2, 2],
      [11, 7, 5, 1],
    ],
    [
      [[], [1, undefined, 2]],
      [2, 1, 2],
      [3, 4, 9, 10],
    ],
    [
      [[], [-100, 100]],
      [2, 3, 2],
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    ],
    [[[5]], [0, 3, 2], []],
    [[[], [2, 0]], [2, 0, 2], []],
    [[[], [0, 2, -1]], [2, 0, 2], []],
    [
      [[], [2, 0, -1], 1],
      [2, 2],
      [6, 4, 12, 10],
    ],
  ])('takes %j of [2, 3, 2]', async (ranges, shape, numbers) => {
    const backend = await newBackend();
    await expectTensor(slice(t(backend, CUBE), ranges), [...shape], [...numbers]);
    const integers = slice(tensor(backend, CUBE, 'int32'), ranges);
    expect(integers.dtype).toBe('int32');
    expect(await numbersOf(integers)).toEqual(numbers);
  });

  it("takes NumPy's elements, and gives each of them its gradient", async () => {
    const backend = await newBackend();
    const ends = [undefined, -6, -2, 0, 3, 9];
    for (const n of [0, 5])
      for (const start of ends)
        for (const end of ends)
          for (const step of [-7, -2, -1, 1, 3, 7]) {
            const places = rangeOf(n, start, end, step);
            const x = t(
              backend,
              Array.from({ length: n }, (_, i) => i),
            );
            expect(await numbersOf(slice(x, [[start, end, step]]))).toEqual(places);
            const slopes = grad((v: Tensor) => sum(slice(v, [[start, end, step]])))(x);
            expect(await numbersOf(slopes)).toEqual(Array.from({ length: n }, (_, i) => Number(places.includes(i))));
          }
    expect(await numbersOf(slice(t(backend, 5), []))).toEqual([5]);
  });

  it.each<readonly [ranges: unknown, received: string]>([
    [[1], 'Received [1].'],
    [[0, 3], 'Received [0,3].'],
    [[0, -4], 'Received [0,-4].'],
    [[0, 0.5], 'Received [0,0.5].'],
    [[[0], [0], [0]], 'Received [[0],[0],[0]].'],
    [[[0, 1, 0]], 'Received [[0,1,0]].'],
    [[[0, 1, 1, 1]], 'Received [[0,1,1,1]].'],
    [[[nan]], 'expected for each axis of [1, 3] an index or [start, end, step]'],
    [['0'], 'Received ["0"].'],
    [0, 'Received 0.'],
    [undefined, 'Received undefined.'],
  ])('refuses %j of [1, 3]', async (ranges, received) => {
    const backend = await newBackend();
    expectError(() => slice(t(backend, [[1, 2, 3]]), ranges as never), 'shape', 'slice: ', received);
  });

  it('refuses CSR tensors and other values', async () => {
    const backend = await newBackend();
    expectError(() => slice(csr(backend), []), 'argument', 'slice', 'CSR');
    expectError(() => slice([1] as never, []), 'argument', 'slice: expected a tensor');
  });

  it('does not keep the array of ranges', async () => {
    const backend = await newBackend();
    const ranges: [number, number][] = [[1, 3]];
    const slopes = grad((x: Tensor) => {
      const y = slice(x, ranges);
      ranges[0] = [0, 2];
      return sum(multiply(y, t(backend, [5, 7])));
    })(t(backend, [1, 2, 3]));
    await expectTensor(slopes, [3], [0, 5, 7]);
  });
});

/** What Python's range(*slice(start, end, step).indices(n)) has. */
function rangeOf(n: number, start: number | undefined, end: number | undefined, step: number): number[] {
  const [low, high] = step > 0 ? [0, n] : [-1, n - 1];
  const index = (i: number | undefined, missing: number): number =>
    i === undefined ? missing : Math.min(Math.max(i < 0 ? i + n : i, low), high);
  const last = index(end, step > 0 ? high : low);
  const places: number[] = [];
  for (let i = index(start, step > 0 ? low : high); step > 0 ? i < last : i > last; i += step) places.push(i);
  return places;
}

describe('concat', () => {
  it('puts tensors one behind the other along an axis', async () => {
    const backend = await newBackend();
    const a = t(backend, [[1, 2]]);
    const b = t(backend, [
      [3, 4],
      [5, 6],
    ]);
    await expectTensor(concat([a, b]), [3, 2], [1, 2, 3, 4, 5, 6]);
    await expectTensor(concat([b, b], { axis: 1 }), [2, 4], [3, 4, 3, 4, 5, 6, 5, 6]);
    await expectTensor(concat([b, t(backend, [[7], [8]]), b], { axis: -1 }), [2, 5], [3, 4, 7, 3, 4, 5, 6, 8, 5, 6]);
    await expectTensor(concat([a]), [1, 2], [1, 2]);
    await expectTensor(concat([t(backend, [[], []]), b], { axis: 1 }), [2, 2], [3, 4, 5, 6]);
    const middle = concat([t(backend, CUBE), t(backend, CUBE)], { axis: 1 });
    await expectTensor(slice(middle, [1, [2, 4]]), [2, 2], [11, 12, 7, 8]);
  });

  it('refuses what does not fit together', async () => {
    const backend = await newBackend();
    const a = t(backend, [[1, 2]]);
    const message = 'concat: all dimensions but axis';
    expectError(
      () => concat([a, t(backend, [[1, 2, 3]])]),
      'shape',
      `${message} 0 must be equal. Received [1, 2] and [1, 3].`,
    );
    expectError(() => concat([a, a, t(backend, [1, 2])]), 'shape', message, '[1, 2] and [2].');
    expectError(() => concat([a, t(backend, CUBE)], { axis: 1 }), 'shape', `${message} 1`, '[1, 2] and [2, 3, 2].');
    expectError(() => concat([a, t(backend, [1])], { axis: 1 }), 'shape', `${message} 1`, '[1, 2] and [1].');
    expectError(() => concat([a], { axis: 2 }), 'shape', 'concat: axis 2 is out of range for rank 2');
    expectError(() => concat([t(backend, 1), t(backend, 2)]), 'shape', 'concat: axis 0 is out of range for rank 0');
    expectError(() => concat([a, tensor(backend, [[1, 2]], 'float32')]), 'dtype', 'concat', 'float64 and float32');
    const far = await newBackend();
    expectError(() => concat([a, t(far, [[1, 2]])]), 'backend', 'concat', "'naive' and 'naive'");
    expectError(() => concat([a, csr(backend)]), 'argument', 'concat', 'CSR');
    expectError(() => concat([]), 'argument', 'concat: expected a tensor.');
    expectError(() => concat([a, [[1, 2]]] as never), 'argument', 'concat: expected a tensor. Received an array');
    expectError(() => concat([a, a], { axes: 1 } as never), 'argument', 'concat', 'axes');
    expectError(() => concat([a, a], 1 as never), 'argument', 'concat', 'such as { axis: 1 }');
  });

  it('takes an array, and says so', async () => {
    const backend = await newBackend();
    const a = t(backend, [[1, 2]]);
    const call = concat as unknown as (...tensors: Tensor[]) => Tensor;
    expectError(
      () => call(a, a),
      'argument',
      'expected an array of tensors. Received a float64 tensor [1, 2]',
      'concat([a, b])',
    );
  });

  it('does not keep the array of tensors', async () => {
    const backend = await newBackend();
    const parts: Tensor[] = [];
    const slopes = grad((x: Tensor) => {
      parts.push(x, exp(x));
      const y = concat(parts);
      parts.reverse();
      return sum(multiply(y, t(backend, [3, 5, 7, 11])));
    })(t(backend, [0, 0]));
    await expectTensor(slopes, [2], [10, 16]);
  });
});

describe('stack and split', () => {
  it('stack joins along a new axis, and split divides', async () => {
    const backend = await newBackend();
    const a = t(backend, [1, 2, 3]);
    const b = t(backend, [4, 5, 6]);
    await expectTensor(stack([a, b]), [2, 3], [1, 2, 3, 4, 5, 6]);
    await expectTensor(stack([a, b], { axis: -1 }), [3, 2], [1, 4, 2, 5, 3, 6]);
    await expectTensor(stack([t(backend, 7)]), [1], [7]);
    await expectTensor(stack([t(backend, [[], []]), t(backend, [[], []])], { axis: 1 }), [2, 2, 0], []);
    const x = t(backend, CUBE);
    const [first, second] = split(x, 2, { axis: -1 }) as [Tensor, Tensor];
    await expectTensor(first, [2, 3, 1], [1, 3, 5, 7, 9, 11]);
    await expectTensor(second, [2, 3, 1], [2, 4, 6, 8, 10, 12]);
    const parts = split(x, [0, 1, 2], { axis: 1 });
    expect(parts.map(({ shape }) => shape)).toEqual([
      [2, 0, 2],
      [2, 1, 2],
      [2, 2, 2],
    ]);
    await expectTensor(concat(parts, { axis: 1 }), [2, 3, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(await numbersOf(split(tensor(backend, [5, 6], 'int32'), 2)[1] as Tensor)).toEqual([6]);
    expect(split(t(backend, []), 3).map(({ shape }) => shape)).toEqual([[0], [0], [0]]);
    expect(split(t(backend, []), [])).toEqual([]);
  });

  it('refuse what does not fit', async () => {
    const backend = await newBackend();
    const a = t(backend, [1, 2, 3]);
    expectError(() => stack([a, t(backend, [[1, 2, 3]])]), 'shape', 'stack: shapes must be equal', '[3] and [1, 3]');
    expectError(() => stack([a], { axis: 2 }), 'shape', 'stack: axis 2 is out of range for rank 2');
    expectError(() => stack([]), 'argument', 'stack: expected a tensor');
    expectError(() => stack(a as never), 'argument', 'stack: expected an array of tensors', 'stack([a, b])');
    expectError(() => stack([a, tensor(backend, [1, 2, 3], 'int32')]), 'dtype', 'float64 and int32');
    for (const parts of [2, 0, -3, 1.5, nan, [1, 1], [4, -1], [1.5, 1.5], '3']) {
      expectError(
        () => split(a, parts as never),
        'shape',
        'split: expected a number of equal parts, or lengths',
        'up to 3',
      );
    }
    expectError(() => split(t(backend, 1), 1), 'shape', 'split: axis 0 is out of range for rank 0');
    expectError(() => split(csr(backend), 1), 'argument', 'split', 'CSR');
  });
});

describe('integers', () => {
  it.each(['int32', 'uint8'] as const)('of %s go through what moves elements', async (dtype) => {
    const backend = await newBackend();
    const x = tensor(
      backend,
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      dtype,
    );
    for (const [moved, shape, expected] of [
      [permute(x, [1, 0]), [3, 2], [1, 4, 2, 5, 3, 6]],
      [slice(x, [[], [1]]), [2, 2], [2, 3, 5, 6]],
      [
        pad(
          slice(x, [
            [0, 1],
            [0, 1],
          ]),
          [
            [1, 0],
            [0, 1],
          ],
          7,
        ),
        [2, 2],
        [7, 7, 1, 7],
      ],
      [concat([x, x], { axis: 1 }), [2, 6], [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]],
      [gather(x, labels(backend, [1, 9, -1])), [3, 3], [4, 5, 6, 0, 0, 0, 0, 0, 0]],
    ] as const) {
      expect(moved.dtype).toBe(dtype);
      expect(moved.shape).toEqual(shape);
      expect(await numbersOf(moved)).toEqual(expected);
    }
  });
});

describe('pad', () => {
  it('puts a value around x, zeros where none is given', async () => {
    const backend = await newBackend();
    const x = t(backend, [[1, 2]]);
    await expectTensor(
      pad(x, [
        [1, 0],
        [0, 2],
      ]),
      [2, 4],
      [0, 0, 0, 0, 1, 2, 0, 0],
    );
    await expectTensor(pad(t(backend, [7]), [[2, 1]], -Infinity), [4], [-Infinity, -Infinity, 7, -Infinity]);
    await expectTensor(pad(t(backend, []), [[1, 2]], nan), [3], [nan, nan, nan]);
    await expectTensor(pad(t(backend, 4), []), [], [4]);
    const single = pad(tensor(backend, [1], 'float32'), [[1, 0]], 0.1);
    expect(await numbersOf(single)).toEqual([Math.fround(0.1), 1]);
  });

  it('refuses widths that are not pairs of whole numbers, and a value that is not a number', async () => {
    const backend = await newBackend();
    const x = t(backend, [1, 2]);
    const wrong: unknown[] = [
      3,
      [1, 1],
      [[1]],
      [[1, 2, 3]],
      [[-1, 0]],
      [[0.5, 0]],
      [
        [1, 1],
        [1, 1],
      ],
      undefined,
      ['11'],
    ];
    for (const widths of wrong) {
      expectError(() => pad(x, widths as never), 'shape', 'pad: expected [before, after] for each dimension of [2]');
    }
    expectError(() => pad(x, [[1, 1]], { value: 1 } as never), 'argument', 'pad: expected a number', 'an object');
    expectError(() => pad(x, [[2147483647, 1]]), 'shape', 'pad: a tensor holds at most 2147483647 elements');
    expectError(
      () =>
        pad(csr(backend), [
          [0, 0],
          [0, 0],
        ]),
      'argument',
      'pad',
      'CSR',
    );
    expectError(() => pad([1] as never, [[0, 0]]), 'argument', 'pad: expected a tensor');
    expect(liveBuffers(backend)).toBe(2); // x and the CSR matrix
  });
});

describe('gather', () => {
  it('takes rows in any order and again, of any rank and dtype', async () => {
    const backend = await newBackend();
    const x = t(backend, [
      [[1], [2]],
      [[3], [4]],
    ]);
    await expectTensor(gather(x, Int32Array.of(1, 0, 1)), [3, 2, 1], [3, 4, 1, 2, 3, 4]);
    await expectTensor(gather(x, Int32Array.of()), [0, 2, 1], []);
    expect(await numbersOf(gather(labels(backend, [7, 8]), Int32Array.of(1)))).toEqual([8]);
    expect(liveBuffers(backend)).toBe(5); // two operands, three results: the indices are gone
  });

  it('counts along any axis, as numpy.take', async () => {
    const backend = await newBackend();
    const x = t(backend, CUBE);
    await expectTensor(
      gather(x, Int32Array.of(1, 1, 0), { axis: -1 }),
      [2, 3, 3],
      [...[2, 2, 1, 4, 4, 3, 6, 6, 5], ...[8, 8, 7, 10, 10, 9, 12, 12, 11]],
    );
    const at = tensor(backend, [[2], [0]], 'int32');
    await expectTensor(gather(x, at, { axis: 1 }), [2, 2, 1, 2], [5, 6, 1, 2, 11, 12, 7, 8]);
    await expectTensor(gather(slice(x, [[1]]), at, { axis: -2 }), [1, 2, 1, 2], [11, 12, 7, 8]);
    await expectTensor(gather(x, labels(backend, [2, 3]), { axis: 1 }), [2, 2, 2], [5, 6, nan, nan, 11, 12, nan, nan]);
    await expectTensor(gather(x, tensor(backend, 2, 'int32'), { axis: 1 }), [2, 2], [5, 6, 11, 12]);
    await expectTensor(gather(x, Int32Array.of(), { axis: 2 }), [2, 3, 0], []);
    expect(await numbersOf(gather(tensor(backend, [[1, 2]], 'int32'), Int32Array.of(1, 0), { axis: 1 }))).toEqual([
      2, 1,
    ]);
    const slopes = grad((v: Tensor) => sum(gather(v, Int32Array.of(1, 1), { axis: 2 })))(x);
    await expectTensor(slopes, [2, 3, 2], [0, 2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 2]);
    expectError(() => gather(x, Int32Array.of(2), { axis: 2 }), 'argument', 'index 2', '[0, 2)');
    expectError(() => gather(x, at, { axis: 3 }), 'shape', 'gather: axis 3 is out of range for rank 3');
  });

  it('refuses indices outside the rows, scalars and CSR, and leaves nothing behind', async () => {
    const backend = await newBackend();
    const x = t(backend, [[1], [2]]);
    expectError(() => gather(x, Int32Array.of(0, 2)), 'argument', 'index 2', '[0, 2)');
    expectError(() => gather(x, Int32Array.of(-1)), 'argument', 'index -1');
    expectError(() => gather(t(backend, 3), Int32Array.of(0)), 'shape', 'gather: axis 0 is out of range for rank 0');
    expectError(() => gather(csr(backend), Int32Array.of(0)), 'argument', 'gather', 'CSR');
    expect(liveBuffers(backend)).toBe(3); // x, the scalar and the CSR matrix
  });
});

describe('oneHot', () => {
  it('marks the label, and nothing for a label outside the classes', async () => {
    const backend = await newBackend();
    await expectTensor(
      oneHot(labels(backend, [2, 0, -1, 3]), 3, 'float64'),
      [4, 3],
      [0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
    );
    expect(oneHot(labels(backend, [1]), 2, 'int32').dtype).toBe('int32');
  });

  it('refuses labels that are not int32 [n]', async () => {
    const backend = await newBackend();
    expectError(() => oneHot(t(backend, [1]), 2, 'float64'), 'dtype', 'oneHot', 'int32 labels', 'float64');
    expectError(() => oneHot(tensor(backend, [[1]], 'int32'), 2, 'float64'), 'shape', 'oneHot', 'rank 1', '[1, 1]');
    for (const classes of [-1, 2.5]) {
      expectError(() => oneHot(labels(backend, [1]), classes, 'float64'), 'shape', 'oneHot', `[1, ${classes}]`);
    }
  });
});

describe('cast and fill', () => {
  it('round to nearest, drop fractions', async () => {
    const backend = await newBackend();
    const x = t(backend, [0.1, -1.75, 2.75]);
    expect(await numbersOf(cast(x, 'float32'))).toEqual([0.1, -1.75, 2.75].map(Math.fround));
    const integers = cast(x, 'int32');
    expect(integers.dtype).toBe('int32');
    expect(await numbersOf(integers)).toEqual([0, -1, 2]);
    await expectTensor(cast(tensor(backend, [0, 255], 'uint8'), 'float64'), [2], [0, 255]);
    expectError(() => cast(csr(backend), 'float32'), 'argument', 'cast', 'CSR');
  });

  it('fill any shape with one value', async () => {
    const backend = await newBackend();
    await expectTensor(fill(backend, [2, 2], nan, 'float64'), [2, 2], [nan, nan, nan, nan]);
    await expectTensor(fill(backend, [], 7, 'float64'), [], [7]);
    expectError(() => fill(backend, [-1], 0, 'float64'), 'shape', 'fill', '[-1]');
  });

  it('refuse a dtype that the backend has not', async () => {
    const single = { ...(await newBackend()), name: 'single', dtypes: ['float32' as const] };
    expectError(() => fill(single, [1], 0, 'float64'), 'dtype', 'fill', "'single' has no float64", 'It has float32');
    expectError(() => fill(single, [1], 0, undefined as never), 'dtype', 'fill', 'no undefined');
    expectError(() => cast(tensor(single, [1]), 'float64'), 'dtype', 'cast', "'single'");
    expectError(() => oneHot(labels(single, [1]), 2, 'float64'), 'dtype', 'oneHot', "'single'");
    expectError(() => upload(single, { layout: 'dense', shape: [1], data: new Float64Array(1) }), 'dtype', 'upload');
    expect(cast(tensor(single, [1]), 'int32').dtype).toBe('int32');
  });
});
