/** The files of a small sentence model with random weights. */
import { Random } from '@nablajs/core';
import { type HostTensor, writeSafetensors } from '@nablajs/interchange';

/** All words that it knows, behind five special tokens. */
const WORDS = ['cat', 'dog', 'purrs', 'barks', 'the', 'loudly', 'at', 'night', 'sleeps', 'warm'];
const TOKENS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...WORDS];

export const CONFIG = {
  ...{ model_type: 'bert', vocab_size: TOKENS.length, hidden_size: 8, num_attention_heads: 2, num_hidden_layers: 4 },
  ...{ intermediate_size: 16, max_position_embeddings: 12, type_vocab_size: 2, layer_norm_eps: 1e-12 },
  ...{ hidden_act: 'gelu', pad_token_id: 0 },
};

const template = (name: string): object => ({ SpecialToken: { id: name, type_id: 0 } });

export const TOKENIZER = {
  added_tokens: [],
  normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, lowercase: true },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [template('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, template('[SEP]')],
    special_tokens: {
      '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
      '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
    },
  },
  decoder: null,
  model: {
    ...{ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100 },
    vocab: Object.fromEntries(TOKENS.map((token, id) => [token, id])),
  },
};

/** The weights as Hugging Face names them. */
export function weights({ hidden_size: width, intermediate_size: units, num_hidden_layers: blocks } = CONFIG) {
  const random = new Random(4);
  const tensors = new Map<string, HostTensor>();
  const add = (name: string, ...shape: number[]): void => {
    const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
    const centre = name.endsWith('LayerNorm.weight') ? 1 : 0;
    for (const at of data.keys()) data[at] = centre + 0.3 * random.normal();
    tensors.set(name, { type: 'float32', shape, data });
  };
  const linear = (name: string, outputs: number, inputs: number): void => {
    add(`${name}.weight`, outputs, inputs);
    add(`${name}.bias`, outputs);
  };
  const norm = (name: string): void => {
    add(`${name}.weight`, width);
    add(`${name}.bias`, width);
  };
  add('embeddings.word_embeddings.weight', CONFIG.vocab_size, width);
  add('embeddings.position_embeddings.weight', CONFIG.max_position_embeddings, width);
  add('embeddings.token_type_embeddings.weight', 2, width);
  norm('embeddings.LayerNorm');
  for (let at = 0; at < blocks; at++) {
    const path = `encoder.layer.${at}`;
    for (const part of ['query', 'key', 'value']) linear(`${path}.attention.self.${part}`, width, width);
    linear(`${path}.attention.output.dense`, width, width);
    norm(`${path}.attention.output.LayerNorm`);
    linear(`${path}.intermediate.dense`, units, width);
    linear(`${path}.output.dense`, width, units);
    norm(`${path}.output.LayerNorm`);
  }
  return tensors;
}

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** The files by their paths in the folder. `changes`: other values for files of JSON; undefined leaves a file out. */
export function smallModel(changes: Readonly<Record<string, unknown>> = {}): Map<string, Uint8Array> {
  const modules = ['Transformer', 'Pooling', 'Normalize'].map((kind, at) => ({
    ...{ idx: at, name: `${at}`, path: at === 0 ? '' : `${at}_${kind}` },
    type: `sentence_transformers.models.${kind}`,
  }));
  const files = {
    'config.json': CONFIG,
    'tokenizer.json': TOKENIZER,
    'modules.json': modules,
    '1_Pooling/config.json': {
      word_embedding_dimension: 8,
      pooling_mode_mean_tokens: true,
      pooling_mode_cls_token: false,
    },
    'sentence_bert_config.json': { max_seq_length: 6 },
    ...changes,
  };
  const json = Object.entries(files).filter(([, value]) => value !== undefined);
  return new Map([
    ...json.map(([path, value]) => [path, bytesOf(value)] as const),
    ['model.safetensors', writeSafetensors(weights())] as const,
  ]);
}
