/** What moves elements, makes them from labels or changes their type. */
import type { Backend, DType, Operand } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, type Ledger, type Storage, tensorOf, tfDType } from './storage.js';

function transpose(ledger: Ledger, x: Operand<Storage>): Storage {
  const [m, n] = x.shape as [number, number];
  return ledger.compute(x.dtype, () =>
    m * n === 0 ? emptyTensor([n, m], x.dtype) : tf.transpose(tensorOf(x), [1, 0]),
  );
}

function gather(ledger: Ledger, x: Operand<Storage>, indices: Operand<Storage>): Storage {
  const shape = [sizeOf(indices.shape), x.shape[1] as number];
  return ledger.compute(x.dtype, () =>
    sizeOf(shape) === 0
      ? emptyTensor(shape, x.dtype)
      : tf.gather(tensorOf(x), indices.storage.tensor as tf.Tensor1D, 0),
  );
}

/** By comparison with 0, 1, ...: tf.oneHot wants two classes at least. */
function oneHot(ledger: Ledger, labels: Operand<Storage>, classes: number, dtype: DType): Storage {
  const rows = sizeOf(labels.shape);
  return ledger.compute(dtype, () => {
    if (rows * classes === 0) return emptyTensor([rows, classes], dtype);
    const column = tf.reshape(labels.storage.tensor, [rows, 1]);
    return tf.cast(tf.equal(column, tf.range(0, classes, 1, 'int32')), tfDType(dtype));
  });
}

type IndexKernel = 'transpose' | 'gather' | 'oneHot' | 'cast' | 'fill';

export function indexKernels(ledger: Ledger): Pick<Backend<Storage>, IndexKernel> {
  return {
    transpose: (x) => transpose(ledger, x),
    gather: (x, indices) => gather(ledger, x, indices),
    oneHot: (labels, classes, dtype) => oneHot(ledger, labels, classes, dtype),
    cast: (x, dtype) => ledger.compute(dtype, () => tf.cast(tensorOf(x), tfDType(dtype))),
    fill: (shape, value, dtype) =>
      ledger.compute(dtype, () =>
        sizeOf(shape) === 0 ? emptyTensor(shape, dtype) : tf.fill([...shape], value, tfDType(dtype)),
      ),
  };
}
