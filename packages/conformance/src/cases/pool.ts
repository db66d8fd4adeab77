/** The kernels of the optional group `pool`. */
import type { Backend, DenseArray, FloatDType, Operand, PoolKernels, Window } from '@nablajs/core';
import { poolLiterals } from '../fixtures/images.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { type Four, forEachPixel, type Moves, placed } from '../harness/geometry.js';
import { doubles, dtypeOfHost, generate, host, pattern, patternAt, typed } from '../harness/host.js';
import { type Expected, type KernelCall, kernelCase } from '../harness/kernel-case.js';
import type { PoolLiteral } from '../harness/literals.js';
import { bounded, equal, exact, type Gate, matmulTolerance, SUM_TOLERANCE } from '../tolerances/gates.js';
import { type OneSign, POSITIVE, TENTHS } from './one-sign.js';

type PoolKernel = keyof PoolKernels;
const POOL_KERNELS: readonly PoolKernel[] = ['max', 'maxBackward', 'average', 'averageBackward'];

interface PoolGeometry {
  readonly x: Four;
  readonly out: Four;
  readonly window: Window;
}

interface PoolOperands {
  readonly x: DenseArray;
  readonly dY: DenseArray;
}

function groupOf({ pool }: Backend): PoolKernels {
  if (pool === undefined) throw new Error('pool: checked before the case runs');
  return pool;
}

/** Lists each window's pixels, row by row, as indices into x. */
function pixelsOfWindows({ x, out, window }: PoolGeometry): number[][] {
  const channels = x[3];
  const windows = Array.from({ length: out[0] * out[1] * out[2] * channels }, (): number[] => []);
  forEachPixel([out[0], out[1], out[2]], window, [x[1], x[2]], (pixel, place) => {
    for (let c = 0; c < channels; c++) windows[place * channels + c]?.push(pixel * channels + c);
  });
  return windows;
}

/** Returns each window's largest element, or NaN if it contains NaN, as core passes it to `maxBackward`. */
function largest(geometry: PoolGeometry, { data, shape }: DenseArray): DenseArray {
  const windows = pixelsOfWindows(geometry);
  const dtype = dtypeOfHost({ layout: 'dense', data, shape });
  return generate(dtype, geometry.out, (at) =>
    (windows[at] as number[]).reduce((most, i) => Math.max(most, data[i] as number), Number.NEGATIVE_INFINITY),
  );
}

function call(kernel: PoolKernel, geometry: PoolGeometry, { x, dY }: PoolOperands, expected: Expected): KernelCall {
  const { window, out } = geometry;
  const operands = {
    max: [x],
    maxBackward: kernel === 'maxBackward' ? [x, largest(geometry, x), dY] : [],
    average: [x],
    averageBackward: [dY],
  }[kernel];
  const shape = kernel === 'max' || kernel === 'average' ? out : geometry.x;
  return {
    operands,
    apply: (backend, uploaded) => {
      const [first, y, gradient] = uploaded as [Operand, Operand, Operand];
      const pool = groupOf(backend);
      const storage =
        kernel === 'maxBackward' ? pool.maxBackward(first, y, gradient, window) : pool[kernel](first, window, shape);
      return [{ storage, shape, dtype: first.dtype }];
    },
    expected: [expected],
    definitionOperands: () => operands.map(({ data, ...rest }) => ({ ...rest, data: doubles(data) })),
  };
}

/** For each element of a result, the number of its terms and the sum of their magnitudes. */
function termsOf(kernel: PoolKernel, geometry: PoolGeometry, { x, dY }: PoolOperands) {
  const backward = kernel === 'averageBackward' || kernel === 'maxBackward';
  const { length } = backward ? x.data : dY.data;
  const [counts, magnitudes] = [new Float64Array(length), new Float64Array(length)];
  for (const [at, inside] of pixelsOfWindows(geometry).entries()) {
    for (const i of inside) {
      const [to, from] = backward ? [i, dY.data[at]] : [at, x.data[i]];
      const share = kernel === 'maxBackward' ? 1 : inside.length;
      counts[to] = (counts[to] as number) + 1;
      magnitudes[to] = (magnitudes[to] as number) + Math.abs(from as number) / share;
    }
  }
  return { counts, magnitudes };
}

/** Maxima are exact, and so are sums of eighths. Averages have the gate of sums, divided by the number of terms. */
function gateOf(kernel: PoolKernel, dtype: FloatDType, geometry: PoolGeometry, operands: PoolOperands): Gate {
  if (kernel === 'max' || kernel === 'maxBackward') return equal;
  return bounded(() => termsOf(kernel, geometry, operands).magnitudes.map((sum) => sum * SUM_TOLERANCE[dtype]));
}

const define = (dtype: FloatDType, kernel: PoolKernel, label: string, prepare: () => KernelCall): ConformanceCase =>
  kernelCase({ kernel: `pool.${kernel}`, dtype, label, prepare });

const exactOperands = (dtype: FloatDType, { x, out }: PoolGeometry): PoolOperands => ({
  x: pattern(dtype, x, 20, 8),
  dY: pattern(dtype, out, 21, 8),
});

