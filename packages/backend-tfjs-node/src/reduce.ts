/** Reductions of [outer, n, inner] over n. */
import type { Backend, DType, Operand, ReductionShape } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, type Ledger, type Storage, tfDType } from './storage.js';

function reduction(ledger: Ledger, operation: (x: tf.Tensor) => tf.Tensor, resultDType?: DType) {
  return (x: Operand<Storage>, [outer, n, inner]: ReductionShape): Storage => {
    const dtype = resultDType ?? x.dtype;
    return ledger.compute(dtype, () => {
      if (outer * inner === 0) return emptyTensor([outer, inner], dtype);
      if (n === 0) return tf.zeros([outer, inner], tfDType(dtype));
      return operation(tf.reshape(x.storage.tensor, [outer, n, inner]));
    });
  };
}

/** Length of a block of a sum: some kernels add all elements one by one in float32, which is inaccurate if many. */
export const BLOCK = 64;

/** Sums x [outer, n, inner] over n: first in blocks, then the sums of blocks. */
function blockedSum(x: tf.Tensor): tf.Tensor {
  const [outer, n, inner] = x.shape as [number, number, number];
  if (n <= BLOCK) return tf.sum(x, 1);
  const blocks = Math.ceil(n / BLOCK);
  const padded = tf.pad(x, [
    [0, 0],
    [0, blocks * BLOCK - n],
    [0, 0],
  ]);
  const sums = tf.sum(tf.reshape(padded, [outer * blocks, BLOCK, inner]), 1);
  return blockedSum(tf.reshape(sums, [outer, blocks, inner]));
}

type ReduceKernel = 'sum' | 'max' | 'argmax';

export function reduceKernels(ledger: Ledger): Pick<Backend<Storage>, ReduceKernel> {
  return {
    sum: reduction(ledger, blockedSum),
    max: reduction(ledger, (x) => tf.max(x, 1)),
    argmax: reduction(ledger, (x) => tf.argMax(x, 1), 'int32'),
  };
}
