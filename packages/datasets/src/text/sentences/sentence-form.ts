/** Texts as the tokens that a sentence model reads. */
import { checkOptionNames, type DenseArray, dense, NablaError } from '@nablajs/core';
import { createTokenizer } from '../tokenizers/create-tokenizer.js';
import type { Tokenizer } from '../tokenizers/tokenizer.js';
import { readTokenizerForm, type TokenizerForm } from '../tokenizers/tokenizer-form.js';

/** Says how a text becomes the tokens of a sentence model. Save it with the model. */
export type SentenceForm = {
  readonly type: 'sentences';
  readonly tokenizer: TokenizerForm;
  /** The tokens that come before those of the text, such as BERT's `[CLS]`. */
  readonly before: readonly number[];
  /** The tokens that come after them, such as BERT's `[SEP]`. */
  readonly after: readonly number[];
  /** The token that fills the end of shorter texts, such as BERT's `[PAD]`. */
  readonly padding: number;
  /** How many tokens a text has at most, with those before and after it. */
  readonly length: number;
};

/** The largest number of tokens of a text. */
export const MAX_SENTENCE_TOKENS: number = 8192;
/** The most tokens before a text, and after it. */
const MAX_AROUND = 8;
/** A long text is encoded in blocks of so many bytes, until it has enough tokens. */
const BLOCK = 16_384;

/**
 * Encodes texts as a sentence model reads them. `createSentenceEncoder` makes one.
 *
 * @example
 * ```ts
 * const encoder = await createSentenceEncoder(form);
 * const tokens = texts.map((text) => encoder.encode(text));
 * const dataset = sequenceDataset(tokens, labels, { padding: encoder.form.padding });
 * ```
 */
export class SentenceEncoder {
  readonly form: SentenceForm;
  /** How many different tokens there are. */
  readonly size: number;
  readonly #tokenizer: Tokenizer;

  constructor(form: SentenceForm, tokenizer: Tokenizer) {
    this.form = form;
    this.size = tokenizer.size;
    this.#tokenizer = tokenizer;
  }

  /**
   * Returns the tokens of a text: those before it, as many of its own as there is room for, and those after it.
   *
   * @throws NablaError `data` if the tokenizer has no token for some of the text.
   */
  encode(text: string): Int32Array {
    const { before, after, length } = this.form;
    const own = this.#tokensOf(text, length - before.length - after.length);
    return Int32Array.from([...before, ...own, ...after]);
  }

  /**
   * Encodes texts as int32 [n, time]. Shorter ones end with padding; `time` is the length of the longest one.
   *
   * @throws NablaError `data` if the tokenizer has no token for some of a text.
   */
  encodeAll(texts: readonly string[]): DenseArray {
    const all = texts.map((text) => this.encode(text));
    const time = all.reduce((most, { length }) => Math.max(most, length), 1);
    const data = new Int32Array(all.length * time).fill(this.form.padding);
    for (const [row, tokens] of all.entries()) data.set(tokens, row * time);
    return dense(data, [all.length, time]);
  }

  #tokensOf(text: string, most: number): number[] {
    const bytes = new TextEncoder().encode(text);
    const encoder = this.#tokenizer.encoder();
    const tokens: number[] = [];
    const sink = { push: (token: number) => token !== this.form.padding && tokens.push(token) };
    for (let at = 0; at < bytes.length && tokens.length < most; at += BLOCK) {
      encoder.write(bytes.subarray(at, at + BLOCK), sink);
    }
    if (tokens.length < most) encoder.end(sink);
    return tokens.slice(0, most);
  }
}

/**
 * Makes the encoder of a form. For a `tokenizer.json`, it loads the package `@huggingface/tokenizers`.
 *
 * @throws NablaError `data` if the form is not valid.
 *
 * @example
 * ```ts
 * const tokenizer = await readTokenizerJson(await openAsBlob('minilm/tokenizer.json'));
 * const form: SentenceForm = { type: 'sentences', tokenizer, before: [101], after: [102], padding: 0, length: 256 };
 * const encoder = await createSentenceEncoder(form);
 * console.log(encoder.encode('Hello')); // 101, 7592, 102
 * ```
 */
export async function createSentenceEncoder(form: SentenceForm): Promise<SentenceEncoder> {
  checkOptionNames('createSentenceEncoder', form, ['type', 'tokenizer', 'before', 'after', 'padding', 'length']);
  const checked = readSentenceForm(form, 'createSentenceEncoder');
  const tokenizer = await createTokenizer(checked.tokenizer);
  const wrong = [...checked.before, ...checked.after, checked.padding].find((token) => token >= tokenizer.size);
  if (wrong === undefined) return new SentenceEncoder(checked, tokenizer);
  throw damaged('createSentenceEncoder', `tokens below ${tokenizer.size}`);
}

/**
 * Checks that a value from a JSON file is the form of a sentence model, and returns a copy.
 *
 * @param name Names the file in errors.
 * @throws NablaError `data` for anything else.
 *
 * @example
 * ```ts
 * const value = { type: 'sentences', tokenizer: { type: 'bytes' }, before: [], after: [], padding: 0, length: 64 };
 * const form = readSentenceForm(value, 'model.json');
 * ```
 */
export function readSentenceForm(value: unknown, name: string): SentenceForm {
  const form = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const { type, length, padding } = form;
  if (type !== 'sentences') throw damaged(name, "a form of type 'sentences'");
  const [before, after] = [tokensOf(form['before'], name), tokensOf(form['after'], name)];
  const least = before.length + after.length + 1;
  const isLength = Number.isInteger(length) && (length as number) >= least && (length as number) <= MAX_SENTENCE_TOKENS;
  if (!isLength) throw damaged(name, `a length from ${least} to ${MAX_SENTENCE_TOKENS}`);
  if (!isToken(padding)) throw damaged(name, 'a token of padding');
  const tokenizer = readTokenizerForm(form['tokenizer'], name);
  return { type, tokenizer, before, after, padding, length: length as number };
}

const isToken = (token: unknown): token is number => Number.isSafeInteger(token) && (token as number) >= 0;

function tokensOf(value: unknown, name: string): number[] {
  if (Array.isArray(value) && value.length <= MAX_AROUND && value.every(isToken)) return [...value];
  throw damaged(name, `at most ${MAX_AROUND} tokens before and after a text`);
}

const damaged = (name: string, expected: string): NablaError =>
  new NablaError('data', `${name}: sentences: expected ${expected}. Received another value; it is damaged.`);
