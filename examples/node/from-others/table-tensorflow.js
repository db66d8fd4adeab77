import { readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs';

const [, ...lines] = (await readFile('data/cooling.csv', 'utf8')).trim().split('\n');
const table = tf.tensor2d(lines.map((line) => line.split(',').map(Number)));
const { mean, variance } = tf.moments(table, 0);
const std = variance.sqrt();
const [x, y] = tf.split(table.sub(mean).div(std), [4, 1], 1);

const model = tf.sequential();
model.add(tf.layers.dense({ inputShape: [4], units: 16, activation: 'tanh' }));
model.add(tf.layers.dense({ units: 16, activation: 'tanh' }));
model.add(tf.layers.dense({ units: 1 }));
model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' });
await model.fit(x.slice(0, 800), y.slice(0, 800), { epochs: 100, verbose: 0 });

const mse = model.evaluate(x.slice(800), y.slice(800)).dataSync()[0];
console.log('Error on the test rows:', Math.sqrt(mse) * std.dataSync()[4]);
const cup = tf.tensor2d([[90, 20, 1, 10]]);
const scaled = cup.sub(mean.slice(0, 4)).div(std.slice(0, 4));
const degrees = model.predict(scaled).mul(std.slice(4)).add(mean.slice(4));
console.log('After ten minutes:', degrees.dataSync());
