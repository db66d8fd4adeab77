import { readFile } from 'node:fs/promises';
import brain from 'brain.js';

// The network takes and returns numbers between 0 and 1.
const scaled = (start, room, wind, minutes) => ({
  start: start / 100,
  room: room / 100,
  wind: wind / 5,
  minutes: minutes / 60,
});
const [, ...lines] = (await readFile('data/cooling.csv', 'utf8')).trim().split('\n');
const rows = lines.map((line) => line.split(',').map(Number));
const examples = rows.map(([start, room, wind, minutes, temperature]) => {
  return { input: scaled(start, room, wind, minutes), output: { temperature: temperature / 100 } };
});

const net = new brain.NeuralNetwork({ hiddenLayers: [16, 16], activation: 'sigmoid' });
const options = { praxis: 'adam', learningRate: 0.01, iterations: 100, errorThresh: 1e-6 };
net.train(examples.slice(0, 800), options);

const errors = examples.slice(800).map(({ input, output }) => {
  return 100 * (net.run(input).temperature - output.temperature);
});
const mse = errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length;
console.log('Error on the test rows:', Math.sqrt(mse));
console.log('After ten minutes:', 100 * net.run(scaled(90, 20, 1, 10)).temperature);
