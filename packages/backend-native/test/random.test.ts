/** Random operands and shapes, special values among them, give the bits of backend-wasm on any number of threads. */
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import {
  type Backend,
  type DType,
  type FloatDType,
  type Operand,
  Random,
  type Shape,
  sizeOf,
  type TypedArray,
} from '@nablajs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectSameBits } from '../../backend-wasm/test/support/bits.js';
import { createBackend } from '../src/index.js';
import { describeNative, variants } from './support/suites.js';

const SPECIAL = [0, -0, 1, -1, Number.NaN, Infinity, -Infinity, 1e-310, -1e-40, 3e38, -1e300, 708, -745.2, 0.5, 88.7];
const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array, uint8: Uint8Array } as const;
/** The nightly run tries more numbers of threads. */
const WIDEST_THREADS = process.env['NABLA_SLOW'] === '1' ? [1, 2, 3, 8] : [1, 3];
/** Around the widths of vectors, items and parts of sums. */
const LENGTHS = [0, 1, 3, 4, 7, 8, 15, 16, 17, 31, 33, 63, 64, 65, 513, 4095, 16_383, 16_385, 70_001];

/** Images and filters, stride, padding and dilation: around the widths of tiles, blocks of sums, parts of images. */
const CONVOLUTIONS: readonly (readonly [
  images: readonly [number, number, number, number],
  filters: readonly [number, number, number, number],
  stride: number,
  padding: number,
  dilation: number,
])[] = [
  [[2, 9, 31, 16], [3, 3, 16, 16], 1, 1, 1],
  [[3, 8, 8, 32], [3, 3, 32, 48], 1, 1, 1],
  [[3, 7, 13, 48], [3, 3, 48, 32], 1, 0, 1],
  [[2, 10, 33, 16], [3, 3, 16, 32], 2, 1, 1],
  [[1, 6, 6, 64], [3, 3, 64, 144], 1, 2, 1],
  [[2, 12, 20, 8], [5, 5, 8, 16], 1, 2, 1],
  [[1, 11, 26, 16], [3, 3, 16, 16], 1, 2, 2],
  [[40, 4, 4, 32], [1, 3, 32, 16], 1, 1, 1],
  [[1, 21, 229, 3], [3, 3, 3, 32], 2, 0, 1],
];

/** Images, side of the filters and stride: around the channels of items. */
const DEPTHWISE: readonly (readonly [
  images: readonly [number, number, number, number],
  side: number,
  stride: number,
])[] = [
  [[2, 9, 11, 70], 3, 1],
  [[1, 8, 9, 200], 3, 2],
  [[1, 40, 41, 33], 5, 1],
  [[3, 7, 7, 129], 3, 1],
];

/**
 * Returns a function that draws numbers: fewer ones of a seed are the beginning of more ones. Keeps what it drew,
 * because drawing takes longer than most kernels.
 */
function drawing(draw: (random: Random) => number): (length: number, seed: number) => Float64Array {
  const drawn = new Map<number, { readonly random: Random; values: Float64Array }>();
  return (length, seed) => {
    const one = drawn.get(seed) ?? { random: new Random(seed), values: new Float64Array(0) };
    drawn.set(seed, one);
    if (one.values.length < length) {
      const longer = new Float64Array(length);
      longer.set(one.values);
      for (let i = one.values.length; i < length; i++) longer[i] = draw(one.random);
      one.values = longer;
    }
    return one.values.subarray(0, length);
  };
}

/** Numbers of every magnitude: random exponents, and special values. */
const numbers = drawing((random) => {
  const kind = random.uniform();
  if (kind < 0.1) return SPECIAL[Math.floor(random.uniform() * SPECIAL.length)] as number;
  return random.normal() * (kind < 0.7 ? 1 : 2 ** Math.floor(random.uniform() * 300 - 150));
});

const normals = drawing((random) => random.normal());

/** Special values would make most sums NaN. */
const finite = drawing((random) => random.normal() * 2 ** Math.floor(random.uniform() * 40));

/** What was drawn, in each dtype that was needed. */
const typedNumbers = new WeakMap<Float64Array, Partial<Record<DType, TypedArray>>>();

function typed(values: Float64Array, dtype: DType): TypedArray {
  const known = typedNumbers.get(values) ?? {};
  typedNumbers.set(values, known);
  known[dtype] ??= new ARRAYS[dtype](values);
  return known[dtype];
}

