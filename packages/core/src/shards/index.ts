/** Data-parallel training: several processes train one network, with the same bits on any number of them. */
export type { Communicator } from './communicator.js';
export type { ShardLog, ShardsOptions } from './options.js';
export { ranksInMemory } from './ranks-in-memory.js';
export { shards } from './shards.js';
