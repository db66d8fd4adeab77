/** For authors of backends: the guard of a disposed backend, strides of operands that are broadcast, a table of log. */
export { INVERSES } from '../math/log.js';
export { type BroadcastPlan, forEachMatrix, forEachRun, planBroadcast, planStrides } from './broadcast.js';
export { guardBackend } from './guard.js';
