/** Mistakes in convolution, pooling and batch normalisation. */
import type {
  Backend,
  ConvKernels,
  FusedKernels,
  Operand,
  PoolKernels,
  Shape,
  TypedArray,
  Window,
} from '@nablajs/core';
import { type Four, forEachProduct } from '../../src/harness/geometry.js';
import { elements, type Mutant } from './mutant.js';

const convMutant =
  (change: (conv: ConvKernels, right: Backend) => Partial<ConvKernels>): Mutant['mutate'] =>
  (right) => ({ conv: { ...(right.conv as ConvKernels), ...change(right.conv as ConvKernels, right) } });

const poolMutant =
  (change: (pool: PoolKernels) => Partial<PoolKernels>): Mutant['mutate'] =>
  (right) => ({ pool: { ...(right.pool as PoolKernels), ...change(right.pool as PoolKernels) } });

const fusedMutant =
  (change: (fused: Required<FusedKernels>) => FusedKernels): Mutant['mutate'] =>
  (right) => ({ fused: { ...right.fused, ...change(right.fused as Required<FusedKernels>) } });

/** The three kernels of convolutions with other windows or groups. */
const moved = (change: (window: Window, groups: number) => readonly [Window, number]): Mutant['mutate'] =>
  convMutant((conv) => ({
    forward: (x, w, b, activation, window, groups, shape) =>
      conv.forward(x, w, b, activation, ...change(window, groups), shape),
    backwardInput: (dY, w, y, window, groups, shape) => conv.backwardInput(dY, w, y, ...change(window, groups), shape),
    backwardFilter: (x, dY, y, needDB, window, groups, shape) =>
      conv.backwardFilter(x, dY, y, needDB, ...change(window, groups), shape),
  }));

const CONV = ['conv.forward', 'conv.backwardInput', 'conv.backwardFilter', 'conv2d', 'convTranspose2d'];

/** A mistake in all three kernels, which the cases of each must find. */
const everywhere = (mistake: string, mutate: Mutant['mutate']): Mutant[] =>
  CONV.map((kernel) => ({
    mistake: `${mistake} (${kernel})`,
    kernels: [kernel, ...CONV],
    code: 'mismatch' as const,
    mutate,
  }));

const swapped = ([first, second]: readonly [number, number]) => [second, first] as const;
const four = (shape: Shape): Four => shape as unknown as Four;

type Products = Parameters<typeof forEachProduct>[0];

/** Adds up products one after the other, each sum rounded to the result's dtype. */
function running(
  storage: unknown,
  geometry: Products,
  term: (image: number, filter: number, output: number) => readonly [at: number, value: number],
): unknown {
  const result = storage as TypedArray;
  result.fill(0);
  forEachProduct(geometry, (...places) => {
    const [at, value] = term(...places);
    result[at] = (result[at] as number) + value;
  });
  return result;
}

/** Replaces the mask y by another one. */
const remasked = (y: Operand | undefined, change: (value: number) => number): Operand | undefined =>
  y === undefined ? undefined : { ...y, storage: elements(y).map(change) };

const each = (storage: unknown, change: (value: number, index: number) => number): TypedArray => {
  const array = storage as TypedArray;
  array.forEach((value, i) => {
    array[i] = change(value, i);
  });
  return array;
};

/** Lists the pixels of a window that lie inside the image, row by row, as indices into all elements. */
function under(window: Window, [, height, width, channels]: Four, out: Four, at: number): number[] {
  const [place, c] = [Math.floor(at / channels), at % channels];
  const [column, row, n] = [place % out[2], Math.floor(place / out[2]) % out[1], Math.floor(place / out[2] / out[1])];
  const found: number[] = [];
  for (let i = 0; i < window.size[0] * window.size[1]; i++) {
    const y = row * window.stride[0] - window.padding[0] + Math.floor(i / window.size[1]);
    const x = column * window.stride[1] - window.padding[1] + (i % window.size[1]);
    if (y >= 0 && y < height && x >= 0 && x < width) found.push(((n * height + y) * width + x) * channels + c);
  }
  return found;
}