function literalCases(dtype: FloatDType, literal: PoolLiteral): ConformanceCase[] {
  const { label, x, out, size, stride, before } = literal;
  const geometry = { x, out, window: { size, stride, dilation: [1, 1], padding: before } } as const;
  return POOL_KERNELS.map((kernel) =>
    define(dtype, kernel, `${label} literal`, () => {
      const operands = exactOperands(dtype, geometry);
      const gate = gateOf(kernel, dtype, geometry, operands);
      return call(kernel, geometry, operands, { gate, literal: typed(dtype, literal[kernel]) });
    }),
  );
}

type Size = readonly [height: number, width: number];

function geometryOf(x: Four, size: Size, moves: Moves = {}): PoolGeometry {
  const { window, places } = placed(x, size, { stride: size, ...moves });
  return { x, out: [x[0], ...places, x[3]], window };
}

const SIZES: readonly (readonly [x: Four, size: Size, moves?: Moves])[] = [
  [
    [1, 8, 8, 1],
    [2, 2],
  ],
  [
    [2, 9, 7, 3],
    [2, 2],
  ],
  [[1, 7, 9, 5], [3, 3], { stride: [1, 1], before: [1, 1], after: [1, 1] }],
  [[3, 6, 5, 16], [3, 3], { stride: [2, 2], before: [1, 1], after: [1, 1] }],
  [[1, 6, 10, 33], [1, 3], { stride: [1, 2], before: [0, 2], after: [0, 1] }],
  [[1, 10, 6, 2], [5, 2], { stride: [2, 3], before: [0, 0], after: [3, 1] }],
  [
    [2, 5, 6, 4],
    [5, 6],
  ],
  [[1, 2, 2, 3], [3, 5], { stride: [1, 1], before: [2, 4], after: [2, 4] }],
  [
    [2, 3, 5, 17],
    [1, 1],
  ],
  [[1, 1, 70, 1], [1, 3], { stride: [1, 1] }],
  [
    [0, 4, 4, 3],
    [2, 2],
  ],
  [
    [2, 4, 4, 0],
    [2, 2],
  ],
];

function sizedCases(dtype: FloatDType, [x, size, moves]: (typeof SIZES)[number]): ConformanceCase[] {
  const geometry = geometryOf(x, size, moves);
  const { out, window } = geometry;
  const label = `${x.join('x')} by ${size.join('x')} to ${out[1]}x${out[2]} stride ${window.stride.join('x')}`;
  return POOL_KERNELS.map((kernel) =>
    define(dtype, kernel, label, () => {
      const operands = exactOperands(dtype, geometry);
      return call(kernel, geometry, operands, { gate: gateOf(kernel, dtype, geometry, operands) });
    }),
  );
}

/** Windows of 2 x 2 with equal elements, NaN and infinities. The literals follow from the rules. */
function choiceCases(dtype: FloatDType): ConformanceCase[] {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  const rows: readonly (readonly [label: string, x: readonly number[], max: number, at: number])[] = [
    ['ties', [1, 4, 4, 4], 4, 1],
    ['ties of every element', [7, 7, 7, 7], 7, 0],
    ['zeros of both signs', [-1, -0, 0, -0], 0, 1],
    ['NaN last', [1, 9, 3, nan], nan, 3],
    ['NaN first', [nan, 9, 3, 1], nan, 0],
    ['two NaNs', [1, nan, inf, nan], nan, 1],
    ['Infinity', [1, inf, 2, inf], inf, 1],
    ['-Infinity', [-inf, -5, -inf, -inf], -5, 1],
    ['-Infinity alone', [-inf, -inf, -inf, -inf], -inf, 0],
    ['negative numbers', [-3, -2, -1e30, -4], -2, 1],
  ];
  return rows.flatMap(([name, x, max, at]) => {
    const geometry = geometryOf([1, 2, 2, 1], [2, 2]);
    const operands = () => ({ x: host(dtype, geometry.x, x), dY: generate(dtype, geometry.out, () => 3) });
    const gradient = (position: number): number => (position === at ? 3 : 0);
    const literals = { max: [max], maxBackward: x.map((_, i) => (Number.isNaN(max) ? nan : gradient(i))) };
    return (['max', 'maxBackward'] as const).map((kernel) =>
      define(dtype, kernel, name, () =>
        call(kernel, geometry, operands(), { gate: equal, literal: typed(dtype, literals[kernel]) }),
      ),
    );
  });
}

