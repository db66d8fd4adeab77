import type { Network } from '../networks/network.js';

export const inTraining: WeakSet<Network> = new WeakSet<Network>();
