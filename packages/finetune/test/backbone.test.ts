import { createBackend } from '@nablajs/backend-ts';
import {
  type Backend,
  type Blueprint,
  type Context,
  Conv2d,
  fit,
  type Module,
  Network,
  SGD,
  type Shape,
  SoftmaxCrossEntropy,
  type Tensor,
} from '@nablajs/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { featuresOf, fineTuned } from '../src/index.js';
import { convnetLayers, images, modelOf } from './networks.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend();
});
afterAll(() => backend.dispose());

/** Trains a painter in front of a judge, which learns nothing. */
class Painter implements Module {
  readonly config = { type: 'Painter' };
  readonly #own = new Conv2d(2, 1);
  readonly #judge: Module;

  constructor(judge: Module) {
    this.#judge = judge;
  }

  build(shape: Shape): Blueprint {
    return { outputShape: [3], children: { own: this.#own.build(shape), judge: this.#judge.build(shape) } };
  }

  call(context: Context, x: Tensor): Tensor {
    return context.frozen.run('judge', this.#judge, context.run('own', this.#own, x)) as Tensor;
  }
}

test('a base that another module runs as frozen learns nothing, and passes gradients on', async () => {
  const features = featuresOf(await modelOf(backend, convnetLayers()));
  using network = new Network(backend, new Painter(fineTuned(features, 3)), { inputShape: [6, 6, 2], seed: 1 });
  const weight = network.parameters.get('judge.head.weight');
  const data = Float32Array.from({ length: weight.size }, (_, at) => (at % 5) - 2);
  const { shape } = weight;
  network.parameters.load(new Map([['judge.head.weight', { layout: 'dense', data, shape }]]), { strict: false });
  const before = await network.parameters.read();
  const how = { loss: new SoftmaxCrossEntropy(), optimizer: new SGD({ learningRate: 0.5 }), epochs: 2 };
  await fit(network, images(12, 1), how);
  const after = await network.parameters.read();
  const changed = Array.from(before.keys()).filter(
    (name) => before.get(name)?.data.join() !== after.get(name)?.data.join(),
  );
  expect(changed).toEqual(['own.weight', 'own.bias']);
});
