/** The network of a workload: dense layers with ReLU between them. Weights W [in, out], biases b [out]. */

/** Names of the parameters in order: w1, b1, w2, b2, ... */
export function parameterNames({ hidden }) {
  return Array.from({ length: hidden.length + 1 }, (_, layer) => [`w${layer + 1}`, `b${layer + 1}`]).flat();
}

/** [from, to) of each batch, in order; the last may be short. */
export function batchRanges({ batchSize }, rows) {
  const size = batchSize === 'full' ? rows : batchSize;
  return Array.from({ length: Math.ceil(rows / size) }, (_, index) => [
    index * size,
    Math.min(rows, (index + 1) * size),
  ]);
}

/**
 * The batches of an epoch: `x` and one-hot `targets`, row-major.
 *
 * @param {Record<string, import('./files.mjs').Input>} inputs
 */
export function batches(workload, { x, labels, ...parameters }) {
  const [rows, features] = x.shape;
  const [classes] = parameters[parameterNames(workload).at(-1)].shape;
  return batchRanges(workload, rows).map(([from, to]) => ({
    x: x.data.subarray(from * features, to * features),
    targets: oneHot(labels.data.subarray(from, to), classes, x.data.constructor),
    rows: to - from,
    features,
    classes,
  }));
}

function oneHot(labels, classes, ArrayType) {
  const targets = new ArrayType(labels.length * classes);
  labels.forEach((label, row) => {
    targets[row * classes + label] = 1;
  });
  return targets;
}
