import { checkOptionNames, NablaError, seePage } from '@nablajs/core';
import { textBlocks } from '../text-blocks.js';
import { type CharacterForm, MAX_TOKENS } from './tokenizer-form.js';

/** Options of `learnCharacters`. */
export interface CharacterOptions {
  /**
   * How many characters to keep, from 1 to 65,535: the most frequent ones, and of equally frequent ones those with the
   * smaller code points. The others share token 0. Default: 8,192.
   */
  readonly maxCharacters?: number;
  /** Names the text in errors. Default: `the text`. */
  readonly name?: string;
}

/**
 * Finds the characters (code points) of a text. Their tokens begin at 1, by code points; token 0 stands for all others.
 * What is not UTF-8 counts as U+FFFD.
 *
 * @param text The text, a `Blob`, or a `File`. In Node.js, `openAsBlob` of `node:fs` opens a file.
 * @throws NablaError `data` for an empty text or one in UTF-16, and `argument` for a wrong option.
 *
 * @example
 * ```ts
 * const tokenizer = await createTokenizer(await learnCharacters('to be or not to be'));
 * console.log(tokenizer.size, tokenizer.decode(tokenizer.encode('to be')));
 * ```
 */
export async function learnCharacters(text: Blob | string, options: CharacterOptions = {}): Promise<CharacterForm> {
  checkOptionNames('learnCharacters', options, ['maxCharacters', 'name']);
  const { maxCharacters = 8192, name = 'the text' } = options;
  if (!Number.isInteger(maxCharacters) || maxCharacters < 1 || maxCharacters >= MAX_TOKENS) {
    const expected = `maxCharacters as a whole number from 1 to ${MAX_TOKENS - 1}`;
    throw new NablaError('argument', `learnCharacters: expected ${expected}. Received ${String(maxCharacters)}.`);
  }
  const counts = await countCharacters(text, name);
  const codes: number[] = [];
  for (let code = 0; code < counts.length; code++) if (counts[code] !== 0) codes.push(code);
  if (codes.length === 0) throw emptyText(name);
  // The sort is stable, so smaller code points come first.
  const kept = codes.sort((a, b) => (counts[b] as number) - (counts[a] as number)).slice(0, maxCharacters);
  kept.sort((a, b) => a - b);
  return { type: 'characters', characters: kept.map((code) => String.fromCodePoint(code)).join('') };
}

/** The error for a text without a character. */
export const emptyText = (name: string): NablaError =>
  new NablaError('data', `${name}: expected some text. Received none; it is empty.${seePage('guides/train-on-text')}`);

async function countCharacters(text: Blob | string, name: string): Promise<Float64Array> {
  const counts = new Float64Array(0x110000);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const count = (part: string): void => {
    for (let i = 0; i < part.length; i++) {
      const code = part.codePointAt(i) as number;
      if (code > 65_535) i++;
      counts[code] = (counts[code] as number) + 1;
    }
  };
  for await (const bytes of textBlocks(text, name)) count(decoder.decode(bytes, { stream: true }));
  count(decoder.decode());
  return counts;
}
