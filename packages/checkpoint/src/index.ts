export type { SavedNormalisation } from './model-file.js';
export { decodeSafetensors, encodeSafetensors, type SafetensorsFile } from './safetensors.js';
export { checkModelFolder, loadModel, parametersOf, type SavedModel, saveModel } from './save-load.js';
