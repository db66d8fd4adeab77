export type { ModelDescription, SavedNormalisation } from './model-file.js';
export { decodeSafetensors, encodeSafetensors, type SafetensorsFile } from './safetensors.js';
export {
  checkModelFolder,
  loadModel,
  parametersOf,
  type SavedModel,
  type SaveOptions,
  saveModel,
} from './save-load.js';
