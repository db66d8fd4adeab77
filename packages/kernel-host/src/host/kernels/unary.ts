/** Functions of one element: splits the work for assembly/unary.ts. */
import type { Backend, FusedKernels, Operand } from '@nablajs/core';
import { GELU, UNARY } from '../abi/kernels.js';
import { ERF, EXP, EXPM1, LOG, LOG1P, NORMAL_CDF, SIGMOID, SQRT, TANH } from '../abi/operations.js';
import { ITEM_FUNCTIONS, ITEM_VECTORS, itemsOf } from '../engine/work.js';
import { addressOf, type DenseStorage, type Storage, type Store } from '../storage/storage.js';

type UnaryKernel = 'exp' | 'expm1' | 'log' | 'log1p' | 'sqrt' | 'tanh' | 'sigmoid' | 'erf';

function unary(store: Store, operation: number) {
  return (x: Operand<Storage>): Storage => {
    const { length } = x.storage as DenseStorage;
    const each = x.dtype === 'float32' ? ITEM_VECTORS : ITEM_FUNCTIONS;
    const out = store.allocate(x.dtype, length);
    const operands = { operation, x: addressOf(x), out: out.address, length, each };
    store.engine.run(UNARY, x.dtype, itemsOf(length, each), operands);
    return out;
  };
}

export function normalKernels(store: Store): Required<Pick<FusedKernels<Storage>, 'normalCdf' | 'gelu'>> {
  return {
    normalCdf: unary(store, NORMAL_CDF),
    gelu(x, isTanh, needsSlope) {
      const { length } = x.storage as DenseStorage;
      const each = x.dtype === 'float32' ? ITEM_VECTORS : ITEM_FUNCTIONS;
      const y = store.allocate(x.dtype, length);
      const slope = needsSlope ? store.allocate(x.dtype, length) : undefined;
      const [out, tanh] = [y.address, Number(isTanh)];
      const operands = { x: addressOf(x), out, slope: slope?.address ?? 0, length, each, tanh };
      store.engine.run(GELU, x.dtype, itemsOf(length, each), operands);
      return { y, slope };
    },
  };
}

export function unaryKernels(store: Store): Pick<Backend<Storage>, UnaryKernel> {
  return {
    exp: unary(store, EXP),
    expm1: unary(store, EXPM1),
    log: unary(store, LOG),
    log1p: unary(store, LOG1P),
    sqrt: unary(store, SQRT),
    tanh: unary(store, TANH),
    sigmoid: unary(store, SIGMOID),
    erf: unary(store, ERF),
  };
}
