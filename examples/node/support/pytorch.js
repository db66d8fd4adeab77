/** Compares networks with what PyTorch computed for them: scripts/pytorch.py. */
import { readFileSync } from 'node:fs';
import { dense, SGD, upload } from '@nablajs/core';
import './pipe.js';

/** @import { DenseArray, Loss, Network, Output, Tensor } from '@nablajs/core' */

/**
 * @typedef {Readonly<Record<string, DenseArray>>} Named
 * @typedef {{ x: DenseArray, y: DenseArray, outputs: DenseArray, loss: DenseArray, gradients: Named }} Step
 * @typedef {{ parameters: Map<string, DenseArray>, steps: readonly [Step, ...Step[]], final: Named }} Trace
 */

/** Reads the numbers of PyTorch. @param {string} name @returns {Trace} */
export function readTrace(name) {
  const { parameters, ...rest } = JSON.parse(
    readFileSync(new URL(`../pytorch/fixtures/${name}.json`, import.meta.url), 'utf8'),
    (_key, value) => {
      if (!Array.isArray(value?.data)) return value;
      return dense((value.dtype === 'int32' ? Int32Array : Float64Array).from(value.data), value.shape);
    },
  );
  return { parameters: new Map(Object.entries(parameters)), ...rest };
}

/**
 * Takes PyTorch's steps: outputs, loss and gradients of each batch, and SGD. Returns the largest difference of any
 * number, weights after the steps included.
 *
 * @param {Trace} trace @param {Network} model @param {Loss<Output>} loss
 */
export async function differenceFrom({ steps, final }, model, loss) {
  let largest = 0;
  /** @param {Tensor} ours @param {DenseArray} theirs */
  const compare = async (ours, { data, shape }) => {
    if (ours.shape.join() !== shape.join()) throw new Error(`the shape is ${ours.shape}, PyTorch's is ${shape}`);
    const own = await ours.data();
    for (const [at, value] of own.entries()) largest = Math.max(largest, Math.abs(value - Number(data[at])));
  };
  const optimizer = new SGD({ learningRate: 0.1 });
  for (const [at, { x, y, ...expected }] of steps.entries()) {
    const [inputs, targets] = [upload(model.backend, x), upload(model.backend, y)];
    const outputs = /** @type {Tensor} */ (model.forward(inputs));
    const pass = model.pass(inputs, targets, loss, { seed: 0, step: at + 1 });
    await compare(outputs, expected.outputs);
    await compare(pass.loss, expected.loss);
    if ([...pass.gradients.keys()].sort().join() !== Object.keys(expected.gradients).sort().join()) {
      throw new Error(`PyTorch has gradients of ${Object.keys(expected.gradients)}`);
    }
    for (const [name, gradient] of pass.gradients) await compare(gradient, expected.gradients[name] ?? expected.loss);
    optimizer.step(model.parameters.trainable, pass.gradients);
    for (const tensor of [inputs, targets, outputs, pass.loss, ...pass.gradients.values()]) tensor.dispose();
  }
  for (const [name, value] of Object.entries(final)) await compare(model.parameters.get(name), value);
  optimizer.dispose();
  return largest;
}
