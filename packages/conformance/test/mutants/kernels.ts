/** Mistakes in what a required kernel computes. */
import type { Operand, Shape, TypedArray } from '@nablajs/core';
import { at, binary, elements, type Mutant, reduce, spoil, unary } from './mutant.js';

/** Drops terms of a matmul whose left factor is 0, as a "sparse" shortcut would. */
const skipZeros = spoil('matmul', (result, a, b, transposeA, transposeB) => {
  if (transposeA || transposeB) return;
  const [m, k] = (a as Operand).shape as [number, number];
  const n = (b as Operand).shape[1] as number;
  for (let flat = 0; flat < m * n; flat++) {
    let total = 0;
    for (let p = 0; p < k; p++) {
      const left = at(a as Operand, Math.floor(flat / n) * k + p);
      if (left !== 0) total += left * at(b as Operand, p * n + (flat % n));
    }
    result[flat] = total;
  }
});

/** Adds up each element of a product term by term, rounded to the result's dtype. */
function runningSums(result: TypedArray, ...[a, b, transposeA, transposeB]: readonly unknown[]): void {
  const [left, right] = [a as Operand, b as Operand];
  const round = result instanceof Float32Array ? Math.fround : (x: number) => x;
  const [rowsA, columnsA] = left.shape as [number, number];
  const columnsB = right.shape[1] as number;
  const k = transposeA ? rowsA : columnsA;
  const n = transposeB ? (right.shape[0] as number) : columnsB;
  for (let flat = 0; flat < result.length; flat++) {
    const [i, j] = [Math.floor(flat / n), flat % n];
    let total = 0;
    for (let p = 0; p < k; p++) {
      const x = at(left, transposeA ? p * columnsA + i : i * columnsA + p);
      const y = at(right, transposeB ? j * columnsB + p : p * columnsB + j);
      total = round(total + round(x * y));
    }
    result[flat] = total;
  }
}

