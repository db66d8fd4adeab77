import { createBackend } from '@nablajs/backend-wasm';
import { load, save } from '@nablajs/checkpoint';
import * as nabla from '@nablajs/core';
import { arrayDataset } from '@nablajs/datasets';

const x = Array.from({ length: 256 }, (_, i) => [i / 127.5 - 1]);
const data = arrayDataset(nabla.array(x), nabla.array(x.map(([value]) => [value ** 2])));

const backend = await createBackend();
const layers = [new nabla.Dense(16), new nabla.Tanh(), new nabla.Dense(1)];
const model = new nabla.Sequential(backend, { inputShape: [1], layers });
const [loss, optimizer] = [new nabla.MeanSquaredError(), new nabla.Adam({ learningRate: 0.01 })];

for (let epoch = 1, step = 1; epoch <= 100; epoch++) {
  for await (const { inputs, targets } of nabla.batches(model, data, { epoch })) {
    nabla.scope(() => {
      const { gradients } = model.pass(inputs, targets, loss, { seed: 0, step: step++ });
      optimizer.step(model.parameters.trainable, gradients);
    });
  }
  console.log(`Epoch ${epoch}: loss`, (await nabla.evaluate(model, data, { loss })).loss);
}

await save(model, 'square');
const loaded = await load(backend, 'square');
console.log('0.5 squared:', (await nabla.predict(loaded, nabla.array([[0.5]]))).data);
