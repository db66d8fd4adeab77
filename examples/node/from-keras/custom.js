import { createBackend } from '@nablajs/backend-wasm';
import * as nabla from '@nablajs/core';
import { arrayDataset } from '@nablajs/datasets';

const scale = () => ({
  config: { type: 'Scale' },
  build: (shape) => ({ outputShape: shape, parameters: { factor: { shape, initializer: 1 } } }),
  call: (context, x) => nabla.multiply(x, context.parameter('factor')),
});

const quantileLoss = new nabla.ElementwiseLoss({ type: 'Quantile' }, (outputs, targets) => {
  const error = nabla.subtract(targets, outputs);
  return nabla.maximum(nabla.multiply(error, 0.9), nabla.multiply(error, -0.1));
});

const x = nabla.array(Array.from({ length: 1000 }, (_, i) => [i / 1000]));
const y = nabla.array(Array.from(x.data, (value, i) => [value + ((0.618034 * i) % 1)]));

const layers = [new nabla.Dense(8), new nabla.Tanh(), scale(), new nabla.Dense(1)];
const model = new nabla.Sequential(await createBackend(), { inputShape: [1], layers });
const options = { loss: quantileLoss, optimizer: new nabla.Adam(), epochs: 200 };
await nabla.fit(model, arrayDataset(x, y), options);
const limits = (await nabla.predict(model, x)).data;
console.log('Share below:', limits.filter((limit, i) => y.data[i] < limit).length / 1000);
