import { describe, expect, it } from 'vitest';
import { cast, fill, gather, oneHot, pad, tensor, transpose, upload } from '../src/index.js';
import { csr, expectError, expectTensor, labels, liveBuffers, newBackend, numbersOf, t } from './support/index.js';

const { NaN: nan } = Number;

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

  it('refuses widths that are no pairs of whole numbers, and a value that is no number', async () => {
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

  it('refuses indices outside the rows, scalars and CSR, and leaves nothing behind', async () => {
    const backend = await newBackend();
    const x = t(backend, [[1], [2]]);
    expectError(() => gather(x, Int32Array.of(0, 2)), 'argument', 'index 2', '[0, 2)');
    expectError(() => gather(x, Int32Array.of(-1)), 'argument', 'index -1');
    expectError(() => gather(t(backend, 3), Int32Array.of(0)), 'shape', 'scalar');
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
    expectError(() => cast(tensor(single, [1]), 'float64'), 'dtype', 'cast', "'single'");
    expectError(() => oneHot(labels(single, [1]), 2, 'float64'), 'dtype', 'oneHot', "'single'");
    expectError(() => upload(single, { layout: 'dense', shape: [1], data: new Float64Array(1) }), 'dtype', 'upload');
    expect(cast(tensor(single, [1]), 'int32').dtype).toBe('int32');
  });
});
