/** A backend without elements: it computes shapes only, so `build` can run a graph in no time. */
import type { Backend } from '@nablajs/core';

const nothing = (): undefined => undefined;

/** Returns a new one. Core knows the shapes; kernels return nothing, and nothing can be downloaded. */
export const shapeBackend = (): Backend => ({
  ...{ name: 'shapes', dtypes: ['float32', 'float64'], description: 'shapes only' },
  ...{ upload: nothing, download: () => Promise.resolve(new Float32Array()), release: nothing, dispose: nothing },
  memory: () => ({ buffers: 0, bytes: 0 }),
  ...{ matmul: nothing, add: nothing, subtract: nothing, multiply: nothing, divide: nothing, maximum: nothing },
  ...{ greater: nothing, where: nothing, exp: nothing, expm1: nothing, log: nothing, log1p: nothing, sqrt: nothing },
  ...{ tanh: nothing, sigmoid: nothing, erf: nothing, sum: nothing, max: nothing, argmax: nothing },
  ...{ permute: nothing, slice: nothing, pad: nothing, concat: nothing, gather: nothing, scatterAdd: nothing },
  ...{ oneHot: nothing, cast: nothing, fill: nothing },
  integers: { add: nothing, subtract: nothing, multiply: nothing, greater: nothing, where: nothing },
  conv: { forward: nothing, backwardInput: nothing, backwardFilter: () => ({ dW: undefined, db: undefined }) },
  pool: { max: nothing, maxBackward: nothing, average: nothing, averageBackward: nothing },
});