const convMistakes: readonly Mutant[] = [
  ...everywhere(
    'convolution begins one column too early',
    moved((window, groups) => [{ ...window, padding: [window.padding[0], window.padding[1] + 1] }, groups]),
  ),
  ...everywhere(
    'convolution ignores the dilation',
    moved((window, groups) => [{ ...window, dilation: [1, 1] }, groups]),
  ),
  ...everywhere(
    'convolution swaps the strides',
    moved((window, groups) => [{ ...window, stride: swapped(window.stride) }, groups]),
  ),
  ...everywhere(
    'convolution swaps the padding',
    moved((window, groups) => [{ ...window, padding: swapped(window.padding) }, groups]),
  ),
  {
    mistake: 'forward takes the channels of the first group for all',
    kernels: ['conv.forward', 'conv2d'],
    code: 'mismatch',
    mutate: convMutant((conv) => ({
      forward: (x, w, b, activation, window, groups, shape) => {
        const [channels, own] = [x.shape[3] as number, w.shape[2] as number];
        const storage = elements(x).map((_, i) => elements(x)[i - (i % channels) + ((i % channels) % own)] as number);
        return conv.forward({ ...x, storage }, w, b, activation, window, groups, shape);
      },
    })),
  },
  {
    mistake: 'backwardInput takes the filters of the first group for all',
    kernels: ['conv.backwardInput', 'conv2d', 'convTranspose2d'],
    code: 'mismatch',
    mutate: convMutant((conv) => ({
      backwardInput: (dY, w, y, window, groups, shape) => {
        const filters = w.shape[3] as number;
        const own = filters / groups;
        const storage = elements(w).map((_, i) => elements(w)[i - (i % filters) + ((i % filters) % own)] as number);
        return conv.backwardInput(dY, { ...w, storage }, y, window, groups, shape);
      },
    })),
  },
  {
    mistake: 'backwardFilter takes the channels of the first group for all',
    kernels: ['conv.backwardFilter', 'conv2d', 'convTranspose2d'],
    code: 'mismatch',
    mutate: convMutant((conv) => ({
      backwardFilter: (x, dY, y, needDB, window, groups, shape) => {
        const [channels, own] = [x.shape[3] as number, shape[2] as number];
        const storage = elements(x).map((_, i) => elements(x)[i - (i % channels) + ((i % channels) % own)] as number);
        return conv.backwardFilter({ ...x, storage }, dY, y, needDB, window, groups, shape);
      },
    })),
  },
  {
    mistake: 'forward forgets the bias',
    kernels: ['conv.forward', 'conv2d'],
    code: 'mismatch',
    mutate: convMutant((conv) => ({
      forward: (x, w, _b, activation, window, groups, shape) =>
        conv.forward(x, w, undefined, activation, window, groups, shape),
    })),
  },
  {
    mistake: 'the relu of forward turns NaN into 0',
    kernels: ['conv.forward', 'conv2d'],
    code: 'mismatch',
    among: /NaN/,
    mutate: convMutant((conv) => ({
      forward: (x, w, b, activation, ...rest) =>
        each(conv.forward(x, w, b, activation, ...rest), (value) =>
          activation === 'relu' && Number.isNaN(value) ? 0 : value,
        ),
    })),
  },
  {
    mistake: 'forward skips pixels that are 0',
    kernels: ['conv.forward', 'conv2d'],
    code: 'mismatch',
    among: /zero times/,
    mutate: convMutant((conv) => ({
      forward: (x, w, b, activation, window, groups, shape) => {
        const y = conv.forward(x, w, b, activation, window, groups, shape);
        if (b !== undefined || activation === 'relu') return y;
        return running(y, { x: four(x.shape), w: four(w.shape), out: four(shape), window, groups }, (i, f, o) => [
          o,
          elements(x)[i] === 0 ? 0 : (elements(x)[i] as number) * (elements(w)[f] as number),
        ]);
      },
    })),
  },
  {
    mistake: 'forward is a running sum',
    kernels: ['conv.forward', 'conv2d', 'convTranspose2d'],
    code: 'mismatch',
    among: /of 0\.1/,
    mutate: convMutant((conv) => ({
      forward: (x, w, b, activation, window, groups, shape) => {
        const y = conv.forward(x, w, b, activation, window, groups, shape);
        if (b !== undefined || activation === 'relu' || window.padding[0] > 0) return y;
        return running(y, { x: four(x.shape), w: four(w.shape), out: four(shape), window, groups }, (i, f, o) => [
          o,
          (elements(x)[i] as number) * (elements(w)[f] as number),
        ]);
      },
    })),
  },
  {
    mistake: 'backwardInput is a running sum',
    kernels: ['conv.backwardInput', 'conv2d', 'convTranspose2d'],
    code: 'mismatch',
    among: /of 0\.1/,
    mutate: convMutant((conv) => ({
      backwardInput: (dY, w, y, window, groups, shape) => {
        const dX = conv.backwardInput(dY, w, y, window, groups, shape);
        if (y !== undefined) return dX;
        return running(dX, { x: four(shape), w: four(w.shape), out: four(dY.shape), window, groups }, (i, f, o) => [
          i,
          (elements(dY)[o] as number) * (elements(w)[f] as number),
        ]);
      },
    })),
  },
  {
    mistake: 'backwardFilter adds up dW in a running sum',
    kernels: ['conv.backwardFilter', 'conv2d', 'convTranspose2d'],
    code: 'mismatch',
    among: /of 0\.1/,
    mutate: convMutant((conv) => ({
      backwardFilter: (x, dY, y, needDB, window, groups, shape) => {
        const made = conv.backwardFilter(x, dY, y, needDB, window, groups, shape);
        if (y !== undefined || window.padding[0] > 0) return made;
        const geometry = { x: four(x.shape), w: four(shape), out: four(dY.shape), window, groups };
        running(made.dW, geometry, (i, f, o) => [f, (elements(x)[i] as number) * (elements(dY)[o] as number)]);
        return made;
      },
    })),
  },
  {
    mistake: 'backwardFilter adds up db in a running sum',
    kernels: ['conv.backwardFilter', 'conv2d'],
    code: 'mismatch',
    among: /of 0\.1/,
    mutate: convMutant((conv) => ({
      backwardFilter: (x, dY, y, needDB, ...rest) => {
        const made = conv.backwardFilter(x, dY, y, needDB, ...rest);
        if (y !== undefined || made.db === undefined) return made;
        const db = each(made.db, () => 0);
        elements(dY).forEach((value, i) => {
          db[i % db.length] = (db[i % db.length] as number) + value;
        });
        return made;
      },
    })),
  },
  ...(
    [
      ['lets the gradient through where y is 0', (y: number) => (y === 0 ? 1 : y)],
      ['lets the gradient through where y is NaN', (y: number) => (Number.isNaN(y) ? 1 : y)],
      ['stops the gradient where y is NaN', (y: number) => (Number.isNaN(y) ? 0 : y)],
      ['lets the gradient through everywhere', () => 1],
    ] as const
  ).flatMap(([what, change]): Mutant[] => [
    {
      mistake: `backwardInput ${what}`,
      kernels: ['conv.backwardInput', 'conv2d'],
      code: 'mismatch',
      among: /a mask of/,
      mutate: convMutant((conv) => ({
        backwardInput: (dY, w, y, ...rest) => conv.backwardInput(dY, w, remasked(y, change), ...rest),
      })),
    },
    {
      mistake: `backwardFilter ${what}`,
      kernels: ['conv.backwardFilter', 'conv2d'],
      code: 'mismatch',
      among: /a mask of/,
      mutate: convMutant((conv) => ({
        backwardFilter: (x, dY, y, ...rest) => conv.backwardFilter(x, dY, remasked(y, change), ...rest),
      })),
    },
  ]),
  {
    mistake: 'backwardFilter masks dW but not db',
    kernels: ['conv.backwardFilter', 'conv2d'],
    code: 'mismatch',
    mutate: convMutant((conv, { release }) => ({
      backwardFilter: (x, dY, y, needDB, ...rest) => {
        const { dW } = conv.backwardFilter(x, dY, y, false, ...rest);
        const other = conv.backwardFilter(x, dY, undefined, needDB, ...rest);
        release(other.dW);
        return { dW, db: other.db };
      },
    })),
  },
];

