import { type Backend, type Layout, type Operand, Tensor } from '@nablajs/core';
import type { Output } from './ledger.js';

/** A tensor around an operand's storage, for core's functions. The ledger owns the storage: never dispose of it. */
export function borrowed(backend: Backend, { storage, shape, dtype }: Operand, layout: Layout = 'dense'): Tensor {
  return new Tensor(backend, storage, shape, dtype, layout);
}

/** What a function of core returned, for the ledger to own. */
export function taken({ storage, shape, dtype }: Tensor): Output {
  return { storage, shape, dtype };
}
