/** Sparse layers, cross-entropy and optimizers give the bits of backend-wasm, in panels and in rows, on any threads. */
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import {
  type Backend,
  type CsrKernels,
  type DType,
  type FloatDType,
  type FusedKernels,
  type Operand,
  Random,
  type Shape,
  type TypedArray,
} from '@nablajs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectSameBits } from '../../backend-wasm/test/support/bits.js';
import { createBackend } from '../src/index.js';
import { describeNative, variants } from './support/suites.js';

const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array, uint8: Uint8Array } as const;
/** Rows, columns and the width of the dense operand: around the sizes of blocks, groups, panels and vectors. */
const SIZES = [
  [1, 1, 1],
  [0, 5, 3],
  [70, 129, 40],
  [128, 128, 112],
  [130, 784, 113],
  [600, 300, 532],
  [513, 20, 241],
  [20, 900, 128],
  [17_000, 5, 9],
  [3, 17_000, 21],
] as const;

class Sparse {
  readonly rowOffsets: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;

  /** Half of the rows have few entries, and some have none. */
  constructor(rows: number, columns: number, seed: number) {
    const random = new Random(seed);
    const offsets = [0];
    const places: number[] = [];
    for (let row = 0; row < rows; row++) {
      const share = [0, 0.3, 0.02, 0.6][row % 4] as number;
      for (let column = 0; column < columns; column++) if (random.uniform() < share) places.push(column);
      offsets.push(places.length);
    }
    this.rowOffsets = Int32Array.from(offsets);
    this.columns = Int32Array.from(places);
    this.values = Float64Array.from(places, () => random.normal());
  }
}

/** Returns what `make` makes of a key, once for all backends: drawing numbers takes longer than the kernels. */
function once<Key extends readonly unknown[], T>(make: (...key: Key) => T): (...key: Key) => T {
  const made = new Map<string, T>();
  return (...key) => {
    const name = key.join(' ');
    const known = made.get(name) ?? make(...key);
    made.set(name, known);
    return known;
  };
}

const numbers = once((length: number, seed: number): Float64Array => {
  const random = new Random(seed);
  return Float64Array.from({ length }, () => random.normal() * 2 ** Math.floor(random.uniform() * 20 - 10));
});

const sparse = once((rows: number, columns: number) => new Sparse(rows, columns, 1));

/** Runs kernels on one backend, and releases everything. */
class Bench {
  readonly backend: Backend;
  readonly fused: Required<FusedKernels>;
  readonly csr: CsrKernels;
  readonly dtype: FloatDType;
  readonly #live = new Set<unknown>();
  readonly results: TypedArray[] = [];

  constructor(backend: Backend, dtype: FloatDType) {
    this.backend = backend;
    this.fused = backend.fused as Required<FusedKernels>;
    this.csr = backend.csr as CsrKernels;
    this.dtype = dtype;
  }

  hold(storage: unknown, shape: Shape, dtype: DType = this.dtype): Operand {
    this.#live.add(storage);
    return { storage, shape, dtype };
  }

  place(values: ArrayLike<number>, shape: Shape, dtype: DType = this.dtype): Operand {
    return this.hold(this.backend.upload(new ARRAYS[dtype](values), shape, dtype), shape, dtype);
  }

  sparse({ rowOffsets, columns, values }: Sparse, shape: readonly [number, number]): Operand {
    const own = new ARRAYS[this.dtype](values);
    return this.hold(this.csr.upload({ layout: 'csr', shape, rowOffsets, columns, values: own }), shape);
  }

  async keep(x: Operand): Promise<void> {
    this.results.push(await this.backend.download(x));
  }

