/**
 * Cuts the bytes of a text into words, of which BPE makes tokens. The rule is GPT-2's (A. Radford et al. 2019): `'s`,
 * `'t`, `'re`, `'ve`, `'m`, `'ll`, `'d`; letters, digits or other characters, each with a space before them; white
 * space, of which the last character is left for the next word.
 *
 * GPT-2 asks Unicode what a letter is, and engines have different versions of Unicode. Here, digits and white space are
 * those of ASCII; characters beyond ASCII are letters, but for the ranges in `SYMBOLS`. After `MAX_WORD_BYTES` bytes, a
 * new word begins.
 */

/** The largest number of bytes of a word, and so of a token. */
export const MAX_WORD_BYTES = 64;

const LETTER = 0;
const DIGIT = 1;
const SPACE = 2;
const OTHER = 3;
/** A character that is not complete. */
const UNFINISHED = -1;

/** Punctuation, symbols, spaces and emoji beyond ASCII: the first and the last of each range, in order. */
const SYMBOLS: readonly (readonly [number, number])[] = [
  [0x80, 0xa9],
  [0xab, 0xb4],
  [0xb6, 0xb9],
  [0xbb, 0xbf],
  [0xd7, 0xd7],
  [0xf7, 0xf7],
  [0x2000, 0x2bff],
  [0x3000, 0x303f],
  [0xfe00, 0xfe6f],
  [0xff00, 0xff0f],
  [0xff1a, 0xff20],
  [0xfff0, 0xffff],
  [0x1f000, 0x1faff],
];

const ASCII = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[a-z]/i.test(character)) return LETTER;
  if (/\d/.test(character)) return DIGIT;
  return /\s/.test(character) ? SPACE : OTHER;
});

const CONTRACTIONS = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].map((text) => new TextEncoder().encode(text));
const [APOSTROPHE, BLANK] = [0x27, 0x20];

function isSymbol(code: number): boolean {
  for (const [from, to] of SYMBOLS) if (code <= to) return code >= from;
  return false;
}

/** Returns the class of the character at `at`, plus 4 times its bytes; or `UNFINISHED`. */
function characterAt(bytes: Uint8Array, at: number, end: number, isLast: boolean): number {
  const first = bytes[at] as number;
  if (first < 0x80) return 4 + (ASCII[first] as number);
  const length = first < 0xc2 || first > 0xf4 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  let code = length === 1 ? 0 : first & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    if (at + i >= end) return isLast ? 4 + OTHER : UNFINISHED;
    const next = bytes[at + i] as number;
    if ((next & 0xc0) !== 0x80) return 4 + OTHER;
    code = code * 64 + (next & 0x3f);
  }
  const isCharacter =
    length === 2 ||
    (length === 3 && code >= 0x800 && (code & 0xf800) !== 0xd800) ||
    (code >= 0x10000 && code < 0x110000);
  if (!isCharacter) return 4 + OTHER;
  return 4 * length + (isSymbol(code) ? OTHER : LETTER);
}

/**
 * Returns where the word that begins at `start` ends. Returns -1 if that depends on bytes beyond `end`, unless these
 * are the last.
 */
export function wordEnd(bytes: Uint8Array, start: number, end: number, isLast: boolean): number {
  let at = start;
  if (bytes[at] === APOSTROPHE) {
    if (end - at < 3 && !isLast) return -1;
    const found = CONTRACTIONS.find((one) => at + one.length <= end && one.every((byte, i) => bytes[at + i] === byte));
    if (found !== undefined) return at + found.length;
  }
  while (at < end && at - start < MAX_WORD_BYTES && ASCII[bytes[at] as number] === SPACE) at++;
  const spaces = at - start;
  if (spaces === MAX_WORD_BYTES) return at;
  if (at === end) return isLast ? at : -1;
  if (spaces > 1) return at - 1;
  if (spaces === 1 && bytes[start] !== BLANK) return at;
  return runEnd(bytes, start, at, end, isLast);
}

/** Returns where the characters of one class that begin at `from` end. */
function runEnd(bytes: Uint8Array, start: number, from: number, end: number, isLast: boolean): number {
  let at = from;
  let kind: number | undefined;
  while (at < end) {
    const character = characterAt(bytes, at, end, isLast);
    if (character === UNFINISHED) return -1;
    const own = character & 3;
    const next = at + (character >> 2);
    if (own !== (kind ?? own) || next - start > MAX_WORD_BYTES) return at;
    kind = own;
    at = next;
  }
  return isLast ? at : -1;
}
