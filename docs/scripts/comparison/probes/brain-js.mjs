import { createRequire } from 'node:module';

const brain = createRequire(import.meta.url)('brain.js');
const network = new brain.NeuralNetwork({ hiddenLayers: [4] });
const rows = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
].map(([a, b]) => ({ input: [a, b], output: [a ^ b] }));
const { error } = network.train(rows, { iterations: 20_000 });
const kind = network.weights[1][0].constructor.name;
const exported = Object.keys(brain);
if (exported.some((name) => /onnx|^grad/i.test(name))) throw new Error(`it exports ${exported}`);
const without = `it exports ${exported.filter((name) => /^[A-Z]/.test(name)).join(', ')}, and nothing of the kind`;

console.log(
  JSON.stringify({
    trains: [error < 0.01 ? 'Yes' : 'No', `XOR has an error of ${error.toFixed(4)}`],
    gradients: ['No', without],
    float64: [kind === 'Float64Array' ? 'Yes' : 'No', `its weights are a ${kind}`],
    threads: ['No', 'it is plain JavaScript, on one thread'],
    webgpu: ['No', without],
    cards: ['WebGL', `it exports ${exported.find((name) => /GPU/.test(name))}, which uses gpu.js`],
    zoo: ['No', without],
    onnxIn: ['No', without],
    onnxOut: ['No', without],
  }),
);
