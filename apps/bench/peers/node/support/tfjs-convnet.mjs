/** Training steps of a convolutional network in TensorFlow.js. */
import { batchNormEpsilon, batchNormMomentum, namedParameters, tfjsSteps } from './network.mjs';
import { Unsupported } from './protocol.mjs';

/** The kernels of the gradients of convolutions and pooling, which not every backend has. */
const KERNELS = ['Conv2DBackpropFilter', 'Conv2DBackpropInput', 'MaxPoolGrad'];

/**
 * @param {object} tf
 * @param {(input: import('./files.mjs').Input) => object} toTensor
 * @param {{ read: (tensor: object) => unknown, one: (tensor: object) => unknown }} reading
 * @returns {import('./protocol.mjs').Prepare}
 */
export function tfjsConvnet(tf, toTensor, reading) {
  const forward = forwardOf(tf);
  return (workload, inputs) => {
    const backend = tf.getBackend();
    const missing = KERNELS.filter((name) => tf.getKernel(name, backend) === undefined);
    if (missing.length > 0) {
      const words = `TensorFlow.js cannot train a convolution on its backend '${backend}'`;
      throw new Unsupported(`${words}, which has no kernel ${missing.join(' or ')}`);
    }
    const { layers, learningRate, resultSteps } = workload;
    const names = namedParameters(inputs);
    const isTrainable = (name) => !/running(Mean|Variance)$/.test(name);
    const variables = Object.fromEntries(
      names.map((name) => [name, tf.variable(toTensor(inputs[name]), isTrainable(name))]),
    );
    const trained = names.filter(isTrainable).map((name) => variables[name]);
    const x = toTensor(inputs.x);
    const classes = variables[`${layers.length - 1}.bias`].shape[0];
    const targets = tf.tidy(() => tf.oneHot(toTensor(inputs.labels), classes, 1, 0, 'float32'));
    const optimizer = tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
    return tfjsSteps(tf, workload, inputs, {
      ...reading,
      step(rows, steps) {
        // Dropout is off in the steps whose losses are compared.
        const dropping = steps >= resultSteps;
        const [images, expected] = [tf.gather(x, rows), tf.gather(targets, rows)];
        const objective = () =>
          tf.losses.softmaxCrossEntropy(expected, forward(layers, images, '', { variables, dropping }));
        return optimizer.minimize(objective, true, trained);
      },
      dispose() {
        optimizer.dispose();
        tf.dispose([variables, x, targets]);
      },
    });
  };
}

function forwardOf(tf) {
  /** A convolution with the padding in numbers. With a stride, `same` would pad less before the image than after it. */
  function convolution({ kernelSize, stride, padding }, x, filter, bias, activation) {
    const isSame = padding > 0 && stride === 1 && kernelSize === 2 * padding + 1;
    const sides = [padding, padding];
    const padded = padding === 0 || isSame ? x : tf.pad(x, [[0, 0], sides, sides, [0, 0]]);
    const options = { x: padded, filter, strides: stride, pad: isSame ? 'same' : 'valid', activation };
    return tf.fused.conv2d(bias === undefined ? options : { ...options, bias });
  }

  function batchNorm(x, path, variables) {
    const parameter = (name) => variables[`${path}${name}`];
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    const count = x.size / x.shape[3];
    const updates = { runningMean: mean, runningVariance: variance.mul(count / (count - 1)) };
    for (const [name, value] of Object.entries(updates)) {
      const old = parameter(name);
      old.assign(old.mul(1 - batchNormMomentum).add(value.mul(batchNormMomentum)));
    }
    return tf.batchNorm(x, mean, variance, parameter('offset'), parameter('scale'), batchNormEpsilon);
  }

  return function forward(layers, input, path, state) {
    const { variables, dropping } = state;
    let x = input;
    for (let at = 0; at < layers.length; at++) {
      const layer = layers[at];
      const here = `${path}${at}.`;
      const [weight, bias] = ['weight', 'bias'].map((name) => variables[here + name]);
      switch (layer.type) {
        case 'Conv2d': {
          const activation = layers[at + 1]?.type === 'ReLU' ? 'relu' : 'linear';
          x = convolution(layer, x, weight, bias, activation);
          if (activation === 'relu') at++;
          break;
        }
        case 'Dense':
          x = tf.fused.matMul({ a: x, b: weight, bias });
          break;
        case 'BatchNorm':
          x = batchNorm(x, here, variables);
          break;
        case 'MaxPool2d':
          x = tf.maxPool(x, layer.size, layer.size, 'valid');
          break;
        case 'Dropout':
          if (dropping) x = tf.dropout(x, layer.rate);
          break;
        case 'ReLU':
          x = tf.relu(x);
          break;
        case 'Flatten':
          x = x.reshape([x.shape[0], -1]);
          break;
        case 'GlobalAveragePool':
          x = tf.mean(x, [1, 2]);
          break;
        case 'Residual': {
          const { body, shortcut } = layer;
          const around = shortcut === undefined ? x : forward(shortcut.layers, x, `${here}shortcut.`, state);
          x = tf.add(forward(body.layers, x, `${here}body.`, state), around);
          break;
        }
        default:
          throw new Unsupported(`no layer ${layer.type}`);
      }
    }
    return x;
  };
}
