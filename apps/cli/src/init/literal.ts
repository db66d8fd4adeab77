/** Values and texts as TypeScript source that means them and nothing else. */

/** What an editor or a terminal may not show as it stands: it could end a line or turn the order of letters around. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * The source of a text, a number, a truth, a list of these or an object of them by plain names. A text stays one string on one
 * line, whatever it holds.
 */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([name, item]) => `${name}: ${literal(item)}`)
      .join(', ')} }`;
  }
  if (typeof value !== 'string') return String(value);
  // JSON.stringify escapes breaks, backslashes and halves of characters; then the quotes change.
  const inner = JSON.stringify(value)
    .slice(1, -1)
    .replace(/\\.|'/g, (part) => (part === '\\"' ? '"' : part === "'" ? "\\'" : part));
  return `'${visible(inner)}'`;
}

/** On one line, with escapes in the place of what does not show. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, escaped);
}

/** By UTF-16 code units, for a literal. */
function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }).join('');
}

const LONGEST_SHOWN = 40;

/** A text in a comment: quoted, on one line, and cut where it is long. */
export function shownLiteral(text: string): string {
  return literal(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text);
}

/** The first items of a list, as many as fit into `room` characters, and how many are left. */
export function shownList(items: readonly string[], room: number): string {
  const shown: string[] = [];
  let length = 0;
  for (const item of items) {
    length += item.length + 2;
    if (length > room && shown.length > 0) break;
    shown.push(item);
  }
  const left = items.length - shown.length;
  return `${shown.join(', ')}${left === 0 ? '' : ` and ${left} more`}`;
}
