/**
 * A custom network with two inputs: do two points lie on the same ring? One encoder reads both points, so its weights
 * are used twice.
 *
 *     node two-inputs.js
 */
import { createBackend } from '@nablajs/backend-wasm';
import {
  Adam,
  BinaryCrossEntropy,
  Chain,
  Dense,
  dense,
  fit,
  Network,
  predict,
  Random,
  square,
  subtract,
  sum,
  Tanh,
} from '@nablajs/core';
import './support/pipe.js';

/** @import { Blueprint, Context, Dataset, Module, Shape, Tensor } from '@nablajs/core' */

/**
 * Takes two inputs and returns a logit: 1 minus the squared distance of their codes.
 *
 * @implements {Module}
 */
class SamePlace {
  encoder = new Chain([new Dense(32), new Tanh(), new Dense(4)]);

  get config() {
    return { type: 'SamePlace' };
  }

  /** @param {Shape} a @returns {Blueprint} */
  build(a) {
    return { outputShape: [1], children: { encoder: this.encoder.build(a) } };
  }

  /** @param {Context} context @param {Tensor} a @param {Tensor} b */
  call(context, a, b) {
    const apart = subtract(context.run('encoder', this.encoder, a), context.run('encoder', this.encoder, b));
    return subtract(1, sum(square(apart), { axis: 1, keepDimensions: true }));
  }
}

const seed = 1;
const random = new Random(seed);

/** Returns a point on one of three rings. @param {number} ring */
function pointOn(ring) {
  const radius = 0.5 * (ring + 1) + 0.05 * random.normal();
  const angle = 2 * Math.PI * random.uniform();
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

/** Returns pairs of points; half of the pairs lie on the same ring. @param {number} n */
function pairs(n) {
  const rings = Array.from({ length: n }, (_, row) => {
    const ring = random.integer(3);
    return [ring, row % 2 === 0 ? ring : (ring + 1 + random.integer(2)) % 3];
  });
  const points = (/** @type {0 | 1} */ side) =>
    dense(Float32Array.from(rings.flatMap((pair) => pointOn(pair[side] ?? 0))), [n, 2]);
  const y = Float32Array.from(rings, ([a, b]) => (a === b ? 1 : 0));
  return { x: [points(0), points(1)], y: dense(y, [n, 1]) };
}

const [train, test] = [pairs(500), pairs(500)];
const backend = await createBackend();
const model = new Network(backend, new SamePlace(), { inputShape: [[2], [2]], seed });
console.log(model.summary());

/** All pairs as one batch. @type {Dataset} */
const data = { length: 500, inputShape: [2], batch: () => train };
const history = await fit(model, data, {
  loss: new BinaryCrossEntropy(),
  optimizer: new Adam({ learningRate: 0.01 }),
  epochs: 400,
  batchSize: 'full',
});

const logits = await predict(model, test.x);
const right = logits.data.filter((logit, row) => logit > 0 === (test.y.data[row] === 1)).length;
console.log(`\nloss ${history.loss.at(-1)?.toFixed(4)}, test accuracy ${((100 * right) / 500).toFixed(1)} %`);

model.dispose();
await backend.dispose();
