export { loadCheckpoint } from './checkpoint/load-checkpoint.js';
export { takeLock } from './files/folder-lock.js';
export {
  checkModelFolder,
  type LoadModelOptions,
  loadModel,
  type SaveOptions,
  saveModel,
} from './model/save-load.js';
export { type LoadNetworkOptions, load, type SaveNetworkOptions, save } from './model/save-network.js';
export * from './portable.js';
export { openCheckpointFolder, readCheckpointFolder } from './stores/checkpoint-folder.js';
