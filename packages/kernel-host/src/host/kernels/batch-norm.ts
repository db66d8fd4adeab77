/** Batch normalisation: splits the work for assembly/batch-norm.ts. */
import type { FusedKernels } from '@nablajs/core';
import {
  BATCH_APPLY,
  BATCH_GRADIENT,
  BATCH_GRADIENT_MERGE,
  BATCH_GRADIENT_SUMS,
  BATCH_MERGE,
  BATCH_SUMS,
} from '../abi/kernels.js';
import { BATCH_PART } from '../abi/layout.js';
import { ITEM_ELEMENTS, itemsOf } from '../engine/work.js';
import { addressOf, type DenseStorage, type Storage, type Store } from '../storage/storage.js';

type BatchKernels = Required<Pick<FusedKernels<Storage>, 'batchNorm' | 'batchNormBackward'>>;

const NOTHING = {
  ...{ x: 0, scale: 0, offset: 0, mean: 0, variance: 0, statistics: 0 },
  ...{ y: 0, dY: 0, out: 0, dScale: 0, dOffset: 0 },
};

/** The doubles from one line to the next: kernels of WebAssembly process four columns at a time. */
const lineOf = (channels: number): number => channels + 3;

export function batchNormKernels(store: Store): BatchKernels {
  const { engine } = store;
  /** Runs `body` with memory for the sums and with how to split the rows. */
  const withSums = (rows: number, channels: number, body: (sizes: ReturnType<typeof split>) => void): void => {
    const parts = itemsOf(rows, BATCH_PART);
    const stride = 8 * lineOf(channels);
    store.borrow((2 * parts + 3) * stride, (sums) => body(split(rows, channels, parts, stride, sums)));
  };
  return {
    batchNorm(x, scale, offset, epsilon, activation) {
      const [rows, channels] = x.shape as [number, number];
      const y = store.allocate(x.dtype, rows * channels);
      const mean = store.allocate(x.dtype, channels);
      const variance = store.allocate(x.dtype, channels);
      const statistics = store.allocate('float64', 2 * lineOf(channels));
      withSums(rows, channels, ({ parts, items, ...sizes }) => {
        const values = {
          ...NOTHING,
          ...sizes,
          ...{
            x: addressOf(x),
            scale: addressOf(scale),
            offset: addressOf(offset),
            relu: Number(activation === 'relu'),
          },
          ...{ out: y.address, mean: mean.address, variance: variance.address, statistics: statistics.address },
        };
        engine.run(BATCH_SUMS, x.dtype, parts, values, { epsilon });
        engine.run(BATCH_MERGE, x.dtype, 1, values, { epsilon });
        engine.run(BATCH_APPLY, x.dtype, items, values, { epsilon });
      });
      return { y, mean, variance, statistics };
    },
    batchNormBackward(x, scale, statistics, y, dY, epsilon, activation) {
      const [rows, channels] = x.shape as [number, number];
      const dX = store.allocate(x.dtype, rows * channels);
      const dScale = store.allocate(x.dtype, channels);
      const dOffset = store.allocate(x.dtype, channels);
      withSums(rows, channels, ({ parts, items, ...sizes }) => {
        const values = {
          ...NOTHING,
          ...sizes,
          ...{ x: addressOf(x), scale: addressOf(scale), statistics: (statistics as DenseStorage).address },
          ...{ y: addressOf(y), dY: addressOf(dY), relu: Number(activation === 'relu') },
          ...{ out: dX.address, dScale: dScale.address, dOffset: dOffset.address },
        };
        engine.run(BATCH_GRADIENT_SUMS, x.dtype, parts, values, { epsilon });
        engine.run(BATCH_GRADIENT_MERGE, x.dtype, 1, values, { epsilon });
        engine.run(BATCH_GRADIENT, x.dtype, items, values, { epsilon });
      });
      return { dX, dScale, dOffset };
    },
  };
}

function split(rows: number, channels: number, parts: number, stride: number, sums: number) {
  const each = Math.max(1, Math.ceil(ITEM_ELEMENTS / Math.max(1, channels)));
  return { parts, items: itemsOf(rows, each), rows, channels, stride, sums, each };
}
