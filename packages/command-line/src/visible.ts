/** Makes text from outside safe to print: from files, arguments, models, other programs. */

/**
 * Control characters, format characters (which hide or reverse text), line separators, and blank letters. With `u`, a
 * surrogate matches only if it is alone.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/**
 * Returns the text with each invisible character escaped, as `\u001b`: the terminal shows it, and does not obey it. The
 * text of a JSON document stays the same document.
 *
 * @example
 * ```ts
 * visible('cat\u001b[2J'); // 'cat\\u001b[2J'
 * ```
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, escaped);
}

/** Escapes a character by its UTF-16 code units. */
function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }).join('');
}

/**
 * Puts a text on one line, and makes its invisible characters visible.
 *
 * @example
 * ```ts
 * oneLine('no such\nfile\u001b[2J'); // 'no such file\\u001b[2J'
 * ```
 */
export function oneLine(text: string): string {
  return visible(text.replace(/\s+/g, ' '));
}