const poolMistakes: readonly Mutant[] = [
  {
    mistake: 'average counts the padding',
    kernels: ['pool.average', 'averagePool2d'],
    code: 'mismatch',
    mutate: poolMutant((pool) => ({
      average: (x, window, shape) =>
        each(pool.average(x, window, shape), (value, at) => {
          const inside = under(window, four(x.shape), four(shape), at).length;
          return (value * inside) / (window.size[0] * window.size[1]);
        }),
    })),
  },
  {
    mistake: 'averageBackward counts the padding',
    kernels: ['pool.averageBackward', 'averagePool2d'],
    code: 'mismatch',
    mutate: poolMutant((pool) => ({
      averageBackward: (dY, window, shape) => {
        const share = (value: number, at: number): number =>
          (value * under(window, four(shape), four(dY.shape), at).length) / (window.size[0] * window.size[1]);
        return pool.averageBackward({ ...dY, storage: elements(dY).map(share) }, window, shape);
      },
    })),
  },
  {
    mistake: 'average is a running sum',
    kernels: ['pool.average', 'averagePool2d'],
    code: 'mismatch',
    mutate: poolMutant((pool) => ({
      average: (x, window, shape) => {
        const round = x.dtype === 'float32' ? Math.fround : (value: number) => value;
        return each(pool.average(x, window, shape), (_, at) => {
          const inside = under(window, four(x.shape), four(shape), at);
          return inside.reduce((sum, i) => round(sum + (elements(x)[i] as number)), 0) / inside.length;
        });
      },
    })),
  },
  {
    mistake: 'max drops NaN',
    kernels: ['pool.max', 'maxPool2d'],
    code: 'mismatch',
    mutate: poolMutant((pool) => ({
      max: (x, window, shape) =>
        pool.max(
          { ...x, storage: elements(x).map((value) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value)) },
          window,
          shape,
        ),
    })),
  },
  {
    mistake: 'max pads with zeros',
    kernels: ['pool.max', 'maxPool2d'],
    code: 'mismatch',
    mutate: poolMutant((pool) => ({
      max: (x, window, shape) =>
        each(pool.max(x, window, shape), (value, at) =>
          under(window, four(x.shape), four(shape), at).length < window.size[0] * window.size[1]
            ? Math.max(value, 0)
            : value,
        ),
    })),
  },
  {
    mistake: 'max begins with the smallest finite number',
    kernels: ['pool.max', 'maxPool2d'],
    code: 'mismatch',
    mutate: poolMutant((pool) => ({
      max: (x, window, shape) => each(pool.max(x, window, shape), (value) => Math.max(value, -3.4e38)),
    })),
  },
  ...(
    [
      ['goes to the last largest', (window: readonly number[], y: number) => window.lastIndexOf(y)],
      ['goes nowhere for NaN', (window: readonly number[], y: number) => window.indexOf(y)],
      ['goes to the NaN alone', (window: readonly number[], y: number) => window.findIndex((x) => Object.is(x, y))],
    ] as const
  ).map(
    ([what, choose]): Mutant => ({
      mistake: `the gradient of max ${what}`,
      kernels: ['pool.maxBackward', 'maxPool2d'],
      code: 'mismatch',
      mutate: poolMutant((pool) => ({
        maxBackward: (x, y, dY, window) => {
          const dX = each(pool.maxBackward(x, y, dY, window), () => 0);
          elements(dY).forEach((value, at) => {
            const inside = under(window, four(x.shape), four(dY.shape), at);
            const values = inside.map((i) => elements(x)[i] as number);
            const to = inside[choose(values, elements(y)[at] as number)];
            if (to !== undefined) dX[to] = (dX[to] as number) + value;
          });
          return dX;
        },
      })),
    }),
  ),
  {
    mistake: 'the gradient of max goes to every largest',
    kernels: ['pool.maxBackward', 'maxPool2d'],
    code: 'mismatch',
    mutate: poolMutant((pool) => ({
      maxBackward: (x, y, dY, window) => {
        const dX = each(pool.maxBackward(x, y, dY, window), () => 0);
        elements(dY).forEach((value, at) => {
          for (const i of under(window, four(x.shape), four(dY.shape), at))
            if (elements(x)[i] === elements(y)[at]) dX[i] = (dX[i] as number) + value;
        });
        return dX;
      },
    })),
  },
  {
    mistake: 'maxBackward keeps only one of the gradients that meet',
    kernels: ['pool.maxBackward', 'maxPool2d'],
    code: 'mismatch',
    mutate: poolMutant((pool) => ({
      maxBackward: (x, y, dY, window) => {
        const dX = pool.maxBackward(x, y, dY, window) as TypedArray;
        elements(dY).forEach((value, at) => {
          const inside = under(window, four(x.shape), four(dY.shape), at);
          const to = inside.find((i) => elements(x)[i] === elements(y)[at]);
          if (to !== undefined) dX[to] = value;
        });
        return dX;
      },
    })),
  },
];

