/** Mistakes in what a required kernel computes. */
import type { Operand, Shape, TypedArray } from '@nablajs/core';
import { at, binary, elements, type Mutant, numbers, reduce, spoil, unary, withMatrices } from './mutant.js';

/** Drops terms of a matmul whose left factor is 0, as a "sparse" shortcut would. */
const skipZeros = spoil('matmul', (result, a, b, transposeA, transposeB) => {
  if (transposeA || transposeB || (a as Operand).shape.length > 2) return;
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

/** Adds up each element of a product of two matrices term by term, rounded to the result's dtype. */
function runningSums(result: TypedArray, ...[a, b, transposeA, transposeB]: readonly unknown[]): void {
  const [left, right] = [a as Operand, b as Operand];
  if (left.shape.length > 2) return;
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

/** Adds up rows one after the other, each sum rounded to the result's dtype. */
function runningScatter(result: TypedArray, x: Operand, indices: Operand, rows: number): void {
  const width = x.shape[1] as number;
  result.fill(0);
  for (const [source, row] of elements(indices).entries()) {
    if (row < 0 || row >= rows) continue;
    for (let j = 0; j < width; j++)
      result[row * width + j] = (result[row * width + j] as number) + at(x, source * width + j);
  }
}

/** A kernel of rows that gets indices as `change` makes them. */
const withIndices =
  (kernel: 'gather' | 'scatterAdd', change: (index: number, rows: number) => number): Mutant['mutate'] =>
  (right) => ({
    [kernel]: (x: Operand, indices: Operand, given?: number) => {
      const rows = given ?? (x.shape[0] as number);
      const changed = Int32Array.from(elements(indices), (index) => change(index, rows));
      const storage = right.upload(changed, indices.shape, 'int32');
      const at = { ...indices, storage };
      const result = kernel === 'gather' ? right.gather(x, at) : right.scatterAdd(x, at, rows);
      right.release(storage);
      return result;
    },
  });

const clamped = (index: number, rows: number): number => Math.min(Math.max(index, 0), rows - 1);

export const kernelMistakes: readonly Mutant[] = [
  {
    mistake: 'matmul ignores transposeA of a square operand',
    kernels: ['matmul'],
    code: 'mismatch',
    mutate: ({ matmul }) => ({
      matmul: (a, b, transposeA, transposeB, shape) =>
        matmul(a, b, transposeA && a.shape.at(-1) !== a.shape.at(-2), transposeB, shape),
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
    among: /of 0\.1/,
    mutate: spoil('matmul', runningSums),
  },
  {
    mistake: 'matmul is a running float64 sum',
    kernels: ['matmul', 'fused.dense', 'fused.denseBackward'],
    code: 'mismatch',
    among: /of 0\.1/,
    mutate: spoil('matmul', (result, ...operands) => {
      if (result instanceof Float64Array) runningSums(result, ...operands);
    }),
  },
  {
    mistake: 'matmul takes the first matrix of b for all',
    kernels: ['matmul'],
    code: 'mismatch',
    among: /\dx\d+x\d+ by/,
    mutate: withMatrices(() => 0),
  },
  {
    mistake: 'matmul takes the matrices of b in turn, also where the inner batch dimension repeats',
    kernels: ['matmul'],
    code: 'mismatch',
    among: /\dx\d+x\d+ by/,
    mutate: withMatrices((matrix, matrices) => matrix % matrices),
  },
  {
    mistake: 'matmul of many matrices ignores transposeB of square ones',
    kernels: ['matmul'],
    code: 'mismatch',
    among: /\dx\d+x\d+ by/,
    mutate: ({ matmul }) => ({
      matmul: (a, b, transposeA, transposeB, shape) =>
        matmul(a, b, transposeA, transposeB && (b.shape.length < 3 || b.shape.at(-1) !== b.shape.at(-2)), shape),
    }),
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
      add: (a, b, shape) =>
        add(a, typeof b !== 'number' && b.shape.at(-1) === 1 ? { ...b, shape: b.shape.map(() => 1) } : b, shape),
    }),
  },
  {
    mistake: 'multiply takes a number as it is, not rounded to float32',
    kernels: ['multiply'],
    code: 'mismatch',
    mutate: spoil('multiply', (result, a, b) => {
      if (typeof a !== 'number' && typeof b !== 'number') return;
      const [x, value] = (typeof a === 'number' ? [b, a] : [a, b]) as [Operand, number];
      for (let i = 0; i < result.length; i++) result[i] = at(x, i) * value;
    }),
  },
  {
    mistake: 'greater compares with a number that is not rounded to float32',
    kernels: ['greater'],
    code: 'mismatch',
    mutate: binary('greater', (a, b) => (a > b ? 1 : 0)),
  },
  {
    mistake: 'divide by a number multiplies by its reciprocal',
    kernels: ['divide', 'mean'],
    code: 'mismatch',
    mutate: spoil('divide', (result, a, b) => {
      if (typeof b !== 'number') return;
      const round = result instanceof Float32Array ? Math.fround : (x: number) => x;
      for (let i = 0; i < result.length; i++) result[i] = at(a as Operand, i) * round(1 / b);
    }),
  },
  {
    mistake: 'add takes the number -0 for 0',
    kernels: ['add'],
    code: 'mismatch',
    mutate: numbers('add', (value) => value + 0),
  },
  {
    mistake: 'subtract with a number on the left subtracts the number',
    kernels: ['subtract', 'fused.adam', 'fused.sgd', 'network'],
    code: 'mismatch',
    mutate: ({ subtract }) => ({
      subtract: (a, b, shape) => (typeof a === 'number' ? subtract(b, a, shape) : subtract(a, b, shape)),
    }),
  },
  {
    mistake: 'where takes its numbers in the wrong order',
    kernels: ['where', 'fused.denseBackward', 'sign', 'reluGradient', 'fused.softmaxCrossEntropy'],
    code: 'mismatch',
    mutate: ({ where }) => ({
      where: (condition, a, b, shape) =>
        typeof a === 'number' && typeof b === 'number' ? where(condition, b, a, shape) : where(condition, a, b, shape),
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
      const all = (x: unknown): ArrayLike<number> => (typeof x === 'number' ? [x] : elements(x as Operand));
      const [left, right] = [all(a), all(b)];
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
    mistake: 'permute only relabels',
    kernels: ['permute'],
    code: 'mismatch',
    mutate: ({ upload }) => ({ permute: (x) => upload(elements(x), x.shape, x.dtype) }),
  },
  {
    mistake: 'permute takes the axes for those of the way back',
    kernels: ['permute'],
    code: 'mismatch',
    mutate: ({ permute }) => ({
      permute: (x, axes) =>
        permute(
          x,
          axes.map((_, axis) => axes.indexOf(axis)),
        ),
    }),
  },
  {
    mistake: 'permute of bytes reverses the axes',
    kernels: ['permute'],
    code: 'mismatch',
    mutate: ({ permute }) => ({
      permute: (x, axes) => permute(x, x.dtype === 'uint8' ? axes.map((_, i) => axes.length - 1 - i) : axes),
    }),
  },
  {
    mistake: 'slice begins at 0 along the first axis',
    kernels: ['slice'],
    code: 'mismatch',
    mutate: ({ slice }) => ({ slice: (x, starts, shape) => slice(x, starts.with(0, 0), shape) }),
  },
  {
    mistake: "slice goes on where a block's row ends",
    kernels: ['slice'],
    code: 'mismatch',
    mutate: spoil('slice', (result, x, starts, shape) => {
      const [from, at] = [x as Operand, starts as readonly number[]];
      if ((shape as Shape).length < 2) return;
      const first = from.shape.reduce((flat, dimension, axis) => flat * dimension + (at[axis] as number), 0);
      result.set(elements(from).subarray(first, first + result.length));
    }),
  },
  {
    mistake: 'pad ignores its value',
    kernels: ['pad'],
    code: 'mismatch',
    mutate: ({ pad }) => ({ pad: (x, starts, shape) => pad(x, starts, shape, 0) }),
  },
  {
    mistake: 'pad adds the block to what is around it, so that NaN and infinities get in',
    kernels: ['pad'],
    code: 'mismatch',
    mutate: spoil('pad', (result, _x, _starts, _shape, value) => {
      for (let i = 0; i < result.length; i++) result[i] = (result[i] as number) + 0 * (value as number);
    }),
  },
  {
    mistake: 'pad puts the block at the far end',
    kernels: ['pad'],
    code: 'mismatch',
    mutate: ({ pad }) => ({
      pad: (x, starts, shape, value) =>
        pad(
          x,
          starts.map((start, axis) => (shape[axis] as number) - (x.shape[axis] as number) - start),
          shape,
          value,
        ),
    }),
  },
  {
    mistake: 'concat begins with the last',
    kernels: ['concat'],
    code: 'mismatch',
    mutate: ({ concat }) => ({ concat: (xs) => concat(xs.toReversed()) }),
  },
  {
    mistake: 'concat appends whole operands, whatever lies outside of the axis',
    kernels: ['concat'],
    code: 'mismatch',
    mutate: spoil('concat', (result, xs) => {
      let at = 0;
      for (const x of xs as readonly Operand[]) {
        result.set(elements(x), at);
        at += elements(x).length;
      }
    }),
  },
  {
    mistake: 'concat of one returns it',
    kernels: ['concat'],
    code: 'alias',
    mutate: ({ concat }) => ({ concat: (xs) => (xs.length === 1 ? (xs[0] as Operand).storage : concat(xs)) }),
  },
  {
    mistake: 'gather clamps to the last row but one',
    kernels: ['gather'],
    code: 'mismatch',
    mutate: withIndices('gather', (index, rows) => Math.min(index, Math.max(rows - 2, 0))),
  },
  {
    mistake: 'gather clamps an index outside to the nearest row',
    kernels: ['gather'],
    code: 'mismatch',
    mutate: withIndices('gather', (index, rows) => (rows === 0 ? index : clamped(index, rows))),
  },
  {
    mistake: 'gather counts a negative index from the end',
    kernels: ['gather'],
    code: 'mismatch',
    mutate: withIndices('gather', (index, rows) => (index < 0 ? index + rows : index)),
  },
  {
    mistake: 'gather gives zeros for an index outside',
    kernels: ['gather'],
    code: 'mismatch',
    mutate: spoil('gather', (result, x, indices) => {
      const [rows, width] = (x as Operand).shape as [number, number];
      for (const [at, index] of elements(indices as Operand).entries())
        if (index < 0 || index >= rows) result.fill(0, at * width, (at + 1) * width);
    }),
  },
  {
    mistake: 'scatterAdd overwrites',
    kernels: ['scatterAdd'],
    code: 'mismatch',
    mutate: spoil('scatterAdd', (result, x, indices, rows) => {
      const from = x as Operand;
      const width = from.shape[1] as number;
      for (const [source, row] of elements(indices as Operand).entries()) {
        if (row < 0 || row >= (rows as number)) continue;
        result.set(elements(from).subarray(source * width, (source + 1) * width), row * width);
      }
    }),
  },
  {
    mistake: 'scatterAdd adds an index outside to the nearest row',
    kernels: ['scatterAdd'],
    code: 'mismatch',
    mutate: withIndices('scatterAdd', clamped),
  },
  {
    mistake: 'scatterAdd is a running float32 sum, which drifts where every term has one sign',
    kernels: ['scatterAdd'],
    code: 'mismatch',
    mutate: spoil('scatterAdd', (result, x, indices, rows) => {
      if (result instanceof Float32Array) runningScatter(result, x as Operand, indices as Operand, rows as number);
    }),
  },
  {
    mistake: 'scatterAdd is a running float64 sum',
    kernels: ['scatterAdd'],
    code: 'mismatch',
    mutate: spoil('scatterAdd', (result, x, indices, rows) => {
      if (result instanceof Float64Array) runningScatter(result, x as Operand, indices as Operand, rows as number);
    }),
  },
  {
    mistake: 'scatterAdd is a product with a one-hot matrix, in which 0 * NaN reaches every row',
    kernels: ['scatterAdd'],
    code: 'mismatch',
    mutate: spoil('scatterAdd', (result, x) => {
      const [n, width] = (x as Operand).shape as [number, number];
      for (let i = 0; i < n * width; i++) {
        for (let j = i % width; j < result.length; j += width)
          result[j] = (result[j] as number) + 0 * at(x as Operand, i);
      }
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
