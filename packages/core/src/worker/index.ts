/** Training in a worker, in Node and in browsers. */
export type { CallbackConfig, DatasetConfig, TrainingPort, WorkerData, WorkerTrainOptions } from './options.js';
export type { ServeOptions } from './serve-options.js';
export { serveTraining } from './serve-training.js';
export { trainInWorker } from './train-in-worker.js';
