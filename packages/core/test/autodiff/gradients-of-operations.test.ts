/** Of every operation and twice: gradients against central differences in float64. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as core from '../../src/index.js';
import { type Backend, denseForward, grad, type Shape, type Tensor, upload } from '../../src/index.js';
import { createBackend } from '../../src/testing/index.js';
import { expectGradientsOn, positive, type Scalar, weighted } from '../support/differences.js';

let backend: Backend;

beforeEach(async () => {
  backend = await createBackend();
});

afterEach(() => {
  expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
});

const expectGradients = (f: Scalar, shapes: readonly Shape[], fused?: boolean): Promise<void> =>
  expectGradientsOn(backend, f, shapes, fused);

const indices = (values: readonly number[]): Tensor => core.tensor(backend, values, 'int32');

/** Every differentiable operation, with the shapes of its operands: broadcasting and views included. */
const OPERATIONS: readonly [name: string, f: Scalar, ...shapes: number[][]][] = [
  ['exp', (x) => core.exp(x as Tensor), [2, 3]],
  ['expm1', (x) => core.expm1(x as Tensor), [2, 3]],
  ['log', (x) => core.log(positive(x as Tensor)), [2, 3]],
  ['log1p', (x) => core.log1p(positive(x as Tensor)), [2, 3]],
  ['sqrt', (x) => core.sqrt(positive(x as Tensor)), [2, 3]],
  ['tanh', (x) => core.tanh(x as Tensor), [2, 3]],
  ['sigmoid', (x) => core.sigmoid(x as Tensor), [2, 3]],
  ['erf', (x) => core.erf(x as Tensor), [2, 3]],
  ['add', (a, b) => core.add(a as Tensor, b as Tensor), [2, 3], [2, 3]],
  ['add, broadcast', (a, b) => core.add(a as Tensor, b as Tensor), [2, 1, 3], [4, 1]],
  ['add of a number', (a) => core.add(3, a as Tensor), [2, 3]],
  ['subtract, broadcast', (a, b) => core.subtract(a as Tensor, b as Tensor), [3], [2, 3]],
  ['multiply, broadcast', (a, b) => core.multiply(a as Tensor, b as Tensor), [2, 1], [1, 3]],
  ['multiply by itself', (a) => core.multiply(a as Tensor, a as Tensor), [3]],
  ['divide, broadcast', (a, b) => core.divide(a as Tensor, positive(b as Tensor)), [2, 3], []],
  ['divide a number', (b) => core.divide(2, positive(b as Tensor)), [2, 3]],
  ['maximum, broadcast', (a, b) => core.maximum(a as Tensor, b as Tensor), [2, 3], [3]],
  ['minimum, broadcast', (a, b) => core.minimum(a as Tensor, b as Tensor), [2, 3], [3]],
  ['min of an axis', (x) => core.min(x as Tensor, { axis: 0 }), [2, 3]],
  ['clip', (x) => core.clip(x as Tensor, -0.5, 0.8), [2, 3]],
  ['pow, whole', (x) => core.pow(x as Tensor, 3), [2, 3]],
  ['pow, negative', (x) => core.pow(positive(x as Tensor), -2), [2, 3]],
  ['pow, a fraction', (x) => core.pow(positive(x as Tensor), 1.7), [2, 3]],
  ['pow, one half', (x) => core.pow(positive(x as Tensor), 0.5), [2, 3]],
  ['pow, 0', (x) => core.pow(x as Tensor, 0), [3]],
  ['sum of two axes', (x) => core.sum(x as Tensor, { axis: [0, -1] }), [2, 3, 2]],
  ['mean of two axes', (x) => core.mean(x as Tensor, { axis: [1, 2], keepDimensions: true }), [2, 3, 2]],
  ['softmax of another axis', (x) => core.softmax(x as Tensor, { axis: 0 }), [3, 2]],
  ['logSoftmax of another axis', (x) => core.logSoftmax(x as Tensor, { axis: 0 }), [3, 2]],
  ['where, broadcast', (a, b) => core.where(core.greater(a as Tensor, 0), a as Tensor, b as Tensor), [2, 3], [2, 1]],
  ['broadcastTo', (x) => core.broadcastTo(x as Tensor, [4, 2, 3]), [2, 1]],
  ['sumTo', (x) => core.sumTo(x as Tensor, [2, 1]), [4, 2, 3]],
  ['matmul', (a, b) => core.matmul(a as Tensor, b as Tensor), [2, 4], [4, 3]],
  ['matmul, a transposed', (a, b) => core.matmul(a as Tensor, b as Tensor, { transposeA: true }), [4, 2], [4, 3]],
  ['matmul, b transposed', (a, b) => core.matmul(a as Tensor, b as Tensor, { transposeB: true }), [2, 4], [3, 4]],
  [
    'matmul, both transposed',
    (a, b) => core.matmul(a as Tensor, b as Tensor, { transposeA: true, transposeB: true }),
    [4, 2],
    [3, 4],
  ],
  ['matmul of many', (a, b) => core.matmul(a as Tensor, b as Tensor), [2, 2, 3], [2, 3, 2]],
  ['matmul, a repeated', (a, b) => core.matmul(a as Tensor, b as Tensor), [1, 2, 3], [2, 3, 2]],
  ['matmul, b repeated', (a, b) => core.matmul(a as Tensor, b as Tensor), [2, 1, 2, 2], [3, 2, 1]],
  ['matmul, both repeated', (a, b) => core.matmul(a as Tensor, b as Tensor), [2, 1, 1, 2], [1, 3, 2, 2]],
  ['matmul of many by a matrix', (a, b) => core.matmul(a as Tensor, b as Tensor), [2, 2, 2], [2, 3]],
  ['matmul of a matrix by many', (a, b) => core.matmul(a as Tensor, b as Tensor), [2, 3], [2, 3, 1]],
  [
    'matmul of many, a transposed, by a matrix',
    (a, b) => core.matmul(a as Tensor, b as Tensor, { transposeA: true }),
    [2, 3, 2],
    [3, 2],
  ],
  [
    'matmul of many, b transposed, a repeated',
    (a, b) => core.matmul(a as Tensor, b as Tensor, { transposeB: true }),
    [1, 2, 3],
    [2, 2, 3],
  ],
  [
    'matmul of many, both transposed, b repeated',
    (a, b) => core.matmul(a as Tensor, b as Tensor, { transposeA: true, transposeB: true }),
    [2, 3, 2],
    [1, 2, 3],
  ],
  ['permute', (x) => core.permute(x as Tensor, [2, 0, 1]), [2, 3, 2]],
  ['slice', (x) => core.slice(x as Tensor, [[1], [], 1]), [2, 3, 2]],
  [
    'pad',
    (x) =>
      core.pad(
        x as Tensor,
        [
          [1, 0],
          [0, 2],
        ],
        0.5,
      ),
    [2, 2],
  ],
  ['concat', (a, b) => core.concat([a as Tensor, b as Tensor], { axis: 1 }), [2, 1, 2], [2, 3, 2]],
  ['concat with itself', (a, b) => core.concat([a as Tensor, b as Tensor, a as Tensor]), [1, 2], [2, 2]],
  ['gather by a tensor', (x) => core.gather(x as Tensor, indices([2, 0, 2, 2])), [3, 2]],
  ['scatterAdd', (x) => core.scatterAdd(x as Tensor, indices([1, 0, 1]), 3), [3, 2]],
  ['transpose', (x) => core.transpose(x as Tensor), [2, 3]],
  ['reshape', (x) => (x as Tensor).reshape([3, -1]), [2, 3]],
  ['sum of all', (x) => core.sum(x as Tensor), [2, 3]],
  ['sum of an axis', (x) => core.sum(x as Tensor, { axis: 1 }), [2, 3, 2]],
  ['sum that keeps its axis', (x) => core.sum(x as Tensor, { axis: 0, keepDimensions: true }), [2, 3]],
  ['max of all', (x) => core.max(x as Tensor), [2, 3]],
  ['max of an axis', (x) => core.max(x as Tensor, { axis: -1 }), [2, 3]],
  ['gather', (x) => core.gather(x as Tensor, Int32Array.of(2, 0, 2, 1, 2)), [3, 2, 2]],
  ['cast', (x) => core.cast(x as Tensor, 'float64'), [3]],
  ['negate', (x) => core.negate(x as Tensor), [3]],
  ['square', (x) => core.square(x as Tensor), [3]],
  ['huber', (x) => core.huber(x as Tensor, 0.5), [2, 3]],
  ['abs', (x) => core.abs(x as Tensor), [2, 3]],
  ['binaryCrossEntropy', (x, t) => core.binaryCrossEntropy(x as Tensor, t as Tensor), [2, 3], [2, 3]],
  ['relu', (x) => core.relu(x as Tensor), [2, 3]],
  ['leakyRelu', (x) => core.leakyRelu(x as Tensor, 0.1), [2, 3]],
  ['elu', (x) => core.elu(x as Tensor, 0.7), [2, 3]],
  ['silu', (x) => core.silu(x as Tensor), [2, 3]],
  ['gelu', (x) => core.gelu(x as Tensor), [2, 3]],
  ['gelu by tanh', (x) => core.gelu(x as Tensor, { approximate: 'tanh' }), [2, 3]],
  ['selu', (x) => core.selu(x as Tensor), [2, 3]],
  ['hardSwish', (x) => core.hardSwish(core.multiply(x as Tensor, 4)), [2, 3]],
  ['prelu', (x, slope) => core.prelu(x as Tensor, slope as Tensor), [2, 3], [3]],
  ['layerNorm', (x, a, b) => core.layerNorm(x as Tensor, a as Tensor, b as Tensor, 0.1), [2, 2, 3], [3], [3]],
  ['rmsNorm', (x, scale) => core.rmsNorm(x as Tensor, scale as Tensor, 0.1), [2, 2, 3], [3]],
  ['groupNorm', (x, a, b) => core.groupNorm(x as Tensor, 2, a as Tensor, b as Tensor, 0.1), [2, 3, 4], [4], [4]],
  ['normalCdf', (x) => core.normalCdf(x as Tensor), [2, 3]],
  ['softplus', (x) => core.softplus(x as Tensor), [2, 3]],
  ['mean', (x) => core.mean(x as Tensor), [2, 3]],
  ['softmax', (x) => core.softmax(x as Tensor), [2, 3]],
  ['logSoftmax', (x) => core.logSoftmax(x as Tensor), [2, 3]],
  ['dense', (x, w, b) => denseForward(x as Tensor, w as Tensor, b as Tensor, 'none'), [4, 3], [3, 2], [2]],
  ['dense with ReLU', (x, w, b) => denseForward(x as Tensor, w as Tensor, b as Tensor, 'relu'), [4, 3], [3, 2], [2]],
  ['dense without bias', (x, w) => denseForward(x as Tensor, w as Tensor, undefined, 'relu'), [4, 3], [3, 2]],
];

