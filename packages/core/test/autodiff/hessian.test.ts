/** Hessian-vector products, by a gradient of a gradient, against differences of gradients. */
import { expect, it } from 'vitest';
import {
  add,
  Chain,
  Context,
  Dense,
  dense,
  GELU,
  gather,
  grad,
  type Loss,
  MeanSquaredError,
  type Module,
  matmul,
  meanLoss,
  multiply,
  Network,
  permute,
  ReLU,
  Residual,
  SiLU,
  SoftmaxCrossEntropy,
  Softplus,
  scope,
  softmax,
  softmaxCrossEntropy,
  sum,
  Tanh,
  type Tensor,
  tensor,
  upload,
} from '../../src/index.js';
import { labels, newBackend, numbersOf, scatteredArray } from '../support/index.js';

const STEP = 1e-5;

it.each<[name: string, layers: Module[], loss: Loss]>([
  ['tanh, mean squared error', [new Dense(4), new Tanh(), new Dense(3)], new MeanSquaredError()],
  ['relu, cross-entropy', [new Dense(4), new ReLU(), new Dense(3)], new SoftmaxCrossEntropy()],
  [
    'gelu and silu, cross-entropy',
    [new Dense(4), new GELU(), new Dense(4), new SiLU(), new Dense(3)],
    new SoftmaxCrossEntropy(),
  ],
  [
    'residual, softplus',
    [new Dense(4), new Residual(new Chain([new Dense(4), new Softplus()])), new Dense(3)],
    new MeanSquaredError(),
  ],
])('of a network with %s', async (_, layers, loss) => {
  const backend = await newBackend();
  using network = new Network(backend, new Chain(layers), { inputShape: [2], dtype: 'float64', seed: 3 });
  const x = upload(backend, scatteredArray([5, 2]));
  const targets = loss.classification
    ? labels(backend, [0, 2, 1, 1, 0])
    : upload(backend, scatteredArray([5, 3], 'float64', 7));
  const names = network.parameters.list.map(({ name }) => name);
  const weights = network.parameters.list.map(({ value }) => value);
  const lossOf = (values: readonly Tensor[]): Tensor => {
    const context = new Context(new Map(names.map((name, at) => [name, values[at] as Tensor])));
    return meanLoss(loss, network.module.call(context, x), targets);
  };
  await expectProducts(lossOf, weights, names);
});

/** Two heads of attention over sequences [2, 3] of embedded words, and a class for each place. */
it('of a block of attention on an embedding', async () => {
  const backend = await newBackend();
  const words = tensor(
    backend,
    [
      [0, 4, 1],
      [4, 4, 2],
    ],
    'int32',
  );
  const classes = labels(backend, [0, 2, 1, 1, 0, 2]);
  const shapes = { embedding: [5, 4], query: [4, 4], key: [4, 4], value: [4, 4], output: [4, 3] };
  const weights = Object.values(shapes).map((shape, at) => upload(backend, scatteredArray(shape, 'float64', at + 40)));
  const heads = (x: Tensor, w: Tensor): Tensor => permute(matmul(x, w).reshape([2, 3, 2, 2]), [0, 2, 1, 3]);
  const lossOf = (values: readonly Tensor[]): Tensor => {
    const [embedding, query, key, value, output] = values as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const x = gather(embedding, words);
    const scores = multiply(matmul(heads(x, query), heads(x, key), { transposeB: true }), Math.SQRT1_2);
    const mixed = permute(matmul(softmax(scores), heads(x, value)), [0, 2, 1, 3]).reshape([2, 3, 4]);
    return softmaxCrossEntropy(matmul(mixed, output).reshape([6, 3]), classes, 0, 1 / 6);
  };
  await expectProducts(lossOf, weights, Object.keys(shapes));
});

/** The Hessian of the loss times a direction is what differences of gradients along it give. */
async function expectProducts(
  lossOf: (values: readonly Tensor[]) => Tensor,
  weights: readonly Tensor[],
  names: readonly string[],
): Promise<void> {
  const direction = weights.map(({ backend, shape }, at) => upload(backend, scatteredArray(shape, 'float64', at + 2)));
  const slope = (values: readonly Tensor[]): Tensor =>
    grad(lossOf, { fused: false })(values)
      .map((gradient, at) => sum(multiply(gradient, direction[at] as Tensor)))
      .reduce((total, part) => add(total, part));
  const products = grad(slope, { fused: false })(weights);
  const along = (distance: number): Tensor[] =>
    scope(() => [...grad(lossOf)(weights.map((w, at) => add(w, multiply(direction[at] as Tensor, distance))))]);
  const [ahead, behind] = [along(STEP), along(-STEP)];
  for (const [at, product] of products.entries()) {
    const [own, high, low] = await Promise.all([product, ahead[at] as Tensor, behind[at] as Tensor].map(numbersOf));
    const expected = dense(
      Float64Array.from(high as number[], (value, i) => (value - (low?.[i] ?? Number.NaN)) / (2 * STEP)),
      product.shape,
    ).data;
    const largest = Math.max(...expected.map(Math.abs));
    for (const [i, value] of (own as number[]).entries()) {
      expect(Math.abs(value - (expected[i] as number)), names[at]).toBeLessThanOrEqual(1e-5 * Math.max(largest, 1e-3));
    }
  }
}
