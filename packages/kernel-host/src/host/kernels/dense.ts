/** A dense layer, forward and backward: its products add the bias and apply the activation while rows are in cache. */
import type { FusedKernels, Operand } from '@nablajs/core';
import { MASK_BY_OUTPUT, PANEL_COLUMN_SUMS } from '../abi/kernels.js';
import { ITEM_ELEMENTS, itemsOf } from '../engine/work.js';
import { bytesPer, canUsePanels, panelCount } from '../storage/panels.js';
import { addressOf, type DenseStorage, type Storage, type Store } from '../storage/storage.js';
import { borrowPanels, canUseRows, csrProduct, type Lines, linesOf } from './csr.js';
import { type Finish, matmul, RAW } from './matmul.js';
import { sumRows } from './reduce.js';

/** Up to this number of rows, packing the weights takes longer than it saves. */
const FEW_ROWS = 256;

/**
 * Returns the weights as the sparse product reads them: panels, or for a small batch that may be the only one, rows.
 */
function weightLines(w: Operand<Storage>, rows: number): Lines {
  const [lines, width] = w.shape as [number, number];
  const storage = w.storage as DenseStorage;
  const bytes = bytesPer(w.dtype);
  const once = storage.panels === undefined && !storage.used && rows <= FEW_ROWS && canUseRows(width, bytes);
  storage.used = true;
  if (once) return { address: storage.address, perPanel: 0, bytes: width * bytes };
  return linesOf(storage.engine, storage.inPanels(lines, width));
}

/** Returns what of dY goes through the ReLU whose output is y. */
export function maskedByOutput(store: Store, y: Operand<Storage>, dY: Operand<Storage>): Operand<Storage> {
  const { length } = y.storage as DenseStorage;
  const dZ = store.allocate(y.dtype, length);
  const operands = { y: addressOf(y), dY: addressOf(dY), out: dZ.address, length, each: ITEM_ELEMENTS };
  store.engine.run(MASK_BY_OUTPUT, y.dtype, itemsOf(length, ITEM_ELEMENTS), operands);
  return { storage: dZ, shape: y.shape, dtype: y.dtype };
}

type Backward = Required<FusedKernels<Storage>>['denseBackward'];

function denseBackward(store: Store, ...[x, , w, y, dY, activation, needDX, needDB]: Parameters<Backward>) {
  const dZ = activation === 'relu' ? maskedByOutput(store, y, dY) : dY;
  const gradients = {
    dX: needDX ? matmul(store, dZ, w, false, true) : undefined,
    dW: matmul(store, x, dZ, true, false),
    db: needDB ? sumRows(store, dZ) : undefined,
  };
  if (dZ !== dY) store.release(dZ.storage);
  return gradients;
}

/** Writes the gradient through the activation directly into the panels that the sparse product reads. */
function sparseBackward(store: Store, ...[x, , , y, dY, activation, , needDB]: Parameters<Backward>) {
  const [rows, width] = y.shape as [number, number];
  return borrowPanels(store, dY, activation === 'relu' ? y : undefined, (panels) => {
    const dW = csrProduct(
      store,
      x,
      true,
      linesOf(store.engine, panels),
      width,
      RAW,
      canUsePanels(store.engine.layout, width, y.dtype),
    );
    if (!needDB) return { dX: undefined, dW, db: undefined };
    const db = store.allocate(y.dtype, width);
    const count = panelCount(store.engine.layout, width, y.dtype);
    const operands = { x: panels.address, out: db.address, rows, width, panels: count };
    store.engine.run(PANEL_COLUMN_SUMS, y.dtype, count, operands);
    return { dX: undefined, dW, db };
  });
}

type DenseKernels = Required<Pick<FusedKernels<Storage>, 'dense' | 'denseBackward' | 'reluBackward'>>;

export function denseKernels(store: Store): DenseKernels {
  return {
    reluBackward: (y, dY) => maskedByOutput(store, y, dY).storage,
    dense(x, csrInput, w, bias, activation) {
      const finish: Finish = { bias, relu: Number(activation === 'relu') };
      if (!csrInput) return matmul(store, x, w, false, false, finish);
      return csrProduct(store, x, false, weightLines(w, x.shape[0] as number), w.shape[1] as number, finish);
    },
    denseBackward: (...operands) => (operands[1] ? sparseBackward : denseBackward)(store, ...operands),
  };
}
