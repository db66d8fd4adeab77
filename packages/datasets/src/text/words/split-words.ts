/** Cuts texts into words, for networks that read the words of a text without their order. */

/** Longer ones are no words, but data. */
const MAX_WORD_LENGTH = 40;
/** A text of 100 MB takes no more memory than one of this many characters. */
const MAX_CHARACTERS = 1 << 20;

/** Characters beyond ASCII that are not punctuation, symbols, spaces or emoji; the same ranges as for BPE. */
const LETTERS =
  '\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u1fff\\u2c00-\\u2fff\\u3040-\\ud7ff' +
  '\\uf900-\\ufdff\\ufe70-\\ufefe\\uff10-\\uff19\\uff21-\\uffef\\u{10000}-\\u{1efff}\\u{1fb00}-\\u{10ffff}';
/** Scripts without spaces between words: kana and Chinese characters. */
const ALONE = '\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}';
const WORD = new RegExp(`[${ALONE}]|(?:(?![${ALONE}])[0-9a-z_${LETTERS}])+`, 'gu');

/**
 * Returns the different words of a text in lower case, in the order of their first occurrence. A word is a run of
 * letters, digits and underscores; each kana and each Chinese character is a word. It has at most 40 characters. Only
 * the first 2^20 characters are read.
 *
 * Only lower case depends on the version of Unicode.
 */
export function distinctWords(text: string): Set<string> {
  const words = new Set<string>();
  for (const [word] of text.slice(0, MAX_CHARACTERS).toLowerCase().matchAll(WORD))
    if (word.length <= MAX_WORD_LENGTH) words.add(word);
  return words;
}

const SPACED = new RegExp(`\\s|[${ALONE}]`, 'u');

/** Whether a text has spaces, or is of a script without them: file names, addresses and identifiers are not. */
export const isRunningText = (text: string): boolean => SPACED.test(text.slice(0, MAX_CHARACTERS));

/** Whether a text is a word as `distinctWords` returns it. */
export const isWord = (text: string): boolean => {
  const [word, ...more] = distinctWords(text);
  return word === text && more.length === 0;
};
