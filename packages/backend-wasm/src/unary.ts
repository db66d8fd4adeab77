/** Functions of one element. */
import type { Backend, Operand } from '@nablajs/core';
import { ERF, EXP, EXPM1, LOG, LOG1P, SIGMOID, SQRT, TANH, UNARY } from './kernels.js';
import { variant } from './panels.js';
import { addressOf, type DenseStorage, type Storage, type Store } from './storage.js';
import { ITEM_ELEMENTS, ITEM_FUNCTIONS, itemsOf } from './work.js';

type UnaryKernel = 'exp' | 'expm1' | 'log' | 'log1p' | 'sqrt' | 'tanh' | 'sigmoid' | 'erf';

export function unaryKernels(store: Store): Pick<Backend<Storage>, UnaryKernel> {
  const unary =
    (operation: number, each: number) =>
    (x: Operand<Storage>): Storage => {
      const { length } = x.storage as DenseStorage;
      const out = store.allocate(x.dtype, length);
      const operands = [operation, addressOf(x), out.address, length, each];
      store.engine.run(UNARY + variant(x.dtype), itemsOf(length, each), operands);
      return out;
    };
  return {
    exp: unary(EXP, ITEM_FUNCTIONS),
    expm1: unary(EXPM1, ITEM_FUNCTIONS),
    log: unary(LOG, ITEM_FUNCTIONS),
    log1p: unary(LOG1P, ITEM_FUNCTIONS),
    sqrt: unary(SQRT, ITEM_ELEMENTS),
    tanh: unary(TANH, ITEM_FUNCTIONS),
    sigmoid: unary(SIGMOID, ITEM_FUNCTIONS),
    erf: unary(ERF, ITEM_FUNCTIONS),
  };
}
