/** Texts as the places of their words. */
import { checkOptionNames, NablaError } from '@nablajs/core';
import { distinctWords, isWord } from './split-words.js';
import { WordCounts } from './word-counts.js';

/** Says which words of a text a network reads. It is plain JSON: save it with the model. */
export type WordForm = {
  readonly type: 'words';
  /** Different words, sorted by code unit. The first one has place 1. */
  readonly words: readonly string[];
  /** How many places a text has at most. */
  readonly length: number;
};

/** The largest number of words in a form. */
export const MAX_WORDS: number = 65_535;
/** The largest number of places of a text. */
export const MAX_WORDS_OF_TEXT: number = 4096;

/** Options of `learnWords`. */
export interface WordOptions {
  /** How many words to keep, from 1 to 65,535: those that most texts have. Default: 10,000. */
  readonly maxWords?: number;
  /** How many words of a text to keep, from 1 to 4,096: the first different ones. Default: 512. */
  readonly maxLength?: number;
}

/**
 * Finds the words that at least two texts have, to classify short texts by a sum of embeddings. Words are runs of
 * letters, digits and underscores in lower case, of at most 40 characters; each kana and each Chinese character is a
 * word of its own.
 *
 * If there are more than 2^18 different words, those that only one text has had so far are forgotten.
 *
 * @throws NablaError `data` if no two texts have a word in common, and `argument` for a wrong option.
 *
 * @example
 * ```ts
 * const form = learnWords(['Cheap watches!', 'Watches and more', 'Lunch at noon?', 'See you at lunch']);
 * console.log(form.words); // [ 'at', 'lunch', 'watches' ]
 * ```
 */
export function learnWords(texts: Iterable<string>, options: WordOptions = {}): WordForm {
  checkOptionNames('learnWords', options, ['maxWords', 'maxLength']);
  const { maxWords = 10_000, maxLength = 512 } = options;
  checkMost('maxWords', maxWords, MAX_WORDS);
  checkMost('maxLength', maxLength, MAX_WORDS_OF_TEXT);
  const counts = new WordCounts();
  for (const text of texts) counts.add(text);
  const words = counts.frequent(maxWords);
  if (words.length > 0) return { type: 'words', words, length: Math.min(maxLength, counts.longest) };
  throw new NablaError('data', 'learnWords: expected words that several texts have. Received none.');
}

function checkMost(name: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  const expected = `${name} as a whole number from 1 to ${most}`;
  throw new NablaError('argument', `learnWords: expected ${expected}. Received ${String(value)}.`);
}

/**
 * Encodes texts as the places of their words: see `learnWords`.
 *
 * @example
 * ```ts
 * const encoder = new WordEncoder(learnWords(texts));
 * const dataset = sequenceDataset(texts.map((text) => encoder.encode(text)), labels);
 * ```
 */
export class WordEncoder {
  readonly form: WordForm;
  /** How many places there are, with 0 for the padding: what an embedding needs. */
  readonly size: number;
  readonly #places: ReadonlyMap<string, number>;

  constructor(form: WordForm) {
    this.form = form;
    this.size = form.words.length + 1;
    this.#places = new Map(form.words.map((word, at) => [word, at + 1]));
  }

  /**
   * Returns the places of the known words of a text, from 1: each word once, in the order of first occurrence, and at
   * most as many as the form says.
   */
  encode(text: string): Int32Array {
    const places: number[] = [];
    for (const word of distinctWords(text)) {
      const place = this.#places.get(word);
      if (place !== undefined && places.push(place) === this.form.length) break;
    }
    return Int32Array.from(places);
  }
}

/**
 * Checks that a value from a JSON file is the form of words, and returns a copy.
 *
 * @param name Names the file in errors.
 * @throws NablaError `data` for anything else.
 *
 * @example
 * ```ts
 * const form = readWordForm({ type: 'words', words: ['lunch'], length: 1 }, 'model.json');
 * ```
 */
export function readWordForm(value: unknown, name: string): WordForm {
  const form = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const { type, words, length } = form;
  const fail = (expected: string): never => {
    throw new NablaError('data', `${name}: words: expected ${expected}. Received another value; it is damaged.`);
  };
  if (type !== 'words') return fail("a form of type 'words'");
  if (!Array.isArray(words) || words.length === 0 || words.length > MAX_WORDS) return fail(`1 to ${MAX_WORDS} words`);
  const isNext = (word: unknown, at: number): boolean =>
    typeof word === 'string' && word.length <= 40 && isWord(word) && (at === 0 || words[at - 1] < word);
  if (!words.every(isNext)) return fail('different words in lower case, sorted');
  const isLength = typeof length === 'number' && Number.isInteger(length) && length >= 1 && length <= MAX_WORDS_OF_TEXT;
  return isLength ? { type, words: [...words], length } : fail(`a length from 1 to ${MAX_WORDS_OF_TEXT}`);
}
