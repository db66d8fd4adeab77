export * from './compare.js';
export * from './digest.js';
export * from './run.js';
export * from './trace.js';
