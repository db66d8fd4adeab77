/** Makes untrusted text safe to print on one line: it must not control the terminal or the page. */

/** Control characters, and invisible characters that reverse or hide text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point.
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]/gu;

/**
 * Returns a text on one line, with a question mark in place of each invisible character.
 *
 * @example
 * ```ts
 * plainText(' loss\n0.4\u001b[2J'); // 'loss 0.4?[2J'
 * ```
 */
export function plainText(text: string): string {
  return text.replace(/\s+/g, ' ').replace(HIDDEN, '?').trim();
}

/**
 * Breaks a text at its spaces into lines of at most `width` characters. Longer words are cut.
 *
 * @example
 * ```ts
 * wrapText('one two three', 7); // ['one two', 'three']
 * ```
 */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of plainText(text)
    .split(' ')
    .flatMap((word) => pieces(word, width))) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return line === '' ? lines : [...lines, line];
}

function pieces(word: string, width: number): string[] {
  const count = Math.max(1, Math.ceil(word.length / width));
  return Array.from({ length: count }, (_, at) => word.slice(at * width, (at + 1) * width));
}
