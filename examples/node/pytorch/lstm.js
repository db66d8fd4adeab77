/**
 * An LSTM (Hochreiter and Schmidhuber 1997) for sequences of any length. It computes what PyTorch's LSTM computes.
 * Twice as many steps take twice as long: the gradient of a step is added in its place.
 *
 *     node pytorch/lstm.js
 */
import { createBackend } from '@nablajs/backend-wasm';
import * as nabla from '@nablajs/core';
import { differenceFrom, readTrace } from '../support/pytorch.js';

/** @import { Blueprint, Context, Module, Shape, Tensor } from '@nablajs/core' */

/** @implements {Module} */
export class LSTM {
  /** @param {number} units */
  constructor(units) {
    this.config = { type: 'LSTM', units };
    this.inputs = new nabla.Dense(4 * units);
    this.states = new nabla.Dense(4 * units, { bias: false });
  }

  /** @param {Shape} shape @returns {Blueprint} */
  build(shape) {
    const { units } = this.config;
    const children = { inputs: this.inputs.build(shape), states: this.states.build([units]) };
    return { outputShape: [...shape.slice(0, -1), units], children };
  }

  /** @param {Context} context @param {Tensor} x [n, time, features] */
  call(context, x) {
    const [n = 0, time = 0] = x.shape;
    const { units } = this.config;
    const inputs = context.run('inputs', this.inputs, x);
    let state = nabla.fill(x.backend, [n, units], 0, x.dtype);
    let cell = state;
    const states = Array.from({ length: time }, (_, step) => {
      const gates = nabla.add(nabla.slice(inputs, [[], step]), context.run('states', this.states, state));
      const gate = (/** @type {number} */ at) => nabla.slice(gates, [[], [at * units, (at + 1) * units]]);
      const kept = nabla.multiply(nabla.sigmoid(gate(1)), cell);
      cell = nabla.add(kept, nabla.multiply(nabla.sigmoid(gate(0)), nabla.tanh(gate(2))));
      state = nabla.multiply(nabla.sigmoid(gate(3)), nabla.tanh(cell));
      return state;
    });
    return nabla.stack(states, { axis: 1 });
  }
}

const trace = readTrace('lstm');
const backend = await createBackend();
const layers = [new LSTM(3), new nabla.Dense(4)];
const { parameters } = trace;
const model = new nabla.Sequential(backend, { inputShape: ['time', 2], dtype: 'float64', layers, parameters });
export const difference = await differenceFrom(trace, model, new nabla.SoftmaxCrossEntropy());
console.log(`Sequences of length 3, 6 and 1: at most ${difference.toExponential(1)} from PyTorch, gradients too.`);
model.dispose();
await backend.dispose();
