import { describe, expect, it } from 'vitest';
import {
  add,
  array,
  type CsrArray,
  type DType,
  dense,
  fill,
  isTensor,
  type NablaErrorCode,
  type NestedNumbers,
  Tensor,
  tensor,
  upload,
} from '../../src/index.js';
import {
  expectError,
  expectRejection,
  expectTensor,
  labels,
  liveBuffers,
  newBackend,
  numbersOf,
  t,
} from '../support/index.js';

describe('tensor from nested arrays', () => {
  it.each<{ values: NestedNumbers; shape: number[]; data: number[] }>([
    { values: 5, shape: [], data: [5] },
    { values: [], shape: [0], data: [] },
    { values: [1, 2], shape: [2], data: [1, 2] },
    {
      values: [
        [1, 2, 3],
        [4, 5, 6],
      ],
      shape: [2, 3],
      data: [1, 2, 3, 4, 5, 6],
    },
    { values: [[], []], shape: [2, 0], data: [] },
    {
      values: [
        [[1], [2]],
        [[3], [4]],
      ],
      shape: [2, 2, 1],
      data: [1, 2, 3, 4],
    },
  ])('$values is $shape', async ({ values, shape, data }) => {
    const backend = await newBackend();
    await expectTensor(t(backend, values), shape, data);
  });

  describe('refuses, with a typed error that says where,', () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    const later: unknown[] = [[1, 2]];
    later.push(later);
    let deep: unknown = 1;
    for (let depth = 0; depth < 20000; depth++) deep = [deep];
    const sparse = [[1, 2], new Array<number>(2)];

    it.each<{ what: string; values: unknown; code: NablaErrorCode; parts: string[]; dtype?: DType }>([
      { what: 'an array in itself', values: cyclic, code: 'argument', parts: ['at most 32', 'contain itself'] },
      { what: 'an array in itself further back', values: later, code: 'shape', parts: ['full box', '[1]'] },
      { what: '20,000 arrays in one another', values: deep, code: 'argument', parts: ['at most 32 nested arrays'] },
      { what: 'null', values: null, code: 'argument', parts: ['Received null'] },
      { what: 'null among numbers', values: [[1], [null]], code: 'argument', parts: ['Received null at [1][0]'] },
      { what: 'a hole', values: sparse, code: 'argument', parts: ['Received undefined at [1][0]'] },
      { what: 'a boolean', values: [true], code: 'argument', parts: ['Received true at [0]'] },
      { what: 'a bigint', values: [1n], code: 'argument', parts: ['the bigint 1n'] },
      ...[300, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY].map((value) => ({
        what: `${value} in uint8`,
        values: [0, value],
        dtype: 'uint8' as const,
        code: 'argument' as const,
        parts: ['uint8 holds whole numbers from 0 to 255', `Received ${value} at [1]`],
      })),
      ...[3e9, -3e9, 1.5, Number.NaN].map((value) => ({
        what: `${value} in int32`,
        values: value,
        dtype: 'int32' as const,
        code: 'argument' as const,
        parts: ['int32 holds whole numbers from -2147483648 to 2147483647', `Received ${value}.`],
      })),
    ])('$what', async ({ values, code, parts, dtype }) => {
      const backend = await newBackend();
      expectError(() => tensor(backend, values as NestedNumbers, dtype), code, ...parts);
      expect(liveBuffers(backend)).toBe(0);
    });

    it('but not the last numbers that fit', async () => {
      const backend = await newBackend();
      expect(await numbersOf(tensor(backend, [0, 255], 'uint8'))).toEqual([0, 255]);
      const ends = [-2147483648, 2147483647];
      expect(await numbersOf(tensor(backend, ends, 'int32'))).toEqual(ends);
    });
  });

  it.each<{ values: NestedNumbers }>([
    { values: [[1, 2], [3]] },
    { values: [[1], [2, 3]] },
    { values: [1, [2]] },
    { values: [[1], 2] },
    { values: [[], [1]] },
    { values: [[[1]], [[2], [3]]] },
  ])('refuses ragged $values', async ({ values }) => {
    const backend = await newBackend();
    expectError(() => tensor(backend, values), 'shape', 'array: nested arrays must form a full box');
    expect(liveBuffers(backend)).toBe(0);
  });

  it('is also an array on the host, float32 unless told otherwise', () => {
    expect(array([[1, 2.5]])).toEqual(dense(Float32Array.of(1, 2.5), [1, 2]));
    expect(array([3, 1], 'int32')).toEqual(dense(Int32Array.of(3, 1), [2]));
    expectError(() => array([1], 'float16' as never), 'dtype', 'Expected float32');
  });

  it('takes the backend’s first dtype unless told otherwise', async () => {
    const backend = await newBackend();
    expect(tensor(backend, 1).dtype).toBe('float32');
    expect(tensor(backend, 1, 'uint8').dtype).toBe('uint8');
  });
});

