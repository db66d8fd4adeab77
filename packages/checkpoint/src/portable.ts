/** What needs no Node.js: checkpoints as bytes, and in a browser's storage. */
export {
  type Checkpoint,
  type CheckpointExtras,
  type CheckpointFiles,
  decodeCheckpoint,
  encodeCheckpoint,
} from './checkpoint.js';
export type { ModelDescription, SavedNormalisation } from './model-description.js';
export { packCheckpoint, unpackCheckpoint } from './packed.js';
export { decodeSafetensors, encodeSafetensors, type SafetensorsFile } from './safetensors.js';
