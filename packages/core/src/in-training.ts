import type { Network } from './network.js';

/** Networks whose weights a training is changing. */
export const inTraining: WeakSet<Network> = new WeakSet<Network>();
