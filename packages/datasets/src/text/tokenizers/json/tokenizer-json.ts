/** Checks a `tokenizer.json`, which may come from anywhere. */
import { type JsonValue, NablaError } from '@nablajs/core';
import { readDecoder, readNormalizer, readPreTokenizer } from './json-components.js';
import { type Fail, type Json, readFlag, readList, readRecord, readText } from './json-values.js';

/** The largest `tokenizer.json`, in bytes. */
export const MAX_TOKENIZER_JSON_BYTES: number = 1 << 26;
/** The largest number of tokens in a `tokenizer.json`, and of merges. */
const MAX_ENTRIES = 1 << 20;
const MAX_ADDED_TOKENS = 1 << 14;
/** The most characters of a token. */
const MAX_TOKEN_LENGTH = 1000;
/** The same for Unigram, which looks at all pairs of tokens that meet at a place. */
const MAX_UNIGRAM_LENGTH = 64;

/** A tokenizer from a `tokenizer.json` of Hugging Face's: see `readTokenizerJson`. */
export type TokenizerJsonForm = {
  readonly type: 'tokenizer.json';
  /** What of the file is used. */
  readonly tokenizer: TokenizerJson;
};

/** The parts of a `tokenizer.json` that encode and decode. */
export type TokenizerJson = {
  readonly added_tokens: readonly AddedToken[];
  readonly normalizer: Json | null;
  readonly pre_tokenizer: Json | null;
  readonly post_processor: null;
  readonly decoder: Json | null;
  readonly model: Json;
};

/** A token found in the text before all others. */
export type AddedToken = { readonly id: number; readonly content: string; readonly [flag: string]: JsonValue };

/**
 * Reads a `tokenizer.json` of Hugging Face's, with a model of type BPE, WordPiece or Unigram. The template that adds
 * tokens such as `[CLS]` is left out.
 *
 * The file is checked. It may have 64 MiB, 2^20 tokens, 2^20 merges and 16,384 added tokens, of 1,000 characters each,
 * or 64 with Unigram. Its regular expressions must be among those that models have: others could take hours.
 *
 * `createTokenizer` then loads `@huggingface/tokenizers`. For new characters of Unicode, its tokens may depend on the
 * engine.
 *
 * @param file The text of the file, a `Blob`, or a `File`. In Node.js, `openAsBlob` of `node:fs` opens a file.
 * @param name Names the file in errors. Default: `tokenizer.json`.
 * @throws NablaError `data` for anything else.
 *
 * @example
 * ```ts
 * const form = await readTokenizerJson(await openAsBlob('bert/tokenizer.json'));
 * const tokenizer = await createTokenizer(form);
 * ```
 */
export async function readTokenizerJson(file: Blob | string, name = 'tokenizer.json'): Promise<TokenizerJsonForm> {
  const size = typeof file === 'string' ? file.length : file.size;
  if (size > MAX_TOKENIZER_JSON_BYTES) {
    throw new NablaError('data', `${name}: expected at most ${MAX_TOKENIZER_JSON_BYTES} bytes. Received ${size}.`);
  }
  const text = typeof file === 'string' ? file : await file.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new NablaError('data', `${name}: expected JSON. Received something else; it is damaged.`, { cause });
  }
  return { type: 'tokenizer.json', tokenizer: checkTokenizerJson(value, name) };
}

/** Returns the parts that are used, as a copy. Throws NablaError `data`. */
export function checkTokenizerJson(value: unknown, name: string): TokenizerJson {
  const fail: Fail = (at, expected, received) => {
    throw new NablaError('data', `${name}: ${at}: expected ${expected}. Received ${received ?? 'another value'}.`);
  };
  const file = readRecord(value, 'the file', fail);
  const model = readModel(readRecord(file['model'], 'model', fail), fail);
  const tokenizer: TokenizerJson = {
    added_tokens: readAdded(file['added_tokens'] ?? [], fail),
    normalizer: readNormalizer(file['normalizer'], fail),
    pre_tokenizer: readPreTokenizer(file['pre_tokenizer'], fail),
    post_processor: null,
    decoder: readDecoder(file['decoder'], fail),
    model,
  };
  checkIds(tokenizer, fail);
  return tokenizer;
}

/** Returns the largest number of a token, plus 1. */
export function sizeOfTokenizer({ model, added_tokens: added }: TokenizerJson): number {
  let most = -1;
  for (const id of idsOf(model)) most = Math.max(most, id);
  for (const { id } of added) most = Math.max(most, id);
  return most + 1;
}

const idsOf = ({ vocab }: Json): readonly number[] =>
  Array.isArray(vocab) ? vocab.map((_, id) => id) : Object.values(vocab as Record<string, number>);

const isId = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < MAX_ENTRIES;

function checkIds({ model, added_tokens: added }: TokenizerJson, fail: Fail): void {
  const ids = idsOf(model);
  if (ids.length === 0) fail('model.vocab', 'at least one token', 'none');
  if (!ids.every(isId)) fail('model.vocab', `whole numbers from 0 to ${MAX_ENTRIES - 1}`);
  if (new Set(ids).size !== ids.length) fail('model.vocab', 'a number of its own for each token');
  if (new Set(added.map(({ id }) => id)).size !== added.length) {
    fail('added_tokens', 'a number of its own for each token');
  }
}

