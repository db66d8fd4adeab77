/** Everything that works without Node.js: checkpoints as bytes, in memory, and in a browser's database. */
export {
  type Checkpoint,
  type CheckpointExtras,
  type CheckpointFiles,
  decodeCheckpoint,
  encodeCheckpoint,
  modelOfCheckpoint,
} from './checkpoint/checkpoint.js';
export { packCheckpoint, unpackCheckpoint } from './checkpoint/packed.js';
export { exportCheckpoint, type ImportOptions, importCheckpoint } from './checkpoint/transfer.js';
export { type EncodedModelFiles, type EncodeModelOptions, encodeModelFiles } from './model/encode-model-files.js';
export { loadModelFiles, type ModelFiles } from './model/load-model-files.js';
export type { ModelDescription, SavedModel, SavedNormalisation } from './model/model-description.js';
export type { ReducedDType } from './model/reduced-weights.js';
export { halfValue } from './safetensors/half.js';
export {
  decodeSafetensors,
  encodeSafetensors,
  encodeStored,
  readStored,
  type SafetensorsFile,
  type StoredFile,
} from './safetensors/safetensors.js';
export type { StoredDType, StoredTensor } from './safetensors/stored-tensor.js';
export { openCheckpointDatabase, readCheckpointDatabase } from './stores/checkpoint-database.js';
export type { CheckpointEntry } from './stores/entry.js';
export { memoryCheckpoints } from './stores/memory-store.js';
export type {
  CheckpointReader,
  CheckpointStore,
  LoadCheckpointOptions,
  SaveCheckpointOptions,
  SkippedCheckpoint,
  StoredCheckpoint,
  StoreOptions,
} from './stores/store.js';
