/** A backend that is wrong in one case of each float dtype, and what it would declare. */
import type { Backend } from '@nablajs/core';
import { createBackend } from '@nablajs/core/testing';
import type { CasesOptions, Deviation } from '../src/index.js';

/** Short cases, and enough of them that one declaration is few. */
export const FEW = {
  dtypes: ['float32'],
  kernels: ['fill', 'exp', 'erf', 'csr.upload', 'fused.sgd'],
} as const satisfies CasesOptions;

/** The naive backend, with fills that lose the sign of a zero. */
export async function createUnsigned(): Promise<Backend> {
  const naive = await createBackend();
  const fill: Backend['fill'] = (shape, value, dtype) => naive.fill(shape, value + 0, dtype);
  return { ...naive, name: 'unsigned', fill };
}

export const LOST_SIGN: Deviation = {
  case: 'fill float32 17 of -0',
  reason: 'fill loses the sign of a zero',
  permits: { result: (element) => element + 0 },
};
