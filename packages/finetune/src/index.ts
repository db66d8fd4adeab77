/** Fine-tunes networks: features of a trained network, new heads, low-rank adapters. */
export type { Features } from './features/features.js';
export { featuresOf, type TrainedModel } from './features/features-of.js';
export { hasLora } from './lora/find.js';
export { loadAdapter } from './lora/load-adapter.js';
export { FINETUNE_LAYERS, Lora, type LoraOptions, type ResolvedLoraOptions } from './lora/lora.js';
export { mergeLora } from './lora/merge.js';
export type { AdapterArchitecture } from './lora/peft-names.js';
export { type AdapterFiles, type SaveAdapterOptions, saveAdapter } from './lora/save-adapter.js';
export type { LinearPart, Target } from './lora/targets.js';
export { withLora } from './lora/with-lora.js';
export {
  type EmbedTextsOptions,
  embedTexts,
  type PredictSequencesOptions,
  predictSequences,
} from './text/embed-texts.js';
export type { ReadFile } from './text/sentence-files.js';
export { readSentenceModel, type SentenceModel } from './text/sentence-model.js';
export { type CacheFeaturesOptions, cacheFeatures } from './training/cache-features.js';
export type * from './training/events.js';
export { fineTune } from './training/fine-tune.js';
export { fineTuned } from './training/fine-tuned.js';
export { GradualUnfreezing, type GradualUnfreezingOptions } from './training/gradual-unfreezing.js';
export { type LearningRateOptions, learningRateGroups } from './training/learning-rates.js';
export type { FineTuneData, FineTuneOptions } from './training/options.js';
export type { FineTuneState } from './training/state.js';
