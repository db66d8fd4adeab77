/** Softmax cross-entropy from logits, with its gradient. */
import type { FusedKernels } from '@nablajs/core';
import { CROSS_ENTROPY } from '../abi/kernels.js';
import { ITEM_VECTORS, itemsOf } from '../engine/work.js';
import { addressOf, type Storage, type Store } from '../storage/storage.js';
import { addParts } from './reduce.js';

export function crossEntropyKernels(store: Store): Required<Pick<FusedKernels<Storage>, 'softmaxCrossEntropy'>> {
  return {
    softmaxCrossEntropy(logits, labels, labelSmoothing, scale) {
      const [rows, width] = logits.shape as [number, number];
      const loss = store.allocate(logits.dtype, 1);
      const dLogits = store.allocate(logits.dtype, rows * width);
      // Depends only on the shape, not on the threads.
      const each = Math.max(1, Math.floor(ITEM_VECTORS / Math.max(1, width)));
      const parts = itemsOf(rows, each);
      store.borrow(8 * parts, (losses) => {
        const [x, out] = [addressOf(logits), dLogits.address];
        const operands = { x, labels: addressOf(labels), out, losses, rows, width, each };
        const numbers = { smoothing: labelSmoothing, scale };
        store.engine.run(CROSS_ENTROPY, logits.dtype, parts, operands, numbers);
        addParts(store, losses, loss, 1, parts, scale);
      });
      return { loss, dLogits };
    },
  };
}
