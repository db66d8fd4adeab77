/** Matrices stored in panels give the same bits as in rows, in every operation. */
import {
  type AdamStep,
  type Backend,
  type FloatDType,
  type Operand,
  Random,
  type SgdStep,
  type TypedArray,
} from '@nablajs/core';
import { digestBytes } from '@nablajs/golden';
import { describe, expect, it } from 'vitest';
import { createBackend } from '../../src/index.js';

const [ROWS, COLUMNS] = [70, 150];
/**
 * 532 columns are stored in panels in both types; 207 and 265 in one type each, with a last vector that is not full.
 * The panels of the other widths would be mostly padding.
 */
const WIDTHS = [532, 265, 207, 52, 7] as const;
const DTYPES = ['float32', 'float64'] as const;

const SGD: SgdStep = {
  learningRate: 0.1,
  weightDecay: 0.01,
  momentum: 0,
  dampening: 0,
  nesterov: false,
  first: true,
};
const ADAM: AdamStep = {
  ...{ learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, decoupled: false },
  ...{ correction1: 0.1, correction2: 0.001 },
};

function setUp(backend: Backend, dtype: FloatDType, width: number) {
  const random = new Random(1);
  const FloatArray = dtype === 'float32' ? Float32Array : Float64Array;
  // The largest arrays repeat, because drawing millions of numbers takes seconds.
  const drawn = new FloatArray(16_381).map(() => random.normal());
  let next = 0;
  const numbers = (length: number) => {
    const out = new FloatArray(length);
    for (let at = 0; at < length; ) {
      const part = drawn.subarray(next, next + length - at);
      out.set(part, at);
      at += part.length;
      next = (next + part.length) % drawn.length;
    }
    return out;
  };
  const place = (data: Float32Array | Float64Array, shape: readonly number[]): Operand<unknown> => ({
    storage: backend.upload(data, shape, dtype),
    shape,
    dtype,
  });
  const columns = Int32Array.from({ length: ROWS * 3 }, (_, i) => (i % 3) * 50 + ((7 * i) % 50));
  const shape = [ROWS, COLUMNS] as const;
  const rowOffsets = Int32Array.from({ length: ROWS + 1 }, (_, row) => 3 * row);
  const x: Operand<unknown> = {
    storage: backend.csr?.upload({ layout: 'csr', shape, rowOffsets, columns, values: numbers(ROWS * 3) }),
    ...{ shape, dtype },
  };
  return {
    ...{ place, numbers, x },
    w: place(numbers(COLUMNS * width), [COLUMNS, width]),
    y: place(numbers(ROWS * width), [ROWS, width]),
    dY: place(numbers(ROWS * width), [ROWS, width]),
  };
}

/** A digest of many elements: comparing them one by one takes a second in each test. */
const bytesOf = (values: TypedArray): string => digestBytes([values]);

/** This backend has all of these kernels. */
const kernelsOf = ({ fused, csr }: Backend) =>
  ({ ...fused, csrMatmul: csr?.matmul }) as Required<typeof fused> & {
    csrMatmul: NonNullable<Backend['csr']>['matmul'];
  };

