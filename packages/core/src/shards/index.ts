/** Data-parallel training: several processes train one network; any number of them gives the same bits. */
export type { Communicator } from './communicator.js';
export type { ShardLog, ShardsOptions } from './options.js';
export { ranksInMemory } from './ranks-in-memory.js';
export { shards } from './shards.js';
