import { NablaError } from '@nablajs/core';
import { MAX_DEPTH } from './strict-json.js';

export interface JsonValueOptions {
  /** The function that messages name. */
  readonly who: string;
  /** How many values are allowed. */
  readonly limit: number;
  /** Whether NaN and infinities are allowed, as `exactToJson` can write them. Default: false. */
  readonly anyNumber?: boolean;
}

/**
 * Throws NablaError `argument` unless JSON of at most `limit` values can hold `value` without loss. It names the path
 * of what it refuses, such as functions, NaN, class instances, holes, circular objects and nesting deeper than 64.
 */
export function checkJsonValue(value: unknown, { who, limit, anyNumber = false }: JsonValueOptions): void {
  const invalid = (at: readonly string[], received: string): NablaError => {
    const problem = `expected what JSON can hold. Received ${received}; leave it out or convert it`;
    return new NablaError('argument', `${who}: ${at.join('.')}: ${problem}.`);
  };
  // A repeated object counts each time, as JSON repeats it.
  let left = limit;
  const path: string[] = [];
  const above = new Set<unknown>();
  const check = (item: unknown): void => {
    if (left-- === 0) throw invalid(path.slice(0, 1), `more than ${limit} values`);
    const problem = above.has(item) ? 'an object that contains itself' : problemOf(item, anyNumber);
    if (problem !== undefined) throw invalid(path, problem);
    if (typeof item !== 'object' || item === null) return;
    if (above.size === MAX_DEPTH) throw invalid(path.slice(0, 3), `nesting deeper than ${MAX_DEPTH}`);
    above.add(item);
    for (const [key, inner] of entriesOf(item)) {
      path.push(key);
      check(inner);
      path.pop();
    }
    above.delete(item);
  };
  check(value);
}

/** Says why JSON cannot hold the value, without looking at what it contains. */
function problemOf(value: unknown, anyNumber: boolean): string | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return anyNumber || Number.isFinite(value) ? undefined : `${value}`;
  if (typeof value !== 'object') return value === undefined ? 'undefined' : `a ${typeof value}`;
  return isPlain(value) ? undefined : `a ${value.constructor?.name ?? 'strange object'}`;
}

function entriesOf(value: object): (readonly [string, unknown])[] {
  // Array.from gives a hole as undefined.
  return Array.isArray(value) ? Array.from(value, (item, index) => [`${index}`, item]) : Object.entries(value);
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
