import type { Backend, Operand } from '@nablajs/core';
import { matmulShape } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, type Ledger, type Storage, tensorOf } from './storage.js';

function matmul(
  ledger: Ledger,
  a: Operand<Storage>,
  b: Operand<Storage>,
  transposeA: boolean,
  transposeB: boolean,
): Storage {
  const [m, n] = matmulShape(a.shape, b.shape, transposeA, transposeB);
  const k = a.shape[transposeA ? 0 : 1];
  return ledger.compute(a.dtype, () => {
    if (m * n === 0) return emptyTensor([m, n], a.dtype);
    if (k === 0) return tf.zeros([m, n]);
    return tf.matMul(tensorOf(a), tensorOf(b), transposeA, transposeB);
  });
}

export function matmulKernels(ledger: Ledger): Pick<Backend<Storage>, 'matmul'> {
  return { matmul: (a, b, transposeA, transposeB) => matmul(ledger, a, b, transposeA, transposeB) };
}
