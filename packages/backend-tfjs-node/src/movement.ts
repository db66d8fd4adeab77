/**
 * Kernels that move elements. tfjs supports them only for tensors that have elements and (except permute) dimensions.
 */
import type { Backend, Operand, Shape } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, type Ledger, type Storage, type TfDType, tensorOf, tfDType } from './storage.js';

function permute(ledger: Ledger, x: Operand<Storage>, axes: readonly number[]): Storage {
  const shape = axes.map((axis) => x.shape[axis] as number);
  return ledger.compute(x.dtype, () =>
    sizeOf(shape) === 0 ? emptyTensor(shape, x.dtype) : tf.transpose(tensorOf(x), [...axes]),
  );
}

function slice(ledger: Ledger, x: Operand<Storage>, starts: readonly number[], shape: Shape): Storage {
  return ledger.compute(x.dtype, () => {
    if (sizeOf(shape) === 0) return emptyTensor(shape, x.dtype);
    return shape.length === 0 ? tf.clone(tensorOf(x)) : tf.slice(tensorOf(x), [...starts], [...shape]);
  });
}

function pad(ledger: Ledger, x: Operand<Storage>, starts: readonly number[], shape: Shape, value: number): Storage {
  return ledger.compute(x.dtype, () => {
    if (sizeOf(shape) === 0) return emptyTensor(shape, x.dtype);
    if (sizeOf(x.shape) === 0) return tf.fill([...shape], value, tfDType(x.dtype));
    if (shape.length === 0) return tf.clone(tensorOf(x));
    const widths = shape.map((dimension, axis): [number, number] => {
      const before = starts[axis] as number;
      return [before, dimension - before - (x.shape[axis] as number)];
    });
    return ledger.engine.name === 'native' ? tf.pad(tensorOf(x), widths, value) : padded(tensorOf(x), widths, value);
  });
}

/**
 * Pads axis by axis with fills: tfjs's pad loses the sign of a zero, and on `wasm` NaN and digits of large integers.
 */
function padded(x: tf.Tensor, widths: readonly (readonly [before: number, after: number])[], value: number): tf.Tensor {
  return widths.reduce((inner, [before, after], axis) => {
    const filled = (length: number): tf.Tensor[] => {
      const shape = inner.shape.map((dimension, at) => (at === axis ? length : dimension));
      return length === 0 ? [] : [tf.fill(shape, value, x.dtype as TfDType)];
    };
    return tf.concat([...filled(before), inner, ...filled(after)], axis);
  }, x);
}

function concat(ledger: Ledger, xs: readonly Operand<Storage>[]): Storage {
  const [{ dtype, shape: first }] = xs as readonly [Operand<Storage>, ...Operand<Storage>[]];
  return ledger.compute(dtype, () => {
    const filled = xs.filter(({ shape }) => sizeOf(shape) > 0);
    if (filled.length > 0) return tf.concat(filled.map(tensorOf), 1);
    const length = xs.reduce((sum, { shape }) => sum + (shape[1] as number), 0);
    return emptyTensor([first[0] as number, length, first[2] as number], dtype);
  });
}

type MovementKernel = 'permute' | 'slice' | 'pad' | 'concat';

export function movementKernels(ledger: Ledger): Pick<Backend<Storage>, MovementKernel> {
  return {
    permute: (x, axes) => permute(ledger, x, axes),
    slice: (x, starts, shape) => slice(ledger, x, starts, shape),
    pad: (x, starts, shape, value) => pad(ledger, x, starts, shape, value),
    concat: (xs) => concat(ledger, xs),
  };
}
