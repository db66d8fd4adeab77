/**
 * brain.js, for inference: its training updates after every row, on the squared error. A network has only one
 * activation, so the logits are relu(z) - relu(-z): ten more outputs with negated weights, 1.3 % more work for
 * 784-532-10.
 */
import { packageVersion } from './support/package-version.mjs';
import { Unsupported } from './support/protocol.mjs';

/** @returns {Promise<import('./support/protocol.mjs').Peer>} */
export async function open(require) {
  const { NeuralNetwork } = require('brain.js');
  return {
    version: packageVersion(require, 'brain.js'),
    detail: 'plain JavaScript, one row after the other',
    threads: 1,
    kinds: { infer: (workload, inputs) => infer(NeuralNetwork, workload, inputs) },
  };
}

function infer(NeuralNetwork, { hidden, dtype }, inputs) {
  if (dtype !== 'float32') throw new Unsupported('brain.js supports float32 only');
  const { data, shape } = inputs.x;
  const [rows, features] = shape;
  const classes = inputs[`b${hidden.length + 1}`].shape[0];
  const network = new NeuralNetwork({ activation: 'relu' });
  network.fromJSON(toJson(hidden, features, inputs));
  const images = Array.from({ length: rows }, (_, row) => data.subarray(row * features, (row + 1) * features));
  let last = [];
  const logits = (outputs) => Array.from({ length: classes }, (_, i) => outputs[i] - outputs[classes + i]);
  return {
    execute() {
      last = images.map((image) => logits(network.run(image)));
    },
    result: () => last.flat(),
    sink: () => last[0][0],
  };
}

/** Returns the network in brain.js's JSON form, with the last layer twice: the second one negated. */
function toJson(hidden, features, inputs) {
  const layers = hidden.concat(0).map((_, index) => {
    const [w, b] = [inputs[`w${index + 1}`], inputs[`b${index + 1}`]];
    const nodes = nodesOf(w, b, 1);
    return index < hidden.length ? nodes : nodes.concat(nodesOf(w, b, -1));
  });
  const sizes = [features, ...layers.map((nodes) => nodes.length)];
  const input = Object.fromEntries(Array.from({ length: features }, (_, index) => [index, {}]));
  return {
    sizes,
    layers: [input, ...layers],
    activation: 'relu',
    inputLookup: false,
    outputLookup: false,
    trainOpts: {},
  };
}

function nodesOf(w, b, sign) {
  const [fanIn, fanOut] = w.shape;
  return Array.from({ length: fanOut }, (_, node) => ({
    bias: sign * b.data[node],
    weights: Array.from({ length: fanIn }, (_, index) => sign * w.data[index * fanOut + node]),
  }));
}
