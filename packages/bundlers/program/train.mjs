import { Adam, Dense, dense, fit, Random, ReLU, Sequential, SoftmaxCrossEntropy } from '@nablajs/core';

const [ROWS, WIDTH, CLASSES] = [600, 100, 10];

function dataset() {
  const random = new Random(3);
  const x = Float32Array.from({ length: ROWS * WIDTH }, () => random.normal());
  const y = Int32Array.from({ length: ROWS }, (_, row) => row % CLASSES);
  return {
    length: ROWS,
    inputShape: [WIDTH],
    batch: (indices) => ({
      x: dense(
        Float32Array.from(
          { length: indices.length * WIDTH },
          (_, at) => x[indices[Math.floor(at / WIDTH)] * WIDTH + (at % WIDTH)],
        ),
        [indices.length, WIDTH],
      ),
      y: dense(
        Int32Array.from(indices, (index) => y[index]),
        [indices.length],
      ),
    }),
  };
}

/** The dataset of a training in a worker. */
export const examples = () => {
  const { length, batch } = dataset();
  return batch(Int32Array.from({ length }, (_, at) => at));
};

/** Trains a small network with `fit` or another function. Returns the backend and a digest (FNV-1a) of the weights. */
export async function train(createBackend, fitted = fit) {
  const backend = await createBackend({ threads: 2 });
  const layers = [new Dense(64), new ReLU(), new Dense(CLASSES)];
  const model = new Sequential(backend, { inputShape: [WIDTH], layers, dtype: 'float32', seed: 1 });
  const options = {
    loss: new SoftmaxCrossEntropy(),
    optimizer: new Adam({ learningRate: 0.01 }),
    epochs: 2,
    batchSize: 100,
  };
  await fitted(model, dataset(), { ...options, seed: 2 });
  let digest = 0x811c9dc5;
  for (const { value } of model.parameters) {
    const { buffer } = await value.data();
    for (const byte of new Uint8Array(buffer)) digest = Math.imul(digest ^ byte, 0x01000193) >>> 0;
  }
  model.dispose();
  await backend.dispose();
  return { computed: backend.description, digest: digest.toString(16).padStart(8, '0') };
}
