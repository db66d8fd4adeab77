export * from './digest.js';
export * from './portable.js';
export * from './trace.js';
