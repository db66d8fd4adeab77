/** For tests of backends and of gradients: small networks with each module of this package. */
export * from './cases.js';
export * from './short-runs.js';
