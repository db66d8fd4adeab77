/** Functions of one element: splits the work for assembly/unary.ts. */
import type { Backend, FusedKernels, Operand } from '@nablajs/core';
import { UNARY } from '../abi/kernels.js';
import { ERF, EXP, EXPM1, LOG, LOG1P, NORMAL_CDF, SIGMOID, SQRT, TANH } from '../abi/operations.js';
import { ITEM_ELEMENTS, ITEM_FUNCTIONS, itemsOf } from '../engine/work.js';
import { addressOf, type DenseStorage, type Storage, type Store } from '../storage/storage.js';

type UnaryKernel = 'exp' | 'expm1' | 'log' | 'log1p' | 'sqrt' | 'tanh' | 'sigmoid' | 'erf';

function unary(store: Store, operation: number, each: number) {
  return (x: Operand<Storage>): Storage => {
    const { length } = x.storage as DenseStorage;
    const out = store.allocate(x.dtype, length);
    const operands = { operation, x: addressOf(x), out: out.address, length, each };
    store.engine.run(UNARY, x.dtype, itemsOf(length, each), operands);
    return out;
  };
}

export function normalCdfKernel(store: Store): Required<Pick<FusedKernels<Storage>, 'normalCdf'>> {
  return { normalCdf: unary(store, NORMAL_CDF, ITEM_FUNCTIONS) };
}

export function unaryKernels(store: Store): Pick<Backend<Storage>, UnaryKernel> {
  return {
    exp: unary(store, EXP, ITEM_FUNCTIONS),
    expm1: unary(store, EXPM1, ITEM_FUNCTIONS),
    log: unary(store, LOG, ITEM_FUNCTIONS),
    log1p: unary(store, LOG1P, ITEM_FUNCTIONS),
    sqrt: unary(store, SQRT, ITEM_ELEMENTS),
    tanh: unary(store, TANH, ITEM_FUNCTIONS),
    sigmoid: unary(store, SIGMOID, ITEM_FUNCTIONS),
    erf: unary(store, ERF, ITEM_FUNCTIONS),
  };
}