/** Values that padding must not change, and gradients of windows that overlap. */
function specialCases(dtype: FloatDType): ConformanceCase[] {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  const around = geometryOf([1, 3, 3, 1], [3, 3], { stride: [1, 1], before: [1, 1], after: [1, 1] });
  const negative = () => generate(dtype, around.x, (i) => -1 - (i % 3));
  const marked = () => host(dtype, around.x, [1, 2, 3, 4, nan, 6, 7, 8, inf]);
  const one = (kernel: PoolKernel, label: string, x: () => DenseArray, literal: readonly number[]) =>
    define(dtype, kernel, label, () => {
      const operands = { x: x(), dY: generate(dtype, around.out, (i) => i + 1) };
      return call(kernel, around, operands, { gate: equal, literal: typed(dtype, literal) });
    });
  return [
    one('max', 'padding is smaller than negative numbers', negative, [-1, -1, -2, -1, -1, -2, -1, -1, -2]),
    one('max', 'padding is smaller than -Infinity', () => generate(dtype, around.x, () => -inf), Array(9).fill(-inf)),
    one('maxBackward', 'no gradient goes to the padding', () => generate(dtype, around.x, () => -inf), [
      1 + 2 + 4 + 5,
      3 + 6,
      0,
      7 + 8,
      9,
      0,
      0,
      0,
      0,
    ]),
    one('max', 'NaN reaches its windows alone', () => host(dtype, around.x, [nan, 2, 3, 4, 5, 6, 7, 8, 9]), [
      nan,
      nan,
      6,
      nan,
      nan,
      9,
      8,
      9,
      9,
    ]),
    one('average', 'of NaN and infinities', marked, Array(9).fill(nan)),
    one('average', 'padding does not count', () => generate(dtype, around.x, () => 2), Array(9).fill(2)),
    one('average', 'Infinity reaches its windows alone', () => host(dtype, around.x, [inf, 1, 1, 1, 1, 1, 1, 1, 1]), [
      inf,
      inf,
      1,
      inf,
      inf,
      1,
      1,
      1,
      1,
    ]),
    define(dtype, 'max', 'subnormals', () => {
      const small = dtype === 'float32' ? 1e-45 : 5e-324;
      const geometry = geometryOf([1, 1, 4, 1], [1, 2]);
      const operands = {
        x: host(dtype, geometry.x, [-1, small, -2 * small, -small]),
        dY: generate(dtype, geometry.out, () => 1),
      };
      return call('max', geometry, operands, { gate: exact, literal: typed(dtype, [small, -small]) });
    }),
    define(dtype, 'averageBackward', 'NaN and infinities reach their windows alone', () => {
      const operands = {
        x: negative(),
        dY: generate(dtype, around.out, (i) => ({ 0: nan, 8: inf })[i] ?? 0),
      };
      return call('averageBackward', around, operands, {
        gate: equal,
        literal: [nan, nan, 0, nan, nan, inf, 0, inf, inf],
      });
    }),
  ];
}

/** Windows as large as the image, and a pixel that lies in very many windows. */
const LONG: readonly (readonly [kernel: PoolKernel, values: OneSign, x: Four, size: Size, moves?: Moves])[] = [
  ['average', TENTHS, [1, 28, 28, 3], [28, 28]],
  ['average', TENTHS, [1, 1, 4096, 1], [1, 4096]],
  ['average', TENTHS, [1, 1000, 100, 1], [1000, 100]],
  ['average', POSITIVE, [2, 65, 65, 17], [64, 64], { stride: [1, 1] }],
  ['averageBackward', TENTHS, [1, 1, 241, 1], [1, 121], { stride: [1, 1] }],
  ['averageBackward', POSITIVE, [1, 21, 21, 2], [11, 11], { stride: [1, 1] }],
  ['maxBackward', TENTHS, [1, 1, 241, 1], [1, 121], { stride: [1, 1] }],
  ['maxBackward', POSITIVE, [1, 21, 21, 2], [11, 11], { stride: [1, 1] }],
];

function longCases(dtype: FloatDType): ConformanceCase[] {
  return LONG.map(([kernel, values, x, size, moves]) =>
    define(dtype, kernel, `${x.join('x')} by ${size.join('x')} ${values.label}`, () => {
      const geometry = geometryOf(x, size, moves);
      // For maxBackward, one pixel in the middle is the largest of all windows.
      const middle = (Math.floor(x[1] / 2) * x[2] + Math.floor(x[2] / 2)) * x[3];
      const peak = (i: number): number => (i >= middle && i < middle + x[3] ? 9 : patternAt(1, i) / 8);
      const operands = {
        x: kernel === 'maxBackward' ? generate(dtype, x, peak) : values.operand(dtype, x, 1),
        dY: values.operand(dtype, geometry.out, 3),
      };
      const gate = bounded(() => {
        const { counts, magnitudes } = termsOf(kernel, geometry, operands);
        return magnitudes.map(
          (magnitude, i) => magnitude * Math.min(SUM_TOLERANCE[dtype], matmulTolerance(dtype, counts[i] as number)),
        );
      });
      return call(kernel, geometry, operands, { gate });
    }),
  );
}

export function poolCases(dtype: FloatDType): ConformanceCase[] {
  return [
    ...poolLiterals.flatMap((literal) => literalCases(dtype, literal)),
    ...SIZES.flatMap((size) => sizedCases(dtype, size)),
    ...choiceCases(dtype),
    ...specialCases(dtype),
    ...longCases(dtype),
  ];
}
