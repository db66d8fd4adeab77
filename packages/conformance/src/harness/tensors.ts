import { type Backend, type Layout, type Operand, Tensor } from '@nablajs/core';
import type { Output } from './ledger.js';

/** Wraps an operand's storage in a tensor for core's functions. The ledger owns the storage: do not dispose of it. */
export function borrowed(backend: Backend, { storage, shape, dtype }: Operand, layout: Layout = 'dense'): Tensor {
  return new Tensor(backend, storage, shape, dtype, layout);
}

/** Passes the result of a function of core to the ledger. */
export function outputOfTensor({ storage, shape, dtype }: Tensor): Output {
  return { storage, shape, dtype };
}
