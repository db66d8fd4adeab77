/** Checks the names of options and suggests the nearest known name. */
import { NablaError } from './errors.js';

/** The Levenshtein distance: single-letter insertions, deletions and replacements (1966). */
function editDistance(a: string, b: string): number {
  let above = [...Array(b.length + 1).keys()];
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (above[column - 1] as number) + Number(a[row - 1] !== b[column - 1]);
      const shorter = Math.min(above[column] as number, current[column - 1] as number) + 1;
      current.push(Math.min(replaced, shorter));
    }
    above = current;
  }
  return above[b.length] as number;
}

/** A longer name comes from a file, where nobody mistyped it. */
const MAX_LENGTH = 64;

/**
 * Returns the known name that is nearest to `name`, ignoring case, or undefined if none is near.
 *
 * @example
 * ```ts
 * nearestName('adma', ['SGD', 'Adam']); // 'Adam'
 * ```
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  if (name.length > MAX_LENGTH) return best;
  let fewest = Math.ceil(name.length * 0.4) + 1;
  for (const candidate of known) {
    // The distance is at least the difference of the lengths.
    if (Math.abs(name.length - candidate.length) >= fewest) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < fewest) [best, fewest] = [candidate, distance];
  }
  return best;
}

/**
 * Checks that `options` has only known keys. Call it first in your `createBackend`. Throws NablaError `argument` that
 * starts with `operation` and names the unknown key and the nearest known one.
 *
 * @example
 * ```ts
 * checkOptionNames('createBackend', { threds: 2 }, ['threads']); // throws: Did you mean 'threads'?
 * ```
 */
export function checkOptionNames(operation: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, known);
  const suggestion = nearest === undefined ? '' : ` Did you mean '${nearest}'?`;
  throw new NablaError(
    'argument',
    `${operation}: unknown option '${unknown}'.${suggestion} Known: ${known.join(', ')}.`,
  );
}
