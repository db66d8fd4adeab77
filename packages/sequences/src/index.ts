/** Layers for sequences and text: attention, recurrence, embeddings, a small GPT. */
export * from './attention/gpt.js';
export type { FeedForwardActivation } from './attention/linear.js';
export * from './attention/multi-head-attention.js';
export * from './attention/positions.js';
export { type RotaryOptions, rotary } from './attention/rotary.js';
export * from './attention/transformer-decoder-layer.js';
export * from './attention/transformer-encoder-layer.js';
export type { TransformerLayerOptions } from './attention/transformer-layer.js';
export * from './embedding.js';
export * from './layers.js';
export { PaddingMask, type PaddingMaskOptions } from './masks.js';
export * from './perplexity.js';
export * from './pooling.js';
export * from './recurrence/bidirectional.js';
export * from './recurrence/gru.js';
export * from './recurrence/lstm.js';
export type { RecurrentOptions } from './recurrence/recurrent.js';
export * from './recurrence/simple-rnn.js';
