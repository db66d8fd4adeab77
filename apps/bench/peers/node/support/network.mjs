/** The network of a workload: dense layers with ReLU between them. Weights W [in, out], biases b [out]. */

/** Constants of batch normalisation, as in PyTorch. */
export const batchNormMomentum = 0.1;
export const batchNormEpsilon = 1e-5;

/** Returns the names of the parameters among the inputs of a workload `convnet`, `gpt`, `lstm` or `generate`. */
export const namedParameters = (inputs) =>
  Object.keys(inputs).filter((name) => !['x', 'labels', 'order', 'prompt'].includes(name));

/** Returns the names of the parameters in order: w1, b1, w2, b2, ... */
export function parameterNames({ hidden }) {
  return Array.from({ length: hidden.length + 1 }, (_, layer) => [`w${layer + 1}`, `b${layer + 1}`]).flat();
}

/** Returns the indices of the rows of each batch (the last may be short), or undefined for a full batch. */
export function batchIndices({ batchSize }, { order }) {
  if (batchSize === 'full') return [undefined];
  const { data } = order;
  return Array.from({ length: Math.ceil(data.length / batchSize) }, (_, index) =>
    data.subarray(index * batchSize, (index + 1) * batchSize),
  );
}

/**
 * Returns the one-hot labels of all rows, in the type of `x`.
 *
 * @param {Record<string, import('./files.mjs').Input>} inputs
 * @returns {import('./files.mjs').Input}
 */
export function oneHotTargets(workload, { x, labels, ...parameters }) {
  const [classes] = parameters[parameterNames(workload).at(-1)].shape;
  const data = new x.data.constructor(labels.data.length * classes);
  labels.data.forEach((label, row) => {
    data[row * classes + label] = 1;
  });
  return { data, shape: [labels.data.length, classes] };
}

/**
 * Prepares a training in TensorFlow.js. `step` gets the indices of a batch and how many steps were taken before, and
 * returns the loss. `read` reads a tensor, and `one` its first element.
 */
export function tfjsSteps(tf, workload, inputs, { step, dispose, read, one }) {
  const batches = batchIndices(workload, inputs).map((indices) => tf.tensor1d(indices, 'int32'));
  let steps = 0;
  let loss;
  return {
    execute() {
      loss?.dispose();
      loss = tf.tidy(() => step(batches[steps % batches.length], steps));
      steps++;
    },
    result: () => read(loss),
    sink: () => one(loss),
    dispose() {
      dispose();
      tf.dispose([batches, loss]);
    },
  };
}
