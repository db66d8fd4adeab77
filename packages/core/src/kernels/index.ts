/** For authors of backends: names of kernels, the guard of a disposed backend, strides for broadcasting. */
export { type BroadcastPlan, forEachMatrix, forEachRun, planBroadcast, planStrides } from './broadcast.js';
export { guardBackend } from './guard.js';
export { REQUIRED_KERNELS } from './required-kernels.js';