describe('upload', () => {
  it('copies: the caller keeps the array', async () => {
    const backend = await newBackend();
    const data = Float64Array.of(1, 2);
    const x = upload(backend, dense(data, [2]));
    data[0] = 99;
    await expectTensor(x, [2], [1, 2]);
    const copy = await x.data();
    copy[1] = 99;
    await expectTensor(x, [2], [1, 2]);
  });

  it('copies the shape too', async () => {
    const backend = await newBackend();
    const shape = [2, 1];
    const x = upload(backend, dense(Float64Array.of(1, 2), shape));
    shape.reverse();
    expect(x.shape).toEqual([2, 1]);
  });

  it('takes its dtype from the array', async () => {
    const backend = await newBackend();
    const dtypes = [Float32Array, Float64Array, Int32Array, Uint8Array].map(
      (Type) => upload(backend, dense(new Type(1), [1])).dtype,
    );
    expect(dtypes).toEqual(['float32', 'float64', 'int32', 'uint8']);
    expect(upload(backend, dense(Buffer.from([7]), [1])).dtype).toBe('uint8');
  });

  it('keeps NaN, infinities, -0 and subnormals', async () => {
    const backend = await newBackend();
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, Number.MIN_VALUE];
    expect(await numbersOf(t(backend, values))).toEqual(values);
  });

  it('refuses what does not fit', async () => {
    const backend = await newBackend();
    const data = new Float64Array(3);
    expectError(() => upload(backend, dense(data, [2, 2])), 'shape', 'upload: [2, 2] has 4 elements', 'Received 3');
    expectError(() => upload(backend, dense(data, [2])), 'shape', '[2] has 2 elements', 'Received 3');
    expectError(() => upload(backend, dense(data, [-3])), 'shape', 'whole numbers >= 0', '[-3]');
    expectError(() => upload(backend, dense(data, [1.5, 2])), 'shape', '[1.5, 2]');
    expectError(() => upload(backend, dense(new Int8Array(1) as never, [1])), 'dtype', 'upload', 'Int8Array');
    expectError(() => upload(backend, dense([1] as never, [1])), 'dtype', 'upload', 'Received an array of 1 element');
    expect(liveBuffers(backend)).toBe(0);
  });
});

describe('reading elements', () => {
  it('item takes exactly one', async () => {
    const backend = await newBackend();
    expect(await t(backend, [[4]]).item()).toBe(4);
    expect(await labels(backend, [3]).item()).toBe(3);
    await expectRejection(t(backend, [1, 2]).item(), 'shape', 'item: expected one element', '[2]', 'data()');
    await expectRejection(t(backend, []).item(), 'shape', '[0]');
  });

  it('has a size, and isDisposed once it is released', async () => {
    const backend = await newBackend();
    const x = t(backend, [[1, 2, 3]]);
    expect([x.size, x.isDisposed]).toEqual([3, false]);
    x.dispose();
    expect([x.size, x.isDisposed]).toEqual([3, true]);
  });
});

