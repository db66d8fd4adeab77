/**
 * Gradient accumulation: batches of 32 of which the memory holds 8 rows at a time. `parts` does it, and your own loop
 * can; both end with the weights of whole batches.
 *
 *     node steps/gradient-accumulation.js
 */
import { createBackend } from '@nablajs/backend-wasm';
import * as nabla from '@nablajs/core';
import { arrayDataset } from '@nablajs/datasets';
import '../support/pipe.js';

const x = Array.from({ length: 256 }, (_, at) => [at / 42 - 3]);
const y = x.map(([value = 0]) => [value * value]);
const data = arrayDataset(nabla.array(x, 'float64'), nabla.array(y, 'float64'));
const backend = await createBackend();
const newModel = () => {
  const layers = [new nabla.Dense(16), new nabla.Tanh(), new nabla.Dense(1)];
  return new nabla.Sequential(backend, { inputShape: [1], layers, dtype: 'float64' });
};
const [whole, inParts, byHand] = [newModel(), newModel(), newModel()];

const loss = new nabla.MeanSquaredError();
const newOptions = () => ({ loss, optimizer: new nabla.Adam({ learningRate: 0.01 }), epochs: 5, batchSize: 32 });
await nabla.fit(whole, data, newOptions());
await nabla.fit(inParts, data, { ...newOptions(), parts: 4 });

const { optimizer } = newOptions();
/** @type {Map<string, nabla.Tensor>} */
const sums = new Map();
for (let epoch = 1, part = 1; epoch <= 5; epoch++) {
  for await (const { inputs, targets } of nabla.batches(byHand, data, { epoch, batchSize: 8 })) {
    nabla.scope(() => {
      const { gradients } = byHand.pass(inputs, targets, loss, { seed: 0, step: part });
      for (const [name, gradient] of gradients) {
        // A quarter of each, because four parts are a batch.
        const sum = nabla.add(sums.get(name) ?? 0, nabla.multiply(gradient, 1 / 4));
        sums.get(name)?.dispose();
        sums.set(name, nabla.keep(sum));
      }
    });
    if (part++ % 4 > 0) continue;
    optimizer.step(byHand.parameters.trainable, sums);
    for (const sum of sums.values()) sum.dispose();
    sums.clear();
  }
}

for (const [name, model] of Object.entries({ 'in parts': inParts, 'by hand': byHand })) {
  let most = 0;
  for (const { name, value } of whole.parameters) {
    const [a, b] = [await value.data(), await model.parameters.get(name).data()];
    for (const [at, weight] of a.entries()) most = Math.max(most, Math.abs(weight - (b[at] ?? Number.NaN)));
  }
  console.log(`${name}: weights differ by ${most.toExponential(1)} at most`);
}
await backend.dispose();
