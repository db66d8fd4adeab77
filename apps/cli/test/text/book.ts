/** Writes a small text with a grammar that a tiny network learns. */
import { Random } from '@nablajs/core';
import { onTestFinished } from 'vitest';
import { EPOCH } from '../../src/text/text-data.js';
import { SAMPLE } from '../../src/text/write-text.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const WORDS = [
  ['the', 'a', 'every'],
  ['cat', 'dog', 'sea', 'ship'],
  ['sees', 'likes', 'hears'],
  ['me', 'you', 'them'],
];

/** Returns sentences of four words each, the same for the same seed. */
export function sentences(count: number, seed = 1): string {
  const random = new Random(seed);
  const line = (): string => WORDS.map((words) => words[random.integer(words.length)]).join(' ');
  return Array.from({ length: count }, () => `${line()}.\n`).join('');
}

/** Until the test is over, an epoch has fewer steps and a shorter sample: call it where any number shows the same. */
export function shortEpochs(): void {
  const [{ steps }, { length }] = [EPOCH, SAMPLE];
  Object.assign(EPOCH, { steps: 15 });
  Object.assign(SAMPLE, { length: 12 });
  onTestFinished(() => {
    Object.assign(EPOCH, { steps });
    Object.assign(SAMPLE, { length });
  });
}

/** Returns a folder with `book.txt`, and other files. */
export const folderWithBook = (others: Readonly<Record<string, string | Uint8Array>> = {}): string =>
  temporaryFolder({ 'book.txt': sentences(80), ...others });

/** A tiny network that learns the sentences in two epochs. */
export const TINY: readonly string[] = [
  ...['--backend', 'wasm', '--threads', '1', '--blocks', '1', '--width', '16', '--heads', '2', '--context', '16'],
  ...['--batch-size', '8'],
];

/** The same, and it learns little. */
export const QUICK: readonly string[] = [...TINY.slice(0, -1), '1'];