function readAdded(value: unknown, fail: Fail): readonly AddedToken[] {
  return readList(value, 'added_tokens', MAX_ADDED_TOKENS, fail).map((item, index) => {
    const at = `added_tokens.${index}`;
    const token = readRecord(item, at, fail);
    const { id } = token;
    if (!isId(id)) return fail(`${at}.id`, `a whole number from 0 to ${MAX_ENTRIES - 1}`);
    const flags = ['single_word', 'lstrip', 'rstrip', 'special', 'normalized'].filter((flag) => flag in token);
    return {
      id,
      content: readText(token['content'], `${at}.content`, MAX_TOKEN_LENGTH, fail),
      ...Object.fromEntries(flags.map((flag) => [flag, readFlag(token[flag], `${at}.${flag}`, fail)])),
    };
  });
}

function readModel(model: Json, fail: Fail): Json {
  switch (model['type'] ?? guessType(model)) {
    case 'BPE':
      return readBPE(model, fail);
    case 'WordPiece':
      return readWordPiece(model, fail);
    case 'Unigram':
      return readUnigram(model, fail);
    default:
      return fail('model.type', 'BPE, WordPiece or Unigram');
  }
}

/** Older files do not name the type. */
function guessType({ vocab, merges }: Json): string {
  if (Array.isArray(vocab)) return 'Unigram';
  return merges === undefined ? 'WordPiece' : 'BPE';
}

function readVocabulary(value: unknown, fail: Fail): Json {
  const vocabulary = readRecord(value, 'model.vocab', fail);
  const entries = Object.entries(vocabulary);
  if (entries.length > MAX_ENTRIES) fail('model.vocab', `at most ${MAX_ENTRIES} tokens`, `${entries.length}`);
  for (const [token] of entries) readToken(token, 'model.vocab', fail);
  // Unlike a literal, it also copies a token that is called __proto__.
  return Object.fromEntries(entries);
}

const readToken = (value: unknown, at: string, fail: Fail): string =>
  value === '' ? value : readText(value, at, MAX_TOKEN_LENGTH, fail);

/** Reads the texts and flags of a model that are there. */
function readOptional(model: Json, texts: readonly string[], flags: readonly string[], fail: Fail): Json {
  const present = (key: string): boolean => model[key] !== undefined && model[key] !== null;
  return Object.fromEntries([
    ...texts.filter(present).map((key) => [key, readToken(model[key], `model.${key}`, fail)]),
    ...flags.filter(present).map((key) => [key, readFlag(model[key], `model.${key}`, fail)]),
  ]);
}

function readBPE(model: Json, fail: Fail): Json {
  const vocab = readVocabulary(model['vocab'], fail);
  const merges = readList(model['merges'], 'model.merges', MAX_ENTRIES, fail).map((merge, index) => {
    const at = `model.merges.${index}`;
    const pair = typeof merge === 'string' ? merge.split(' ') : readList(merge, at, 2, fail);
    if (pair.length !== 2) fail(at, 'two tokens');
    for (const token of pair) readText(token, at, MAX_TOKEN_LENGTH, fail);
    return typeof merge === 'string' ? merge : [...pair];
  });
  if (merges.some((merge) => typeof merge !== typeof merges[0])) fail('model.merges', 'merges of one kind');
  const texts = ['unk_token', 'continuing_subword_prefix', 'end_of_word_suffix'];
  const options = readOptional(model, texts, ['fuse_unk', 'byte_fallback', 'ignore_merges'], fail);
  return { type: 'BPE', ...options, vocab, merges };
}

function readWordPiece(model: Json, fail: Fail): Json {
  const vocab = readVocabulary(model['vocab'], fail);
  const unknown = readText(model['unk_token'], 'model.unk_token', MAX_TOKEN_LENGTH, fail);
  if (!Object.hasOwn(vocab, unknown)) fail('model.unk_token', 'a token of the vocabulary');
  const most = model['max_input_chars_per_word'] ?? 100;
  if (!isId(most) || most < 1 || most > 200) fail('model.max_input_chars_per_word', 'a whole number from 1 to 200');
  const prefix = readToken(model['continuing_subword_prefix'] ?? '##', 'model.continuing_subword_prefix', fail);
  return {
    ...{ type: 'WordPiece', unk_token: unknown, continuing_subword_prefix: prefix },
    ...{ max_input_chars_per_word: most, vocab },
  };
}

function readUnigram(model: Json, fail: Fail): Json {
  const vocab = readList(model['vocab'], 'model.vocab', MAX_ENTRIES, fail).map((entry, index) => {
    const at = `model.vocab.${index}`;
    const [token, score, ...more] = readList(entry, at, 2, fail);
    const isScore = typeof score === 'number' && Number.isFinite(score) && Math.abs(score) < 1e9;
    if (!isScore || more.length > 0) fail(at, 'a token and its score');
    return [token === '' ? token : readText(token, at, MAX_UNIGRAM_LENGTH, fail), score];
  });
  const unknown = model['unk_id'] ?? null;
  if (unknown !== null && !(isId(unknown) && unknown < vocab.length)) fail('model.unk_id', 'the number of a token');
  return { type: 'Unigram', unk_id: unknown, vocab };
}
