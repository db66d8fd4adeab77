/**
 * Numbers that JSON lacks, in JSON. NaN, infinities and -0 become `{ "$number": "NaN" }`, `"Infinity"`, `"-Infinity"` and
 * `"-0"`; a key that starts with `$` gets another one in front, so that no object of a user can be mistaken for a number.
 */
import type { JsonValue } from '@nablajs/core';
import { damaged, show } from './damage.js';

const NUMBER = '$number';
const SPECIAL: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);

/** `value`, for JSON.stringify. Call `checkJsonValue` first: an object that contains itself has no end. */
export function exactToJson(value: JsonValue): JsonValue {
  if (typeof value === 'number') return hasJson(value) ? value : { [NUMBER]: Object.is(value, -0) ? '-0' : `${value}` };
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(exactToJson);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [escapeKey(key), exactToJson(item)]));
}

/**
 * What `exactToJson` was given. Throws a NablaError of code `data` that starts with `at` for what it never writes: another
 * `$number`, another key that starts with one `$`, or a number that is too large.
 */
export function exactFromJson(value: JsonValue, at: string): JsonValue {
  // JSON.parse makes Infinity of 1e999.
  if (typeof value === 'number' && !Number.isFinite(value)) throw damaged(at, `expected a number that is finite`);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item, index) => exactFromJson(item, `${at}.${index}`));
  const entries = Object.entries(value);
  const [first] = entries;
  if (first !== undefined && first[0] === NUMBER) return specialNumber(entries.length === 1 ? first[1] : value, at);
  return Object.fromEntries(
    entries.map(([key, item]) => [unescapeKey(key, at), exactFromJson(item, `${at}.${unescapeKey(key, at)}`)]),
  );
}

function hasJson(value: number): boolean {
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

function unescapeKey(key: string, at: string): string {
  if (!key.startsWith('$')) return key;
  if (key.startsWith('$$')) return key.slice(1);
  throw damaged(at, `expected no key ${show(key)}: only $$ begins the name of a key`);
}
