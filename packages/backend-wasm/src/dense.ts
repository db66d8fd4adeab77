/** A dense layer forward and backward: products that add the bias and apply the activation while their rows are in the cache. */
import type { FusedKernels, Operand } from '@nablajs/core';
import { csrProduct, inPanels, type Lines, packPanels, panelsOf, rowsServe } from './csr.js';
import { MASK_BY_OUTPUT, PANEL_COLUMN_SUMS } from './kernels.js';
import { type Finish, matmul } from './matmul.js';
import { sumRows } from './reduce.js';
import { addressOf, bytesPer, type DenseStorage, type Storage, type Store, variant } from './storage.js';
import { ITEM_ELEMENTS, itemsOf } from './work.js';

/** Up to so many rows, packing the weights takes longer than it saves. */
const FEW_ROWS = 256;

/**
 * The weights as the sparse product reads them: in panels, which every chunk of a batch uses again until a step of the optimizer changes
 * them; or as they are for a batch that may be the only one.
 */
function weightLines(store: Store, w: Operand<Storage>, rows: number): Lines {
  const [lines, width] = w.shape as [number, number];
  const storage = w.storage as DenseStorage;
  const bytes = bytesPer(w.dtype);
  const once = storage.panels === undefined && !storage.used && rows <= FEW_ROWS && rowsServe(width, bytes);
  storage.used = true;
  if (once) return { address: storage.address, perPanel: 0, bytes: width * bytes };
  storage.panels ??= packPanels(store, w);
  return inPanels(storage.panels, lines);
}

function gradientOfProduct(store: Store, y: Operand<Storage>, dY: Operand<Storage>): Operand<Storage> {
  const { length } = y.storage as DenseStorage;
  const dZ = store.allocate(y.dtype, length);
  const operands = [addressOf(y), addressOf(dY), dZ.address, length, ITEM_ELEMENTS];
  store.engine.run(MASK_BY_OUTPUT + variant(y.dtype), itemsOf(length, ITEM_ELEMENTS), operands);
  return { storage: dZ, shape: y.shape, dtype: y.dtype };
}

type Backward = Required<FusedKernels<Storage>>['denseBackward'];

function denseBackward(store: Store, ...[x, , w, y, dY, activation, needDX, needDB]: Parameters<Backward>) {
  const dZ = activation === 'relu' ? gradientOfProduct(store, y, dY) : dY;
  const gradients = {
    dX: needDX ? matmul(store, dZ, w, false, true) : undefined,
    dW: matmul(store, x, dZ, true, false),
    db: needDB ? sumRows(store, dZ) : undefined,
  };
  if (dZ !== dY) store.release(dZ.storage);
  return gradients;
}

/** The gradient through the activation goes straight into the panels that the sparse product reads. */
function sparseBackward(store: Store, ...[x, , , y, dY, activation, , needDB]: Parameters<Backward>) {
  const [rows, width] = y.shape as [number, number];
  const panels = packPanels(store, dY, activation === 'relu' ? y : undefined);
  try {
    const dW = csrProduct(store, x, true, inPanels(panels, rows), width);
    if (!needDB) return { dX: undefined, dW, db: undefined };
    const db = store.allocate(y.dtype, width);
    const count = panelsOf(width, bytesPer(y.dtype));
    store.engine.run(PANEL_COLUMN_SUMS + variant(y.dtype), count, [panels, db.address, rows, width, count]);
    return { dX: undefined, dW, db };
  } finally {
    store.engine.heap.release(panels);
  }
}

export function denseKernels(store: Store): Required<Pick<FusedKernels<Storage>, 'dense' | 'denseBackward'>> {
  return {
    dense(x, csrInput, w, bias, activation) {
      const finish: Finish = { bias, relu: activation === 'relu' };
      if (!csrInput) return matmul(store, x, w, false, false, finish);
      return csrProduct(store, x, false, weightLines(store, w, x.shape[0] as number), w.shape[1] as number, finish);
    },
    denseBackward: (...operands) => (operands[1] ? sparseBackward : denseBackward)(store, ...operands),
  };
}
