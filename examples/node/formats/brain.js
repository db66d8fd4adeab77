import { readFile } from 'node:fs/promises';
import { createBackend } from '@nablajs/backend-wasm';
import { array, Dense, predict, Sequential, Sigmoid } from '@nablajs/core';

const { sizes, layers } = JSON.parse(await readFile('formats/files/cooling-brain.json', 'utf8'));
const model = new Sequential(await createBackend(), {
  inputShape: [sizes[0]],
  layers: sizes.slice(1).flatMap((units) => [new Dense(units), new Sigmoid()]),
});

const weights = new Map();
for (const [at, layer] of layers.slice(1).entries()) {
  const nodes = Object.values(layer);
  const columns = nodes.map((node) => Object.values(node.weights));
  const rows = columns[0].map((_, input) => columns.map((column) => column[input]));
  weights.set(`${2 * at}.weight`, array(rows));
  weights.set(`${2 * at}.bias`, array(nodes.map((node) => node.bias)));
}
model.parameters.load(weights);

const cup = array([[0.9, 0.2, 0.2, 1 / 6]]);
console.log('After ten minutes:', 100 * (await predict(model, cup)).data[0]);