describe.each(DTYPES)('%s', (dtype) => {
  describe.each(WIDTHS)('%i wide', (width) => {
    it('a gradient has the bits of the product, and can be summed, checked and used in steps as in rows', async () => {
      const backend = await createBackend({ threads: 2 });
      const { place, x, w, y, dY } = setUp(backend, dtype, width);
      const kernels = kernelsOf(backend);
      const operand = (storage: unknown): Operand<unknown> => ({ storage, shape: w.shape, dtype });
      const read = (one: Operand<unknown>) => backend.download(one);
      const copy = async (one: Operand<unknown>) => place((await read(one)) as Float32Array, one.shape);

      const made = kernels.denseBackward(x, true, w, y, dY, 'none', false, false);
      const gradient = operand(made.dW);
      const expected = operand(kernels.csrMatmul(x, dY, true));
      // Added before its rows are needed.
      const sum = operand(backend.add(gradient, gradient, w.shape));
      const finite = kernels.finiteCheck([sum]);
      const rows = await copy(expected);
      const sumOfRows = operand(backend.add(rows, rows, w.shape));
      expect(bytesOf(await read(sum))).toBe(bytesOf(await read(sumOfRows)));
      expect(bytesOf(await read(gradient))).toBe(bytesOf(await read(expected)));
      expect(await backend.download({ storage: finite, shape: [], dtype })).toEqual(
        dtype === 'float32' ? new Float32Array(1) : new Float64Array(1),
      );

      // Two steps each, so that the second gets the state in the form that the first left it in.
      const [inPanels, inRows] = await Promise.all(
        [gradient, rows].map(async (g) => {
          const parameter = await copy(w);
          const zeros = () => operand(backend.fill(w.shape, 0, dtype));
          const [m, v, velocity] = [zeros(), zeros(), zeros()];
          for (const first of [true, false]) {
            kernels.sgd(parameter, g, undefined, SGD);
            kernels.sgd(parameter, g, velocity, { ...SGD, momentum: 0.9, nesterov: true, first });
            kernels.adam(parameter, g, m, v, ADAM);
          }
          // Then a gradient in the other form.
          kernels.adam(parameter, expected, m, v, ADAM);
          const product = kernels.dense(x, true, parameter, undefined, 'none');
          const results = [parameter, m, v, velocity, { storage: product, shape: y.shape, dtype }];
          const arrays = await Promise.all(results.map(read));
          for (const { storage } of results) backend.release(storage);
          return arrays;
        }),
      );
      expect(inPanels?.map(bytesOf)).toEqual(inRows?.map(bytesOf));

      for (const { storage } of [x, w, y, dY, gradient, expected, sum, rows, sumOfRows]) backend.release(storage);
      backend.release(finite);
      expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
      await backend.dispose();
    });

    it('NaN and infinity in a gradient are found', async () => {
      const backend = await createBackend({ threads: 1 });
      const { place, numbers, x, w, y } = setUp(backend, dtype, width);
      const kernels = kernelsOf(backend);
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
        const data = numbers(ROWS * width);
        data[data.length - 1] = bad;
        const { dW } = kernels.denseBackward(x, true, w, y, place(data, y.shape), 'none', false, false);
        const finite = kernels.finiteCheck([{ storage: dW, shape: w.shape, dtype }]);
        expect(await backend.download({ storage: finite, shape: [], dtype })).toEqual(
          (dtype === 'float32' ? Float32Array : Float64Array).of(Number.NaN),
        );
      }
      await backend.dispose();
    });

    it('is finite even if an earlier product left NaN in the scratch memory of the threads', async () => {
      const backend = await createBackend({ threads: 1 });
      // As many vectors in a row as a panel has.
      const full = setUp(backend, dtype, dtype === 'float32' ? 52 : 26);
      const { x, w, y, dY } = setUp(backend, dtype, width);
      const kernels = kernelsOf(backend);
      kernels.csrMatmul(full.x, { ...full.dY, storage: backend.fill(full.dY.shape, Number.NaN, dtype) }, true);
      const { dW } = kernels.denseBackward(x, true, w, y, dY, 'none', false, false);
      const finite = kernels.finiteCheck([{ storage: dW, shape: w.shape, dtype }]);
      expect([...(await backend.download({ storage: finite, shape: [], dtype }))]).toEqual([0]);
      await backend.dispose();
    });
  });
});

it('a product may have 4,096 panels', async () => {
  const backend = await createBackend({ threads: 1 });
  const width = 4096 * 52;
  const one = { shape: [1, 1] as const, rowOffsets: Int32Array.of(0, 1), columns: Int32Array.of(0) };
  const x = { storage: backend.csr?.upload({ layout: 'csr', ...one, values: Float32Array.of(2) }), shape: [1, 1] };
  const threes = { storage: backend.fill([1, width], 3, 'float32'), shape: [1, width], dtype: 'float32' as const };
  const storage = backend.csr?.matmul({ ...x, dtype: 'float32' }, threes, true);
  expect((await backend.download({ ...threes, storage })).every((value) => value === 6)).toBe(true);
  await backend.dispose();
});

