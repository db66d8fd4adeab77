export { readTorch } from './file/read-torch.js';
export { readSafetensors, writeSafetensors } from './file/safetensors.js';
export { stateDict, stateDicts, valueAt } from './file/state-dict.js';
export type { TorchFile, TorchObject, TorchValue } from './file/torch-file.js';
export { writeTorch } from './file/write-torch.js';
export type {
  Architecture,
  BuiltArchitecture,
  EncoderOptions,
  Pooling,
  PretrainedConfig,
  ResolvedEncoderOptions,
} from './pretrained/architecture.js';
export { FirstOverTime, PRETRAINED_LAYERS } from './pretrained/first-over-time.js';
export {
  ARCHITECTURES,
  loadPretrained,
  type PretrainedModel,
  type PretrainedOptions,
  type ReadPretrainedOptions,
  readPretrained,
} from './pretrained/load-pretrained.js';
export { UnitLength } from './pretrained/unit-length.js';
export { exportTorch, type TorchExport } from './python/export-torch.js';
export {
  type LoadedStateDict,
  type LoadStateDictOptions,
  loadStateDict,
  type UnbuiltModule,
} from './state/load-state-dict.js';
export type { NameMap } from './state/name-map.js';
export type { OptimizerType } from './state/optimizer-names.js';
export { type ReadOptimizer, type ReadOptimizerOptions, readTorchOptimizer } from './state/read-optimizer.js';
export { toStateDict } from './state/to-state-dict.js';
export { writeTorchOptimizer } from './state/write-optimizer.js';
