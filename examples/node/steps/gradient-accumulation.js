/**
 * Gradient accumulation: batches of 32 of which the memory holds 8 rows at a time. `parts` does it, and your own loop
 * can; both end with the weights of whole batches.
 *
 *     node steps/gradient-accumulation.js
 */
import { createBackend } from '@nablajs/backend-wasm';
import * as nabla from '@nablajs/core';
import { arrayDataset, batches } from '@nablajs/datasets';
import '../support/pipe.js';

const [rows, epochs, batchSize, seed] = [256, 5, 32, 1];
const random = new nabla.Random(seed);
const x = Float64Array.from({ length: rows }, () => 6 * random.uniform() - 3);
const data = arrayDataset(nabla.dense(x, [rows, 1]), nabla.dense(x.map(Math.sin), [rows, 1]));
const backend = await createBackend();
const loss = new nabla.MeanSquaredError();
const newModel = () => {
  const layers = [new nabla.Dense(16), new nabla.Tanh(), new nabla.Dense(1)];
  return new nabla.Sequential(backend, { inputShape: [1], layers, dtype: 'float64', seed });
};

const [whole, inParts, byHand] = [newModel(), newModel(), newModel()];
const options = () => ({ loss, optimizer: new nabla.Adam({ learningRate: 0.01 }), epochs, batchSize, seed });
await nabla.fit(whole, data, options());
await nabla.fit(inParts, data, { ...options(), parts: 4 });

const { optimizer } = options();
for (let epoch = 1; epoch <= epochs; epoch++) {
  for (const batch of batches(rows, batchSize, nabla.epochOrder(seed, epoch, rows))) {
    /** @type {Map<string, nabla.Tensor>} */
    const sums = new Map();
    for (let start = 0; start < batch.length; start += 8) {
      const part = await data.batch(batch.subarray(start, start + 8));
      nabla.scope(() => {
        const [inputs, targets] = [
          nabla.upload(backend, /** @type {nabla.DenseArray} */ (part.x)),
          nabla.upload(backend, part.y),
        ];
        const { gradients } = byHand.pass(inputs, targets, loss, { seed, step: optimizer.steps + 1, firstRow: start });
        for (const [name, gradient] of gradients) {
          const sum = nabla.add(sums.get(name) ?? 0, nabla.multiply(gradient, 8 / batch.length));
          sums.get(name)?.dispose();
          sums.set(name, nabla.keep(sum));
        }
      });
    }
    optimizer.step(byHand.parameters.trainable, sums);
    for (const sum of sums.values()) sum.dispose();
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
