/**
 * Exclusive or: four examples that two layers can learn, but a single layer cannot.
 *
 *     node xor.js
 */
import { createBackend } from '@nablajs/backend-wasm';
import { Adam, BinaryCrossEntropy, Dense, dense, fit, predict, Sequential, Tanh } from '@nablajs/core';
import { arrayDataset } from '@nablajs/datasets';
import './support/pipe.js';

const x = dense(Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1), [4, 2]);
const y = dense(Float32Array.of(0, 1, 1, 0), [4, 1]);

const backend = await createBackend();
const seed = 1;
const model = new Sequential(backend, {
  inputShape: [2],
  layers: [new Dense(4), new Tanh(), new Dense(1)],
  seed,
});
console.log(model.summary());

// The output is a logit: above 0 means 1. The loss takes the logit, which is more accurate than a probability.
const history = await fit(model, arrayDataset(x, y), {
  loss: new BinaryCrossEntropy(),
  optimizer: new Adam({ learningRate: 0.05 }),
  epochs: 500,
  batchSize: 'full',
  seed,
});

console.log('\nepoch  loss');
for (const epoch of [1, 10, 50, 100, 200, 500]) {
  console.log(`${String(epoch).padStart(5)}  ${history.loss[epoch - 1]?.toFixed(5)}`);
}

const probabilities = await predict(model, x, { activation: 'sigmoid' });
console.log('\na b  a xor b  network');
for (let row = 0; row < 4; row++) {
  const [a, b] = x.data.subarray(2 * row, 2 * row + 2);
  console.log(`${a} ${b}  ${String(y.data[row]).padStart(7)}  ${probabilities.data[row]?.toFixed(4)}`);
}

// The answers between the corners: a from left to right, b from bottom to top.
const [columns, rows] = [41, 15];
const grid = new Float32Array(columns * rows * 2);
for (let i = 0; i < columns * rows; i++) {
  grid[2 * i] = ((i % columns) / (columns - 1)) * 1.5 - 0.25;
  grid[2 * i + 1] = 1.25 - (Math.floor(i / columns) / (rows - 1)) * 1.5;
}
const surface = await predict(model, dense(grid, [columns * rows, 2]));
console.log('\nWhere the network says 1 (#) and where 0 (.), for a and b from -0.25 to 1.25:');
for (let row = 0; row < rows; row++) {
  const line = Array.from(surface.data.subarray(row * columns, (row + 1) * columns));
  console.log(line.map((logit) => (logit > 0 ? '#' : '.')).join(''));
}

model.dispose();
await backend.dispose();
