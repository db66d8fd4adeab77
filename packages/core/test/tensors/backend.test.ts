import { describe, expect, it } from 'vitest';
import { allocate, type Backend, BYTES_PER_ELEMENT, type DType, dtypeOf, isFloat, upload } from '../../src/index.js';
import { REQUIRED_KERNELS } from '../../src/kernels/index.js';
import { createBackend } from '../../src/testing/index.js';
import { csr, labels, newBackend, t } from '../support/index.js';

describe('the backend interface', () => {
  it('requires at most 28 kernels', () => {
    expect(REQUIRED_KERNELS.length).toBeLessThanOrEqual(28);
    expect(new Set(REQUIRED_KERNELS).size).toBe(REQUIRED_KERNELS.length);
  });

  it('has no function that is neither a kernel nor about storage', async () => {
    const backend = await newBackend();
    const functions = Object.entries(backend).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
    const storage = ['upload', 'download', 'release', 'memory', 'dispose'];
    expect(functions.sort()).toEqual([...REQUIRED_KERNELS, ...storage].sort());
  });
});

describe('the naive backend', () => {
  it('counts buffers and bytes until they are released', async () => {
    const backend = await createBackend();
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
    const x = t(backend, [1, 2, 3]);
    const y = labels(backend, [1, 2]);
    const z = csr(backend);
    expect(backend.memory()).toEqual({ buffers: 3, bytes: 24 + 8 + 24 });
    for (const tensor of [x, y, z]) tensor.dispose();
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  it('says when a storage is released twice', async () => {
    const backend = await createBackend();
    const storage = backend.fill([1], 0, 'float32');
    backend.release(storage);
    expect(() => backend.release(storage)).toThrow('released twice');
    expect(() => backend.release(new Float32Array(1))).toThrow('not live');
  });

  it('takes a number in the dtype of the other operand', async () => {
    const backend = await createBackend();
    const x = { storage: backend.upload(Float32Array.of(0.1), [1], 'float32'), shape: [1], dtype: 'float32' } as const;
    // The float32 nearest to 0.1 is above it.
    const results = [
      backend.greater(x, 0.1, [1]),
      backend.subtract(0.1, x, [1]),
      backend.greater({ ...x, storage: backend.where(x, 0.1, 1, [1]) }, 0.1, [1]),
    ];
    for (const storage of results) expect(await backend.download({ ...x, storage })).toEqual(Float32Array.of(0));
  });

  it('sums without losing digits', async () => {
    const backend: Backend = await createBackend();
    const sumOf = async (values: Float32Array | Float64Array): Promise<number | undefined> => {
      const dtype = dtypeOf(values) as DType;
      using x = upload(backend, { layout: 'dense', shape: [values.length], data: values });
      const storage = backend.sum(x.operand(), [1, values.length, 1]);
      const [total] = await backend.download({ storage, shape: [1], dtype });
      backend.release(storage);
      return total;
    };
    expect(await sumOf(Float64Array.of(1, 1e100, 1, -1e100))).toBe(2);
    expect(await sumOf(new Float32Array(60_000).fill(0.1))).toBe(Math.fround(60_000 * Math.fround(0.1)));
    expect(await sumOf(Float64Array.of(1, Number.POSITIVE_INFINITY))).toBe(Number.POSITIVE_INFINITY);
    expect(await sumOf(Float64Array.of(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY))).toBeNaN();
  });

  it('forgets everything when it is disposed of', async () => {
    const backend = await createBackend();
    t(backend, [1]);
    await backend.dispose();
    expect(backend.memory().buffers).toBe(0);
  });
});

describe('dtypes', () => {
  it.each([
    ['float32', Float32Array, 4, true],
    ['float64', Float64Array, 8, true],
    ['int32', Int32Array, 4, false],
    ['uint8', Uint8Array, 1, false],
  ] as const)('%s', (dtype, Type, bytes, float) => {
    const data = allocate(dtype, 3);
    expect(data).toEqual(new Type(3));
    expect(data.BYTES_PER_ELEMENT).toBe(bytes);
    expect(BYTES_PER_ELEMENT[dtype]).toBe(bytes);
    expect(dtypeOf(data)).toBe(dtype);
    expect(isFloat(dtype)).toBe(float);
  });

  it('that do not exist are refused, since JavaScript has no compiler', () => {
    expect(() => Reflect.apply(allocate, undefined, ['float16', 3])).toThrow(
      'unknown dtype. Expected float32, float64, int32, uint8. Received float16.',
    );
  });

  it('of other arrays are undefined', () => {
    for (const Type of [Int8Array, Uint16Array, Uint8ClampedArray, BigInt64Array]) {
      expect(dtypeOf(new Type(1))).toBeUndefined();
    }
  });
});
