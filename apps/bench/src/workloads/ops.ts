/** Workloads of single operations, from tiny to large. */
import type { FloatDType } from '@nablajs/core';
import { floats, type InputArray, integers, uniform } from './arrays.js';
import type { Digits } from './digits.js';
import type { PlannedWorkload } from './plan.js';

const TRANSPOSES = [
  [false, false, ''],
  [true, false, " A'B"],
  [false, true, " AB'"],
  [true, true, " A'B'"],
] as const;

function matmul(dtype: FloatDType, [m, k, n]: readonly [number, number, number], curve?: number): PlannedWorkload[] {
  return TRANSPOSES.map(([transposeA, transposeB, label]) => ({
    workload: {
      suite: 'ops',
      name: `matmul ${m}x${k}x${n}${label}`,
      kind: 'matmul',
      dtype,
      flops: 2 * m * k * n,
      ...(curve === undefined || label !== '' ? {} : { curve: { name: 'square matmul', x: curve } }),
      transposeA,
      transposeB,
    },
    inputs: async () => ({
      a: uniform(dtype, transposeA ? [k, m] : [m, k], 1),
      b: uniform(dtype, transposeB ? [n, k] : [k, n], 2),
    }),
  }));
}

/** Sparse rows of MNIST images: the product of the first layer and its gradient. */
function csr(dtype: FloatDType, rows: number, width: number, digits: Digits): PlannedWorkload[] {
  const { pixels } = digits;
  return [false, true].map((transposeA) => ({
    workload: {
      suite: 'ops',
      name: `CSR ${rows}x${pixels} x ${width}${transposeA ? ', transposed' : ''}`,
      kind: 'csr-matmul',
      dtype,
      flops: 2 * digits.stored(rows) * width,
      transposeA,
      shape: [rows, pixels],
    },
    inputs: async () => {
      const { rowOffsets, columns, values } = digits.csr(rows, dtype);
      const dense = uniform(dtype, [transposeA ? rows : pixels, width], 3);
      return { rowOffsets: integers(rowOffsets), columns: integers(columns), values, b: dense };
    },
  }));
}

function elementwise(dtype: FloatDType, size: number): PlannedWorkload[] {
  const x = (seed: number): InputArray => uniform(dtype, [size], seed);
  const named = (operation: string) => ({
    suite: 'ops' as const,
    name: `${operation} ${size.toLocaleString('en-US')}`,
    dtype,
    flops: null,
    curve: { name: `element-wise ${operation}`, x: size },
  });
  return [
    ...(['add', 'multiply'] as const).map(
      (operation): PlannedWorkload => ({
        workload: { ...named(operation), kind: 'binary', operation },
        inputs: async () => ({ a: x(4), b: x(5) }),
      }),
    ),
    ...(['exp', 'tanh', 'relu', 'sigmoid'] as const).map(
      (operation): PlannedWorkload => ({
        workload: { ...named(operation), kind: 'unary', operation },
        inputs: async () => ({ x: x(6) }),
      }),
    ),
  ];
}

function reductions(dtype: FloatDType, [rows, columns]: readonly [number, number]): PlannedWorkload[] {
  const inputs = async () => ({ x: uniform(dtype, [rows, columns], 7) });
  const named = (label: string) => ({
    suite: 'ops' as const,
    name: `${label} ${rows}x${columns}`,
    dtype,
    flops: null,
  });
  return [
    { workload: { ...named('sum of rows'), kind: 'reduce', operation: 'sum', axis: 1 }, inputs },
    { workload: { ...named('sum of columns'), kind: 'reduce', operation: 'sum', axis: 0 }, inputs },
    { workload: { ...named('max of rows'), kind: 'reduce', operation: 'max', axis: 1 }, inputs },
    { workload: { ...named('softmax'), kind: 'softmax' }, inputs },
  ];
}

function optimizerSteps(dtype: FloatDType, size: number): PlannedWorkload[] {
  const inputs = async () => ({
    parameter: uniform(dtype, [size], 8),
    gradient: floats(dtype, [size], (i) => ((i % 17) - 8) / 1000),
  });
  const named = (name: string) => ({
    suite: 'ops' as const,
    name: `${name} step ${size.toLocaleString('en-US')}`,
    dtype,
    flops: null,
    curve: { name: `${name} step by weights`, x: size },
  });
  return [
    { workload: { ...named('SGD'), kind: 'sgd', learningRate: 0.03 }, inputs },
    {
      workload: { ...named('Adam'), kind: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      inputs,
    },
  ];
}

const MAIN_JOB_WEIGHTS = 422_940;

export function operations(digits: Digits, quick: boolean): PlannedWorkload[] {
  if (quick) {
    return [
      ...matmul('float32', [256, 256, 256], 256).slice(0, 1),
      ...csr('float32', 512, 532, digits).slice(0, 1),
      ...elementwise('float32', 100_000).slice(2, 3),
      ...reductions('float32', [1000, 1000]).slice(3),
    ];
  }
  return [
    ...[32, 128, 512, 1024].flatMap((size) => matmul('float32', [size, size, size], size)),
    ...matmul('float32', [512, 784, 532]),
    ...matmul('float64', [512, 784, 532]).slice(0, 1),
    ...csr('float32', 512, 532, digits),
    ...csr('float32', 4096, 532, digits),
    ...csr('float64', 512, 532, digits).slice(0, 1),
    ...[1000, 100_000, 4_000_000].flatMap((size) => elementwise('float32', size)),
    ...reductions('float32', [512, 10]),
    ...reductions('float32', [1000, 1000]),
    ...reductions('float32', [20_000, 200]),
    ...[1000, MAIN_JOB_WEIGHTS, 4_000_000].flatMap((size) => optimizerSteps('float32', size)),
    ...optimizerSteps('float64', MAIN_JOB_WEIGHTS),
  ];
}
