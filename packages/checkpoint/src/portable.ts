/** What needs no Node.js: checkpoints as bytes, and in a browser's storage. */
export {
  type Checkpoint,
  type CheckpointExtras,
  type CheckpointFiles,
  decodeCheckpoint,
  encodeCheckpoint,
  modelOfCheckpoint,
} from './checkpoint.js';
export { openCheckpointDatabase, readCheckpointDatabase } from './checkpoint-database.js';
export type { CheckpointEntry } from './entry.js';
export { loadModelFiles, type ModelFiles } from './load-model-files.js';
export { memoryCheckpoints } from './memory-store.js';
export type { ModelDescription, SavedModel, SavedNormalisation } from './model-description.js';
export { packCheckpoint, unpackCheckpoint } from './packed.js';
export type { ReducedDType } from './reduced-weights.js';
export { decodeSafetensors, encodeSafetensors, type SafetensorsFile } from './safetensors.js';
export type {
  CheckpointReader,
  CheckpointStore,
  LoadCheckpointOptions,
  SaveCheckpointOptions,
  SkippedCheckpoint,
  StoredCheckpoint,
  StoreOptions,
} from './store.js';
export { exportCheckpoint, type ImportOptions, importCheckpoint } from './transfer.js';
