/** ml-matrix: matrices in plain JavaScript, always in float64. Training is written by hand with it. */
import { batchIndices, parameterNames } from './support/network.mjs';
import { packageVersion } from './support/package-version.mjs';
import { Unsupported } from './support/protocol.mjs';

/** @returns {Promise<import('./support/protocol.mjs').Peer>} */
export async function open(require) {
  const { Matrix } = require('ml-matrix');
  return {
    version: packageVersion(require, 'ml-matrix'),
    detail: 'plain JavaScript, float64 for float32 workloads too',
    threads: 1,
    kinds: matrixKinds(Matrix),
  };
}

function matrixKinds(Matrix) {
  /** A vector becomes a matrix of one row. */
  function toMatrix({ data, shape }) {
    const [rows, columns] = shape.length === 1 ? [1, ...shape] : shape;
    return Matrix.from1DArray(rows, columns, data);
  }

  function repeated(compute, toValues = (matrix) => matrix.to1DArray(), toNumber = (matrix) => matrix.get(0, 0)) {
    let last;
    return {
      execute() {
        last = compute();
      },
      result: () => toValues(last),
      sink: () => toNumber(last),
    };
  }

  function matmul({ transposeA, transposeB }, inputs) {
    const [a, b] = [toMatrix(inputs.a), toMatrix(inputs.b)];
    const right = () => (transposeB ? b.transpose() : b);
    return repeated(() => (transposeA ? a.transposeMultiply(right()) : a.mmul(right())));
  }

  function binary({ operation }, inputs) {
    const [a, b] = [toMatrix(inputs.a), toMatrix(inputs.b)];
    return repeated(() => (operation === 'add' ? Matrix.add(a, b) : Matrix.multiply(a, b)));
  }

  function unary({ operation }, inputs) {
    if (typeof Matrix[operation] !== 'function') throw new Unsupported(`no ${operation}`);
    const x = toMatrix(inputs.x);
    return repeated(() => Matrix[operation](x));
  }

  function reduce({ operation, axis }, inputs) {
    const [x, by] = [toMatrix(inputs.x), axis === 0 ? 'column' : 'row'];
    const same = (values) => values;
    return repeated(
      () => x[operation](by),
      same,
      ([first]) => first,
    );
  }

  function parameters(workload, inputs) {
    return parameterNames(workload).map((name) => toMatrix(inputs[name]));
  }

  /** Returns the input of every layer, and the logits. */
  function forward(weights, x) {
    const activations = [x];
    for (let index = 0; index < weights.length; index += 2) {
      const z = activations
        .at(-1)
        .mmul(weights[index])
        .addRowVector(weights[index + 1]);
      activations.push(index + 2 < weights.length ? relu(z) : z);
    }
    return activations;
  }

  /** Applies ReLU in place. */
  function relu(z) {
    return z.apply((i, j) => {
      if (z.get(i, j) < 0) z.set(i, j, 0);
    });
  }

  /** Applies the gradient of ReLU in place. */
  function mask(dz, a) {
    dz.apply((i, j) => {
      if (a.get(i, j) <= 0) dz.set(i, j, 0);
    });
  }

  /** Returns the mean loss, and overwrites Z with its gradient with respect to the logits. */
  function crossEntropy(z, labels) {
    z.subColumnVector(z.max('row')).exp();
    const totals = z.sum('row');
    z.divColumnVector(totals);
    let loss = 0;
    labels.forEach((label, row) => {
      loss -= Math.log(z.get(row, label)) / labels.length;
      z.set(row, label, z.get(row, label) - 1);
    });
    z.div(labels.length);
    return loss;
  }

  function step(weights, { x, labels }, learningRate) {
    const activations = forward(weights, x);
    let dz = activations.pop();
    const loss = crossEntropy(dz, labels);
    for (let layer = activations.length - 1; layer >= 0; layer--) {
      const [w, b] = weights.slice(2 * layer);
      const a = activations[layer];
      const gradients = [a.transposeMultiply(dz), Matrix.rowVector(dz.sum('column'))];
      if (layer > 0) {
        dz = dz.mmul(w.transpose());
        mask(dz, a);
      }
      w.sub(gradients[0].mul(learningRate));
      b.sub(gradients[1].mul(learningRate));
    }
    return loss;
  }

  function picked(x, labels, rows) {
    if (rows === undefined) return { x, labels };
    return { x: x.subMatrixRow(rows), labels: rows.map((row) => labels[row]) };
  }

  function train(workload, inputs) {
    if (workload.optimizer !== 'sgd') {
      throw new Unsupported(`no optimizers: training by hand, without ${workload.optimizer}`);
    }
    const weights = parameters(workload, inputs);
    const [x, labels] = [toMatrix(inputs.x), inputs.labels.data];
    const batches = batchIndices(workload, inputs);
    const same = (losses) => losses;
    return repeated(
      () => batches.map((rows) => step(weights, picked(x, labels, rows), workload.learningRate)),
      same,
      (losses) => losses.at(-1),
    );
  }

  function infer(workload, inputs) {
    const [weights, x] = [parameters(workload, inputs), toMatrix(inputs.x)];
    return repeated(() => forward(weights, x).at(-1));
  }

  return { matmul, binary, unary, reduce, train, infer };
}
