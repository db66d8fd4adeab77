/** The modules of this package, for models that are loaded. */
import { type ConfigTable, checkOptionNames, type Module, type TypedConfig } from '@nablajs/core';
import { GPT } from './attention/gpt.js';
import { MultiHeadAttention } from './attention/multi-head-attention.js';
import { PositionEmbedding, SinePositionEncoding } from './attention/positions.js';
import { TransformerDecoderLayer } from './attention/transformer-decoder-layer.js';
import { TransformerEncoderLayer } from './attention/transformer-encoder-layer.js';
import { Embedding, EmbeddingBag } from './embedding.js';
import { PaddingMask } from './masks.js';
import { MaxOverTime, MeanOverTime } from './pooling.js';
import { Bidirectional } from './recurrence/bidirectional.js';
import { GRU } from './recurrence/gru.js';
import { LSTM } from './recurrence/lstm.js';
import { SimpleRNN } from './recurrence/simple-rnn.js';

/**
 * Makes the modules of this package from their configs: pass this table when you load a model.
 *
 * @example
 * ```ts
 * const model = networkFromConfig(backend, saved.config, { ...saved, layers: SEQUENCE_LAYERS });
 * ```
 */
export const SEQUENCE_LAYERS: ConfigTable<Module> = {
  Embedding: ({ type: _, values, size, ...options }) => new Embedding(values as number, size as number, options),
  EmbeddingBag: ({ type: _, values, size, ...options }) => new EmbeddingBag(values as number, size as number, options),
  PaddingMask: (config) => new PaddingMask(optionsOf(config)),
  PositionEmbedding: ({ type: _, length, ...options }) => new PositionEmbedding(length as number, options),
  SinePositionEncoding: (config) => without(new SinePositionEncoding(), config),
  MultiHeadAttention: (config) => new MultiHeadAttention(optionsOf(config)),
  TransformerEncoderLayer: (config) => new TransformerEncoderLayer(optionsOf(config)),
  TransformerDecoderLayer: (config) => new TransformerDecoderLayer(optionsOf(config)),
  GPT: (config) => new GPT(optionsOf(config)),
  SimpleRNN: ({ type: _, units, ...options }) => new SimpleRNN(units as number, options),
  LSTM: ({ type: _, units, ...options }) => new LSTM(units as number, options),
  GRU: ({ type: _, units, ...options }) => new GRU(units as number, options),
  Bidirectional: ({ layer, ...rest }, make) => {
    checkOptionNames('Bidirectional', optionsOf(rest as TypedConfig), []);
    return new Bidirectional(make(layer as TypedConfig) as SimpleRNN);
  },
  MeanOverTime: (config) => without(new MeanOverTime(), config),
  MaxOverTime: (config) => without(new MaxOverTime(), config),
};

const optionsOf = <T extends object>({ type: _type, ...options }: TypedConfig): T => options as object as T;

function without(module: Module, config: TypedConfig): Module {
  checkOptionNames(config.type, optionsOf(config), []);
  return module;
}