describe('dispose', () => {
  it('releases once; a second call does nothing', async () => {
    const backend = await newBackend();
    const x = t(backend, [1]);
    expect(liveBuffers(backend)).toBe(1);
    x.dispose();
    x.dispose();
    expect(liveBuffers(backend)).toBe(0);
  });

  it('happens at the end of a using block', async () => {
    const backend = await newBackend();
    {
      using x = t(backend, [1]);
      expect(x.isDisposed).toBe(false);
    }
    expect(liveBuffers(backend)).toBe(0);
  });

  it('leaves a tensor that every use refuses', async () => {
    const backend = await newBackend();
    const x = t(backend, [[1, 2]]);
    x.dispose();
    await expectRejection(x.data(), 'disposed', '[1, 2] was disposed', 'keep()');
    expectError(() => x.storage, 'disposed', '[1, 2]');
    expectError(() => x.operand(), 'disposed');
    expectError(() => x.reshape([2]), 'disposed', 'reshape');
    expectError(() => x.adopt(t(backend, [[1, 2]])), 'disposed', 'adopt');
    expectError(() => t(backend, [[1, 2]]).adopt(x), 'disposed', 'adopt');
  });
});

describe('reshape', () => {
  it('shares elements without copying', async () => {
    const backend = await newBackend();
    const x = t(backend, [
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const view = x.reshape([3, -1]);
    expect(view.storage).toBe(x.storage);
    expect(liveBuffers(backend)).toBe(1);
    await expectTensor(view, [3, 2], [1, 2, 3, 4, 5, 6]);
  });

  it('keeps the elements until the last holder is gone, in any order', async () => {
    const backend = await newBackend();
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
    ]) {
      const x = t(backend, [[1, 2]]);
      const view = x.reshape([2]);
      const holders = [x, view, view.reshape([2, 1])];
      for (const [done, at] of order.entries()) {
        expect(liveBuffers(backend)).toBe(1);
        const holder = holders[at] as Tensor;
        expect(await numbersOf(holder)).toEqual([1, 2]);
        holder.dispose();
        holder.dispose();
        expect(holders.filter(({ isDisposed }) => isDisposed)).toHaveLength(done + 1);
      }
      expect(liveBuffers(backend)).toBe(0);
    }
  });

  it('says when the sizes differ', async () => {
    const backend = await newBackend();
    expectError(() => t(backend, [1, 2]).reshape([3]), 'shape', 'reshape: [2] has 2 elements', '[3]');
  });
});

describe('replaceStorage and adopt', () => {
  it('put new elements in place, seen by every view, and release the old', async () => {
    const backend = await newBackend();
    const x = t(backend, [1, 2]);
    const view = x.reshape([2, 1]);
    const next = t(backend, [3, 4]);
    view.adopt(next);
    expect(next.isDisposed).toBe(true);
    expect(liveBuffers(backend)).toBe(1);
    await expectTensor(x, [2], [3, 4]);
    await expectTensor(view, [2, 1], [3, 4]);
  });

  it('keep a storage that comes back as it was', async () => {
    const backend = await newBackend();
    const x = t(backend, [1, 2]);
    x.replaceStorage(x.storage);
    await expectTensor(x, [2], [1, 2]);
    expect(liveBuffers(backend)).toBe(1);
  });

  it('do not take elements that a view still holds', async () => {
    const backend = await newBackend();
    const next = t(backend, [3, 4]);
    const view = next.reshape([1, 2]);
    const x = t(backend, [1, 2]);
    expectError(() => x.adopt(next), 'argument', 'adopt', 'view');
    await expectTensor(x, [2], [1, 2]);
    await expectTensor(view, [1, 2], [3, 4]);
  });
});

