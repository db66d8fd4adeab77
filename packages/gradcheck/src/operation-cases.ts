/** Checks of every operation of core that has a gradient, with broadcasting and views, at fixed points. */
import {
  abs,
  add,
  averagePool2d,
  type Backend,
  batchNorm,
  binaryCrossEntropy,
  broadcastTo,
  cast,
  clip,
  concat,
  conv2d,
  convTranspose2d,
  crossEntropyRows,
  cumsum,
  type DenseArray,
  denseForward,
  divide,
  elu,
  erf,
  exp,
  expm1,
  type FloatDType,
  gather,
  gelu,
  greater,
  groupNorm,
  hardSwish,
  huber,
  layerNorm,
  leakyRelu,
  log,
  log1p,
  logSoftmax,
  matmul,
  max,
  maximum,
  maxPool2d,
  mean,
  min,
  minimum,
  multiply,
  negate,
  normalCdf,
  pad,
  permute,
  pow,
  prelu,
  relu,
  rmsNorm,
  type Shape,
  scatterAdd,
  selu,
  sigmoid,
  silu,
  slice,
  softmax,
  softmaxCrossEntropy,
  softplus,
  split,
  sqrt,
  square,
  stack,
  subtract,
  sum,
  sumTo,
  type Tensor,
  tanh,
  targetCrossEntropy,
  tensor,
  topK,
  transpose,
  where,
} from '@nablajs/core';
import { floats, randomNormals } from './arrays.js';
import { gradcheck } from './gradcheck.js';
import type { GradcheckOptions } from './options.js';
import type { GradcheckReport } from './report.js';
import type { DifferentiableFunction } from './subjects/function-subject.js';

/** An operation with operands of given shapes. */
export interface OperationCase {
  /** `multiply, broadcast` */
  readonly name: string;
  /** The function of core: `multiply`. */
  readonly operation: string;
  readonly differentiable: DifferentiableFunction;
  /** float64, none near a kink. */
  readonly inputs: readonly DenseArray[];
}

type Unary = (x: Tensor) => Tensor;
type Binary = (a: Tensor, b: Tensor) => Tensor;
type Ternary = (a: Tensor, b: Tensor, c: Tensor) => Tensor;

interface Choice {
  readonly name: string;
  readonly f: (...inputs: Tensor[]) => Tensor;
  readonly shapes: readonly Shape[];
  /** Operands above 0, for roots, logarithms and divisors. */
  readonly positive?: boolean;
}

const one = (name: string, f: Unary, more: Partial<Choice> = {}): Choice => ({
  ...{ name, shapes: [[2, 3]] },
  f: f as Choice['f'],
  ...more,
});
const two = (name: string, f: Binary, shapes: readonly [Shape, Shape], more: Partial<Choice> = {}): Choice => ({
  ...{ name, shapes },
  f: f as Choice['f'],
  ...more,
});
const three = (
  name: string,
  f: Ternary,
  shapes: readonly [Shape, Shape, Shape],
  more: Partial<Choice> = {},
): Choice => ({
  ...{ name, shapes },
  f: f as Choice['f'],
  ...more,
});

const positive = { positive: true };
const both = { transposeA: true, transposeB: true };
const indices = (x: Tensor, ...values: readonly number[]): Tensor => tensor(x.backend, values, 'int32');
const LAYER: readonly [Shape, Shape, Shape] = [[4, 3], [3, 2], [2]];
const NORMALIZED: readonly [Shape, Shape, Shape] = [[2, 3, 4], [4], [4]];
const OVER_TWO_AXES: readonly [Shape, Shape, Shape] = [
  [2, 3, 4],
  [3, 4],
  [3, 4],
];

const IMAGE: Shape = [2, 4, 3, 2];
const CONV: readonly [Shape, Shape, Shape] = [IMAGE, [2, 2, 2, 3], [3]];
const TRANSPOSED: readonly [Shape, Shape, Shape] = [[2, 2, 3, 2], [3, 2, 3, 2], [3]];
const same = { padding: 'same' } as const;

