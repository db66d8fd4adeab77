export type { PeerName } from './catalog.js';
export { findPeer } from './find.js';
