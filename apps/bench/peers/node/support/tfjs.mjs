/**
 * TensorFlow.js, on each of its backends. Kernels are finished when they return, but on a graphics card, reading waits.
 */

import { batchIndices, oneHotTargets, parameterNames } from './network.mjs';
import { Unsupported } from './protocol.mjs';
import { tfjsConvnet } from './tfjs-convnet.mjs';
import { tfjsSequences } from './tfjs-sequences.mjs';

/**
 * @param {object} tf The namespace of @tensorflow/tfjs or -node, its backend selected.
 * @param {(tensor: object) => ArrayLike<number> | Promise<ArrayLike<number>>} read Reads a tensor. With a promise,
 *   executions only start kernels.
 * @returns {import('./protocol.mjs').Peer['kinds']}
 */
export function tfjsKinds(tf, read = (tensor) => tensor.dataSync()) {
  const toTensor = ({ data, shape }) => tf.tensor(data, shape, data instanceof Int32Array ? 'int32' : 'float32');
  const then = (value, use) => (value instanceof Promise ? value.then(use) : use(value));
  const one = (tensor) => then(read(tensor), ([value]) => value);
  const first = (tensor) => {
    const element = tf.tidy(() => tensor.flatten().slice([0], [1]));
    return then(one(element), (value) => {
      element.dispose();
      return value;
    });
  };

  /** A computation that creates a new tensor each time and disposes the previous one. */
  function repeated(inputs, compute) {
    const tensors = mapValues(inputs, toTensor);
    let last;
    return {
      execute() {
        last?.dispose();
        last = tf.tidy(() => compute(tensors));
      },
      result: () => read(last),
      sink: () => first(last),
      dispose: () => tf.dispose([...Object.values(tensors), last]),
    };
  }

  /** Steps of an optimizer on one parameter, always with the same gradient. */
  function updating({ parameter, gradient }, optimizer) {
    const variable = tf.variable(toTensor(parameter), true, 'parameter');
    const gradients = { parameter: toTensor(gradient) };
    return {
      execute: () => optimizer.applyGradients(gradients),
      result: () => read(variable),
      sink: () => first(variable),
      dispose() {
        optimizer.dispose();
        tf.dispose([variable, gradients]);
      },
    };
  }

  // A separate function, because a closure in `train` would keep the inputs in memory.
  function parameters(workload, inputs) {
    return parameterNames(workload).map((name) => toTensor(inputs[name]));
  }

  function forward(weights, x) {
    let a = x;
    for (let index = 0; index < weights.length; index += 2) {
      const activation = index + 2 < weights.length ? 'relu' : 'linear';
      a = tf.fused.matMul({ a, b: weights[index], bias: weights[index + 1], activation });
    }
    return a;
  }

  function train(workload, inputs) {
    const weights = parameters(workload, inputs).map((tensor) => tf.variable(tensor));
    const [x, targets] = [inputs.x, oneHotTargets(workload, inputs)].map(toTensor);
    const batches = batchIndices(workload, inputs).map((indices) => indices && tf.tensor1d(indices, 'int32'));
    const { optimizer: name, learningRate } = workload;
    const optimizer = name === 'sgd' ? tf.train.sgd(learningRate) : tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
    const step = (images, expected) =>
      optimizer.minimize(() => tf.losses.softmaxCrossEntropy(expected, forward(weights, images)), true, weights);
    const pickedStep = (rows) => tf.tidy(() => step(tf.gather(x, rows), tf.gather(targets, rows)));
    let losses = [];
    return {
      execute() {
        tf.dispose(losses);
        losses = batches.map((rows) => (rows === undefined ? step(x, targets) : pickedStep(rows)));
      },
      result: () => Promise.all(losses.map(one)),
      sink: () => one(losses.at(-1)),
      dispose() {
        optimizer.dispose();
        tf.dispose([weights, x, targets, batches, losses]);
      },
    };
  }

  /** Inference from pixels to logits, both in JavaScript's memory. */
  function infer(workload, inputs) {
    const weights = parameters(workload, inputs);
    const { x } = inputs;
    let logits;
    return {
      execute() {
        const output = tf.tidy(() => forward(weights, toTensor(x)));
        return then(read(output), (values) => {
          output.dispose();
          logits = values;
        });
      },
      result: () => logits,
      sink: () => logits[0],
      dispose: () => tf.dispose(weights),
    };
  }

  const kinds = {
    matmul: ({ transposeA, transposeB }, inputs) =>
      repeated(inputs, ({ a, b }) => tf.matMul(a, b, transposeA, transposeB)),
    binary: ({ operation }, inputs) =>
      repeated(inputs, ({ a, b }) => (operation === 'add' ? tf.add(a, b) : tf.mul(a, b))),
    unary: ({ operation }, inputs) => repeated(inputs, ({ x }) => tf[operation](x)),
    reduce: ({ operation, axis }, inputs) => repeated(inputs, ({ x }) => tf[operation](x, axis)),
    softmax: (_, inputs) => repeated(inputs, ({ x }) => tf.softmax(x)),
    sgd: ({ learningRate }, inputs) => updating(inputs, tf.train.sgd(learningRate)),
    adam: ({ learningRate, beta1, beta2, epsilon }, inputs) =>
      updating(inputs, tf.train.adam(learningRate, beta1, beta2, epsilon)),
    train,
    convnet: tfjsConvnet(tf, toTensor, { read, one }),
    ...tfjsSequences(tf, toTensor, { read, one }),
    infer,
  };
  return mapValues(kinds, (make) => (workload, inputs) => {
    if (workload.dtype !== 'float32') throw new Unsupported('TensorFlow.js computes in float32 only');
    return make(workload, inputs);
  });
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}
