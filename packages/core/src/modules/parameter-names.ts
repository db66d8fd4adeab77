import { unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';

/** Checks and copies at least one name or pattern. */
export function readNames(where: string, names: readonly string[]): readonly string[] {
  if (Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string')) return [...names];
  throw unexpected(`${where} names`, 'an array of names', names);
}

/** Whether a name matches `pattern`, in which `*` stands for any number of characters. */
function matches(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first)) return false;
  // The leftmost match of each part is right: it leaves the most for the parts after it.
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from + last.length <= name.length && name.endsWith(last);
}

export const areNamed = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => matches(pattern, name));

/** Throws NablaError `argument` if a pattern matches none of `known`. */
export function checkNames(where: string, patterns: readonly string[], known: readonly string[]): void {
  const lost = patterns.find((pattern) => !known.some((name) => matches(pattern, name)));
  if (lost === undefined) return;
  throw new NablaError('argument', `${where}: no parameter is called '${lost}'. There are: ${known.join(', ')}.`);
}
