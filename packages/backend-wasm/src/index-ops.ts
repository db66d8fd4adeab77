/** Kernels that move elements without computing on them. */
import type { Backend } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import { CAST, FILL, GATHER, ONE_HOT, TRANSPOSE } from './kernels.js';
import { bytesPer } from './panels.js';
import { addressOf, type DenseStorage, type Storage, type Store } from './storage.js';
import { ITEM_ELEMENTS, itemsOf } from './work.js';

type IndexKernel = 'transpose' | 'gather' | 'oneHot' | 'cast' | 'fill';

export function indexKernels(store: Store): Pick<Backend<Storage>, IndexKernel> {
  const { engine } = store;
  return {
    transpose(x) {
      const [m, n] = x.shape as [number, number];
      const out = store.allocate(x.dtype, m * n);
      const each = Math.max(16, Math.ceil(ITEM_ELEMENTS / Math.max(1, n) / 16) * 16);
      const operands = { x: addressOf(x), out: out.address, m, n, each };
      engine.run(TRANSPOSE, `u${8 * bytesPer(x.dtype)}`, itemsOf(m, each), operands);
      return out;
    },
    gather(x, indices) {
      const width = x.shape[1] as number;
      const rows = indices.shape[0] as number;
      const out = store.allocate(x.dtype, rows * width);
      const each = Math.max(1, Math.floor(ITEM_ELEMENTS / Math.max(1, width)));
      const bytes = width * bytesPer(x.dtype);
      const operands = { x: addressOf(x), labels: addressOf(indices), out: out.address, rows, bytes, each };
      engine.run(GATHER, '', itemsOf(rows, each), operands);
      return out;
    },
    oneHot(labels, width, dtype) {
      const rows = labels.shape[0] as number;
      const out = store.allocate(dtype, rows * width);
      engine.run(ONE_HOT, dtype, 1, { labels: addressOf(labels), out: out.address, rows, width });
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
      const operands = { x: source, out: out.address, length, each: ITEM_ELEMENTS };
      engine.run(CAST, `${from},${dtype}`, itemsOf(length, ITEM_ELEMENTS), operands);
      return out;
    },
    fill(shape, value, dtype) {
      const length = sizeOf(shape);
      const out = store.allocate(dtype, length);
      if (dtype === 'uint8') store.view(out).fill(value);
      else {
        const operands = { out: out.address, length, each: ITEM_ELEMENTS };
        engine.run(FILL, dtype, itemsOf(length, ITEM_ELEMENTS), operands, { value });
      }
      return out;
    },
  };
}