interface Given {
  readonly backend: Backend;
  /** Uploads an operand. */
  place(values: Float64Array, shape: Shape, dtype: DType): Operand;
}

/** Runs a kernel on a backend, downloads its result, and releases everything. */
async function resultOf(
  backend: Backend,
  shape: Shape,
  dtype: DType,
  kernel: (given: Given) => unknown,
): Promise<Awaited<ReturnType<Backend['download']>>> {
  const live: unknown[] = [];
  const place = (values: Float64Array, own: Shape, type: DType): Operand => {
    const storage = backend.upload(typed(values, type), own, type);
    live.push(storage);
    return { storage, shape: own, dtype: type };
  };
  const storage = kernel({ backend, place });
  const values = await backend.download({ storage, shape, dtype });
  for (const one of [...live, storage]) backend.release(one);
  const { buffers, bytes } = backend.memory();
  if (buffers !== 0 || bytes !== 0) expect.fail(`${buffers} buffers of ${bytes} bytes are left`);
  return values;
}

describeNative('random operands', () => {
  let wasm: Backend;
  let natives: readonly Backend[];
  beforeAll(async () => {
    wasm = await createWasm({ threads: 2 });
    const widest = variants.at(-1);
    natives = await Promise.all(
      variants.flatMap((variant) =>
        (variant === widest ? WIDEST_THREADS : [2]).map((threads) => createBackend({ threads, variant })),
      ),
    );
  });
  afterAll(() => Promise.all([wasm, ...natives].map((backend) => backend.dispose())));

  async function expectBits(shape: Shape, dtype: DType, kernel: (given: Given) => unknown): Promise<void> {
    const expected = await resultOf(wasm, shape, dtype, kernel);
    for (const backend of natives) expectSameBits(await resultOf(backend, shape, dtype, kernel), expected);
  }

  describe.each<FloatDType>(['float32', 'float64'])('%s', (dtype) => {
    it.each(['add', 'subtract', 'multiply', 'divide', 'maximum', 'greater'] as const)('%s', async (name) => {
      for (const length of LENGTHS) {
        const [a, b] = [numbers(length, 1), numbers(length, 2)];
        const shape = [length];
        await expectBits(shape, dtype, ({ backend, place }) =>
          backend[name](place(a, shape, dtype), place(b, shape, dtype), shape),
        );
      }
      for (const shape of [
        [7, 33],
        [3, 5, 17],
        [130, 1, 129],
      ]) {
        const [a, b] = [numbers(sizeOf(shape), 3), numbers(shape.at(-1) as number, 4)];
        await expectBits(shape, dtype, ({ backend, place }) =>
          backend[name](place(a, shape, dtype), place(b, [shape.at(-1) as number], dtype), shape),
        );
        await expectBits(shape, dtype, ({ backend, place }) => backend[name](-0.3, place(a, shape, dtype), shape));
      }
    });

    it.each<[Shape, Shape, Shape]>([
      [
        [3, 1, 5],
        [1, 4, 1],
        [3, 4, 5],
      ],
      [
        [2, 1, 3, 1],
        [1, 5, 1, 6],
        [2, 5, 3, 6],
      ],
      [
        [5000, 7],
        [5000, 1],
        [5000, 7],
      ],
      [
        [50, 1, 7],
        [1, 100, 7],
        [50, 100, 7],
      ],
    ])('%j and %j', async (aShape, bShape, shape) => {
      const [a, b] = [numbers(sizeOf(aShape), 11), numbers(sizeOf(bShape), 12)];
      await expectBits(shape, dtype, ({ backend, place }) =>
        backend.add(place(a, aShape, dtype), place(b, bShape, dtype), shape),
      );
      await expectBits(shape, dtype, ({ backend, place }) =>
        backend.where(place(b, bShape, dtype), place(a, aShape, dtype), 0.1, shape),
      );
    });

    it('where', async () => {
      for (const length of LENGTHS) {
        const shape = [length];
        const [c, a] = [numbers(length, 5), numbers(length, 6)];
        await expectBits(shape, dtype, ({ backend, place }) =>
          backend.where(place(c, shape, dtype), place(a, shape, dtype), 0.1, shape),
        );
      }
    });

    it.each(['exp', 'expm1', 'log', 'log1p', 'sqrt', 'tanh', 'sigmoid', 'erf'] as const)('%s', async (name) => {
      for (const length of LENGTHS) {
        const x = numbers(length, 7);
        await expectBits([length], dtype, ({ backend, place }) => backend[name](place(x, [length], dtype)));
      }
    });

    it('normalCdf', async () => {
      const x = numbers(5001, 8);
      await expectBits([5001], dtype, ({ backend, place }) =>
        (backend.fused as Required<NonNullable<Backend['fused']>>).normalCdf(place(x, [5001], dtype)),
      );
    });

    it.each(['sum', 'max', 'argmax'] as const)('%s', async (name) => {
      for (const values of name === 'sum' ? [finite] : [finite, numbers]) {
        for (const n of LENGTHS.slice(1)) {
          const x = values(3 * n, 9);
          const type = name === 'argmax' ? 'int32' : dtype;
          await expectBits([3], type, ({ backend, place }) => backend[name](place(x, [3, n], dtype), [3, n, 1]));
          if (n > 5000) continue;
          const wide = values(2 * n * 37, 9);
          await expectBits([74], type, ({ backend, place }) =>
            backend[name](place(wide, [2, n, 37], dtype), [2, n, 37]),
          );
        }
      }
    });

    it('scatterAdd', async () => {
      for (const [count, width, rows] of [
        [1, 1, 1],
        [300, 7, 5],
        [20_000, 3, 2],
        [700, 1100, 9],
      ] as const) {
        const x = numbers(count * width, 10).map((value) => (Number.isFinite(value) ? value : 1));
        const random = new Random(11);
        const labels = Float64Array.from({ length: count }, () => Math.floor(random.uniform() * (rows + 2)) - 1);
        await expectBits([rows, width], dtype, ({ backend, place }) =>
          backend.scatterAdd(place(x, [count, width], dtype), place(labels, [count], 'int32'), rows),
        );
      }
    });

    it('matmul', async () => {
      // Around the sizes of tiles, strips, blocks of a sum and its parts, and items; few rows too.
      for (const [m, k, n] of [
        [1, 1, 1],
        [0, 3, 5],
        [3, 0, 7],
        [7, 0, 9],
        [1, 300, 517],
        [2, 70, 300],
        [4, 129, 135],
        [5, 16_500, 9],
        [6, 300, 135],
        [12, 300, 135],
        [3, 16_500, 70],
        [7, 16_500, 33],
        [6, 127, 16],
        [13, 128, 17],
        [23, 257, 31],
        [100, 385, 130],
        [37, 70, 1],
        [49, 300, 515],
        [97, 200, 300],
        [150, 40, 515],
      ] as const) {
        const [a, b] = [normals(m * k, 13), normals(k * n, 14)];
        for (const [transposeA, transposeB] of [
          [false, false],
          [true, false],
          [false, true],
          [true, true],
        ] as const) {
          await expectBits([m, n], dtype, ({ backend, place }) =>
            backend.matmul(
              place(a, transposeA ? [k, m] : [m, k], dtype),
              place(b, transposeB ? [n, k] : [k, n], dtype),
              transposeA,
              transposeB,
              [m, n],
            ),
          );
        }
      }
      const [a, b] = [numbers(6 * 19 * 130, 15), numbers(3 * 130 * 37, 16)];
      await expectBits([2, 3, 19, 37], dtype, ({ backend, place }) =>
        backend.matmul(place(a, [2, 3, 19, 130], dtype), place(b, [3, 130, 37], dtype), false, false, [2, 3, 19, 37]),
      );
    });

    it('convolutions and their gradients', async () => {
      for (const [images, filters, stride, padding, dilation] of CONVOLUTIONS) {
        const [n, height, width] = images;
        const [kernelHeight, kernelWidth, , count] = filters;
        const outputs = (length: number, size: number) =>
          Math.floor((length + 2 * padding - (size - 1) * dilation - 1) / stride) + 1;
        const shape = [n, outputs(height, kernelHeight), outputs(width, kernelWidth), count];
        const window = {
          size: [kernelHeight, kernelWidth],
          stride: [stride, stride],
          dilation: [dilation, dilation],
          padding: [padding, padding],
        } as const;
        const [x, w, dY, y] = [images, filters, shape, shape].map((own, seed) =>
          normals(sizeOf(own), seed).slice(),
        ) as [Float64Array, Float64Array, Float64Array, Float64Array];
        // Outside of the image there is nothing that could become NaN.
        w[0] = Infinity;
        await expectBits(shape, dtype, ({ backend, place }) =>
          backend.conv?.forward(place(x, images, dtype), place(w, filters, dtype), undefined, 'none', window, 1, shape),
        );
        for (const masked of [false, true]) {
          const mask = ({ place }: Given) => (masked ? place(y, shape, dtype) : undefined);
          await expectBits(images, dtype, (given) => {
            const [gradient, factors] = [given.place(dY, shape, dtype), given.place(w, filters, dtype)];
            return given.backend.conv?.backwardInput(gradient, factors, mask(given), window, 1, images);
          });
          await expectBits(filters, dtype, (given) => {
            const [input, gradient] = [given.place(x, images, dtype), given.place(dY, shape, dtype)];
            return given.backend.conv?.backwardFilter(input, gradient, mask(given), false, window, 1, filters).dW;
          });
        }
      }
    });

    it('depthwise convolutions', async () => {
      for (const [images, side, stride] of DEPTHWISE) {
        const [n, height, width, channels] = images;
        const padding = (side - 1) / 2;
        const outputs = (length: number) => Math.floor((length - 1) / stride) + 1;
        const shape = [n, outputs(height), outputs(width), channels];
        const window = {
          size: [side, side],
          stride: [stride, stride],
          dilation: [1, 1],
          padding: [padding, padding],
        } as const;
        const [x, w, b] = [normals(sizeOf(images), 17), normals(side * side * channels, 18), numbers(channels, 19)];
        await expectBits(shape, dtype, ({ backend, place }) => {
          const filters = place(w, [side, side, 1, channels], dtype);
          const bias = place(b, [channels], dtype);
          return backend.conv?.forward(place(x, images, dtype), filters, bias, 'relu', window, channels, shape);
        });
      }
    });

    it.each<DType>(['float32', 'float64', 'int32', 'uint8'])('cast to %s', async (to) => {
      for (const length of LENGTHS) {
        const edges = [
          255, 256, -1, -0.9, 2147483647, 2147483648, -2147483648, -2147483649, 4294967295, 4294967296, 1e20,
        ];
        const x = numbers(length, 12).map((value, i) =>
          i % 3 === 0 ? (edges[(i / 3) % edges.length] as number) : value,
        );
        await expectBits([length], to, ({ backend, place }) => backend.cast(place(x, [length], dtype), to));
        const clipped = x.map((value) => Math.max(-3e9, Math.min(3e9, value || 0)));
        const from = to === 'uint8' || to === 'int32' ? to : dtype;
        await expectBits([length], dtype, ({ backend, place }) => backend.cast(place(clipped, [length], from), dtype));
      }
    });
  });

  it.each<DType>(['float32', 'float64', 'int32', 'uint8'])('moves of %s', async (dtype) => {
    const integers = (length: number): Float64Array => Float64Array.from({ length }, (_, i) => (i * 7919) % 251);
    for (const shape of [
      [1, 1, 1],
      [5, 17, 33],
      [3, 70, 65],
      [40, 2, 129],
    ]) {
      const x = integers(sizeOf(shape));
      const [d0, d1, d2] = shape as [number, number, number];
      for (const axes of [
        [0, 2, 1],
        [2, 1, 0],
        [1, 0, 2],
        [2, 0, 1],
      ]) {
        const permuted = axes.map((axis) => shape[axis] as number);
        await expectBits(permuted, dtype, ({ backend, place }) => backend.permute(place(x, shape, dtype), axes));
      }
      const padded = [d0 + 2, d1 + 1, d2 + 3];
      await expectBits(padded, dtype, ({ backend, place }) =>
        backend.pad(place(x, shape, dtype), [1, 0, 2], padded, 3),
      );
      const rows = Float64Array.from({ length: 90 }, (_, i) => ((i * 31) % (d0 * d1 + 2)) - 1);
      await expectBits([90, d2], dtype, ({ backend, place }) =>
        backend.gather(place(x, [d0 * d1, d2], dtype), place(rows, [90], 'int32')),
      );
    }
  });
});
