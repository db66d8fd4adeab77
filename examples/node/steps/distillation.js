/**
 * Distillation (Hinton et al. 2015): a small network, the student, learns the probabilities of a large one, which say
 * more than the labels of the same 100 examples.
 *
 *     node steps/distillation.js
 */
import { createBackend } from '@nablajs/backend-wasm';
import * as nabla from '@nablajs/core';
import { clusters } from '../support/clusters.js';
import '../support/pipe.js';

/** @import { FitOptions, Step } from '@nablajs/core' */

const [many, few] = [clusters(4000, { seed: 2 }), clusters(100, { seed: 3 })];
const test = clusters(2000, { seed: 4 });
const backend = await createBackend();
const loss = new nabla.SoftmaxCrossEntropy();

/** Trains a network with a number of hidden units, and tests it. */
async function learn(
  /** @type {number} */ units,
  /** @type {nabla.Dataset} */ data,
  /** @type {Partial<FitOptions>} */ options,
) {
  const layers = [new nabla.Dense(units), new nabla.ReLU(), new nabla.Dense(10)];
  const model = new nabla.Sequential(backend, { inputShape: [20], layers, seed: 1 });
  await nabla.fit(model, data, { loss, optimizer: new nabla.Adam({ learningRate: 0.01 }), epochs: 40, ...options });
  const { classification } = await nabla.evaluate(model, test, { loss });
  return {
    model,
    accuracy: classification?.accuracy ?? 0,
    predictions: classification?.predictions ?? new Int32Array(),
  };
}

const teacher = await learn(64, many, { epochs: 5 });
const temperature = 4;
/** Needs no labels. The teacher is not the network that is trained, so it gets no gradients. @type {Step} */
function step({ inputs: [x] }, { forward }) {
  const soft = nabla.softmax(nabla.divide(teacher.model.forward(x), temperature));
  return loss.compute(nabla.divide(forward(x), temperature), soft);
}
const students = { labels: await learn(16, few, {}), teacher: await learn(16, few, { step }) };

const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;
console.log(`the teacher is right in ${percent(teacher.accuracy)} of the tests`);
for (const [source, { accuracy, predictions }] of Object.entries(students)) {
  const same = predictions.filter((label, at) => label === teacher.predictions[at]).length / predictions.length;
  console.log(`a student of the ${source} is right in ${percent(accuracy)}, and says the same in ${percent(same)}`);
}
await backend.dispose();