/** Replaces the variance by what `change` computes from the column, and computes y from it. */
const withVariance = (change: (column: readonly number[], round: (x: number) => number) => number): Mutant['mutate'] =>
  fusedMutant((fused) => ({
    batchNorm: (x, scale, offset, epsilon, activation) => {
      const made = fused.batchNorm(x, scale, offset, epsilon, activation);
      const channels = scale.shape[0] as number;
      const round = x.dtype === 'float32' ? Math.fround : (value: number) => value;
      const variance = each(made.variance, (_, c) => change(columnOf(x, c, channels), round));
      each(made.y, (_, i) => {
        const c = i % channels;
        const h =
          ((elements(x)[i] as number) - (elements({ storage: made.mean })[c] as number)) /
          Math.sqrt((variance[c] as number) + epsilon);
        const z = h * (elements(scale)[c] as number) + (elements(offset)[c] as number);
        return activation === 'relu' ? Math.max(z, 0) : z;
      });
      return made;
    },
  }));

const mean = (values: readonly number[], round: (x: number) => number = (x) => x): number =>
  round(values.reduce((sum, value) => sum + value, 0) / values.length);

/** The elements of column c. */
const columnOf = (x: Operand, c: number, channels: number): number[] =>
  Array.from(elements(x)).filter((_, i) => i % channels === c);

