/**
 * LoRA (Hu et al. 2021): tunes a network by two small matrices. Its own weights are frozen, and shared with the network
 * that is tuned. In the end, the product of the matrices is added to them.
 *
 *     node pytorch/lora.js
 */
import { createBackend } from '@nablajs/backend-wasm';
import * as nabla from '@nablajs/core';
import { differenceFrom, readTrace } from '../support/pytorch.js';

/** @import { Blueprint, Context, Shape, Tensor } from '@nablajs/core' */

/** A Dense with two more matrices: y = x W + b + x A B alpha / rank. */
class LoRA extends nabla.Dense {
  /** @param {number} units @param {number} rank @param {number} alpha */
  constructor(units, rank, alpha) {
    super(units);
    this.rank = rank;
    this.alpha = alpha;
  }

  /** @override */
  get config() {
    return { ...super.config, type: 'LoRA', rank: this.rank, alpha: this.alpha };
  }

  /** @override @param {Shape} shape @returns {Blueprint} */
  build(shape) {
    const { outputShape, parameters } = super.build(shape);
    const a = /** @type {const} */ ({ shape: [shape.at(-1) ?? 0, this.rank], initializer: 'heUniform' });
    const b = /** @type {const} */ ({ shape: [this.rank, this.units], initializer: 'zeros' });
    return { outputShape, parameters: { ...parameters, a, b } };
  }

  /** @override @param {Context} context @param {Tensor} x */
  call(context, x) {
    const low = nabla.matmul(nabla.matmul(x, context.parameter('a')), context.parameter('b'));
    return nabla.add(super.call(context, x), nabla.multiply(low, this.alpha / this.rank));
  }
}

const trace = readTrace('lora');
const backend = await createBackend();
const [lora, rest] = [new LoRA(4, 2, 4), [new nabla.Tanh(), new nabla.Dense(2)]];
const shape = /** @type {const} */ ({ inputShape: [3], dtype: 'float64' });
const network = new nabla.Sequential(backend, { ...shape, layers: [new nabla.Dense(4), ...rest] });
const tuned = new nabla.Sequential(backend, { ...shape, layers: [lora, ...rest], parameters: network.parameters });
tuned.parameters.load(trace.parameters);
tuned.freeze('');
for (const name of ['0.a', '0.b']) tuned.unfreeze(name);
export const difference = await differenceFrom(trace, tuned, new nabla.MeanSquaredError());
console.log(`At most ${difference.toExponential(1)} from PyTorch, gradients of A and B too.`);

export const before = await nabla.predict(tuned, trace.steps[0].x);
const of = (/** @type {string} */ name) => tuned.parameters.get(`0.${name}`);
const change = nabla.multiply(nabla.matmul(of('a'), of('b')), lora.alpha / lora.rank);
of('weight').adopt(nabla.add(of('weight'), change)); // the network has the same tensor
export const merged = await nabla.predict(network, trace.steps[0].x);
for (const one of [tuned, network, change, backend]) await one.dispose();
