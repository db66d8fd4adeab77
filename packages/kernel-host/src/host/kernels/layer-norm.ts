/** Layer normalisation and RMS normalisation of rows: splits the work for assembly/layer-norm.ts. */
import type { FusedKernels, Operand } from '@nablajs/core';
import { LAYER_NORM, LAYER_NORM_BACKWARD } from '../abi/kernels.js';
import { SUM_STRETCH } from '../abi/layout.js';
import { ITEM_VECTORS, itemsOf } from '../engine/work.js';
import { bytesPer } from '../storage/panels.js';
import { addressOf, type DenseStorage, type Storage, type Store } from '../storage/storage.js';
import { addStretches } from './reduce.js';

type LayerNormKernels = Required<Pick<FusedKernels<Storage>, 'layerNorm' | 'layerNormBackward'>>;

const addressIn = (x: Operand<Storage> | undefined): number => (x === undefined ? 0 : addressOf(x));

export function layerNormKernels(store: Store): LayerNormKernels {
  return {
    layerNorm(x, scale, offset, epsilon, isCentred) {
      const { length } = x.storage as DenseStorage;
      const width = x.shape.at(-1) as number;
      const rows = length / width;
      const each = Math.max(1, Math.floor(ITEM_VECTORS / width));
      const y = store.allocate(x.dtype, length);
      // Two means, and the root of the mean square.
      const statistics = store.allocate(x.dtype, 3 * rows);
      const operands = {
        x: addressOf(x),
        scale: addressIn(scale),
        offset: addressIn(offset),
        statistics: statistics.address,
        dY: 0,
        dScale: 0,
        dOffset: 0,
        out: y.address,
        n: 1,
        rows,
        width,
        each,
        centred: Number(isCentred),
      };
      store.engine.run(LAYER_NORM, x.dtype, itemsOf(rows, each), operands, { epsilon });
      return { y, statistics };
    },
    layerNormBackward(x, scale, statistics, dY, isCentred, needDOffset) {
      const { length } = x.storage as DenseStorage;
      const n = x.shape[0] as number;
      const width = x.shape.at(-1) as number;
      const rows = length / width / n;
      const columns = rows * width;
      const stretches = itemsOf(n, SUM_STRETCH);
      const each = Math.max(1, Math.floor(ITEM_VECTORS / width / Math.min(n, SUM_STRETCH)));
      const dX = store.allocate(x.dtype, length);
      const dScale = scale === undefined ? undefined : store.allocate(x.dtype, columns);
      const dOffset = needDOffset ? store.allocate(x.dtype, columns) : undefined;
      const bytes = stretches * columns * bytesPer(x.dtype);
      store.borrow(stretches === 1 ? 0 : 2 * bytes, (sums) => {
        const placeOf = (made: DenseStorage | undefined, at: number) =>
          made === undefined ? 0 : stretches === 1 ? made.address : sums + at;
        const places = { dScale: placeOf(dScale, 0), dOffset: placeOf(dOffset, bytes) };
        const operands = { x: addressOf(x), scale: addressIn(scale), offset: 0, out: dX.address, dY: addressOf(dY) };
        const others = { statistics: (statistics as DenseStorage).address, ...places };
        const sizes = { n, rows, width, each, centred: Number(isCentred) };
        const items = stretches * itemsOf(rows, each);
        store.engine.run(LAYER_NORM_BACKWARD, x.dtype, items, { ...operands, ...others, ...sizes }, { epsilon: 0 });
        if (stretches === 1) return;
        for (const [made, at] of [
          [dScale, 0],
          [dOffset, bytes],
        ] as const) {
          if (made !== undefined) addStretches(store, x.dtype, sums + at, made.address, stretches, columns);
        }
      });
      return { dX, dScale, dOffset };
    },
  };
}