const CHOICES: readonly Choice[] = [
  one('exp', exp),
  one('expm1', expm1),
  one('log', log, positive),
  one('log1p', log1p, positive),
  one('sqrt', sqrt, positive),
  one('tanh', tanh),
  one('sigmoid', sigmoid),
  one('erf', erf),
  two('add', add, [
    [2, 3],
    [2, 3],
  ]),
  two('add, broadcast', add, [
    [2, 1, 3],
    [4, 1],
  ]),
  one('add, of a number', (x) => add(3, x)),
  two('subtract, broadcast', subtract, [[3], [2, 3]]),
  two('multiply, broadcast', multiply, [
    [2, 1],
    [1, 3],
  ]),
  one('multiply, by itself', (x) => multiply(x, x)),
  two('divide, broadcast', divide, [[2, 3], [3]], positive),
  one('divide, a number', (x) => divide(2, x), positive),
  two('maximum, broadcast', maximum, [[2, 3], [3]]),
  two('minimum, broadcast', minimum, [[2, 3], [3]]),
  one('min, of an axis', (x) => min(x, { axis: 0 })),
  one('clip', (x) => clip(x, -0.5, 0.8)),
  one('pow, whole', (x) => pow(x, 3)),
  one('pow, a fraction', (x) => pow(x, 1.7), positive),
  one('sum, of two axes', (x) => sum(x, { axis: [0, 2] }), { shapes: [[2, 3, 2]] }),
  one('mean, of an axis', (x) => mean(x, { axis: 1 })),
  one('softmax, of another axis', (x) => softmax(x, { axis: 0 })),
  two('where, broadcast', (a, b) => where(greater(b, 0), a, b), [[3], [2, 3]]),
  one('broadcastTo', (x) => broadcastTo(x, [4, 2, 3])),
  one('sumTo', (x) => sumTo(x, [2, 1]), { shapes: [[4, 2, 3]] }),
  two('matmul', matmul, [
    [2, 4],
    [4, 3],
  ]),
  two('matmul, a transposed', (a, b) => matmul(a, b, { transposeA: true }), [
    [4, 2],
    [4, 3],
  ]),
  two('matmul, b transposed', (a, b) => matmul(a, b, { transposeB: true }), [
    [2, 4],
    [3, 4],
  ]),
  two('matmul, both transposed', (a, b) => matmul(a, b, { transposeA: true, transposeB: true }), [
    [4, 2],
    [3, 4],
  ]),
  two('matmul, of many', matmul, [
    [2, 2, 3],
    [2, 3, 2],
  ]),
  two('matmul, of many, a repeated', matmul, [
    [1, 2, 3],
    [2, 3, 2],
  ]),
  two('matmul, of many, both repeated', matmul, [
    [2, 1, 2, 2],
    [3, 2, 1],
  ]),
  two('matmul, of many by a matrix', matmul, [
    [2, 2, 3],
    [3, 2],
  ]),
  two('matmul, of a matrix by many', matmul, [
    [2, 3],
    [2, 3, 2],
  ]),
  two('matmul, of many, a transposed, by a matrix', (a, b) => matmul(a, b, { transposeA: true }), [
    [2, 3, 2],
    [3, 2],
  ]),
  two('matmul, of many, a transposed, b repeated', (a, b) => matmul(a, b, { transposeA: true }), [
    [2, 3, 2],
    [1, 3, 2],
  ]),
  two('matmul, of many, b transposed, a repeated', (a, b) => matmul(a, b, { transposeB: true }), [
    [1, 2, 3],
    [2, 2, 3],
  ]),
  two('matmul, of many, both transposed', (a, b) => matmul(a, b, both), [
    [2, 3, 2],
    [2, 2, 3],
  ]),
  one('transpose', transpose),
  one('transpose, of a view', (x) => transpose(x.reshape([3, 2]))),
  one('reshape', (x) => x.reshape([3, -1])),
  one('permute', (x) => permute(x, [2, 0, 1]), { shapes: [[2, 3, 2]] }),
  one('permute, of a view', (x) => permute(x.reshape([3, 2, 1]), [1, -1, 0])),
  one('slice', (x) => slice(x, [[1], [], [1]]), { shapes: [[2, 3, 2]] }),
  one('slice, of an index, and backwards by steps', (x) => slice(x, [1, [-1, undefined, -2]]), { shapes: [[2, 5, 2]] }),
  one('slice, of parts that overlap', (x) => multiply(slice(x, [[0, 2]]), slice(x, [[1]])), { shapes: [[3, 2]] }),
  one('slice, of a view', (x) => slice(x.reshape([3, 2]), [[1], [0, 1]])),
  one('pad', (x) =>
    pad(
      x,
      [
        [1, 0],
        [0, 2],
      ],
      0.5,
    ),
  ),
  one('pad, of a view', (x) => pad(x.reshape([6]), [[2, 1]])),
  two('concat', (a, b) => concat([a, b]), [
    [2, 3],
    [1, 3],
  ]),
  two('concat, along the last axis', (a, b) => concat([a, b], { axis: -1 }), [
    [2, 2, 1],
    [2, 2, 2],
  ]),
  two('concat, of one twice', (a, b) => concat([a, b, a], { axis: 1 }), [
    [2, 2],
    [2, 1],
  ]),
  two('stack', (a, b) => stack([a, multiply(b, b), a], { axis: -1 }), [
    [2, 2],
    [2, 2],
  ]),
  one('split', (x) => multiply(...(split(x, 2, { axis: 1 }) as [Tensor, Tensor])), { shapes: [[2, 4]] }),
  one('split, by lengths', (x) => concat(split(x, [1, 0, 3], { axis: -1 }).reverse(), { axis: 1 }), {
    shapes: [[2, 4]],
  }),
  one('cumsum', cumsum),
  one('cumsum, exclusive and from the end', (x) => cumsum(x, { axis: -1, exclusive: true, reverse: true })),
  one('topK', (x) => topK(x, 2).values),
  one('topK, along the first axis', (x) => topK(x, 3, { axis: 0 }).values, { shapes: [[4, 2]] }),
  one('sum', sum),
  one('sum, of an axis', (x) => sum(x, { axis: 1 }), { shapes: [[2, 3, 2]] }),
  one('sum, that keeps its axis', (x) => sum(x, { axis: 0, keepDimensions: true })),
  one('max', max),
  one('max, of an axis', (x) => max(x, { axis: -1 })),
  one('gather', (x) => gather(x, Int32Array.of(2, 0, 2, 1, 2)), { shapes: [[3, 2, 2]] }),
  one('gather, by a tensor', (x) => gather(x, indices(x, 2, 0, 2, 1).reshape([2, 2])), { shapes: [[3, 2]] }),
  one('gather, along the last axis', (x) => gather(x, indices(x, 2, 0, 2, 1).reshape([2, 2]), { axis: -1 }), {
    shapes: [[2, 2, 3]],
  }),
  one('gather, of a view', (x) => gather(x.reshape([3, 2]), indices(x, 1, 1))),
  one('scatterAdd', (x) => scatterAdd(x, indices(x, 1, 3, 1), 4), { shapes: [[3, 2]] }),
  one('scatterAdd, of a view', (x) =>
    scatterAdd(x.reshape([2, 3, 1]), indices(x, 0, 1, 1, 2, 0, 1).reshape([2, 3]), 3),
  ),
  one('cast', (x) => cast(x, x.dtype)),
  one('negate', negate),
  one('square', square),
  one('abs', abs),
  one('huber', (x) => huber(x, 0.6)),
  two('binaryCrossEntropy', binaryCrossEntropy, [
    [2, 3],
    [2, 3],
  ]),
  one('relu', relu),
  one('leakyRelu', (x) => leakyRelu(x, 0.1)),
  one('elu', (x) => elu(x, 0.7)),
  one('silu', silu),
  one('gelu', (x) => gelu(x)),
  one('gelu, approximated', (x) => gelu(x, { approximate: 'tanh' })),
  one('selu', selu),
  one('hardSwish', (x) => hardSwish(multiply(x, 2))),
  two('prelu', prelu, [[2, 3], [3]]),
  three('layerNorm', (x, scale, offset) => layerNorm(x, scale, offset, 0.1), NORMALIZED),
  three('groupNorm', (x, scale, offset) => groupNorm(x, 2, scale, offset, 0.1), NORMALIZED),
  two('rmsNorm', (x, scale) => rmsNorm(x, scale, 0.1), [[2, 3, 4], [4]]),
  three('layerNorm, over two axes', (x, scale, offset) => layerNorm(x, scale, offset, 0.1, 2), OVER_TWO_AXES),
  two('rmsNorm, over two axes', (x, scale) => rmsNorm(x, scale, 0.1, 2), [
    [2, 3, 4],
    [3, 4],
  ]),
  one('layerNorm, without parameters', (x) => layerNorm(x, undefined, undefined, 0.1)),
  one('normalCdf', normalCdf),
  one('softplus', softplus),
  one('mean', mean),
  one('softmax', softmax),
  one('logSoftmax', logSoftmax),
  three('denseForward', (x, w, b) => denseForward(x, w, b, 'none'), LAYER),
  three('denseForward, with ReLU', (x, w, b) => denseForward(x, w, b, 'relu'), LAYER),
  two('denseForward, without bias', (x, w) => denseForward(x, w, undefined, 'none'), [
    [4, 3],
    [3, 2],
  ]),
  two('targetCrossEntropy', (x, t) => targetCrossEntropy(x, t, 0.1, 0.5), [
    [2, 3],
    [2, 3],
  ]),
  two('crossEntropyRows', (x, t) => crossEntropyRows(x, t, 0.1), [
    [2, 3],
    [2, 3],
  ]),
  one('crossEntropyRows, of labels', (x) => crossEntropyRows(x, indices(x, 1, 2), 0)),
  one('crossEntropyRows, with weights of classes', (x) =>
    crossEntropyRows(x, indices(x, 1, 2), 0.1, tensor(x.backend, [0.5, 2, 3], x.dtype)),
  ),
  three('conv2d', (x, w, b) => conv2d(x, w, b), CONV),
  three('conv2d, with ReLU', (x, w, b) => conv2d(x, w, b, { activation: 'relu' }), CONV),
  two('conv2d, without bias', (x, w) => conv2d(x, w, undefined), [IMAGE, [2, 2, 2, 3]]),
  three('conv2d, with stride and same padding', (x, w, b) => conv2d(x, w, b, { ...same, stride: [2, 1] }), CONV),
  three('conv2d, with dilation', (x, w, b) => conv2d(x, w, b, { dilation: [2, 1], padding: [0, 1] }), CONV),
  three('conv2d, with groups', (x, w, b) => conv2d(x, w, b, { groups: 2 }), [IMAGE, [2, 2, 1, 2], [2]]),
  three('conv2d, depthwise', (x, w, b) => conv2d(x, w, b, { ...same, groups: 2 }), [IMAGE, [3, 2, 1, 4], [4]]),
  three('convTranspose2d', (x, w, b) => convTranspose2d(x, w, b), TRANSPOSED),
  three('convTranspose2d, with stride', (x, w, b) => convTranspose2d(x, w, b, { stride: 2, padding: 1 }), TRANSPOSED),
  two('convTranspose2d, with same padding', (x, w) => convTranspose2d(x, w, undefined, { ...same, stride: [1, 2] }), [
    [2, 2, 3, 2],
    [2, 3, 3, 2],
  ]),
  three(
    'convTranspose2d, with groups',
    (x, w, b) => convTranspose2d(x, w, b, { groups: 2, stride: 2, dilation: 2, outputPadding: [1, 0] }),
    [[1, 2, 2, 4], [2, 2, 1, 4], [2]],
  ),
  one('maxPool2d', (x) => maxPool2d(x, 2), { shapes: [IMAGE] }),
  one('maxPool2d, that overlaps', (x) => maxPool2d(x, [2, 3], { ...same, stride: 1 }), { shapes: [IMAGE] }),
  one('averagePool2d', (x) => averagePool2d(x, 2), { shapes: [IMAGE] }),
  one('averagePool2d, that overlaps', (x) => averagePool2d(x, 3, { stride: [2, 1], padding: 1 }), { shapes: [IMAGE] }),
  three('batchNorm', (x, scale, offset) => batchNorm(x, scale, offset, 1e-5, 'none').y, [[5, 2], [2], [2]]),
  three('batchNorm, with ReLU', (x, scale, offset) => batchNorm(x, scale, offset, 0.1, 'relu').y, [[5, 2], [2], [2]]),
  one('softmaxCrossEntropy', (x) => softmaxCrossEntropy(x, tensor(x.backend, [1, 2], 'int32'), 0.1, 0.5)),
];

