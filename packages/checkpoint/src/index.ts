export { openCheckpointFolder, readCheckpointFolder } from './checkpoint-folder.js';
export { takeLock } from './folder-lock.js';
export { loadCheckpoint } from './load-checkpoint.js';
export * from './portable.js';
export {
  checkModelFolder,
  type LoadModelOptions,
  loadModel,
  parametersOf,
  type SaveOptions,
  saveModel,
} from './save-load.js';
