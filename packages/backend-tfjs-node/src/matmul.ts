import type { Backend, Operand, Shape } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, type Ledger, type Storage, tensorOf } from './storage.js';

/**
 * Returns [..., rows, columns] as [matrices, rows, columns], with one matrix for each matrix of the result, because
 * tfjs repeats along one dimension only.
 */
function matricesOf(x: Operand<Storage>, batch: Shape): tf.Tensor {
  const matrix = x.shape.slice(-2);
  const repeated = tf.broadcastTo(tensorOf(x), [...batch, ...matrix]);
  return tf.reshape(repeated, [sizeOf(batch), ...matrix]);
}

function matmul(
  ledger: Ledger,
  a: Operand<Storage>,
  b: Operand<Storage>,
  transposeA: boolean,
  transposeB: boolean,
  shape: Shape,
): Storage {
  const k = a.shape.at(transposeA ? -2 : -1);
  return ledger.compute(a.dtype, () => {
    if (sizeOf(shape) === 0) return emptyTensor(shape, a.dtype);
    if (k === 0) return tf.zeros([...shape]);
    if (shape.length === 2) return tf.matMul(tensorOf(a), tensorOf(b), transposeA, transposeB);
    const batch = shape.slice(0, -2);
    return tf.matMul(matricesOf(a, batch), matricesOf(b, batch), transposeA, transposeB);
  });
}

export function matmulKernels(ledger: Ledger): Pick<Backend<Storage>, 'matmul'> {
  return {
    matmul: (a, b, transposeA, transposeB, shape) => matmul(ledger, a, b, transposeA, transposeB, shape),
  };
}
