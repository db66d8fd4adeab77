/** Kernels that move elements without computing on them. */
import type { Backend, DType } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import { CAST, FILL, FILL_INTEGERS, GATHER, ONE_HOT, TRANSPOSE_1, TRANSPOSE_4, TRANSPOSE_8 } from './kernels.js';
import { bytesPer, variant } from './panels.js';
import { addressOf, type DenseStorage, type Storage, type Store } from './storage.js';
import { ITEM_ELEMENTS, itemsOf } from './work.js';

const DTYPES: readonly DType[] = ['float32', 'float64', 'int32', 'uint8'];

type IndexKernel = 'transpose' | 'gather' | 'oneHot' | 'cast' | 'fill';

export function indexKernels(store: Store): Pick<Backend<Storage>, IndexKernel> {
  const { engine } = store;
  return {
    transpose(x) {
      const [m, n] = x.shape as [number, number];
      const out = store.allocate(x.dtype, m * n);
      const rows = Math.max(16, Math.ceil(ITEM_ELEMENTS / Math.max(1, n) / 16) * 16);
      const kernel = { 1: TRANSPOSE_1, 4: TRANSPOSE_4, 8: TRANSPOSE_8 }[bytesPer(x.dtype)] as number;
      engine.run(kernel, itemsOf(m, rows), [addressOf(x), out.address, m, n, rows]);
      return out;
    },
    gather(x, indices) {
      const width = x.shape[1] as number;
      const rows = indices.shape[0] as number;
      const out = store.allocate(x.dtype, rows * width);
      const each = Math.max(1, Math.floor(ITEM_ELEMENTS / Math.max(1, width)));
      const operands = [addressOf(x), addressOf(indices), out.address, rows, width * bytesPer(x.dtype), each];
      engine.run(GATHER, itemsOf(rows, each), operands);
      return out;
    },
    oneHot(labels, classes, dtype) {
      const rows = labels.shape[0] as number;
      const out = store.allocate(dtype, rows * classes);
      engine.run(ONE_HOT + variant(dtype), 1, [addressOf(labels), out.address, rows, classes]);
      return out;
    },
    cast(x, dtype) {
      const storage = x.storage as DenseStorage;
      const { length, dtype: from } = storage;
      // Rows may have to be made, for which the memory may have to grow: views are good after that alone.
      const source = storage.address;
      const out = store.allocate(dtype, length);
      if (from === dtype) {
        store.view(out).set(store.view(storage));
        return out;
      }
      const kernel = CAST + 4 * DTYPES.indexOf(from) + DTYPES.indexOf(dtype);
      engine.run(kernel, itemsOf(length, ITEM_ELEMENTS), [source, out.address, length, ITEM_ELEMENTS]);
      return out;
    },
    fill(shape, value, dtype) {
      const length = sizeOf(shape);
      const out = store.allocate(dtype, length);
      if (dtype === 'uint8') store.view(out).fill(value);
      else {
        const kernel = dtype === 'int32' ? FILL_INTEGERS : FILL + variant(dtype);
        engine.run(kernel, itemsOf(length, ITEM_ELEMENTS), [out.address, length, ITEM_ELEMENTS], [value]);
      }
      return out;
    },
  };
}
