/** Tokenizers as JSON. */
import { NablaError } from '@nablajs/core';
import { checkTokenizerJson, type TokenizerJsonForm } from './json/tokenizer-json.js';
import { MAX_WORD_BYTES } from './words.js';

/** Each byte of a text in UTF-8 is a token, 0 to 255. Nothing has to be learned. */
export type ByteForm = { readonly type: 'bytes' };

/** Each of these characters is a token, numbered from 1; 0 stands for all others. From `learnCharacters`. */
export type CharacterForm = {
  readonly type: 'characters';
  /** Different characters, in one string. */
  readonly characters: string;
};

/** Bytes are tokens 0 to 255, and pairs of tokens are merged into those from 256 on. From `learnBPE`. */
export type BPEForm = {
  readonly type: 'bpe';
  /** The left and the right token of each merge, one after the other: merge i makes token 256 + i. */
  readonly merges: readonly number[];
};

/** Says how a text becomes tokens. It is plain JSON: save it with the model. */
export type TokenizerForm = ByteForm | CharacterForm | BPEForm | TokenizerJsonForm;

/** The largest number of tokens of our own tokenizers. */
export const MAX_TOKENS = 65_536;

/**
 * Checks that a value from a JSON file is the form of a tokenizer, and returns a copy.
 *
 * @param name Names the file in errors.
 * @throws NablaError `data` for anything else.
 *
 * @example
 * ```ts
 * const form = readTokenizerForm({ type: 'characters', characters: 'abc' }, 'model.json');
 * ```
 */
export function readTokenizerForm(value: unknown, name: string): TokenizerForm {
  const form = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  switch (form['type']) {
    case 'bytes':
      return { type: 'bytes' };
    case 'characters':
      return { type: 'characters', characters: readCharacters(form['characters'], name) };
    case 'bpe':
      return { type: 'bpe', merges: readMerges(form['merges'], name) };
    case 'tokenizer.json':
      return { type: 'tokenizer.json', tokenizer: checkTokenizerJson(form['tokenizer'], name) };
    default:
      throw damaged(name, "a tokenizer of type 'bytes', 'characters', 'bpe' or 'tokenizer.json'");
  }
}

function readCharacters(value: unknown, name: string): string {
  const isText = typeof value === 'string' && value !== '' && value.length < 2 * MAX_TOKENS;
  const characters = isText ? [...value] : [];
  const isValid =
    characters.length > 0 && characters.length < MAX_TOKENS && !characters.some((one) => /^\p{Cs}$/u.test(one));
  if (isValid && new Set(characters).size === characters.length) return value as string;
  throw damaged(name, `1 to ${MAX_TOKENS - 1} different characters`);
}

function readMerges(value: unknown, name: string): readonly number[] {
  if (!Array.isArray(value) || value.length % 2 !== 0 || value.length > 2 * (MAX_TOKENS - 256)) {
    throw damaged(name, `at most ${MAX_TOKENS - 256} merges, two numbers each`);
  }
  const lengths: number[] = Array.from({ length: 256 }, () => 1);
  const pairs = new Set<number>();
  for (let i = 0; i < value.length; i += 2) {
    const [left, right] = [value[i], value[i + 1]] as [unknown, unknown];
    const length = (lengths[left as number] ?? Number.NaN) + (lengths[right as number] ?? Number.NaN);
    const key = (left as number) * MAX_TOKENS + (right as number);
    const areNumbers = typeof left === 'number' && typeof right === 'number';
    if (!areNumbers || !(length <= MAX_WORD_BYTES) || pairs.has(key)) {
      throw damaged(name, `different merges of earlier tokens, of at most ${MAX_WORD_BYTES} bytes`);
    }
    pairs.add(key);
    lengths.push(length);
  }
  return [...value];
}

const damaged = (name: string, expected: string): NablaError =>
  new NablaError('data', `${name}: tokenizer: expected ${expected}. Received another value; it is damaged.`);
