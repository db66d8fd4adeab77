import type { RequiredKernel } from '../backend.js';

/** The names of all required kernels, in the order of `Kernels`. The compiler checks that none is missing. */
export const REQUIRED_KERNELS: readonly RequiredKernel[] = Object.keys({
  ...{ matmul: 0, add: 0, subtract: 0, multiply: 0, divide: 0, maximum: 0, greater: 0, where: 0 },
  ...{ exp: 0, expm1: 0, log: 0, log1p: 0, sqrt: 0, tanh: 0, sigmoid: 0, erf: 0, sum: 0, max: 0, argmax: 0 },
  ...{ permute: 0, slice: 0, pad: 0, concat: 0, gather: 0, scatterAdd: 0, oneHot: 0, cast: 0, fill: 0 },
} satisfies Record<RequiredKernel, 0>) as RequiredKernel[];
