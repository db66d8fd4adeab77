/** Writes values and texts as TypeScript source, safely escaped. */

import { visible } from '@nablajs/command-line';

/**
 * Writes a text, a number, a boolean, a list of these, or an object of them with plain names. A text stays on one line.
 */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([name, item]) => `${name}: ${literal(item)}`)
      .join(', ')} }`;
  }
  if (typeof value !== 'string') return String(value);
  // JSON.stringify escapes line breaks, backslashes and lone surrogates. Then the quotes change.
  const inner = JSON.stringify(value)
    .slice(1, -1)
    .replace(/\\.|'/g, (part) => (part === '\\"' ? '"' : part === "'" ? "\\'" : part));
  return `'${visible(inner)}'`;
}

const LONGEST_SHOWN = 40;

/** Returns a text for a comment: quoted, on one line, and shortened. */
export function shownLiteral(text: string): string {
  return literal(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text);
}

/** As many items as fit into `room` characters, and the number of the others. */
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
