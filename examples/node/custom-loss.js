/**
 * A custom loss: the quantile loss. One network learns the curve below which 10 % of the measurements lie, another the
 * curve for 90 %. Most values lie between the two curves.
 *
 *     node custom-loss.js
 */
import { createBackend } from '@nablajs/backend-wasm';
import {
  Adam,
  Dense,
  dense,
  ElementwiseLoss,
  fit,
  maximum,
  multiply,
  predict,
  Random,
  Sequential,
  subtract,
  Tanh,
} from '@nablajs/core';
import { arrayDataset } from '@nablajs/datasets';
import './support/pipe.js';
import { scatter } from './support/text.js';

/**
 * The mean of max(q e, (q - 1) e) with e = t - y (Koenker and Bassett 1978). It is smallest if a share q of the targets
 * is below y.
 *
 * @param {number} quantile In (0, 1).
 */
const quantileLoss = (quantile) =>
  // The function returns the loss of each element; core computes the mean.
  new ElementwiseLoss({ type: 'QuantileLoss', quantile }, (y, t) => {
    const e = subtract(t, y);
    return maximum(multiply(e, quantile), multiply(e, quantile - 1));
  });

const seed = 1;
const random = new Random(seed);

/** Returns a wave whose noise grows to the right. @param {number} n */
function measurements(n) {
  const x = Float32Array.from({ length: n }, () => 2 * random.uniform() - 1);
  const y = x.map((value) => Math.sin(3 * value) + (0.1 + 0.2 * (value + 1)) * random.normal());
  return { x: dense(x, [n, 1]), y: dense(y, [n, 1]) };
}

const [train, test] = [measurements(1000), measurements(1000)];
const backend = await createBackend();

/** Trains a network and returns the curve of a quantile at the test points. @param {number} quantile */
async function curve(quantile) {
  const layers = [new Dense(16), new Tanh(), new Dense(1)];
  const model = new Sequential(backend, { inputShape: [1], layers, seed });
  const loss = quantileLoss(quantile);
  await fit(model, arrayDataset(train.x, train.y), {
    loss,
    optimizer: new Adam({ learningRate: 0.01 }),
    epochs: 60,
    seed,
  });
  const { data } = await predict(model, test.x);
  model.dispose();
  return data;
}

const [low, high] = [await curve(0.1), await curve(0.9)];
/** @param {Iterable<number>} y */
const shareBelow = (y) => Array.from(y).filter((value, row) => (test.y.data[row] ?? 0) < value).length / 10;
console.log('Of 1,000 new measurements:');
console.log(`  below the 10 % curve  ${shareBelow(low).toFixed(1)} %`);
console.log(`  below the 90 % curve  ${shareBelow(high).toFixed(1)} %`);
console.log('\nMeasurements (.) and the two curves (o):');
console.log(
  scatter([
    { mark: '.', x: test.x.data, y: test.y.data },
    { mark: 'o', x: test.x.data, y: low },
    { mark: 'o', x: test.x.data, y: high },
  ]),
);

await backend.dispose();
