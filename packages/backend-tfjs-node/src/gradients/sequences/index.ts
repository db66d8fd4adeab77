/** The modules of `@nablajs/sequences` written with TensorFlow's functions, and the configs of the modules in them. */
import { LayerNorm, type TypedConfig } from '@nablajs/core';
import type { ReferenceLayer } from '../layer-call.js';
import { attention, decoderLayer, encoderLayer, gpt } from './attention.js';
import {
  embedding,
  embeddingBag,
  maxOverTime,
  meanOverTime,
  paddingMask,
  positionEmbedding,
  sinePositions,
} from './embedding.js';
import { bidirectional, gru, lstm, simpleRNN } from './recurrence.js';

/** Every module by `config.type`. */
export const REFERENCE_SEQUENCES: Readonly<Record<string, ReferenceLayer>> = {
  Embedding: embedding,
  EmbeddingBag: embeddingBag,
  PaddingMask: paddingMask,
  PositionEmbedding: positionEmbedding,
  SinePositionEncoding: sinePositions,
  MultiHeadAttention: attention,
  TransformerEncoderLayer: encoderLayer,
  TransformerDecoderLayer: decoderLayer,
  GPT: gpt,
  SimpleRNN: simpleRNN,
  LSTM: lstm,
  GRU: gru,
  Bidirectional: bidirectional,
  MeanOverTime: meanOverTime,
  MaxOverTime: maxOverTime,
};

type Inner = Readonly<Record<string, TypedConfig>>;

const DENSE = { type: 'Dense' };
const NORM = new LayerNorm().config;
const dropoutOf = ({ dropout }: TypedConfig): TypedConfig => ({ type: 'Dropout', rate: dropout as number });

function innerOfBlock(config: TypedConfig): Inner {
  const own = { ...config, type: 'MultiHeadAttention' };
  const drop = dropoutOf(config);
  return {
    selfAttention: own,
    crossAttention: { ...own, causal: false, rotary: false },
    ...{ linear1: DENSE, linear2: DENSE, norm1: NORM, norm2: NORM, norm3: NORM },
    ...{ dropout: drop, dropout1: drop, dropout2: drop, dropout3: drop },
  };
}

function innerOfGPT(config: TypedConfig): Inner {
  const { heads, dropout, blocks } = config;
  const own = { type: 'TransformerEncoderLayer', heads, keyHeads: heads, dropout, causal: true } as TypedConfig;
  const block = { ...own, activation: 'gelu', normFirst: true, rotary: false };
  return {
    tokens: { type: 'Embedding' },
    positions: { type: 'PositionEmbedding' },
    dropout: dropoutOf(config),
    ...Object.fromEntries(Array.from({ length: blocks as number }, (_, at) => [`block${at}`, block])),
    norm: NORM,
    head: DENSE,
  };
}

/** Returns the configs of a module's inner modules by name, those of layers without parameters too. */
export const INNER_MODULES: Readonly<Record<string, (config: TypedConfig) => Inner>> = {
  MultiHeadAttention: (config) => ({ input: DENSE, output: DENSE, dropout: dropoutOf(config) }),
  TransformerEncoderLayer: innerOfBlock,
  TransformerDecoderLayer: innerOfBlock,
  GPT: innerOfGPT,
  Bidirectional: ({ layer }) => ({
    forward: layer as TypedConfig,
    backward: { ...(layer as TypedConfig), backward: true },
  }),
};
