/** Functions of one element. */
import type { Backend, Operand } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, type Ledger, type Storage, tensorOf } from './storage.js';

function unary(ledger: Ledger, operation: (x: tf.Tensor) => tf.Tensor) {
  return (x: Operand<Storage>): Storage =>
    ledger.compute(x.dtype, () => (sizeOf(x.shape) === 0 ? emptyTensor(x.shape, x.dtype) : operation(tensorOf(x))));
}

/**
 * Computes log1p on `wasm`, where tfjs's own is log(1 + x). The factor x / (u - 1) corrects the rounding of u = 1 + x
 * (D. Goldberg, "What every computer scientist should know about floating-point arithmetic", 1991, theorem 4).
 */
function log1pFromLog(x: tf.Tensor): tf.Tensor {
  const u = tf.add(x, 1);
  const logarithm = tf.log(u);
  const corrected = tf.mul(logarithm, tf.div(x, tf.sub(u, 1)));
  return tf.where(tf.equal(u, 1), x, tf.where(tf.isFinite(u), corrected, logarithm));
}

type UnaryKernel = 'exp' | 'expm1' | 'log' | 'log1p' | 'sqrt' | 'tanh' | 'sigmoid' | 'erf';

export function unaryKernels(ledger: Ledger): Pick<Backend<Storage>, UnaryKernel> {
  return {
    exp: unary(ledger, tf.exp),
    expm1: unary(ledger, tf.expm1),
    log: unary(ledger, tf.log),
    log1p: unary(ledger, ledger.engine.name === 'wasm' ? log1pFromLog : tf.log1p),
    sqrt: unary(ledger, tf.sqrt),
    tanh: unary(ledger, tf.tanh),
    sigmoid: unary(ledger, tf.sigmoid),
    erf: unary(ledger, tf.erf),
  };
}
