/**
 * A regression: how warm is the water in the cup? Reads a CSV file, standardises it, and learns the curve.
 * `scripts/generate-cooling.js` generated the file and shows its formula. Its noise of 0.5 degrees is the smallest
 * possible error.
 *
 *     node regression.js
 */
import { readFile } from 'node:fs/promises';
import { createBackend } from '@nablajs/backend-wasm';
import { Adam, Dense, dense, evaluate, fit, MeanSquaredError, predict, Random, Sequential, Tanh } from '@nablajs/core';
import { arrayDataset } from '@nablajs/datasets';
import './support/pipe.js';
import { rangeOf, scatter } from './support/text.js';

/**
 * Reads plain numbers below a line of names. For files with quoted cells, use a CSV library such as csv-parse.
 *
 * @param {URL} file
 */
async function readCsv(file) {
  const [header = '', ...lines] = (await readFile(file, 'utf8')).trim().split(/\r?\n/);
  const names = header.split(',');
  const rows = lines.map((line, at) => {
    const cells = line.split(',').map((cell) => (cell.trim() === '' ? Number.NaN : Number(cell)));
    if (cells.length === names.length && cells.every(Number.isFinite)) return cells;
    throw new Error(`${file.pathname}, line ${at + 2}: expected ${names.length} numbers. Received '${line}'.`);
  });
  return { names, rows };
}

/**
 * Returns the mean and standard deviation of each column.
 *
 * @param {readonly (readonly number[])[]} rows
 */
function scalesOf(rows) {
  return (rows[0] ?? []).map((_, column) => {
    const values = rows.map((row) => row[column] ?? Number.NaN);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { mean, deviation: Math.sqrt(variance) };
  });
}

const seed = 1;
const { names, rows } = await readCsv(new URL('data/cooling.csv', import.meta.url));

// Set a quarter aside before learning anything, including the scales.
const order = Array.from(new Random(seed).permutation(rows.length), (index) => rows[index] ?? []);
const testCount = Math.round(rows.length / 4);
const parts = { test: order.slice(0, testCount), train: order.slice(testCount) };
const scales = scalesOf(parts.train);
const target = scales.at(-1) ?? { mean: 0, deviation: 1 };

/** Returns standardised inputs, and the last column as targets. @param {readonly (readonly number[])[]} part */
function standardised(part) {
  const scaled = part.map((row) =>
    row.map((value, at) => (value - (scales[at]?.mean ?? 0)) / (scales[at]?.deviation ?? 1)),
  );
  return {
    x: dense(Float32Array.from(scaled.flatMap((row) => row.slice(0, -1))), [part.length, names.length - 1]),
    y: dense(Float32Array.from(scaled.flatMap((row) => row.slice(-1))), [part.length, 1]),
  };
}

const [train, test] = [standardised(parts.train), standardised(parts.test)];
const backend = await createBackend();
const loss = new MeanSquaredError();

/** @param {import('@nablajs/core').Module[]} layers */
async function learn(layers) {
  const model = new Sequential(backend, { inputShape: [names.length - 1], layers, seed });
  // Large steps at first, small ones at the end.
  for (const learningRate of [0.01, 0.001]) {
    const optimizer = new Adam({ learningRate });
    await fit(model, arrayDataset(train.x, train.y), { loss, optimizer, epochs: 150, batchSize: 32, seed });
  }
  const { loss: error } = await evaluate(model, arrayDataset(test.x, test.y), { loss });
  return { model, degrees: Math.sqrt(error) * target.deviation };
}

const line = await learn([new Dense(1)]);
const network = await learn([new Dense(16), new Tanh(), new Dense(16), new Tanh(), new Dense(1)]);

const truths = parts.test.map((row) => row.at(-1) ?? Number.NaN);
const mean = Math.sqrt(truths.reduce((sum, truth) => sum + (truth - target.mean) ** 2, 0) / truths.length);
const outputs = await predict(network.model, test.x);
const predictions = Array.from(outputs.data, (value) => value * target.deviation + target.mean);

console.log(
  `${names.at(-1)} from ${names.slice(0, -1).join(', ')}: ` +
    `${parts.train.length} rows to learn from, ${testCount} to test on\n`,
);
console.log('Root mean square error on the test rows, in degrees:');
console.log(`  always the mean  ${mean.toFixed(2)}`);
console.log(`  a straight line  ${line.degrees.toFixed(2)}`);
console.log(`  the network      ${network.degrees.toFixed(2)}`);
console.log('  the noise        0.50');

console.log('\n  truth  network');
for (let row = 0; row < 5; row++) {
  console.log(`${truths[row]?.toFixed(2).padStart(7)}  ${predictions[row]?.toFixed(2).padStart(7)}`);
}

console.log(
  '\nPredictions (o) from bottom to top against the truth from left to right; a perfect one lies on the dots:',
);
const [lowest, highest] = rangeOf([truths]);
const ideal = Array.from({ length: 61 }, (_, i) => lowest + ((highest - lowest) * i) / 60);
console.log(
  scatter([
    { mark: '.', x: ideal, y: ideal },
    { mark: 'o', x: truths, y: predictions },
  ]),
);

line.model.dispose();
network.model.dispose();
await backend.dispose();
