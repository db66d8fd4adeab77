/**
 * A causal attention block, as in GPT: each element of a sequence looks at itself and at those before it. Sequences may
 * have any length. It computes what PyTorch's TransformerEncoderLayer computes.
 *
 *     node pytorch/attention.js
 */
import { createBackend } from '@nablajs/backend-wasm';
import * as nabla from '@nablajs/core';
import { differenceFrom, readTrace } from '../support/pytorch.js';

/** @import { Blueprint, Context, Module, Shape, Tensor } from '@nablajs/core' */

/** @implements {Module} */
export class CausalAttention {
  /** @param {number} width @param {number} heads */
  constructor(width, heads) {
    this.config = { type: 'CausalAttention', width, heads };
    this.inputs = new nabla.Dense(3 * width); // queries, keys and values
    this.output = new nabla.Dense(width);
  }

  /** @param {Shape} shape @returns {Blueprint} */
  build(shape) {
    return { outputShape: shape, children: { inputs: this.inputs.build(shape), output: this.output.build(shape) } };
  }

  /** @param {Context} context @param {Tensor} x [n, time, width] */
  call(context, x) {
    const [n = 0, time = 0, width = 0] = x.shape;
    const size = width / this.config.heads;
    const inputs = context.run('inputs', this.inputs, x).reshape([n, time, 3, this.config.heads, size]);
    const part = (/** @type {number} */ at) => nabla.permute(nabla.slice(inputs, [[], [], at]), [0, 2, 1, 3]);
    const [queries, keys, values] = [part(0), part(1), part(2)]; // [n, heads, time, size]
    const scores = nabla.divide(nabla.matmul(queries, keys, { transposeB: true }), Math.sqrt(size));
    const positions = nabla.cumsum(nabla.fill(x.backend, [time], 1, x.dtype));
    const isFuture = nabla.greater(positions, positions.reshape([time, 1]));
    const shares = nabla.softmax(nabla.where(isFuture, Number.NEGATIVE_INFINITY, scores));
    const mixed = nabla.permute(nabla.matmul(shares, values), [0, 2, 1, 3]).reshape([n, time, width]);
    return context.run('output', this.output, mixed);
  }
}

const trace = readTrace('attention');
const backend = await createBackend();
const { Chain, Dense, GELU, LayerNorm, Residual } = nabla;
const layers = [
  new Residual(new Chain([new LayerNorm(), new CausalAttention(4, 2)])),
  new Residual(new Chain([new LayerNorm(), new Dense(8), new GELU(), new Dense(4)])),
];
const { parameters } = trace;
const model = new nabla.Sequential(backend, { inputShape: ['time', 4], dtype: 'float64', layers, parameters });
export const difference = await differenceFrom(trace, model, new nabla.MeanSquaredError());
console.log(`Sequences of length 3, 5 and 1: at most ${difference.toExponential(1)} from PyTorch, gradients too.`);
model.dispose();
await backend.dispose();