const varianceOf = (x: Operand, c: number, channels: number): number => {
  const column = columnOf(x, c, channels);
  const middle = mean(column);
  return mean(column.map((value) => (value - middle) ** 2));
};

const NORM = ['fused.batchNorm', 'batchNorm'];

const normMistakes: readonly Mutant[] = [
  {
    mistake: 'the variance of batchNorm is E[x^2] - mean^2 in float32',
    kernels: NORM,
    code: 'mismatch',
    mutate: withVariance((column, round) =>
      Math.max(
        0,
        round(
          mean(
            column.map((x) => round(x * x)),
            round,
          ) - round(mean(column, round) ** 2),
        ),
      ),
    ),
  },
  {
    mistake: 'the variance of batchNorm divides by n - 1',
    kernels: NORM,
    code: 'mismatch',
    mutate: withVariance((column) => {
      const middle = mean(column);
      return column.reduce((sum, x) => sum + (x - middle) ** 2, 0) / (column.length - 1);
    }),
  },
  {
    mistake: 'batchNorm forgets epsilon',
    kernels: NORM,
    code: 'mismatch',
    mutate: fusedMutant(({ batchNorm }) => ({
      batchNorm: (x, scale, offset, _epsilon, activation) => batchNorm(x, scale, offset, 1e-30, activation),
    })),
  },
  {
    mistake: 'batchNorm returns the variance with epsilon',
    kernels: NORM,
    code: 'mismatch',
    mutate: fusedMutant(({ batchNorm }) => ({
      batchNorm: (x, scale, offset, epsilon, activation) => {
        const made = batchNorm(x, scale, offset, epsilon, activation);
        each(made.variance, (value) => value + epsilon);
        return made;
      },
    })),
  },
  {
    mistake: 'batchNormBackward lets the gradient through where y is 0',
    kernels: ['fused.batchNormBackward', 'batchNorm'],
    code: 'mismatch',
    mutate: fusedMutant(({ batchNormBackward }) => ({
      batchNormBackward: (x, scale, statistics, y, ...rest) =>
        batchNormBackward(x, scale, statistics, remasked(y, (value) => (value === 0 ? 1 : value)) as Operand, ...rest),
    })),
  },
  {
    mistake: 'batchNormBackward lets the gradient through where y is NaN',
    kernels: ['fused.batchNormBackward', 'batchNorm'],
    code: 'mismatch',
    mutate: fusedMutant(({ batchNormBackward }) => ({
      batchNormBackward: (x, scale, statistics, y, ...rest) =>
        batchNormBackward(
          x,
          scale,
          statistics,
          remasked(y, (value) => (Number.isNaN(value) ? 1 : value)) as Operand,
          ...rest,
        ),
    })),
  },
  {
    mistake: 'batchNormBackward takes the statistics for constants',
    kernels: ['fused.batchNormBackward', 'batchNorm'],
    code: 'mismatch',
    mutate: fusedMutant(({ batchNormBackward }) => ({
      batchNormBackward: (x, scale, statistics, y, dY, epsilon, activation) => {
        const made = batchNormBackward(x, scale, statistics, y, dY, epsilon, activation);
        const channels = scale.shape[0] as number;
        each(made.dX, (_, i) => {
          const c = i % channels;
          const passes = activation === 'none' || (elements(y)[i] as number) > 0;
          const factor = (elements(scale)[c] as number) / Math.sqrt(varianceOf(x, c, channels) + epsilon);
          return passes ? (elements(dY)[i] as number) * factor : 0;
        });
        return made;
      },
    })),
  },
  {
    mistake: 'batchNormBackward adds up dOffset in a running sum',
    kernels: ['fused.batchNormBackward', 'batchNorm'],
    code: 'mismatch',
    among: /of 0\.1/,
    mutate: fusedMutant(({ batchNormBackward }) => ({
      batchNormBackward: (x, scale, statistics, y, dY, epsilon, activation) => {
        const made = batchNormBackward(x, scale, statistics, y, dY, epsilon, activation);
        if (activation === 'relu') return made;
        const sums = each(made.dOffset, () => 0);
        elements(dY).forEach((value, i) => {
          sums[i % sums.length] = (sums[i % sums.length] as number) + value;
        });
        return made;
      },
    })),
  },
];

const roundedStatistics: Mutant = {
  mistake: 'batchNormBackward rounds the mean to float32',
  kernels: ['fused.batchNormBackward', 'batchNorm'],
  code: 'mismatch',
  among: /where the mean is large/,
  mutate: fusedMutant(({ batchNormBackward }) => ({
    batchNormBackward: (x, scale, statistics, y, dY, epsilon, activation) => {
      const made = batchNormBackward(x, scale, statistics, y, dY, epsilon, activation);
      const channels = scale.shape[0] as number;
      each(made.dScale, (value, c) => {
        const middle = mean(columnOf(x, c, channels));
        const total = columnOf(dY, c, channels).reduce((sum, dy) => sum + dy, 0);
        return value + ((middle - Math.fround(middle)) * total) / Math.sqrt(varianceOf(x, c, channels) + epsilon);
      });
      return made;
    },
  })),
};

export const imageMistakes: readonly Mutant[] = [...convMistakes, ...poolMistakes, ...normMistakes, roundedStatistics];