const CASES = OPERATIONS.map(([name, f, ...shapes]) => ({ name, f, shapes }));

describe('the gradient of', () => {
  it.each(CASES)('$name', async ({ f, shapes }) => {
    await expectGradients((...inputs) => weighted(f(...inputs)), shapes);
  });

  it.each(CASES)('$name, by its second derivative', async ({ f, shapes }) => {
    // A gradient's own gradient, so that every derivative is itself differentiated.
    const once = (...inputs: Tensor[]) =>
      core.scope(() => {
        const gradients = grad((tensors: readonly Tensor[]) => core.sum(core.square(f(...tensors))), { fused: false })(
          inputs,
        );
        return gradients.map(weighted).reduce((a, b) => core.add(a, b));
      });
    await expectGradients(once, shapes, false);
  });

  it('softmaxCrossEntropy', async () => {
    using labels = upload(backend, { layout: 'dense', shape: [3], data: Int32Array.of(1, 0, 3) });
    for (const fused of [true, false]) {
      await expectGradients((x) => core.softmaxCrossEntropy(x as Tensor, labels, 0.1, 1 / 3), [[3, 4]], fused);
    }
  });

  it('a tensor that takes part several times is the sum over its uses', async () => {
    await expectGradients(
      (x, y) => {
        const product = core.multiply(x as Tensor, y as Tensor);
        return weighted(core.add(core.multiply(product, x as Tensor), core.exp(core.subtract(x as Tensor, product))));
      },
      [
        [2, 3],
        [2, 3],
      ],
    );
  });
});
