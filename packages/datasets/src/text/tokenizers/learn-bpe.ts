import { checkOptionNames, NablaError } from '@nablajs/core';
import { textBlocks } from '../text-blocks.js';
import { BPETrainer } from './bpe-trainer.js';
import { emptyText } from './learn-characters.js';
import { joined } from './tokenizer.js';
import { type BPEForm, MAX_TOKENS } from './tokenizer-form.js';
import { type WordCounts, WordTable } from './word-table.js';
import { wordEnd } from './words.js';

/** Options of `learnBPE`. */
export interface BPEOptions {
  /** How many tokens there may be, from 256 to 65,536: one for each byte, and one for each merge. Default: 1,024. */
  readonly maxTokens?: number;
  /** Names the text in errors. Default: `the text`. */
  readonly name?: string;
}

/** How many different words count, and how many bytes they may have together. */
const MAX_WORDS = 1 << 20;
const MAX_WORDS_BYTES = 1 << 24;

/**
 * Learns byte-level BPE from a text (R. Sennrich et al. 2016; A. Radford et al. 2019). At first, each byte is a token.
 * Then, again and again, the pair of tokens that occurs most often within words becomes a new token; of equally
 * frequent pairs, the one with the smaller left token, then right token. Every sequence of bytes can be encoded, and is
 * decoded exactly.
 *
 * Words are those of GPT-2, without depending on the version of Unicode: digits and white space are those of ASCII, and
 * characters beyond ASCII are letters unless they are punctuation, symbols or emoji. A word has at most 64 bytes. The
 * first 2^20 different words count, up to 16 MiB.
 *
 * @param text The text, a `Blob`, or a `File`. In Node.js, `openAsBlob` of `node:fs` opens a file.
 * @throws NablaError `data` for an empty text or one in UTF-16, and `argument` for a wrong option.
 *
 * @example
 * ```ts
 * const tokenizer = await createTokenizer(await learnBPE('low lower lowest', { maxTokens: 258 }));
 * console.log(tokenizer.encode('low')); // 257: 'lo' is 256, and 'low' is 257
 * ```
 */
export async function learnBPE(text: Blob | string, options: BPEOptions = {}): Promise<BPEForm> {
  checkOptionNames('learnBPE', options, ['maxTokens', 'name']);
  const { maxTokens = 1024, name = 'the text' } = options;
  if (!Number.isInteger(maxTokens) || maxTokens < 256 || maxTokens > MAX_TOKENS) {
    const expected = `maxTokens as a whole number from 256 to ${MAX_TOKENS}`;
    throw new NablaError('argument', `learnBPE: expected ${expected}. Received ${String(maxTokens)}.`);
  }
  const trainer = new BPETrainer(await countWords(text, name));
  const merges: number[] = [];
  for (let token = 256; token < maxTokens; token++) {
    const pair = trainer.merge(token);
    if (pair === undefined) break;
    merges.push(Math.floor(pair / 65_536), pair % 65_536);
  }
  return { type: 'bpe', merges };
}

async function countWords(text: Blob | string, name: string): Promise<WordCounts> {
  const words = new WordTable(MAX_WORDS, MAX_WORDS_BYTES);
  const counts = new Float64Array(MAX_WORDS);
  let rest = new Uint8Array(0);
  const count = (bytes: Uint8Array, isLast: boolean): void => {
    let at = 0;
    while (at < bytes.length) {
      const end = wordEnd(bytes, at, bytes.length, isLast);
      if (end < 0) break;
      const word = words.add(bytes, at, end);
      if (word >= 0) counts[word] = (counts[word] as number) + 1;
      at = end;
    }
    rest = bytes.slice(at);
  };
  for await (const bytes of textBlocks(text, name)) count(joined([rest, bytes]), false);
  count(rest, true);
  if (words.size === 0) throw emptyText(name);
  return { words, counts: counts.slice(0, words.size) };
}
