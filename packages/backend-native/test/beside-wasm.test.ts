/** Native code and WebAssembly share a process: both compute on threads, in turns, and give the same bits. */
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import type { Backend, FusedKernels, Operand, TypedArray } from '@nablajs/core';
import { convnetTrace, repeatConvnet } from '@nablajs/golden';
import { expect, it } from 'vitest';
import { expectSameBits } from '../../backend-wasm/test/support/bits.js';
import { createBackend } from '../src/index.js';
import { describeNative } from './support/suites.js';

const SIZE = 301;
const SHAPE = [SIZE, SIZE];
const ROUNDS = 12;

/** x becomes 1 / (1 + exp(-x x / SIZE)), which stays between 0 and 1. Returns before the threads are done. */
function step(backend: Backend, x: Operand): Operand {
  const of = (storage: unknown): Operand => ({ storage, shape: SHAPE, dtype: x.dtype });
  const product = of(backend.matmul(x, x, false, false, SHAPE));
  const mean = of(backend.multiply(product, 1 / SIZE, SHAPE));
  const next = of(backend.sigmoid(mean));
  for (const one of [x, product, mean]) backend.release(one.storage);
  return next;
}

describeNative('beside backend-wasm', () => {
  it.each(['float32', 'float64'] as const)('kernels that alternate give the same bits, %s', async (dtype) => {
    const backends = [await createWasm({ threads: 3 }), await createBackend({ threads: 3 })];
    const values = Float64Array.from({ length: SIZE * SIZE }, (_, i) => Math.sin(i));
    const typed = dtype === 'float32' ? Float32Array.from(values) : values;
    let each: Operand[] = backends.map((backend) => ({
      storage: backend.upload(typed.slice(), SHAPE, dtype),
      shape: SHAPE,
      dtype,
    }));
    for (let round = 0; round < ROUNDS; round++) {
      each = each.map((x, at) => step(backends[at] as Backend, x));
      const [wasm, native] = await Promise.all(each.map((x, at) => (backends[at] as Backend).download(x)));
      expectSameBits(native as TypedArray, wasm as TypedArray);
    }
    for (const backend of backends) await backend.dispose();
  });

  it('float32 moments and velocities of either sign become 0 before they are subnormal', async () => {
    const results: TypedArray[][] = [];
    for (const backend of [await createWasm({ threads: 1 }), await createBackend({ threads: 1 })]) {
      const { sgd, adam } = backend.fused as Required<FusedKernels>;
      const place = (...data: number[]): Operand => ({
        storage: backend.upload(Float32Array.from(data), [data.length], 'float32'),
        shape: [data.length],
        dtype: 'float32',
      });
      const tiny = [1e-30, -1e-30, 1e-31, -1e-31, 1e-29, -1e-29, -0, Number.NaN];
      const [zeros, m, v, velocity] = [tiny.map(() => 0), tiny, tiny.map(Math.abs), tiny].map((one) =>
        place(...one),
      ) as [Operand, Operand, Operand, Operand];
      const step = { learningRate: 0.1, weightDecay: 0 };
      sgd(place(...tiny), zeros, velocity, { ...step, momentum: 0.9, dampening: 0, nesterov: false, first: false });
      const decays = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, correction1: 0.1, correction2: 0.001 };
      adam(place(...tiny), zeros, m, v, { ...step, ...decays, decoupled: false });
      results.push(await Promise.all([velocity, m, v].map((x) => backend.download(x))));
      await backend.dispose();
    }
    const [wasm, native] = results as [TypedArray[], TypedArray[]];
    expect([...(wasm[0] as TypedArray)].map((x) => x === 0)).toEqual([
      ...Array(4).fill(true),
      false,
      false,
      true,
      false,
    ]);
    for (const [at, values] of native.entries()) expectSameBits(values, wasm[at] as TypedArray);
  });

  it('two networks that train at the same time have the same losses', async () => {
    const trace = convnetTrace();
    const [run] = trace.runs;
    const backends = [await createWasm({ threads: 2 }), await createBackend({ threads: 3 })];
    const [wasm, native] = await Promise.all(
      backends.map((backend) => repeatConvnet(backend, trace, run as NonNullable<typeof run>, 'float32')),
    );
    expect(native).toEqual(wasm);
    for (const backend of backends) await backend.dispose();
  });
});
