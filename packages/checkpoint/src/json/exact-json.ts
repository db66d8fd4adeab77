/**
 * Writes numbers that JSON lacks: NaN becomes `{ "$number": "NaN" }`, and infinities and -0 likewise. Keys that start
 * with `$` get a second `$`.
 */
import type { JsonValue } from '@nablajs/core';
import { damaged, show } from '../damage.js';

const NUMBER = '$number';
const SPECIAL: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);

/** Prepares `value` for JSON.stringify. Call `checkJsonValue` first: this does not end on a circular object. */
export function exactToJson(value: JsonValue): JsonValue {
  if (typeof value === 'number')
    return isJsonNumber(value) ? value : { [NUMBER]: Object.is(value, -0) ? '-0' : `${value}` };
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(exactToJson);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [escapeKey(key), exactToJson(item)]));
}

/**
 * Restores what `exactToJson` was given. Throws NablaError `data` that starts with `at` for anything it never writes.
 */
export function exactFromJson(value: JsonValue, at: string): JsonValue {
  // The path is a list, because building texts for a million values takes long.
  const path: (string | number)[] = [at];
  const read = (item: JsonValue): JsonValue => {
    // JSON.parse makes Infinity of 1e999.
    if (typeof item === 'number' && !Number.isFinite(item)) {
      throw damaged(path.join('.'), 'expected a finite number');
    }
    if (typeof item !== 'object' || item === null) return item;
    if (Array.isArray(item)) return item.map((element, index) => readBelow(index, element));
    const entries = Object.entries(item);
    const [first] = entries;
    if (first !== undefined && first[0] === NUMBER) {
      return specialNumber(entries.length === 1 ? first[1] : item, path.join('.'));
    }
    return Object.fromEntries(
      entries.map(([escaped, element]) => {
        const key = unescapeKey(escaped, path);
        return [key, readBelow(key, element)];
      }),
    );
  };
  const readBelow = (key: string | number, item: JsonValue): JsonValue => {
    path.push(key);
    const result = read(item);
    path.pop();
    return result;
  };
  return read(value);
}

function isJsonNumber(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0);
}

function specialNumber(name: JsonValue, at: string): number {
  const special = SPECIAL.get(name);
  if (special !== undefined) return special;
  throw damaged(at, `expected a ${NUMBER} of ${[...SPECIAL.keys()].join(', ')}. Received ${show(name)}`);
}

function escapeKey(key: string): string {
  return key.startsWith('$') ? `$${key}` : key;
}

function unescapeKey(key: string, path: readonly (string | number)[]): string {
  if (!key.startsWith('$')) return key;
  if (key.startsWith('$$')) return key.slice(1);
  throw damaged(path.join('.'), `expected no key ${show(key)}: a key may start with $$, but not with a single $`);
}