/**
 * Lists checks of every operation of core that has a gradient.
 *
 * @example
 * ```ts
 * for (const one of operationCases()) {
 *   const report = await checkOperation(one, backend, 'float64');
 *   if (!report.ok) console.log(one.name, report.problems);
 * }
 * ```
 */
export function operationCases(): OperationCase[] {
  return CHOICES.map(({ name, f, shapes, positive }) => ({
    name,
    operation: name.split(',')[0] as string,
    differentiable: { name, forward: f },
    inputs: shapes.map((shape, at) => {
      const normals = randomNormals(shape, 20 + at);
      return positive === true
        ? floats(
            Array.from(normals.data, (value: number) => 0.3 + value * value),
            shape,
            'float64',
          )
        : normals;
    }),
  }));
}

/**
 * Checks one operation on a backend. Does not dispose the backend.
 *
 * @example
 * ```ts
 * for (const one of operationCases().filter(({ operation }) => operation === 'matmul')) {
 *   const report = await checkOperation(one, backend, 'float64');
 *   console.log(one.name, report.ok);
 * }
 * ```
 */
export function checkOperation(
  { differentiable, inputs }: OperationCase,
  backend: Backend,
  dtype: FloatDType,
  options: Omit<GradcheckOptions, 'backend' | 'dtype' | 'loss' | 'targets'> = {},
): Promise<GradcheckReport> {
  return gradcheck(differentiable, inputs, { ...options, backend, dtype });
}
