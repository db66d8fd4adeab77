/** Pooling: splits the work for assembly/pooling.ts. */
import type { Operand, PoolKernels, Shape, Window } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import { AVERAGE_POOL, AVERAGE_POOL_BACKWARD, MAX_POOL, MAX_POOL_BACKWARD } from '../abi/kernels.js';
import { ITEM_ELEMENTS, itemsOf } from '../engine/work.js';
import { addressOf, type DenseStorage, type Storage, type Store } from '../storage/storage.js';
import { placesOf, windowList } from './windows.js';

function pool(store: Store, kernel: typeof MAX_POOL, x: Operand<Storage>, window: Window, shape: Shape): DenseStorage {
  const out = store.allocate(x.dtype, sizeOf(shape));
  const places = placesOf(shape);
  const perPlace = window.size[0] * window.size[1] * (shape[3] as number);
  const rows = Math.max(1, Math.ceil(ITEM_ELEMENTS / Math.max(1, perPlace)));
  const values = { x: addressOf(x), out: out.address, rows, window: windowList(x.shape, shape, window) };
  store.engine.run(kernel, x.dtype, itemsOf(places, rows), values);
  return out;
}

export function poolKernels(store: Store): PoolKernels<Storage> {
  return {
    max: (x, window, shape) => pool(store, MAX_POOL, x, window, shape),
    average: (x, window, shape) => pool(store, AVERAGE_POOL, x, window, shape),
    maxBackward(x, y, dY, window) {
      const out = store.allocate(x.dtype, sizeOf(x.shape));
      const list = windowList(x.shape, dY.shape, window);
      const values = { x: addressOf(x), y: addressOf(y), dY: addressOf(dY), out: out.address, window: list };
      store.engine.run(MAX_POOL_BACKWARD, x.dtype, x.shape[0] as number, values);
      return out;
    },
    averageBackward(dY, window, shape) {
      const out = store.allocate(dY.dtype, sizeOf(shape));
      const values = { dY: addressOf(dY), out: out.address, window: windowList(shape, dY.shape, window) };
      store.engine.run(AVERAGE_POOL_BACKWARD, dY.dtype, shape[0] as number, values);
      return out;
    },
  };
}