  end(): void {
    for (const storage of this.#live) this.backend.release(storage);
    expect(this.backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  }
}

/** A product, plain and transposed, then two steps of a layer with momentum or Adam. */
async function train(bench: Bench, [rows, columns, width]: readonly [number, number, number]): Promise<void> {
  const { fused, csr } = bench;
  const x = bench.sparse(sparse(rows, columns), [rows, columns]);
  const w = bench.place(numbers(columns * width, 2), [columns, width]);
  const b = bench.place(numbers(width, 3), [width]);
  const dY = bench.place(numbers(rows * width, 4), [rows, width]);
  await bench.keep(bench.hold(csr.matmul(x, w, false), [rows, width]));
  await bench.keep(bench.hold(csr.matmul(x, dY, true), [columns, width]));
  const zeros = (): Operand => bench.place(new Float64Array(columns * width), [columns, width]);
  const [velocity, m, v] = [zeros(), zeros(), zeros()];
  for (const step of [1, 2]) {
    const y = bench.hold(fused.dense(x, true, w, step === 1 ? b : undefined, 'relu'), [rows, width]);
    await bench.keep(y);
    const { dW, db } = fused.denseBackward(x, true, w, y, dY, step === 1 ? 'relu' : 'none', false, true);
    const gradient = bench.hold(dW, w.shape);
    await bench.keep(bench.hold(db, b.shape));
    const sgd = { learningRate: 0.01, weightDecay: 0.1, momentum: 0.9, dampening: 0.2, nesterov: step === 2 };
    fused.sgd(w, gradient, velocity, { ...sgd, first: step === 1 });
    const adam = { learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1 };
    const corrections = { correction1: 1 - 0.9 ** step, correction2: 1 - 0.99 ** step };
    fused.adam(w, gradient, m, v, { ...adam, ...corrections, decoupled: step === 2 });
    fused.sgd(w, gradient, undefined, { ...sgd, nesterov: false, first: false });
    for (const one of [w, velocity, m, v, gradient]) await bench.keep(one);
  }
}

/** Special values come from the first rows. */
async function crossEntropy(bench: Bench, rows: number, classes: number): Promise<void> {
  const logits = numbers(rows * classes, 5).slice();
  const special = [Number.NaN, Infinity, -Infinity, 800, -800, 0, -0];
  for (const [row, value] of special.entries()) if (row < rows) logits[row * classes] = value;
  const labels = Float64Array.from({ length: rows }, (_, row) => (row === 9 ? classes : (row * 7) % classes));
  const x = bench.place(logits, [rows, classes]);
  for (const smoothing of [0, 0.1]) {
    const { loss, dLogits } = bench.fused.softmaxCrossEntropy(x, bench.place(labels, [rows], 'int32'), smoothing, 0.3);
    await bench.keep(bench.hold(loss, []));
    await bench.keep(bench.hold(dLogits, [rows, classes]));
  }
}

describeNative('sparse layers', () => {
  let wasm: Backend;
  let natives: readonly Backend[];
  let fast: readonly Backend[];
  beforeAll(async () => {
    const each = process.env['NABLA_SLOW'] === '1' ? [1, 2, 3] : [1, 3];
    wasm = await createWasm({ threads: 2 });
    natives = await Promise.all(
      variants.flatMap((variant) =>
        (variant === variants.at(-1) ? each : [2]).map((threads) => createBackend({ threads, variant })),
      ),
    );
    fast = await Promise.all(each.map((threads) => createBackend({ threads, bits: 'fast' })));
  });
  afterAll(() => Promise.all([wasm, ...natives, ...fast].map((backend) => backend.dispose())));

  async function expectSame(all: readonly Backend[], dtype: FloatDType, job: (bench: Bench) => Promise<void>) {
    let expected: readonly TypedArray[] | undefined;
    for (const backend of all) {
      const bench = new Bench(backend, dtype);
      await job(bench);
      bench.end();
      expected ??= bench.results;
      expect(bench.results.length).toBe(expected.length);
      for (const [at, values] of expected.entries()) expectSameBits(bench.results[at] as TypedArray, values);
    }
  }

  describe.each<FloatDType>(['float32', 'float64'])('%s', (dtype) => {
    it.each(SIZES)('%i rows of %i columns, %i wide', async (...size) => {
      await expectSame([wasm, ...natives], dtype, (bench) => train(bench, size));
      await expectSame(fast, dtype, (bench) => train(bench, size));
    });

    it.each([
      [12, 1],
      [300, 10],
      [40, 37],
      [11, 5001],
    ])('cross-entropy of %i rows, %i classes', async (rows, classes) => {
      await expectSame([wasm, ...natives], dtype, (bench) => crossEntropy(bench, rows, classes));
      await expectSame(fast, dtype, (bench) => crossEntropy(bench, rows, classes));
    });
  });
});
