/**
 * A residual network of 24 blocks, each of which adds something to its input. The same layers without the additions
 * learn less, because the gradient vanishes on its way back to the first layers.
 *
 *     node residual.js
 */
import { createBackend } from '@nablajs/backend-wasm';
import {
  Adam,
  Chain,
  Dense,
  dense,
  evaluate,
  fit,
  Random,
  Residual,
  Sequential,
  SoftmaxCrossEntropy,
  Tanh,
} from '@nablajs/core';
import { arrayDataset } from '@nablajs/datasets';
import './support/pipe.js';

/** @import { Module } from '@nablajs/core' */

const DEPTH = 24;
const WIDTH = 12;
const seed = 1;
const random = new Random(seed);

/** Two spirals, one inside the other; the class is the spiral. @param {number} n */
function spirals(n) {
  const x = new Float32Array(2 * n);
  const labels = new Int32Array(n);
  for (let row = 0; row < n; row++) {
    labels[row] = row % 2;
    const radius = 0.2 + 1.3 * random.uniform();
    const angle = 5 * radius + Math.PI * (row % 2);
    x[2 * row] = radius * Math.cos(angle) + 0.02 * random.normal();
    x[2 * row + 1] = radius * Math.sin(angle) + 0.02 * random.normal();
  }
  return arrayDataset(dense(x, [n, 2]), dense(labels, [n]));
}

const [train, test] = [spirals(400), spirals(400)];
const backend = await createBackend();
const loss = new SoftmaxCrossEntropy();

/** Trains a network of DEPTH blocks, and returns its accuracy on the test points. @param {() => Module} block */
async function learn(block) {
  const blocks = Array.from({ length: DEPTH }, block);
  const layers = [new Dense(WIDTH), ...blocks, new Dense(2)];
  const model = new Sequential(backend, { inputShape: [2], layers, seed });
  const history = await fit(model, train, { loss, optimizer: new Adam({ learningRate: 0.003 }), epochs: 60, seed });
  const { classification } = await evaluate(model, test, { loss });
  model.dispose();
  return { loss: history.loss.at(-1) ?? Number.NaN, accuracy: 100 * (classification?.accuracy ?? Number.NaN) };
}

const plain = await learn(() => new Chain([new Dense(WIDTH), new Tanh()]));
const residual = await learn(() => new Residual(new Chain([new Dense(WIDTH), new Tanh()])));

console.log(`Two spirals, ${DEPTH} blocks of Dense(${WIDTH}) and Tanh, after 60 epochs:`);
console.log(`  block(x)      loss ${plain.loss.toFixed(4)}, test accuracy ${plain.accuracy.toFixed(1)} %`);
console.log(`  x + block(x)  loss ${residual.loss.toFixed(4)}, test accuracy ${residual.accuracy.toFixed(1)} %`);

await backend.dispose();
