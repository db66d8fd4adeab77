export * from './portable.js';
export {
  checkModelFolder,
  loadModel,
  parametersOf,
  type SavedModel,
  type SaveOptions,
  saveModel,
} from './save-load.js';