export const kernelMistakes: readonly Mutant[] = [
  {
    mistake: 'matmul ignores transposeA of a square operand',
    kernels: ['matmul'],
    code: 'mismatch',
    mutate: ({ matmul }) => ({
      matmul: (a, b, transposeA, transposeB) => matmul(a, b, transposeA && a.shape[0] !== a.shape[1], transposeB),
    }),
  },
  { mistake: 'matmul skips zeros: 0 * Infinity is 0', kernels: ['matmul'], code: 'mismatch', mutate: skipZeros },
  {
    mistake: 'matmul loses eight bits',
    kernels: ['matmul'],
    code: 'mismatch',
    mutate: spoil('matmul', (result) => {
      for (let i = 0; i < result.length; i++) result[i] = (result[i] as number) * (1 + 2 ** -15);
    }),
  },
  {
    mistake: 'matmul is a running float32 sum, which drifts where every term has one sign',
    kernels: ['matmul', 'fused.dense', 'fused.denseBackward'],
    code: 'mismatch',
    mutate: spoil('matmul', runningSums),
  },
  {
    mistake: 'matmul is a running float64 sum',
    kernels: ['matmul', 'fused.dense', 'fused.denseBackward'],
    code: 'mismatch',
    mutate: spoil('matmul', (result, ...operands) => {
      if (result instanceof Float64Array) runningSums(result, ...operands);
    }),
  },
  {
    mistake: 'transpose only relabels',
    kernels: ['transpose'],
    code: 'mismatch',
    mutate: ({ upload }) => ({ transpose: (x) => upload(elements(x), x.shape, x.dtype) }),
  },
  {
    mistake: 'subtract takes its operands in the wrong order',
    kernels: ['subtract', 'softmax', 'logSoftmax', 'fused.softmaxCrossEntropy', 'fused.sgd', 'fused.adam'],
    code: 'mismatch',
    mutate: binary('subtract', (a, b) => b - a),
  },
  {
    mistake: 'add computes float64 in float32',
    kernels: ['add', 'fused.adam', 'fused.sgd', 'fused.softmaxCrossEntropy'],
    code: 'mismatch',
    mutate: binary('add', (a, b) => Math.fround(Math.fround(a) + Math.fround(b))),
  },
  {
    mistake: 'add leaves the tail after the last whole vector of four',
    kernels: ['add', 'fused.dense', 'fused.sgd', 'fused.adam', 'storage'],
    code: 'mismatch',
    mutate: spoil('add', (result) => {
      result.fill(0, result.length - (result.length % 4));
    }),
  },
  {
    mistake: 'multiply flushes subnormals',
    kernels: ['multiply'],
    code: 'mismatch',
    mutate: spoil('multiply', (result) => {
      for (let i = 0; i < result.length; i++) if (Math.abs(result[i] as number) < 1.17e-38) result[i] = 0;
    }),
  },
  {
    mistake: 'multiply loses the sign of zero',
    kernels: ['multiply'],
    code: 'mismatch',
    mutate: spoil('multiply', (result) => {
      for (let i = 0; i < result.length; i++) result[i] = (result[i] as number) + 0;
    }),
  },
  {
    mistake: 'divide guards against zero',
    kernels: ['divide', 'mean', 'softmax'],
    code: 'mismatch',
    mutate: spoil('divide', (result) => {
      for (let i = 0; i < result.length; i++) if (!Number.isFinite(result[i])) result[i] = 0;
    }),
  },
  {
    mistake: 'maximum is a > b ? a : b, which loses a NaN on the left',
    kernels: ['maximum', 'relu', 'fused.dense'],
    code: 'mismatch',
    // biome-ignore lint/complexity/useMathMinMax: Math.max keeps NaN, which is what this mistake is about.
    mutate: binary('maximum', (a, b) => (a > b ? a : b)),
  },
  {
    mistake: 'greater is not (a <= b), true for NaN',
    kernels: ['greater', 'fused.denseBackward'],
    code: 'mismatch',
    mutate: binary('greater', (a, b) => (a <= b ? 0 : 1)),
  },
  {
    mistake: 'add reads a column as if it were its first element',
    kernels: ['add'],
    code: 'mismatch',
    mutate: ({ add }) => ({
      add: (a, b, shape) => add(a, b.shape.at(-1) === 1 ? { ...b, shape: b.shape.map(() => 1) } : b, shape),
    }),
  },
  {
    mistake: 'where tests condition > 0',
    kernels: ['where', 'fused.softmaxCrossEntropy'],
    code: 'mismatch',
    mutate: ({ where, greater, fill, release }) => ({
      where: (condition, a, b, shape) => {
        const zeroShape: Shape = condition.shape.map(() => 1);
        const zero = { storage: fill(zeroShape, 0, condition.dtype), shape: zeroShape, dtype: condition.dtype };
        const positive = { ...condition, storage: greater(condition, zero, condition.shape) };
        const result = where(positive, a, b, shape);
        release(zero.storage);
        release(positive.storage);
        return result;
      },
    }),
  },
  {
    mistake: 'where is c a + (1 - c) b, which lets in what was not chosen',
    kernels: ['where', 'sign', 'reluGradient', 'fused.denseBackward', 'fused.softmaxCrossEntropy'],
    code: 'mismatch',
    mutate: spoil('where', (result, _condition, a, b) => {
      const [left, right] = [elements(a as Operand), elements(b as Operand)];
      for (let i = 0; i < result.length; i++) {
        const spill = 0 * (left[i % left.length] as number) + 0 * (right[i % right.length] as number);
        result[i] = (result[i] as number) + spill;
      }
    }),
  },
  {
    mistake: 'expm1 is exp - 1',
    kernels: ['expm1'],
    code: 'mismatch',
    mutate: unary('expm1', (x) => Math.exp(x) - 1),
  },
  {
    mistake: 'log1p is log(1 + x)',
    kernels: ['log1p'],
    code: 'mismatch',
    mutate: unary('log1p', (x) => Math.log(1 + x)),
  },
  {
    mistake: 'sigmoid is exp / (1 + exp), which overflows',
    kernels: ['sigmoid'],
    code: 'mismatch',
    mutate: unary('sigmoid', (x) => Math.exp(x) / (1 + Math.exp(x))),
  },
  {
    mistake: 'tanh is 1 - 2 / (exp(2x) + 1), which cancels near 0',
    kernels: ['tanh'],
    code: 'mismatch',
    mutate: unary('tanh', (x) => 1 - 2 / (Math.exp(2 * x) + 1)),
  },
  {
    mistake: 'erf is good to seven digits only',
    kernels: ['erf'],
    code: 'mismatch',
    mutate: spoil('erf', (result) => {
      for (let i = 0; i < result.length; i++) result[i] = (result[i] as number) * (1 - 1e-6);
    }),
  },
  {
    mistake: 'sqrt of a negative number is 0',
    kernels: ['sqrt'],
    code: 'mismatch',
    mutate: unary('sqrt', (x) => Math.sqrt(Math.max(x, 0))),
  },
  {
    mistake: 'log of 0 is the log of the smallest number',
    kernels: ['log'],
    code: 'mismatch',
    mutate: unary('log', (x) => Math.log(x === 0 ? Number.MIN_VALUE : x)),
  },
  {
    mistake: 'sum runs in plain float32',
    kernels: ['sum', 'mean', 'softmax', 'logSoftmax', 'fused.softmaxCrossEntropy', 'fused.denseBackward'],
    code: 'mismatch',
    mutate: reduce('sum', (values) => values.reduce((total, value) => Math.fround(total + value), 0)),
  },
  {
    mistake: 'max ignores NaN',
    kernels: ['max', 'softmax', 'logSoftmax'],
    code: 'mismatch',
    mutate: reduce('max', (values) => Math.max(...values.filter((value) => !Number.isNaN(value)))),
  },
  {
    mistake: 'max starts from 0',
    kernels: ['max', 'softmax', 'logSoftmax'],
    code: 'mismatch',
    mutate: reduce('max', (values) => values.reduce((best, value) => Math.max(best, value), 0)),
  },
  {
    mistake: 'argmax takes the last of equals',
    kernels: ['argmax'],
    code: 'mismatch',
    mutate: reduce('argmax', (values, was) => {
      const last = values.lastIndexOf(values[was] as number);
      return last < 0 ? was : last;
    }),
  },
  {
    mistake: 'argmax ignores NaN',
    kernels: ['argmax'],
    code: 'mismatch',
    mutate: reduce('argmax', (values) => values.reduce((best, v, i) => (v > (values[best] as number) ? i : best), 0)),
  },
  {
    mistake: 'argmax returns floats',
    kernels: ['argmax'],
    code: 'mismatch',
    mutate: ({ argmax, release, upload }) => ({
      argmax: (x, shape) => {
        const result = argmax(x, shape);
        const floats = Float32Array.from(result as TypedArray);
        release(result);
        return upload(floats, [floats.length], 'float32');
      },
    }),
  },
  {
    mistake: 'gather clamps to the last row but one',
    kernels: ['gather'],
    code: 'mismatch',
    mutate: ({ gather, upload, release }) => ({
      gather: (x, indices) => {
        const limit = Math.max((x.shape[0] as number) - 2, 0);
        const clamped = upload(
          Int32Array.from(elements(indices), (i) => Math.min(i, limit)),
          indices.shape,
          'int32',
        );
        const result = gather(x, { ...indices, storage: clamped });
        release(clamped);
        return result;
      },
    }),
  },
  {
    mistake: 'oneHot is off by one',
    kernels: ['oneHot', 'fused.softmaxCrossEntropy'],
    code: 'mismatch',
    mutate: spoil('oneHot', (result) => {
      result.set(result.slice(0, -1), Math.min(1, result.length));
    }),
  },
  {
    mistake: 'oneHot writes a label outside the classes into another row',
    kernels: ['oneHot'],
    code: 'mismatch',
    mutate: spoil('oneHot', (result, labels, classes) => {
      for (const [row, label] of elements(labels as Operand).entries()) {
        const target = row * (classes as number) + label;
        if (target >= 0 && target < result.length) result[target] = 1;
      }
    }),
  },
  {
    mistake: 'cast to an integer rounds',
    kernels: ['cast'],
    code: 'mismatch',
    mutate: spoil('cast', (result, x, dtype) => {
      if (dtype !== 'int32') return;
      for (let i = 0; i < result.length; i++) result[i] = Math.round(at(x as Operand, i));
    }),
  },
  {
    mistake: 'fill treats -0 as 0',
    kernels: ['fill'],
    code: 'mismatch',
    mutate: ({ fill }) => ({ fill: (shape, value, dtype) => fill(shape, value === 0 ? 0 : value, dtype) }),
  },
];
