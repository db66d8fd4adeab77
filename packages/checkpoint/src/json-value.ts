import { NablaError } from '@nablajs/core';
import { MAX_DEPTH } from './strict-json.js';

/**
 * Throws a NablaError of code `argument` unless JSON can hold `value` and give it back: functions, BigInts, NaN, undefined,
 * instances of classes, holes in lists, objects that contain themselves and nesting deeper than 64 are refused, with their path.
 */
export function checkJsonValue(value: unknown, path: readonly string[] = [], above: readonly object[] = []): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw invalid(path, `${value}`);
    return;
  }
  if (typeof value !== 'object') throw invalid(path, value === undefined ? 'undefined' : `a ${typeof value}`);
  if (above.includes(value)) throw invalid(path, 'an object that contains itself');
  if (above.length === MAX_DEPTH) throw invalid(path.slice(0, 3), `nesting deeper than ${MAX_DEPTH}`);
  if (!isPlain(value)) throw invalid(path, `a ${value.constructor?.name ?? 'strange object'}`);
  // Array.from gives a hole as undefined.
  const entries = Array.isArray(value) ? Array.from(value, (item, index) => [`${index}`, item]) : Object.entries(value);
  for (const [key, item] of entries) checkJsonValue(item, [...path, key as string], [...above, value]);
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function invalid(path: readonly string[], received: string): NablaError {
  return new NablaError(
    'argument',
    `saveModel: ${path.join('.')}: expected what JSON can hold. Received ${received}; leave it out or convert it.`,
  );
}
