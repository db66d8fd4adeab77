/** Elementwise operations. tfjs broadcasts as NumPy does, like nabla. */
import type { Backend, IntegerKernels, Operand, OperandLike, Shape } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, type Ledger, type Storage, tensorLike, tensorOf } from './storage.js';

function binary(ledger: Ledger, operation: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor) {
  return (a: OperandLike<Storage>, b: OperandLike<Storage>, shape: Shape): Storage => {
    const { dtype } = (typeof a === 'number' ? b : a) as Operand<Storage>;
    return ledger.compute(dtype, () =>
      sizeOf(shape) === 0 ? emptyTensor(shape, dtype) : operation(tensorLike(a, dtype), tensorLike(b, dtype)),
    );
  };
}

function where(ledger: Ledger) {
  return (condition: Operand<Storage>, a: OperandLike<Storage>, b: OperandLike<Storage>, shape: Shape): Storage => {
    const { dtype } = condition;
    return ledger.compute(dtype, () => {
      if (sizeOf(shape) === 0) return emptyTensor(shape, dtype);
      return tf.where(tf.notEqual(tensorOf(condition), 0), tensorLike(a, dtype), tensorLike(b, dtype));
    });
  };
}

/** Returns the maximum. On `wasm`, tfjs drops a NaN in the second operand, which this restores. */
function maximumWithNaN(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.where(tf.isNaN(b), b, tf.maximum(a, b));
}

type ElementwiseKernel = 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'greater' | 'where';

export function elementwiseKernels(ledger: Ledger): Pick<Backend<Storage>, ElementwiseKernel> {
  return {
    add: binary(ledger, tf.add),
    subtract: binary(ledger, tf.sub),
    multiply: binary(ledger, tf.mul),
    divide: binary(ledger, tf.div),
    maximum: binary(ledger, ledger.engine.name === 'wasm' ? maximumWithNaN : tf.maximum),
    greater: binary(ledger, (a, b) => tf.cast(tf.greater(a, b), a.dtype)),
    where: where(ledger),
  };
}

/**
 * Multiplies int32 by the halves of b. tfjs computes in float64 on `cpu`, where a whole product would lose its last
 * bits.
 */
function multiplyIntegers(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const high = tf.floorDiv(b, tf.scalar(65536, 'int32'));
  const low = tf.sub(b, tf.mul(high, tf.scalar(65536, 'int32')));
  return tf.add(tf.mul(a, low), tf.mul(tf.mul(a, high), tf.scalar(65536, 'int32')));
}

export function integerKernels(ledger: Ledger): IntegerKernels<Storage> {
  const { add, subtract, greater, where } = elementwiseKernels(ledger);
  return { add, subtract, multiply: binary(ledger, multiplyIntegers), greater, where };
}
