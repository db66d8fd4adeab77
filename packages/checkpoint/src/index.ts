export { loadCheckpoint } from './checkpoint/load-checkpoint.js';
export { takeLock } from './files/folder-lock.js';
export {
  checkModelFolder,
  type LoadModelOptions,
  loadModel,
  type SaveOptions,
  saveModel,
} from './model/save-load.js';
export * from './portable.js';
export { openCheckpointFolder, readCheckpointFolder } from './stores/checkpoint-folder.js';
