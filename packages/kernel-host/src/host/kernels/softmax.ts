/** softmax and log-softmax of rows, with their gradients: splits the work for assembly/softmax.ts. */
import type { FusedKernels, Operand } from '@nablajs/core';
import { SOFTMAX, SOFTMAX_BACKWARD } from '../abi/kernels.js';
import { ITEM_VECTORS, itemsOf } from '../engine/work.js';
import { addressOf, type DenseStorage, type Storage, type Store } from '../storage/storage.js';

function run(store: Store, kernel: typeof SOFTMAX, x: Operand<Storage>, dY: number, isLogarithm: boolean): Storage {
  const { length } = x.storage as DenseStorage;
  const width = x.shape.at(-1) as number;
  const rows = length / width;
  const each = Math.max(1, Math.floor(ITEM_VECTORS / width));
  const out = store.allocate(x.dtype, length);
  const operands = { x: addressOf(x), dY, out: out.address, rows, width, each, logarithm: Number(isLogarithm) };
  store.engine.run(kernel, x.dtype, itemsOf(rows, each), operands);
  return out;
}

export function softmaxKernels(store: Store): Required<Pick<FusedKernels<Storage>, 'softmax' | 'softmaxBackward'>> {
  return {
    softmax: (x, isLogarithm) => run(store, SOFTMAX, x, 0, isLogarithm),
    softmaxBackward: (y, dY, isLogarithm) => run(store, SOFTMAX_BACKWARD, y, addressOf(dY), isLogarithm),
  };
}
