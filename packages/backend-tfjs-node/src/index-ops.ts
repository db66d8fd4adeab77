/** Kernels that use indices and labels, fill arrays, or convert between dtypes. */
import type { Backend, DType, Operand } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import { scatterAdd } from './scatter-add.js';
import { emptyTensor, type Ledger, type Storage, tensorOf, tfDType } from './storage.js';

/** Gathers rows. Indices outside the rows read an extra last row of NaN, or of 0 for integers. */
function gather(ledger: Ledger, x: Operand<Storage>, indices: Operand<Storage>): Storage {
  const [rows, width] = x.shape as [number, number];
  const shape = [sizeOf(indices.shape), width];
  return ledger.compute(x.dtype, () => {
    if (sizeOf(shape) === 0) return emptyTensor(shape, x.dtype);
    const outside = tf.fill([1, width], x.dtype === 'float32' ? Number.NaN : 0, tfDType(x.dtype));
    const table = rows === 0 ? outside : tf.concat([tensorOf(x), outside], 0);
    const at = indices.storage.tensor;
    const inside = tf.logicalAnd(tf.greaterEqual(at, 0), tf.less(at, rows));
    return tf.gather(table, tf.where(inside, at, tf.scalar(rows, 'int32')) as tf.Tensor1D, 0);
  });
}

/** Compares labels with 0, 1, ..., because tf.oneHot needs at least two classes. */
function oneHot(ledger: Ledger, labels: Operand<Storage>, classes: number, dtype: DType): Storage {
  const rows = sizeOf(labels.shape);
  return ledger.compute(dtype, () => {
    if (rows * classes === 0) return emptyTensor([rows, classes], dtype);
    const column = tf.reshape(labels.storage.tensor, [rows, 1]);
    return tf.cast(tf.equal(column, tf.range(0, classes, 1, 'int32')), tfDType(dtype));
  });
}

type IndexKernel = 'gather' | 'scatterAdd' | 'oneHot' | 'cast' | 'fill';

export function indexKernels(ledger: Ledger): Pick<Backend<Storage>, IndexKernel> {
  return {
    gather: (x, indices) => gather(ledger, x, indices),
    scatterAdd: (x, indices, rows) => scatterAdd(ledger, x, indices, rows),
    oneHot: (labels, classes, dtype) => oneHot(ledger, labels, classes, dtype),
    cast: (x, dtype) => ledger.compute(dtype, () => tf.cast(tensorOf(x), tfDType(dtype))),
    fill: (shape, value, dtype) =>
      ledger.compute(dtype, () =>
        sizeOf(shape) === 0 ? emptyTensor(shape, dtype) : tf.fill([...shape], value, tfDType(dtype)),
      ),
  };
}
