import type { Network } from '../networks/network.js';

/** Networks whose weights a training is changing. */
export const inTraining: WeakSet<Network> = new WeakSet<Network>();