describe('CSR tensors', () => {
  const matrix: CsrArray = {
    layout: 'csr',
    shape: [2, 3],
    rowOffsets: Int32Array.of(0, 2, 3),
    columns: Int32Array.of(0, 2, 1),
    values: Float32Array.of(1, 2, 3),
  };

  it('have the dtype of their values and one storage', async () => {
    const backend = await newBackend();
    const x = upload(backend, matrix);
    expect([x.layout, x.dtype, x.shape]).toEqual(['csr', 'float32', [2, 3]]);
    expect(liveBuffers(backend)).toBe(1);
    x.dispose();
    expect(liveBuffers(backend)).toBe(0);
  });

  it('neither download nor reshape', async () => {
    const backend = await newBackend();
    const x = upload(backend, matrix);
    await expectRejection(x.data(), 'argument', 'data: a CSR tensor', 'CsrArray');
    expectError(() => x.reshape([6]), 'argument', 'reshape', "layout 'dense'");
  });

  it('need a backend with CSR kernels', async () => {
    const { csr: _, ...rest } = await newBackend();
    expectError(() => upload({ ...rest, name: 'plain' }, matrix), 'backend', "'plain' has no CSR", "layout 'dense'");
  });

  it.each<{ why: string; change: Partial<CsrArray>; message: string }>([
    {
      why: 'too few row offsets',
      change: { rowOffsets: Int32Array.of(0, 3) },
      message: 'expected 3 row offsets. Received 2',
    },
    {
      why: 'a first offset above 0',
      change: { rowOffsets: Int32Array.of(1, 2, 3) },
      message: 'from 0 to 3. Received 1 to 3',
    },
    {
      why: 'a last offset short of the end',
      change: { rowOffsets: Int32Array.of(0, 2, 2) },
      message: 'from 0 to 3. Received 0 to 2',
    },
    {
      why: 'falling offsets',
      change: { shape: [3, 3], rowOffsets: Int32Array.of(0, 3, 2, 3), columns: Int32Array.of(0, 1, 2) },
      message: 'must not decrease. Received 3, 2 at row 1',
    },
    { why: 'fewer columns than values', change: { columns: Int32Array.of(0, 1) }, message: '2 columns but 3 values' },
    {
      why: 'a column past the end',
      change: { columns: Int32Array.of(0, 3, 1) },
      message: 'below 3. Received 3 in row 0',
    },
    { why: 'a negative column', change: { columns: Int32Array.of(-1, 2, 1) }, message: 'Received -1, -1 in row 0' },
    { why: 'columns that fall', change: { columns: Int32Array.of(2, 0, 1) }, message: 'Received 2, 0 in row 0' },
    { why: 'a column twice', change: { columns: Int32Array.of(2, 2, 1) }, message: 'Received 2, 2 in row 0' },
    { why: 'a negative dimension', change: { shape: [2, -3] }, message: 'whole numbers >= 0' },
    { why: 'three dimensions', change: { shape: [2, 3, 1] as never }, message: 'expected rank 2' },
  ])('refuse $why', async ({ change, message }) => {
    const backend = await newBackend();
    expectError(() => upload(backend, { ...matrix, ...change }), 'shape', 'csr', message);
    expect(liveBuffers(backend)).toBe(0);
  });

  it('may be empty', async () => {
    const backend = await newBackend();
    const empty = { layout: 'csr', columns: new Int32Array(), values: new Float64Array() } as const;
    expect(upload(backend, { ...empty, shape: [0, 3], rowOffsets: new Int32Array(1) }).shape).toEqual([0, 3]);
    expect(upload(backend, { ...empty, shape: [2, 0], rowOffsets: new Int32Array(3) }).shape).toEqual([2, 0]);
  });
});

describe('isTensor', () => {
  it('knows tensors from everything else', async () => {
    const backend = await newBackend();
    expect(isTensor(t(backend, 1))).toBe(true);
    expect(isTensor(new Tensor(backend, backend.fill([], 1, 'float32'), [], 'float32'))).toBe(true);
    for (const other of [undefined, null, 1, 'x', {}, [], new Float32Array(1), Tensor])
      expect(isTensor(other)).toBe(false);
  });
});

describe('two backends', () => {
  it('do not see each other’s tensors', async () => {
    const [here, there] = [await newBackend(), await newBackend()];
    const x = fill(here, [1], 1, 'float32');
    expectError(() => add(x, fill(there, [1], 1, 'float32')), 'backend', 'one backend', 'download one');
    expect([liveBuffers(here), liveBuffers(there)]).toEqual([1, 1]);
  });
});
