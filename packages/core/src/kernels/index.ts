/**
 * For authors of backends: the names of the kernels that each one has, the guard of a disposed backend, and strides of
 * operands that are broadcast.
 */
export { type BroadcastPlan, forEachMatrix, forEachRun, planBroadcast, planStrides } from './broadcast.js';
export { guardBackend } from './guard.js';
export { REQUIRED_KERNELS } from './required-kernels.js';