it('unpacking the rows for a copy may grow the memory', async () => {
  const backend = await createBackend({ threads: 1 });
  const { x, w, y, dY } = setUp(backend, 'float32', 53_200);
  const { dW } = kernelsOf(backend).denseBackward(x, true, w, y, dY, 'none', false, false);
  const copy = backend.cast({ storage: dW, shape: w.shape, dtype: 'float32' }, 'float32');
  const read = (storage: unknown) => backend.download({ storage, shape: w.shape, dtype: 'float32' });
  expect(bytesOf(await read(copy))).toBe(bytesOf(await read(dW)));
  await backend.dispose();
});

it('loses nothing if the memory has no room for the rows', async () => {
  const backend = await createBackend({ threads: 1, maximumBytes: 2 ** 24 });
  const { place, x, w, y, dY, numbers } = setUp(backend, 'float32', 532);
  const gradient = {
    storage: kernelsOf(backend).denseBackward(x, true, w, y, dY, 'none', false, false).dW,
    shape: w.shape,
    dtype: w.dtype,
  };
  const before = backend.memory();
  // Room for the result of exp alone.
  const fillers: Operand<unknown>[] = [];
  const takeRoom = () => fillers.push(place(numbers(50_000), [50_000]));
  expect(() => {
    for (;;) takeRoom();
  }).toThrow(/^backend 'wasm' is out of memory/);
  backend.release(fillers.pop()?.storage);
  backend.release(fillers.pop()?.storage);
  const full = backend.memory();
  expect(() => backend.exp(gradient)).toThrow(/^backend 'wasm' is out of memory/);
  expect(backend.memory()).toEqual(full);
  for (const { storage } of fillers) backend.release(storage);
  expect(backend.memory()).toEqual(before);
  backend.release(backend.exp(gradient));
  await backend.dispose();
});

it('float32 moments and velocities that decay become 0 instead of subnormal; NaN stays', async () => {
  const backend = await createBackend({ threads: 1 });
  const kernels = kernelsOf(backend);
  const place = (...data: number[]): Operand<unknown> => ({
    storage: backend.upload(Float32Array.from(data), [data.length], 'float32'),
    shape: [data.length],
    dtype: 'float32',
  });
  const [w, g, m, v] = [place(1, 1, 1), place(0, 0, 0), place(1e-30, 1e-29, Number.NaN), place(1, 1, 1)];
  kernels.adam(w, g, m, v, { ...ADAM, weightDecay: 0 });
  const moments = await backend.download(m);
  expect(moments[0]).toBe(0);
  expect(moments[1]).toBeCloseTo(9e-30, 35);
  expect(moments[2]).toBeNaN();

  const velocity = place(1e-30, 1e-29, Number.NaN);
  kernels.sgd(place(1, 1, 1), g, velocity, { ...SGD, weightDecay: 0, momentum: 0.9, first: false });
  const velocities = await backend.download(velocity);
  expect([velocities[0], velocities[2]]).toEqual([0, Number.NaN]);
  expect(velocities[1]).toBeCloseTo(9e-30, 35);
  await backend.dispose();
});

it('float64 moments stay subnormal; an epsilon below all float32 numbers causes no NaN', async () => {
  const backend = await createBackend({ threads: 1 });
  const kernels = kernelsOf(backend);
  const step = async (dtype: FloatDType, gradient: number, epsilon: number): Promise<number | undefined> => {
    const [w, g, m, v] = [1, gradient, 0, 0].map((value) => ({
      storage: backend.fill([1], value, dtype),
      shape: [1],
      dtype,
    }));
    kernels.adam(w as Operand<unknown>, g as Operand<unknown>, m as Operand<unknown>, v as Operand<unknown>, {
      ...{ ...ADAM, weightDecay: 0 },
      epsilon,
    });
    return (await backend.download(w as Operand<unknown>))[0];
  };
  expect(await step('float64', 1e-31, 1e-40)).toBeCloseTo(0.9, 6);
  expect(await step('float32', 0, 1e-50)).toBe(1);
  await backend.dispose();
});
