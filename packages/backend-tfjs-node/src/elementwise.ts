/** Element by element with broadcasting, which is NumPy's in tfjs too. */
import type { Backend, Operand, Shape } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, type Ledger, type Storage, tensorOf } from './storage.js';

function binary(ledger: Ledger, operation: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor) {
  return (a: Operand<Storage>, b: Operand<Storage>, shape: Shape): Storage =>
    ledger.compute(a.dtype, () =>
      sizeOf(shape) === 0 ? emptyTensor(shape, a.dtype) : operation(tensorOf(a), tensorOf(b)),
    );
}

function where(ledger: Ledger) {
  return (condition: Operand<Storage>, a: Operand<Storage>, b: Operand<Storage>, shape: Shape): Storage =>
    ledger.compute(a.dtype, () =>
      sizeOf(shape) === 0
        ? emptyTensor(shape, a.dtype)
        : tf.where(tf.notEqual(tensorOf(condition), 0), tensorOf(a), tensorOf(b)),
    );
}

type ElementwiseKernel = 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'greater' | 'where';

export function elementwiseKernels(ledger: Ledger): Pick<Backend<Storage>, ElementwiseKernel> {
  return {
    add: binary(ledger, tf.add),
    subtract: binary(ledger, tf.sub),
    multiply: binary(ledger, tf.mul),
    divide: binary(ledger, tf.div),
    maximum: binary(ledger, tf.maximum),
    greater: binary(ledger, (a, b) => tf.cast(tf.greater(a, b), a.dtype)),
    where: where(ledger),
  };
}
