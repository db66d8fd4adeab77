/** Text of somebody's file, made safe for one line: whoever wrote it must not steer the terminal or the page. */

/** Controls, and the invisible characters that turn or hide the text beside them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]/gu;

/** `text` in one line, with a question mark for each character that would not be seen. */
export function plainText(text: string): string {
  return text.replace(/\s+/g, ' ').replace(UNSEEN, '?').trim();
}

/** `text` broken at its spaces into lines of at most `width` characters; a longer word is broken anywhere. */
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
