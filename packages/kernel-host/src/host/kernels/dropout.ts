/** Masks of dropout. */
import type { FusedKernels } from '@nablajs/core';
import { DROPOUT_MASK } from '../abi/kernels.js';
import { ITEM_ELEMENTS, itemsOf } from '../engine/work.js';
import type { Storage, Store } from '../storage/storage.js';

/** Drawing a word takes as long as eight simple operations. */
const ITEM_WORDS = ITEM_ELEMENTS / 8;

export function dropoutKernel(store: Store): Required<Pick<FusedKernels<Storage>, 'dropoutMask'>> {
  return {
    dropoutMask([rows, width], dtype, { key, step, firstRow, threshold, factor }) {
      const out = store.allocate(dtype, rows * width);
      const each = Math.max(1, Math.ceil(ITEM_WORDS / Math.max(1, width)));
      const [key0, key1, key2, key3] = key as unknown as [number, number, number, number];
      const operands = {
        out: out.address,
        rows,
        width,
        each,
        key0,
        key1,
        key2,
        key3,
        firstRow,
        stepLow: step % 2 ** 32,
        stepHigh: Math.floor(step / 2 ** 32),
        dropped: threshold - 1,
      };
      store.engine.run(DROPOUT_MASK, dtype, itemsOf(rows, each), operands, { factor });
      return out;
    },
  };
}
