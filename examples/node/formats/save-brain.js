import { readFile, writeFile } from 'node:fs/promises';
import brain from 'brain.js';

const [, ...lines] = (await readFile('data/cooling.csv', 'utf8')).trim().split('\n');
const rows = lines.map((line) => line.split(',').map(Number));
const scaled = rows.map(([start, room, wind, minutes, temperature]) => ({
  input: [start / 100, room / 100, wind / 5, minutes / 60],
  output: [temperature / 100],
}));

const net = new brain.NeuralNetwork({ hiddenLayers: [8, 8], activation: 'sigmoid' });
const options = { praxis: 'adam', learningRate: 0.01, iterations: 100, errorThresh: 1e-6 };
net.train(scaled.slice(0, 800), options);
console.log('After ten minutes:', 100 * net.run([0.9, 0.2, 0.2, 1 / 6])[0]);
await writeFile('formats/files/cooling-brain.json', JSON.stringify(net.toJSON()));
