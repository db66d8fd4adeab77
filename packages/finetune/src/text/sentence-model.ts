/** Sentence models: encoders that turn a text into a vector of its meaning. */
import { NablaError } from '@nablajs/core';
import { createTokenizer, type SentenceForm } from '@nablajs/datasets';
import {
  ARCHITECTURES,
  type NamedTensors,
  type PretrainedModel,
  readPretrained,
  readSafetensors,
  readTorch,
  stateDict,
} from '@nablajs/interchange';
import type { Features } from '../features/features.js';
import { fail, type Json, type ReadFile, readObject, readPooling, readSentences } from './sentence-files.js';

/** A sentence model, on no backend yet. */
export interface SentenceModel {
  /** How a text becomes tokens: pass it to `createSentenceEncoder`. */
  readonly form: SentenceForm;
  /** The network that turns int32 tokens [n, time] into a vector for each text, as its makers meant it. */
  readonly embedding: PretrainedModel & Pick<Features, 'width'>;
  /**
   * What a new head learns from: the vector of a text after each of the last three blocks, side by side. It is the mean
   * of the tokens' vectors, or the first one if the model's makers took that. The weights are those of `embedding`.
   */
  readonly features: Features;
}

/** How many of the last blocks give features. */
const LAST_BLOCKS = 3;
const WEIGHTS = ['model.safetensors', 'pytorch_model.bin'];

/**
 * Reads a sentence model of `sentence-transformers`, such as all-MiniLM-L6-v2, or a plain encoder of BERT's family:
 * `config.json`, `tokenizer.json`, the weights, and what `modules.json` names.
 *
 * @param read Returns the bytes of a file in the model's folder.
 * @throws NablaError `argument` for a file that is missing, for modules that are not supported, and for a tokenizer
 * that does not fit the network; `data` for damaged files.
 *
 * @example
 * ```ts
 * const read = (path: string) => readFile(`minilm/${path}`).catch(() => undefined);
 * const { form, embedding } = await readSentenceModel(read);
 * const encoder = await createSentenceEncoder(form);
 * const { module, inputShape, parameters } = embedding;
 * const network = new Network(backend, module, { inputShape, parameters });
 * const vectors = await embedTexts(network, encoder, ['A cat sits on the mat.', 'The mat has a cat on it.']);
 * ```
 */
export async function readSentenceModel(read: ReadFile): Promise<SentenceModel> {
  const config = await readObject(read, 'config.json');
  if (config === undefined) throw fail('expected a config.json in the folder. Received none');
  const { pooling, normalize } = await readPooling(read);
  const form = await readSentences(read, config, positionsOf(config));
  await checkTokens(form, config);
  const { padding: paddingIndex } = form;
  const tensors = await readWeights(read);
  const embedding = readPretrained(config, tensors, { pooling, normalize, paddingIndex });
  const names = [...embedding.parameters.keys()];
  const blocks = blocksOf(names);
  const lastBlocks = Math.min(LAST_BLOCKS, blocks.length - 1);
  // `readPretrained` has found it.
  const architecture = ARCHITECTURES[`${config['model_type']}`] as (typeof ARCHITECTURES)[string];
  const { module } = architecture(config, { pooling, tokenTypes: false, normalize: false, paddingIndex, lastBlocks });
  const width = embedding.parameters.get('words.weight')?.shape[1] ?? 0;
  const { inputShape, parameters } = embedding;
  return {
    ...{ form, embedding: { ...embedding, width } },
    features: { module, inputShape, parameters, width: width * lastBlocks, blocks },
  };
}

/** How many tokens the encoder may read at once. */
function positionsOf(config: Json): number {
  const { max_position_embeddings: positions, pad_token_id: padding = 1 } = config;
  if (!Number.isSafeInteger(positions)) throw fail("expected a whole number 'max_position_embeddings' in config.json");
  // Positions of RoBERTa begin behind that of padding.
  return (positions as number) - (`${config['model_type']}`.includes('roberta') ? (padding as number) + 1 : 0);
}

async function checkTokens({ tokenizer, padding }: SentenceForm, config: Json): Promise<void> {
  const { size } = await createTokenizer(tokenizer);
  const vocabulary = config['vocab_size'];
  if (typeof vocabulary === 'number' && size <= vocabulary && padding < vocabulary) return;
  throw fail(
    `tokenizer.json does not fit the network: it has ${size} tokens, and config.json says that the network knows ` +
      `${String(vocabulary)}. Take both files from the same model`,
  );
}

async function readWeights(read: ReadFile): Promise<NamedTensors> {
  for (const name of WEIGHTS) {
    const bytes = await read(name);
    if (bytes === undefined) continue;
    return name.endsWith('.bin') ? stateDict(readTorch(bytes, name)) : readSafetensors(bytes, name);
  }
  throw new NablaError('argument', `readSentenceModel: expected ${WEIGHTS.join(' or ')} in the folder. Received none.`);
}

/** The last block first; the embeddings are the last of all. */
function blocksOf(names: readonly string[]): string[][] {
  const blocks: string[][] = [];
  const first: string[] = [];
  for (const name of names) {
    const found = /^layer(\d+)\./.exec(name);
    const at = Number(found?.[1]);
    if (found === null) first.push(name);
    else blocks[at] = [...(blocks[at] ?? []), name];
  }
  return [...blocks.reverse(), first];
}
