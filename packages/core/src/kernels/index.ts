/** For authors of backends: the guard of a disposed backend, and strides of operands that are broadcast. */
export { type BroadcastPlan, forEachMatrix, forEachRun, planBroadcast, planStrides } from './broadcast.js';
export { guardBackend } from './guard.js';
