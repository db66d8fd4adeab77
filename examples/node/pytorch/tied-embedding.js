/**
 * A language model whose output has the weights of its embedding (Press and Wolf 2017): two names, one tensor, which is
 * trained and saved once.
 *
 *     node pytorch/tied-embedding.js
 */
import { createBackend } from '@nablajs/backend-wasm';
import * as nabla from '@nablajs/core';
import { differenceFrom, readTrace } from '../support/pytorch.js';

/** @import { Blueprint, Context, Module, Shape, Tensor } from '@nablajs/core' */

/** Tokens [n, time] become vectors [n, time, width]; or, for `isOutput`, vectors become logits. @implements {Module} */
class Embedding {
  acceptsIntegers = true;

  /** @param {number} tokens @param {number} width */
  constructor(tokens, width, isOutput = false) {
    this.config = { type: 'Embedding', tokens, width, isOutput };
  }

  /** @param {Shape} shape @returns {Blueprint} */
  build(shape) {
    const { tokens, width, isOutput } = this.config;
    const weight = /** @type {const} */ ({ shape: [tokens, width], initializer: 'lecunNormal' });
    return { outputShape: isOutput ? [...shape.slice(0, -1), tokens] : [...shape, width], parameters: { weight } };
  }

  /** @param {Context} context @param {Tensor} x */
  call(context, x) {
    const weight = context.parameter('weight');
    return this.config.isOutput ? nabla.matmul(x, weight, { transposeB: true }) : nabla.gather(weight, x);
  }
}

const trace = readTrace('tied-embedding');
const backend = await createBackend();
const { Dense, named, Sequential, Tanh } = nabla;
const [embedding, logits] = [new Embedding(6, 3), new Embedding(6, 3, true)];
const layers = [named('embedding', embedding), new Dense(3), new Tanh(), named('logits', logits)];
const model = new Sequential(backend, { inputShape: ['time'], dtype: 'float64', layers });
model.parameters.tie('logits.weight', 'embedding.weight');
model.parameters.load(trace.parameters);
export const difference = await differenceFrom(trace, model, new nabla.SoftmaxCrossEntropy());
console.log(`${model.parameterCount} numbers, at most ${difference.toExponential(1)} from PyTorch's, gradients too.`);
export const saved = await model.parameters.read(); // one array, under both names
model.dispose();
await backend.dispose();
