/** Everything that needs no Node API, for pages. */
export * from './compare.js';
export * from './convnet.js';
export * from './pixels.js';
export * from './run.js';
export * from './short-convnet.js';
export * from './short-run.js';
export * from './uniform-stream.js';
