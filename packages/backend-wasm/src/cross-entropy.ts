/** Softmax cross-entropy from logits with its gradient. */
import type { FusedKernels } from '@nablajs/core';
import { CROSS_ENTROPY } from './kernels.js';
import { variant } from './panels.js';
import { addParts } from './reduce.js';
import { addressOf, type Storage, type Store } from './storage.js';
import { ITEM_FUNCTIONS, itemsOf } from './work.js';

export function crossEntropyKernels(store: Store): Required<Pick<FusedKernels<Storage>, 'softmaxCrossEntropy'>> {
  return {
    softmaxCrossEntropy(logits, labels, labelSmoothing, scale) {
      const [rows, classes] = logits.shape as [number, number];
      const loss = store.allocate(logits.dtype, 1);
      const dLogits = store.allocate(logits.dtype, rows * classes);
      // Of the shape alone, so that the order in which losses are added does not depend on the threads.
      const each = Math.max(1, Math.floor(ITEM_FUNCTIONS / Math.max(1, classes)));
      const parts = itemsOf(rows, each);
      store.borrow(8 * parts, (address) => {
        const operands = [addressOf(logits), addressOf(labels), dLogits.address, address, rows, classes, each];
        store.engine.run(CROSS_ENTROPY + variant(logits.dtype), parts, operands, [labelSmoothing, scale]);
        addParts(store, address, loss, 1, parts, scale);
      });
      return { loss, dLogits };
    },
  };
}
